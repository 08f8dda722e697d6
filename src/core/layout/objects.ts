/** The objects of a picture, see core/objects. The keyboard moves by them, and names are written once for each. */
import { belongsTogether } from '../objects/belongs-together.ts';
import { gapSizeBefore, rowAt, type Axis } from './axis.ts';

/** The first positions of all objects, ascending; the first entry is 0. */
export type ObjectStarts = Uint32Array;

/** Finds the objects of an axis. */
export function findObjects(axis: Axis): ObjectStarts {
  const { table, count } = axis;
  const starts = new Uint32Array(count);
  let found = 0;
  let previous = 0;
  for (let p = 0; p < count; p++) {
    const row = rowAt(axis, p);
    if (p === 0 || !belongsTogether(table, previous, row, gapSizeBefore(axis, p))) starts[found++] = p;
    previous = row;
  }
  return starts.slice(0, found);
}

/** The positions of one object. */
export interface ObjectSpan {
  readonly index: number;
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** The object that a position belongs to. */
export function objectAt(axis: Axis, starts: ObjectStarts, position: number): ObjectSpan {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return { index: low, first: starts[low] ?? 0, end: starts[low + 1] ?? axis.count };
}
