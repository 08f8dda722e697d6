/** Columns of 64-bit numbers as word pairs, low word first: search and distance without a bigint. */

const TWO_32 = 4294967296;

/** The last row of an ascending column whose number is at most that of the two words; -1 when all are larger. */
export function lastAtOrBelow(column: Uint32Array, count: number, low: number, high: number): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const middleHigh = column[2 * middle + 1] ?? 0;
    const above = middleHigh === high ? (column[2 * middle] ?? 0) > low : middleHigh > high;
    if (above) to = middle;
    else from = middle + 1;
  }
  return from - 1;
}

/** How far the number of the two words lies above that of a row. Exact below 2^53. */
export function difference(column: Uint32Array, row: number, low: number, high: number): number {
  return (high - (column[2 * row + 1] ?? 0)) * TWO_32 + (low - (column[2 * row] ?? 0));
}
