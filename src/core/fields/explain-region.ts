/** All that is known of one region, as its hovers tell it field by field: what it is, its columns, its counters. */
import { explainKind, type KindExplanation } from '../kinds/classify.ts';
import { counterAt, valueText, vmFlagsAt } from '../memory-map/counters.ts';
import { regionAt } from '../memory-map/region-table.ts';
import { formatKilobytes, formatShare } from '../memory-map/size.ts';
import { keyEntry } from './catalogue.ts';
import { explainField } from './explain.ts';
import type { Explanation, Place } from './explanation.ts';
import type { Field } from './field-at.ts';
import { noteLines, objectLine } from './region-facts.ts';
import { headerOf } from './row-fields.ts';
import { quoted, type Quoted, type Text } from './text.ts';

/** One field of the region. */
export interface ToldField {
  /** As the source calls it. */
  readonly name: string;
  readonly value: Quoted;
  /** The value's part of the region's size, where it is a part of it. */
  readonly share: string | undefined;
  readonly explanation: Explanation;
}

export interface RegionExplanation extends KindExplanation {
  /** What the source itself calls it and points at in it. */
  readonly notes: readonly Text[];
  /** The columns of its line. */
  readonly fields: readonly ToldField[];
  /** Its counters in the order of the source, VmFlags last. */
  readonly counters: readonly ToldField[];
}

/** Explains a region. Nothing in it is escaped yet. */
export function explainRegion(place: Place): RegionExplanation {
  const { map, row } = place;
  return { ...explainKind(map, row), notes: noteLines(place), fields: columns(place), counters: counters(place) };
}

function columns(place: Place): readonly ToldField[] {
  const { map, row } = place;
  const region = regionAt(map.regions, row);
  const header = headerOf(region);
  const { start, end, perms, offset, inode, name } = header;
  const told: ToldField[] = [];
  const add = (field: Field, title: string, value: string, more?: Partial<Explanation>): void => {
    told.push({
      name: title,
      value: quoted(value),
      share: undefined,
      explanation: { ...explainField(field, place), ...more },
    });
  };
  if (map.placed) {
    const range = { field: 'range', part: undefined, header } as const;
    // What it is and what lies beside it is told elsewhere.
    const here = explainField(range, place).here.slice(0, 1);
    add(range, 'Range', region.hasEnd ? `${start}-${end}` : start, { here });
  }
  if (perms !== undefined) add({ field: 'perms', letter: -1, header }, 'Permissions', perms);
  const isFile = name !== '' && inode !== '0';
  if (offset !== undefined && isFile)
    add({ field: 'offset', header }, 'Offset', `0x${(region.offset ?? 0n).toString(16)}`);
  if (inode !== undefined && isFile) {
    add({ field: 'device', header }, 'Device', region.file.device);
    add({ field: 'inode', header }, 'Inode', inode);
  }
  if (name !== '') {
    const same = name.startsWith('[') ? undefined : objectLine(place);
    // Without its place: what it is is told elsewhere.
    const { here } = explainField({ field: 'name', header });
    add({ field: 'name', header }, 'Pathname', region.file.path, { here: same ? [...here, same] : here });
  }
  if (region.file.deleted) add({ field: 'deleted', header }, 'Mark', '(deleted)');
  return told;
}

function counters(place: Place): readonly ToldField[] {
  const { map, row } = place;
  const { size, hasEnd } = regionAt(map.regions, row);
  const told = (map.counters?.columns ?? []).flatMap((column): readonly ToldField[] => {
    const value = counterAt(column, row);
    if (value === undefined) return [];
    const { key, unit } = column;
    const isAmount = unit === 'kB' && typeof value !== 'string';
    const explanation = explainField({ field: 'key', key, value: valueText(value, unit) }, place);
    const isPart = isAmount && hasEnd && key !== 'Size' && keyEntry(key)?.summable === true;
    return [
      {
        name: key,
        value: quoted(!isAmount ? String(value) : Number(value) === 0 ? '0' : formatKilobytes(value)),
        share: isPart ? formatShare(Number(value) * 1024, size) : undefined,
        explanation: withoutOwner(explanation),
      },
    ];
  });
  const codes = vmFlagsAt(map.counters, row);
  if (!codes) return told;
  const explanation = withoutOwner(explainField({ field: 'flags', codes }, place));
  return [...told, { name: 'VmFlags', value: quoted(codes.join(' ')), share: undefined, explanation }];
}

/** The last line tells whose counter it is. */
function withoutOwner(explanation: Explanation): Explanation {
  return { ...explanation, here: explanation.here.slice(0, -1) };
}
