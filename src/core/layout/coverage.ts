/**
 * Which class of region covers how much of any stretch of the axis, in a time that does not depend on how many regions
 * lie in it. Classes are the categories of a colouring, and one more for everything that a filter dims. Sums by class are
 * kept for every 8th position only: 15 bytes a region instead of 120, for at most 14 steps more.
 */
import { GROUPS } from '../kinds/kinds.ts';
import type { Axis } from './axis.ts';

/** The class of regions that the filter does not let through. */
export const DIMMED = GROUPS.length;
/** All classes: the categories of a colouring, then `DIMMED`. No colouring has more categories than there are groups. */
export const CLASS_COUNT = GROUPS.length + 1;

const STRIDE = 8;

export interface Coverage {
  /** The class of each position. */
  readonly classes: Uint8Array;
  /** `sums[b * CLASS_COUNT + c]`: the units that class `c` has in positions 0 to b * STRIDE - 1. */
  readonly sums: Float64Array;
}

/**
 * Sums an axis up.
 * @param categories the category of each row, see colourings.ts
 * @param passes 1 for each row that the filter lets through; undefined lets everything through
 */
export function cover(axis: Axis, categories: Uint8Array, passes?: Uint8Array): Coverage {
  const { bounds, count, order } = axis;
  const classes = new Uint8Array(count);
  const running = new Float64Array(CLASS_COUNT);
  const sums = new Float64Array((Math.floor(count / STRIDE) + 1) * CLASS_COUNT);
  for (let p = 0; p < count; p++) {
    if (p % STRIDE === 0) sums.set(running, (p / STRIDE) * CLASS_COUNT);
    const row = order ? (order[p] ?? 0) : p;
    const at = passes && passes[row] === 0 ? DIMMED : (categories[row] ?? 0);
    classes[p] = at;
    running[at] = (running[at] ?? 0) + (bounds[2 * p + 2] ?? 0) - (bounds[2 * p + 1] ?? 0);
  }
  if (count % STRIDE === 0) sums.set(running, (count / STRIDE) * CLASS_COUNT);
  return { classes, sums };
}

/** Adds to `out[at + class]` the units of the whole regions at positions `from` to `to - 1`. */
export function addShares(
  axis: Axis,
  { classes, sums }: Coverage,
  from: number,
  to: number,
  out: Float32Array,
  at: number,
): void {
  const { bounds } = axis;
  const head = Math.ceil(from / STRIDE) * STRIDE;
  const tail = Math.floor(to / STRIDE) * STRIDE;
  if (tail <= head) return walk(bounds, classes, from, to, out, at);
  walk(bounds, classes, from, head, out, at);
  const low = (head / STRIDE) * CLASS_COUNT;
  const high = (tail / STRIDE) * CLASS_COUNT;
  for (let c = 0; c < CLASS_COUNT; c++) {
    out[at + c] = (out[at + c] ?? 0) + (sums[high + c] ?? 0) - (sums[low + c] ?? 0);
  }
  walk(bounds, classes, tail, to, out, at);
}

function walk(
  bounds: Float64Array,
  classes: Uint8Array,
  from: number,
  to: number,
  out: Float32Array,
  at: number,
): void {
  for (let p = from; p < to; p++) {
    const slot = at + (classes[p] ?? 0);
    out[slot] = (out[slot] ?? 0) + (bounds[2 * p + 2] ?? 0) - (bounds[2 * p + 1] ?? 0);
  }
}

/** True when the filter lets a position through. */
export function isShown(coverage: Coverage, position: number): boolean {
  return coverage.classes[position] !== DIMMED;
}
