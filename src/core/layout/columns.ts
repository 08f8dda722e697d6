/**
 * What each pixel column of the picture shows. A column is an equal part of the visible window; all lanes together are
 * one long row of columns. The cost depends on the number of columns, not of regions.
 */
import { stretchAt, type Axis } from './axis.ts';
import { belowIn, CLASS_COUNT, slotsOf, type Coverage } from './coverage.ts';

/** In `Columns.shows`: unmapped. */
export const GAP = -1;
/** In `Columns.shows`: several regions, with their parts in `Columns.shares`. */
export const MIXED = -2;
/** In `Columns.shows`: beyond the end of the picture. */
export const OUTSIDE = -3;

/** Buffers for the columns of a picture, to be used again for the next one. */
export interface Columns {
  readonly capacity: number;
  /** The position of the one region that fills the column, or GAP, MIXED or OUTSIDE. */
  readonly shows: Int32Array;
  /** Of a MIXED column `c`: the part (0 to 1) of each class `coverage.present[i]` at `c * present.length + i`; what is missing to 1 is gap. */
  readonly shares: Float32Array;
  /** The stretch at the left end of each column up to the first one beyond the picture, and at the right end of the last. */
  readonly firsts: Uint32Array;
}

/** So many stretches are looked at one by one; more are summed up. */
const FEW = 8;

/** Room for a number of columns. */
export function makeColumns(capacity: number): Columns {
  return {
    capacity,
    shows: new Int32Array(capacity),
    shares: new Float32Array(capacity * CLASS_COUNT),
    firsts: new Uint32Array(capacity + 1),
  };
}

/**
 * Finds what `count` columns show, the first of which starts at unit `from`.
 *
 * A column between wide regions shows the one at its middle, so that edges are sharp. A column that a region narrower
 * than itself lies in is MIXED: so no region is lost, however small it is.
 */
export function resolveColumns(
  axis: Axis,
  coverage: Coverage,
  from: number,
  unitsPerColumn: number,
  count: number,
  out: Columns,
): void {
  const { bounds, length } = axis;
  const { shows, shares, firsts } = out;
  const last = bounds.length - 2;
  // What lies below the left and the right end of a column: the right end of one is the left end of the next.
  const { present } = coverage;
  const slots = slotsOf(present);
  const columnsPerUnit = 1 / unitsPerColumn;
  const sum = belowIn(axis, coverage);
  let below = new Float64Array(present.length);
  let above = new Float64Array(present.length);
  let summed = -1;
  let first = stretchAt(axis, from);
  for (let c = 0; c < count; c++) {
    const left = from + c * unitsPerColumn;
    const right = from + (c + 1) * unitsPerColumn;
    if (left >= length || last < 0) {
      firsts[c] = first;
      shows.fill(OUTSIDE, c, count);
      return;
    }
    if (first < last && (bounds[first + 1] ?? 0) <= left) first = stretchAt(axis, left, first + 1);
    firsts[c] = first;
    if ((bounds[first + 1] ?? 0) >= right) {
      shows[c] = first % 2 === 1 ? (first - 1) / 2 : GAP;
      continue;
    }
    if (first + FEW < last && (bounds[first + FEW + 1] ?? 0) <= right) {
      if (summed !== c) sum(left, first, below);
      const at = c * present.length;
      shows[c] = MIXED;
      first = sum(right, first, above);
      for (let i = 0; i < present.length; i++) shares[at + i] = ((above[i] ?? 0) - (below[i] ?? 0)) * columnsPerUnit;
      [below, above] = [above, below];
      summed = c + 1;
      continue;
    }
    const next = stretchAt(axis, right, first);
    let inner = next;
    while ((bounds[inner] ?? 0) >= right) inner--;
    if (!holdsNarrow(bounds, first, inner, unitsPerColumn)) {
      let middle = stretchAt(axis, (left + right) / 2, first);
      // A gap narrower than the column is not worth all of it.
      if (middle % 2 === 0 && middle > first && (bounds[middle + 1] ?? 0) - (bounds[middle] ?? 0) < unitsPerColumn)
        middle--;
      shows[c] = middle % 2 === 1 ? (middle - 1) / 2 : GAP;
      first = next;
      continue;
    }
    shows[c] = MIXED;
    const at = c * present.length;
    for (let i = 0; i < present.length; i++) shares[at + i] = 0;
    addEach(first | 1, next, left, right, at);
    first = next;
  }
  firsts[count] = first;

  /** Adds what the regions at stretches `low` to `high` have between two units. */
  function addEach(low: number, high: number, left: number, right: number, at: number): void {
    for (let k = low; k <= high; k += 2) {
      const units = Math.min(right, bounds[k + 1] ?? 0) - Math.max(left, bounds[k] ?? 0);
      const slot = at + (slots[coverage.classes[k >>> 1] ?? 0] ?? 0);
      if (units > 0) shares[slot] = (shares[slot] ?? 0) + units * columnsPerUnit;
    }
  }
}

/** Whether one of the regions at stretches `first` to `last` is narrower than `width`. */
function holdsNarrow(bounds: Float64Array, first: number, last: number, width: number): boolean {
  const low = first | 1;
  const high = last % 2 === 1 ? last : last - 1;
  // A region between two others lies in the column as a whole.
  if (high - low > 2) return true;
  for (let k = low; k <= high; k += 2) if ((bounds[k + 1] ?? 0) - (bounds[k] ?? 0) < width) return true;
  return false;
}
