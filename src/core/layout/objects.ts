/** The objects of a picture, see core/objects. The keyboard moves by them, and names are written once for each. */
import { adjoinTogether, belongsTogether } from '../objects/belongs-together.ts';
import { gapSizeBefore, type Axis } from './axis.ts';

/** The first positions of all objects, ascending; the first entry is 0. */
export type ObjectStarts = Uint32Array;

/** Finds the objects of an axis. */
export function findObjects(axis: Axis): ObjectStarts {
  const starts = new Uint32Array(axis.count);
  return starts.slice(0, findAll(axis, starts));
}

/** Alone, as all passes over a table are: see axis.ts. */
function findAll(axis: Axis, starts: Uint32Array): number {
  const { table, count, order, bounds } = axis;
  const { file, kind } = table;
  let found = 0;
  let before = 0;
  for (let p = 0; p < count; p++) {
    const row = order ? (order[p] ?? 0) : p;
    starts[found] = p;
    if (p === 0) found++;
    else if ((bounds[2 * p + 1] ?? 0) > (bounds[2 * p] ?? 0))
      found += belongsTogether(table, before, row, gapSizeBefore(axis, p)) ? 0 : 1;
    else found += 1 - adjoinTogether(file[row] ?? 0, file[before] ?? 0, kind[row] ?? 0, kind[before] ?? 0);
    before = row;
  }
  return found;
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
