/**
 * What of regions is in memory and how, for the levels that are drawn inside them. Running sums over positions answer for one
 * region and for a pixel that many share alike, and lie side by side: a drawing looks at nothing else.
 */
import { ABSENT, WIDE, type CounterColumn, type Counters } from '../memory-map/counters.ts';
import { regionSize, rowAt, type Axis } from './axis.ts';
import type { Category } from './category.ts';
import { columnsWithNumbers } from './counter-numbers.ts';

/** A part of a region's memory: the sum of some counters of smaps. */
export interface FillPart extends Category {
  readonly keys: readonly string[];
}

/** The parts that lie on one another from the foot up, and then two that overlap them. */
export const FILL_PARTS: readonly FillPart[] = [
  {
    id: 'fill-private-dirty',
    label: 'Private dirty',
    description: 'Written by this process and mapped by no other.',
    hue: 'heap',
    part: 1,
    keys: ['Private_Dirty'],
  },
  {
    id: 'fill-private-clean',
    label: 'Private clean',
    description: 'Mapped by this process only, and as it is in the file.',
    hue: 'heap',
    part: 0.45,
    keys: ['Private_Clean'],
  },
  {
    id: 'fill-shared-dirty',
    label: 'Shared dirty',
    description: 'Mapped by several processes, and written.',
    hue: 'program',
    part: 1,
    keys: ['Shared_Dirty'],
  },
  {
    id: 'fill-shared-clean',
    label: 'Shared clean',
    description: 'Mapped by several processes, and as it is in the file.',
    hue: 'program',
    part: 0.45,
    keys: ['Shared_Clean'],
  },
  {
    id: 'fill-swap',
    label: 'Swap',
    description: 'Not in memory but in swap.',
    hue: 'stack',
    part: 0.8,
    pattern: 'falling',
    keys: ['Swap'],
  },
  {
    id: 'fill-huge',
    label: 'Huge pages',
    description: 'Dots from the foot up: what is in huge pages, whatever else it is.',
    hue: 'text',
    part: 0,
    pattern: 'dots',
    keys: ['AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', 'Private_Hugetlb', 'Shared_Hugetlb'],
  },
  {
    id: 'fill-locked',
    label: 'Locked',
    description: 'A line at the height of what is locked in memory.',
    hue: 'text',
    part: 0,
    pattern: 'level',
    keys: ['Locked'],
  },
];

/** Parts before this index are stacked. */
export const STACKED = 5;
export const HUGE = 5;
export const LOCKED = 6;
const PARTS = FILL_PARTS.length;

export interface Fill {
  /**
   * `sums[p * PARTS + i]`: kB that positions 0 to p - 1 have of part `i`, modulo 2^32. So the difference of two sums is exact
   * as long as what lies between them has less than 4 TiB, in half the room of doubles.
   */
  readonly sums: Uint32Array;
  /** Sizes of positions 0 to p - 1 in bytes, where something is told of them and they pass the filter. */
  readonly sizes: Float64Array;
  /** Of all regions that pass, in bytes by part. */
  readonly totals: Float64Array;
}

/** The parts that there is something of, with their index in `FILL_PARTS` and how much it is, in bytes. */
export function presentParts({
  totals,
}: Fill): readonly (FillPart & { readonly index: number; readonly size: number })[] {
  return FILL_PARTS.map((part, index) => ({ ...part, index, size: totals[index] ?? 0 })).filter(({ size }) => size > 0);
}

/** True when a source tells what the levels are of. */
export function canFill(counters: Counters | undefined): boolean {
  return columnsWithNumbers(counters, stackedKeys).length > 0;
}

const stackedKeys = FILL_PARTS.slice(0, STACKED - 1).flatMap(({ keys }) => keys);

