/**
 * The first `length` elements of a column that was filled up to there. A copy costs as much as filling did, so a column that
 * is nearly full is kept with its few unused elements.
 */
export function trimmed<Column extends Uint8Array | Uint32Array>(column: Column, length: number): Column;
export function trimmed(column: Uint8Array | Uint32Array, length: number): Uint8Array | Uint32Array {
  return length > column.length * 0.875 ? column.subarray(0, length) : column.slice(0, length);
}
