/** What each region of a map is, and how that is known. */
import type { Counters } from '../memory-map/counters.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import type { Note } from '../memory-map/notes.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { gatherFacts, type MapFacts } from './facts.ts';
import { kindOf, UNKNOWN_KIND, type Kind } from './kinds.ts';
import { UNTOLD } from './names.ts';
import { decidingNote, fillNotedKinds } from './noted.ts';
import type { Confidence } from './rule.ts';
import { roleReasons } from './rules-files.ts';
import { fillKinds, kindIndexOf, ownerOf, ROLES, ruleOf } from './rules.ts';

export type { Confidence } from './rule.ts';

/** What a region is, with its evidence. */
export interface KindExplanation {
  readonly kind: Kind;
  readonly confidence: Confidence;
  /**
   * Sentences without a capital and a full stop, most telling first. They hold names from the source: escape them where
   * they are shown.
   */
  readonly evidence: readonly string[];
}

const facts = new WeakMap<RegionTable, MapFacts>();

function factsOf(regions: RegionTable, counters: Counters | undefined): MapFacts {
  let known = facts.get(regions);
  if (!known || known.counters !== counters) facts.set(regions, (known = gatherFacts(regions, counters)));
  return known;
}

/** Fills the kind column of the map's regions. Linear in the number of regions and files; notes cost their own rows more. */
export function classifyMap(input: {
  readonly regions: RegionTable;
  readonly counters: Counters | undefined;
  readonly notes: readonly Note[];
}): void {
  // Not kept: a text may hold a hundred thousand maps, and most are never asked why.
  fillKinds(gatherFacts(input.regions, input.counters), input.regions.kind);
  fillNotedKinds(input.regions, input.notes);
}

/** What one region is and why, told by the rules that classify the whole map. */
export function explainKind(map: MemoryMap, row: number): KindExplanation {
  const note = decidingNote(map.regions, map.notes, row);
  if (note) {
    return {
      kind: kindOf(map.regions.kind[row] ?? UNKNOWN_KIND),
      confidence: 'certain',
      evidence: [note.because],
    };
  }
  const m = factsOf(map.regions, map.counters);
  const rule = row >= 0 && row < map.regions.count ? ruleOf(m, row) : undefined;
  if (!rule) return { kind: kindOf(UNKNOWN_KIND), confidence: 'guess', evidence: [whyUnknown(m, row)] };
  const kind = kindOf(kindIndexOf(m, row));
  const evidence = [...rule.because(m, row)];
  let { confidence } = rule;
  if (kind.id.startsWith('file-') || kind.id === 'bss') {
    const entry = ownerOf(m, row);
    const role = ROLES[m.role[entry]!];
    evidence.push(...roleReasons(m, entry, role));
    if (role === 'program' && m.program?.entry === entry) confidence = weaker(confidence, m.program.confidence);
  }
  return { kind, confidence, evidence };
}

function whyUnknown({ perms, file, fileClass }: MapFacts, row: number): string {
  const entry = file[row] ?? NO_FILE;
  const isUntold = fileClass[entry] === UNTOLD || (entry !== NO_FILE && ((perms[row] ?? 0) & Perm.unknown) !== 0);
  return isUntold
    ? 'the source does not tell all permissions of this file, which tell code from data'
    : 'no rule fits what the source tells';
}

const STRENGTH: readonly Confidence[] = ['guess', 'likely', 'certain'];

function weaker(a: Confidence, b: Confidence): Confidence {
  return STRENGTH.indexOf(a) < STRENGTH.indexOf(b) ? a : b;
}
