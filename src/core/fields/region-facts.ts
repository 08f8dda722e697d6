/** Facts about a region in its map, as short lines: what it is, where it stands, its neighbours, its object. */
import { explainKind } from '../kinds/classify.ts';
import { kindOf } from '../kinds/kinds.ts';
import { addressAt, formatHexAddress } from '../memory-map/address.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { notesOf } from '../memory-map/notes.ts';
import { addressOrder, regionAt, type RegionTable, sizeNumberAt } from '../memory-map/region-table.ts';
import { formatBytes, formatCount } from '../memory-map/size.ts';
import type { Place } from './explanation.ts';
import { quoted, text, type Quoted, type Text } from './text.ts';

const CERTAINTY = { certain: 'certain', likely: 'likely', guess: 'a guess' } as const;

/** Which region of how many it is in address order, what it is, and how certain that is. */
export function kindLine({ map, row }: Place): Text {
  const { kind, confidence } = explainKind(map, row);
  const position = positionText(map.regions, row);
  if (kind.id === 'unknown') return text`${position}: what it is cannot be told from the map.`;
  return text`${position}: ${kind.label} (${CERTAINTY[confidence]}).`;
}

/** What regions of its kind are, in a sentence. */
export function kindDescription({ map, row }: Place): string {
  return kindOf(map.regions.kind[row] ?? 0).description;
}

/** What tells the region's kind: the most telling piece of evidence. */
export function evidenceLine({ map, row }: Place): Text | undefined {
  const [first] = explainKind(map, row).evidence;
  return first === undefined ? undefined : text`Evidence: ${first}.`;
}

/** What the source itself says of the region's addresses: the names that it has for them, and what it points at. */
export function noteLines({ map, row }: Place): readonly Text[] {
  const { start, end } = regionAt(map.regions, row);
  const { around, inside } = notesOf(map.notes, start, end);
  const lines: Text[] = around.slice(0, MOST_NOTES).map(({ label }) => text`The source calls it ${quoted(label)}.`);
  lines.push(...inside.slice(0, MOST_NOTES).map((note) => text`It holds ${quoted(note.label)}, ${addresses(note)}.`));
  const more = inside.length - MOST_NOTES;
  if (more > 0) lines.push([`It holds ${formatCount(more)} more that the source names.`]);
  const marks = map.marks.filter(({ address }) => start <= address && address < end);
  lines.push(
    ...marks.slice(0, MOST_NOTES).map((mark) => text`It holds the ${quoted(mark.label)}, ${hex(mark.address)}.`),
  );
  return lines;
}

/** How many names and marks of one region are told. */
const MOST_NOTES = 4;

function addresses({ start, end }: { readonly start: bigint; readonly end: bigint }): Text {
  return text`${hex(start)} to ${hex(end)}`;
}

function hex(address: bigint): Quoted {
  return quoted(formatHexAddress(address));
}

/** The regions before and after it in address order, and how far away they are. */
export function neighbourLines({ map, row }: Place): readonly Text[] {
  const { regions } = map;
  const order = addressOrder(regions);
  const position = positionOf(regions, row);
  const rowAt = (at: number): number | undefined => (at < 0 || at >= regions.count ? undefined : (order?.[at] ?? at));
  const before = rowAt(position - 1);
  const after = rowAt(position + 1);
  return [
    before === undefined
      ? ['Before it: nothing, it is the lowest region.']
      : text`Before it${distance(regions, before, row)}: ${describe(regions, before)}`,
    after === undefined
      ? ['After it: nothing, it is the highest region.']
      : text`After it${distance(regions, row, after)}: ${describe(regions, after)}`,
  ];
}

/** Which region a counter belongs to. */
export function ownerLine({ map, row }: Place): Text {
  const { regions } = map;
  if (map.dialect === 'smaps_rollup') return ['The sum over all regions of the process.'];
  return text`${positionText(regions, row)}: ${describe(regions, row)}`;
}

/** How many regions map the same object (device, inode and name), and how large they are together. */
export function objectLine({ map, row }: Place): Text | undefined {
  const { regions } = map;
  const entry = regions.file[row] ?? NO_FILE;
  if (entry === NO_FILE) return undefined;
  let count = 0;
  let size = 0;
  let isTold = true;
  for (let i = 0; i < regions.count; i++) {
    if (regions.file[i] !== entry) continue;
    count++;
    // A region whose end is not told has no size either.
    const own = sizeNumberAt(regions, i);
    isTold &&= own > 0;
    size += own;
  }
  if (count === 1) return ['No other region maps it.'];
  const together = isTold ? `, ${formatBytes(size)} together` : '';
  return text`One of ${formatCount(count)} regions that map it${together}.`;
}

/** Name and kind of a region in a few words. */
function describe(regions: RegionTable, row: number): Text {
  const { label } = kindOf(regions.kind[row] ?? 0);
  const name = shortName(regions, row);
  return name ? text`${name} (${label})` : [label];
}

/** A region's name as it fits into a line: the last part of a long path. */
function shortName(regions: RegionTable, row: number): Quoted | undefined {
  const { path } = regionAt(regions, row).file;
  if (path === '') return undefined;
  return quoted(path.length > 40 && path.startsWith('/') ? path.slice(path.lastIndexOf('/') + 1) || path : path);
}

/** The distance between two regions that follow each other, as `, 4 KiB apart`. */
function distance(regions: RegionTable, lower: number, upper: number): string {
  if (sizeNumberAt(regions, lower) === 0) {
    // Where the lower one ends is not told, and so the gap is not.
    const apart = addressAt(regions.start, upper) - addressAt(regions.start, lower);
    return `, ${formatBytes(apart)} from start to start`;
  }
  const gap = addressAt(regions.start, upper) - addressAt(regions.end, lower);
  if (gap === 0n) return ', adjoining';
  return gap > 0n ? `, ${formatBytes(gap)} apart` : `, overlapping by ${formatBytes(-gap)}`;
}

function positionText(regions: RegionTable, row: number): string {
  return `Region ${formatCount(positionOf(regions, row) + 1)} of ${formatCount(regions.count)}`;
}

function positionOf(regions: RegionTable, row: number): number {
  return addressOrder(regions)?.indexOf(row) ?? row;
}
