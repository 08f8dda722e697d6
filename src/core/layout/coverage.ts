/**
 * Which class of region covers how much of any stretch of the axis, in a time that does not depend on how many regions
 * lie in it. Classes are the categories of a colouring, and one more for everything that a filter dims. Sums by class are
 * kept for every 16th position only: half a byte a region and class instead of eight, for at most 15 steps more.
 */
import { GROUPS } from '../kinds/kinds.ts';
import { STEP, stepAt, type Axis } from './axis.ts';

/** The class of regions that the filter does not let through. */
export const DIMMED = GROUPS.length;
/** All classes: the categories of a colouring, then `DIMMED`. No colouring has more categories than there are groups. */
export const CLASS_COUNT = GROUPS.length + 1;

/** Positions of a step of the axis. */
const STRIDE = STEP / 2;

export interface Coverage {
  /** The class of each position. */
  readonly classes: Uint8Array;
  /** The classes that there are, ascending: those of which sums are kept. */
  readonly present: Uint8Array;
  /** `sums[b * present.length + i]`: the units that class `present[i]` has in positions 0 to b * STRIDE - 1. */
  readonly sums: Float64Array;
}

/**
 * Sums an axis up.
 * @param categories the category of each row, see colourings.ts
 * @param passes 1 for each row that the filter lets through; undefined lets everything through
 */
export function cover(axis: Axis, categories: Uint8Array, passes?: Uint8Array): Coverage {
  const classes = new Uint8Array(axis.count);
  const present = classify(axis, categories, passes, classes);
  const sums = new Float64Array((Math.floor(axis.count / STRIDE) + 1) * present.length);
  sumUp(axis, classes, present, sums);
  return { classes, present, sums };
}

// Passes over a table are functions of their own: see axis.ts.

/** Fills in the class of each position, and gives the classes that there are. */
function classify(
  { count, order }: Axis,
  categories: Uint8Array,
  passes: Uint8Array | undefined,
  classes: Uint8Array,
): Uint8Array {
  const isThere = new Uint8Array(CLASS_COUNT);
  for (let p = 0; p < count; p++) {
    const row = order ? (order[p] ?? 0) : p;
    const at = passes && passes[row] === 0 ? DIMMED : (categories[row] ?? 0);
    classes[p] = at;
    isThere[at] = 1;
  }
  return Uint8Array.from(isThere.keys()).filter((at) => isThere[at] === 1);
}

function sumUp({ bounds, count }: Axis, classes: Uint8Array, present: Uint8Array, sums: Float64Array): void {
  const slots = slotsOf(present);
  const width = present.length;
  const running = new Float64Array(width);
  let block = 0;
  for (let p = 0; ; p++) {
    if (p % STRIDE === 0) for (let i = 0; i < width; i++) sums[block++] = running[i] ?? 0;
    if (p >= count) break;
    const slot = slots[classes[p] ?? 0] ?? 0;
    running[slot] = (running[slot] ?? 0) + ((bounds[2 * p + 2] ?? 0) - (bounds[2 * p + 1] ?? 0));
  }
}

/** Where each class is in `present`. */
export function slotsOf(present: Uint8Array): Uint8Array {
  const slots = new Uint8Array(CLASS_COUNT);
  present.forEach((at, slot) => (slots[at] = slot));
  return slots;
}

/**
 * Writes how many units of each class of `present` lie below a unit, and gives the stretch that it lies in (see `stretchAt`):
 * one walk finds both.
 * @param from a stretch that starts at or before the unit
 */
export type Below = (unit: number, from: number, out: Float64Array) => number;

/**
 * Answers how much of each class lies below a unit: the difference of two answers is what lies between them. A class that has
 * nothing there has exactly the same in both, as the same numbers are added up in the same order.
 */
export function belowIn(axis: Axis, { classes, present, sums }: Coverage): Below {
  const { bounds, count } = axis;
  const slots = slotsOf(present);
  const width = present.length;
  return (unit, from, out) => {
    const step = stepAt(axis, unit, Math.floor(from / STEP));
    for (let i = 0, at = step * width; i < width; i++, at++) out[i] = sums[at] ?? 0;
    for (let p = step * STRIDE; p < count; p++) {
      const start = bounds[2 * p + 1] ?? 0;
      if (start > unit) return 2 * p;
      const end = bounds[2 * p + 2] ?? 0;
      const slot = slots[classes[p] ?? 0] ?? 0;
      if (end > unit) {
        out[slot] = (out[slot] ?? 0) + (unit - start);
        return 2 * p + 1;
      }
      out[slot] = (out[slot] ?? 0) + (end - start);
    }
    return Math.max(0, 2 * count - 1);
  };
}

/** True when the filter lets a position through. */
export function isShown(coverage: Coverage, position: number): boolean {
  return coverage.classes[position] !== DIMMED;
}