/** Sums the counters of an axis up. @param passes by row 1 for what the filter lets through; undefined for all */
export function makeFill(axis: Axis, counters: Counters | undefined, passes?: Uint8Array): Fill {
  const { count } = axis;
  const sums = new Uint32Array((count + 1) * PARTS);
  const sizes = new Float64Array(count + 1);
  const totals = new Float64Array(PARTS);
  const told = new Uint8Array(count);
  FILL_PARTS.forEach(({ keys }, part) => {
    for (const column of columnsWithNumbers(counters, keys)) {
      totals[part] =
        (totals[part] ?? 0) + 1024 * addColumn(axis, column, passes, sums, part, part < STACKED ? told : undefined);
    }
  });
  for (let p = 0; p < count; p++) {
    sizes[p + 1] = (sizes[p] ?? 0) + (told[p] === 1 ? regionSize(axis, p) : 0);
    for (let i = p * PARTS; i < (p + 1) * PARTS; i++) sums[i + PARTS] = (sums[i + PARTS] ?? 0) + (sums[i] ?? 0);
  }
  return { sums, sizes, totals };
}

/** Adds a counter to a part of every position. Gives its sum in kB, and writes 1 to `told` where there is a number. */
function addColumn(
  axis: Axis,
  { values, wide }: CounterColumn,
  passes: Uint8Array | undefined,
  sums: Uint32Array,
  part: number,
  told: Uint8Array | undefined,
): number {
  let total = 0;
  for (let p = 0; p < axis.count; p++) {
    const row = rowAt(axis, p);
    const value = values[row] ?? ABSENT;
    if (value === ABSENT || (value === WIDE && !wide.has(row)) || passes?.[row] === 0) continue;
    // No region has 4 TiB in memory: what says so is broken, and is drawn as full.
    const at = (p + 1) * PARTS + part;
    sums[at] = Math.min(ABSENT, (sums[at] ?? 0) + value);
    total += value;
    if (told) told[p] = 1;
  }
  return total;
}

/** Levels by part, 0 to 1 of the size that is told of. */
export type Levels = Float64Array;

export function makeLevels(): Levels {
  return new Float64Array(PARTS);
}

/** The levels of one region. Gives false when nothing is told of it or it does not pass. */
export function levelsAt(fill: Fill, position: number, out: Levels): boolean {
  for (let i = 0; i < PARTS; i++) out[i] = 0;
  return toShares(out, addRegions(fill, position, position + 1, 1, out));
}

/**
 * The levels of all that lies at units `left` to `left + width` together. Gives false when nothing is told of it.
 * @param first and last the stretches of both ends, see `Columns.firsts`
 */
export function levelsBetween(
  axis: Axis,
  fill: Fill,
  left: number,
  width: number,
  out: Levels,
  first: number,
  last: number,
): boolean {
  const { bounds, count } = axis;
  for (let i = 0; i < PARTS; i++) out[i] = 0;
  if (count === 0) return false;
  const right = left + width;
  let begin = first >> 1;
  let end = (last + 1) >> 1;
  let size = 0;
  if (first % 2 === 1) size += addCut(bounds, fill, begin++, left, right, out);
  // The stretch that begins where the column ends is not in it.
  if (last % 2 === 1 && end > begin && (bounds[last + 1] ?? 0) > right)
    size += addCut(bounds, fill, --end, left, right, out);
  if (end > begin) size += addRegions(fill, begin, end, 1, out);
  return toShares(out, size);
}

/** Adds what of a region lies between two units. Gives its size. */
function addCut(bounds: Float64Array, fill: Fill, position: number, left: number, right: number, out: Levels): number {
  const from = bounds[2 * position + 1] ?? 0;
  const to = bounds[2 * position + 2] ?? 0;
  const inside = Math.min(to, right) - Math.max(from, left);
  return inside > 0 ? addRegions(fill, position, position + 1, inside / (to - from), out) : 0;
}

/** Adds a share (0 to 1) of the bytes of positions `from` to `to` - 1. Gives their size. */
function addRegions({ sums, sizes }: Fill, from: number, to: number, share: number, out: Levels): number {
  const low = from * PARTS;
  const high = to * PARTS;
  const bytes = 1024 * share;
  for (let i = 0; i < PARTS; i++) {
    out[i] = (out[i] ?? 0) + (((sums[high + i] ?? 0) - (sums[low + i] ?? 0)) >>> 0) * bytes;
  }
  return ((sizes[to] ?? 0) - (sizes[from] ?? 0)) * share;
}

function toShares(out: Levels, size: number): boolean {
  if (size <= 0) return false;
  for (let i = 0; i < PARTS; i++) out[i] = Math.min(1, (out[i] ?? 0) / size);
  return true;
}
