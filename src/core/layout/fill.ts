/**
 * What of regions is in memory and how, for the levels that are drawn inside them. Sums over positions answer for pixels
 * that many regions share, as those of coverage.ts do.
 */
import type { Counters } from '../memory-map/counters.ts';
import { regionSize, rowAt, stretchAt, type Axis } from './axis.ts';
import type { Category } from './category.ts';
import { columnsWithNumbers, sumAt, type NumberAt } from './counter-numbers.ts';

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
    part: 1,
    keys: ['Locked'],
  },
];

/** Parts before this index are stacked. */
export const STACKED = 5;
export const HUGE = 5;
export const LOCKED = 6;
const SIZE = FILL_PARTS.length;
/** The parts of a stretch and, as the last, the size of the regions whose parts are told; in bytes. */
const SLOTS = SIZE + 1;
/** Fewer steps than in coverage.ts, as each costs the look-up of every counter. */
const STRIDE = 4;

export interface Fill {
  readonly parts: readonly NumberAt[];
  readonly passes: Uint8Array | undefined;
  /** `sums[b * SLOTS + s]`: what positions 0 to b * STRIDE - 1 have of a slot. */
  readonly sums: Float64Array;
  /** Of all regions that pass, in bytes by part. */
  readonly totals: Float64Array;
}

/** True when a source tells what the levels are of. */
export function canFill(counters: Counters | undefined): boolean {
  return columnsWithNumbers(counters, stackedKeys).length > 0;
}

const stackedKeys = FILL_PARTS.slice(0, STACKED - 1).flatMap(({ keys }) => keys);

/** Sums the counters of an axis up. @param passes by row 1 for what the filter lets through; undefined for all */
export function makeFill(axis: Axis, counters: Counters | undefined, passes?: Uint8Array): Fill {
  const parts = FILL_PARTS.map(({ keys }) => sumAt(columnsWithNumbers(counters, keys)));
  const running = new Float64Array(SLOTS);
  const sums = new Float64Array((Math.floor(axis.count / STRIDE) + 1) * SLOTS);
  for (let p = 0; p < axis.count; p++) {
    if (p % STRIDE === 0) sums.set(running, (p / STRIDE) * SLOTS);
    addRegion(axis, parts, passes, p, 1, running);
  }
  if (axis.count % STRIDE === 0) sums.set(running, (axis.count / STRIDE) * SLOTS);
  return { parts, passes, sums, totals: running.slice(0, SIZE) };
}

/** Adds the region at a position, or a part (0 to 1) of it. What tells nothing, or does not pass, has no size here. */
function addRegion(
  axis: Axis,
  parts: Fill['parts'],
  passes: Uint8Array | undefined,
  position: number,
  share: number,
  out: Float64Array,
): void {
  const row = rowAt(axis, position);
  if (passes && passes[row] === 0) return;
  let told = false;
  for (let i = 0; i < SIZE; i++) {
    const value = parts[i]?.(row) ?? -1;
    if (value < 0) continue;
    told ||= i < STACKED;
    out[i] = (out[i] ?? 0) + value * 1024 * share;
  }
  if (told) out[SIZE] = (out[SIZE] ?? 0) + regionSize(axis, position) * share;
}

/** Levels by part, 0 to 1 of the size that is told of. */
export type Levels = Float64Array;

export function makeLevels(): Levels {
  return new Float64Array(SLOTS);
}

/** The levels of one region. Gives false when nothing is told of it or it does not pass. */
export function levelsAt(axis: Axis, fill: Fill, position: number, out: Levels): boolean {
  out.fill(0);
  addRegion(axis, fill.parts, fill.passes, position, 1, out);
  return toShares(out);
}

/** The levels of all that lies at units `left` to `left + width` together. Gives false when nothing is told of it. */
export function levelsBetween(axis: Axis, fill: Fill, left: number, width: number, out: Levels): boolean {
  const { bounds } = axis;
  const right = left + width;
  out.fill(0);
  if (axis.count === 0) return false;
  const first = stretchAt(bounds, Math.max(0, left));
  const last = stretchAt(bounds, Math.max(0, right), first);
  let begin = first >> 1;
  let end = (last + 1) >> 1;
  if (first % 2 === 1) addCut(begin++);
  // The stretch that begins where the column ends is not in it.
  if (last % 2 === 1 && end > begin && (bounds[last + 1] ?? 0) > right) addCut(--end);
  addWhole(begin, end);
  return toShares(out);

  function addCut(position: number): void {
    const from = bounds[2 * position + 1] ?? 0;
    const to = bounds[2 * position + 2] ?? 0;
    const inside = Math.min(to, right) - Math.max(from, left);
    if (inside > 0) addRegion(axis, fill.parts, fill.passes, position, inside / (to - from), out);
  }

  function addWhole(from: number, to: number): void {
    const head = Math.ceil(from / STRIDE) * STRIDE;
    const tail = Math.floor(to / STRIDE) * STRIDE;
    const jumps = tail > head;
    for (let p = from; p < (jumps ? head : to); p++) addRegion(axis, fill.parts, fill.passes, p, 1, out);
    if (!jumps) return;
    const low = (head / STRIDE) * SLOTS;
    const high = (tail / STRIDE) * SLOTS;
    for (let s = 0; s < SLOTS; s++) out[s] = (out[s] ?? 0) + (fill.sums[high + s] ?? 0) - (fill.sums[low + s] ?? 0);
    for (let p = tail; p < to; p++) addRegion(axis, fill.parts, fill.passes, p, 1, out);
  }
}

function toShares(out: Levels): boolean {
  const size = out[SIZE] ?? 0;
  if (size <= 0) return false;
  for (let i = 0; i < SIZE; i++) out[i] = Math.min(1, (out[i] ?? 0) / size);
  return true;
}
