/** Which rows of a map are exported. */

/** By row 1 for the regions that are exported, as a filter gives it; undefined for all of them. */
export type RowMask = Uint8Array | undefined;

/** True when a row is exported. */
export function isChosen(mask: RowMask, row: number): boolean {
  return mask === undefined || mask[row] === 1;
}

/** How many of `count` rows are exported. */
export function countChosen(mask: RowMask, count: number): number {
  if (mask === undefined) return count;
  let chosen = 0;
  for (let row = 0; row < count; row++) chosen += mask[row] === 1 ? 1 : 0;
  return chosen;
}

/** The rows of a table in the order in which they are written. */
export type RowOrder = Uint32Array;

/** The rows that are written: those of an order, else those of `count` that a mask chooses, from the first to the last. */
export function* rowsOf(rows: RowMask | RowOrder, count: number): Generator<number> {
  if (rows instanceof Uint32Array) return yield* rows;
  for (let row = 0; row < count; row++) if (isChosen(rows, row)) yield row;
}
