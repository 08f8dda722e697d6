/** Single addresses that a source points at, such as where it faulted: where they lie on the picture. */
import { unitAtAddress } from './places.ts';
import type { Axis } from './axis.ts';

/** An address with what it is. */
interface Point {
  readonly start: bigint;
  readonly label: string;
}

/** A point on an axis. */
export interface Mark extends Point {
  readonly end: bigint;
  /** Where it lies, in picture units. */
  readonly unit: number;
}

/** Places points on an axis, in its order. Those above all regions are at its end. */
export function findMarks(axis: Axis, points: readonly Point[]): readonly Mark[] {
  return points
    .map(({ start, label }) => ({ start, end: start, label, unit: unitAtAddress(axis, Number(start)) }))
    .sort((a, b) => a.unit - b.unit);
}

/** Of marks in the axis's order those from one unit to another, both included. */
export function marksBetween<Placed extends Pick<Mark, 'unit'>>(
  marks: readonly Placed[],
  from: number,
  to: number,
): readonly Placed[] {
  return marks.slice(firstAt(marks, from, false), firstAt(marks, to, true));
}

/** The first mark at or after a unit, or only after it. */
function firstAt(marks: readonly Pick<Mark, 'unit'>[], unit: number, after: boolean): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = marks[middle]?.unit ?? 0;
    if (at < unit || (after && at === unit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
