/** What a conversion takes for granted or leaves out, and why a map cannot be in a format at all. */
import { counterColumn } from '../memory-map/counters.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { FormatId } from './format-id.ts';
import { SHOWN_COUNTERS } from './markdown-table.ts';
import { countChosen, isChosen, type RowMask } from './rows.ts';
import { hasSmaps } from './smaps-text.ts';

/** How many of the exported regions lack what maps text must have. */
interface Gaps {
  readonly regions: number;
  readonly ends: number;
  readonly perms: number;
  readonly offsets: number;
  readonly fileIds: number;
}

/**
 * What the user should know of a map in a format, a sentence each: first what reading the source took for granted, then what
 * writing does. Empty when the format holds all that the source tells.
 */
export function conversionNotes(map: MemoryMap, format: FormatId, mask?: RowMask): readonly string[] {
  return [...map.assumptions, ...NOTES[format](map, mask)];
}

/** Why a map cannot be written in a format, a sentence; undefined when it can. */
export function refusal(map: MemoryMap, format: FormatId): string | undefined {
  if (format !== 'maps' && format !== 'smaps') return undefined;
  if (!map.placed) return `The source tells no addresses, and ${format} text cannot be without them.`;
  const { count } = map.regions;
  if (count > 0 && gapsOf(map, undefined).ends === count) {
    return `The source tells where its regions start and not where they end, and ${format} text cannot be without that.`;
  }
  if (format === 'smaps' && !hasSmaps(map)) return 'The source has no counters of smaps.';
  return undefined;
}

const NOTES: Readonly<Record<FormatId, (map: MemoryMap, mask: RowMask) => string[]>> = {
  maps: (map, mask) => [
    ...gapNotes(gapsOf(map, mask), map),
    ...(map.counters ? ['The counters are left out: maps text has none.'] : []),
    ...textNotes(map),
  ],
  smaps: (map, mask) => [
    ...gapNotes(gapsOf(map, mask), map),
    ...(map.counters?.columns.some(({ family }) => family !== 'smaps') === true
      ? ['Counters that smaps does not have are left out.']
      : []),
    ...textNotes(map),
  ],
  csv: (map) => (map.marks.length > 0 ? ['Single addresses that the source points at are left out.'] : []),
  json: () => [],
  markdown: (map) => {
    const all = map.counters?.columns.map(({ key }) => key) ?? [];
    const left = all.some((key) => !SHOWN_COUNTERS.some((shown) => shown === key));
    return [
      'Device, inode and line are left out, sizes are rounded, and the middle of very long names is left out.',
      ...(left ? [`Of the counters only ${SHOWN_COUNTERS.join(', ')} are shown.`] : []),
      ...besideNote(map),
    ];
  },
};

function gapsOf({ regions }: MemoryMap, mask: RowMask): Gaps {
  const { count, start, end, perms } = regions;
  const gaps = { regions: countChosen(mask, count), ends: 0, perms: 0, offsets: 0, fileIds: 0 };
  for (let row = 0; row < count; row++) {
    if (!isChosen(mask, row)) continue;
    const bits = perms[row]!;
    const hasEnd = start[2 * row] !== end[2 * row] || start[2 * row + 1] !== end[2 * row + 1];
    if (!hasEnd) {
      gaps.ends++;
      continue;
    }
    if (bits & Perm.unknown) gaps.perms++;
    if (bits & Perm.offsetUnknown) gaps.offsets++;
    if (bits & Perm.fileIdUnknown) gaps.fileIds++;
  }
  return gaps;
}

/** What is printed in place of what the source does not tell. */
function gapNotes(gaps: Gaps, { counters }: MemoryMap): string[] {
  // pmap -d tells the device alone.
  const hasDevice = counters !== undefined && counterColumn(counters, 'Device') !== undefined;
  const of = (count: number): string =>
    count === gaps.regions ? 'of the regions' : `of ${count} of ${gaps.regions} regions`;
  return [
    ...(gaps.ends > 0 ? [`The end ${of(gaps.ends)} is not told: they are left out.`] : []),
    ...(gaps.perms > 0 ? [`The permissions ${of(gaps.perms)} are not told: ---p is printed.`] : []),
    ...(gaps.offsets > 0 ? [`The offset ${of(gaps.offsets)} is not told: 00000000 is printed.`] : []),
    ...(gaps.fileIds === 0
      ? []
      : hasDevice
        ? [`The inode ${of(gaps.fileIds)} is not told: 00:00 and 0 are printed for device and inode.`]
        : [`Device and inode ${of(gaps.fileIds)} are not told: 00:00 and 0 are printed.`]),
  ];
}

function textNotes(map: MemoryMap): string[] {
  return [
    ...(map.regions.sorted
      ? []
      : ['The regions stand in the order of the source, which is not that of their addresses.']),
    ...besideNote(map),
  ];
}

function besideNote({ notes, marks }: MemoryMap): string[] {
  return notes.length + marks.length > 0 ? ['What the source says of addresses beside its regions is left out.'] : [];
}
