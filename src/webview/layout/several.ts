/** Several regions that are selected together, wherever they stand in the table or the picture. */
import { rowAt } from '../../core/layout/axis.ts';
import { addressNumberAt } from '../../core/memory-map/address.ts';
import { sumRows, type Sums } from '../../core/table/sums.ts';
import type { Scene } from './scene.ts';

export interface Several {
  /** By row 1 for those that are selected. */
  readonly rows: Uint8Array;
  /** Their positions in the picture, ascending. */
  readonly positions: Uint32Array;
  readonly sums: Sums;
}

/** Selects rows together; undefined for less than two. */
export function severalOf({ axis, listing }: Scene, chosen: Uint32Array): Several | undefined {
  const rows = new Uint8Array(listing.regions.count);
  for (const row of chosen) rows[row] = 1;
  const positions = new Uint32Array(chosen.length);
  let count = 0;
  for (let p = 0; p < axis.count; p++) if (rows[rowAt(axis, p)] === 1) positions[count++] = p;
  return count < 2 ? undefined : { rows, positions: positions.slice(0, count), sums: sumRows(listing, rows) };
}

/** What is left of a selection in another reading of the same map: the regions that start where the selected ones did. */
export function carriedOver({ positions }: Several, before: Scene, after: Scene): Several | undefined {
  if (!before.listing.placed || !after.listing.placed) return undefined;
  const chosen = new Uint32Array(after.axis.count);
  let count = 0;
  let p = 0;
  for (const position of positions) {
    const start = startOf(before, position);
    while (p < after.axis.count && startOf(after, p) < start) p++;
    if (p < after.axis.count && startOf(after, p) === start) chosen[count++] = rowAt(after.axis, p++);
  }
  return severalOf(after, chosen.subarray(0, count));
}

function startOf({ axis }: Scene, position: number): number {
  return addressNumberAt(axis.table.start, rowAt(axis, position));
}
