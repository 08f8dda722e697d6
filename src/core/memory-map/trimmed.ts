/** Up to so many elements a column is kept as it is: a buffer of its own costs more than the unused elements. */
export const SMALL_COLUMN = 1024;

/** Growing takes as long as filling: while they are small, columns grow fast. */
const GROWS_FAST = 4096;

/** How many elements a column has room for next that has so many and is full. */
export function nextCapacity(capacity: number): number {
  return capacity < GROWS_FAST ? 4 * capacity : 2 * capacity;
}

/**
 * The first `length` elements of a column that was filled up to there. A copy costs as much as filling did, so a column that
 * is small or nearly full is kept with its unused elements.
 */
export function trimmed<Column extends Uint8Array | Uint32Array>(column: Column, length: number): Column;
export function trimmed(column: Uint8Array | Uint32Array, length: number): Uint8Array | Uint32Array {
  const keeps = column.length <= SMALL_COLUMN || length > column.length * 0.875;
  return keeps ? column.subarray(0, length) : column.slice(0, length);
}
