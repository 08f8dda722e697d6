/** The explanation of a region as plain words for the layout view. The catalogue is in it: it is loaded when somebody asks. */
import type { Explanation, Place } from '../../core/fields/explanation.ts';
import { explainRegion, type ToldField } from '../../core/fields/explain-region.ts';
import { SOURCES } from '../../core/fields/sources.ts';
import { shortened, visible, type Text } from '../../core/fields/text.ts';
import { findingsOf } from '../../core/findings/words.ts';
import { locationOf } from '../../core/locate/locate.ts';
import { addr2line, pathInSysroot, symbolAddress } from '../../core/locate/symbol-commands.ts';
import { Perm } from '../../core/memory-map/permissions.ts';
import { regionAt } from '../../core/memory-map/region-table.ts';
import type { FieldWords, RegionPlace, RegionWords, Words } from '../../protocol/explanation.ts';

/**
 * What is known of a region.
 * @param sysroot where the root file system is that its path is of; empty for this machine's own
 */
export function regionWords(at: RegionPlace, place: Place, sysroot: string, hasFile: boolean): RegionWords {
  const { kind, confidence, evidence, notes, fields, counters } = explainRegion(place);
  return {
    type: 'explanation',
    place: { snapshot: at.snapshot, row: at.row },
    kind: kind.label,
    confidence,
    description: kind.description,
    evidence: evidence.map(shown),
    notes: notes.map(words),
    findings: findingsOf(place.map, place.row).map((finding) => ({ ...finding, evidence: words(finding.evidence) })),
    fields: fields.map(fieldWords),
    counters: counters.map(fieldWords),
    hasFile,
    command: commandOf(place, kind.role === 'program', sysroot),
  };
}

/** True for a page that an explanation names. */
export function isSource(url: string): boolean {
  return Object.values(SOURCES).some((source) => source.url === url);
}

/** Names the function where the source points at, else where the region starts. */
function commandOf({ map, row }: Place, isProgram: boolean, sysroot: string): string | undefined {
  const { start, end, permBits } = regionAt(map.regions, row);
  if ((permBits & (Perm.execute | Perm.unknown)) !== Perm.execute) return undefined;
  const mark = map.marks.find(({ address }) => start <= address && address < end);
  const location = locationOf(map, row, mark?.address ?? start);
  const address = symbolAddress(location, isProgram);
  return location.file && address !== undefined ? addr2line(pathInSysroot(location.file, sysroot), address) : undefined;
}

function fieldWords({ name, value, share, explanation }: ToldField): FieldWords {
  const { label, here, meaning, why, since, source }: Explanation = explanation;
  const { title, url } = source;
  return {
    name: shown(name),
    value: shown(value.code),
    share,
    label,
    here: here.map(words),
    meaning: words(meaning),
    why: words(why),
    since,
    source: { title, url },
  };
}

function words(parts: Text): Words {
  return parts.map((part) => (typeof part === 'string' ? visible(part) : { code: shown(part.code) }));
}

/** Text of a source: not too long, and with nothing in it that cannot be seen. */
function shown(text: string): string {
  return visible(shortened(text));
}
