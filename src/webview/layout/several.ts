/** Several regions that are selected together, wherever they stand in the table or the picture. */
import { rowAt } from '../../core/layout/axis.ts';
import { isShown } from '../../core/layout/coverage.ts';
import { positionStartingAt, startOf } from '../../core/layout/places.ts';
import { sumRows, type Sums } from '../../core/table/sums.ts';
import { addressNumberAt } from '../../core/memory-map/address.ts';
import type { AddressWords } from '../../protocol/layout.ts';
import type { Scene } from './scene.ts';
import { sameObjects, successors } from './selected-again.ts';

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

/** What is left of a selection in another reading of the same map. */
function carriedOver({ positions }: Several, before: Scene, after: Scene): Several | undefined {
  if (!before.listing.placed || !after.listing.placed) return undefined;
  const rowOf = successors(before, after);
  const isSame = sameObjects(before, after);
  const chosen = new Uint32Array(positions.length);
  let count = 0;
  let p = 0;
  for (const position of positions) {
    const start = addressOf(before, position);
    while (p < after.axis.count && addressOf(after, p) < start) p++;
    // Most are where they were, which needs no search.
    const isThere = p < after.axis.count && addressOf(after, p) === start;
    const there = isThere ? rowAt(after.axis, p) : undefined;
    const isIt = there !== undefined && isSame(rowAt(before.axis, position), there);
    const row = isIt ? there : rowOf(position);
    if (row !== undefined) chosen[count++] = row;
  }
  return severalOf(after, chosen.subarray(0, count));
}

/**
 * Where the other end of a selection starts whose end is the selected region; undefined when the regions are not all that pass the
 * filters between two, as then two addresses do not tell them.
 */
export function otherEnd(
  several: Several | undefined,
  scene: Scene,
  selected: number | undefined,
): AddressWords | undefined {
  if (!several || !scene.listing.placed || selected === undefined) return undefined;
  const { positions } = several;
  const [first, last] = [positions[0] ?? 0, positions.at(-1) ?? 0];
  const other = selected === first ? last : selected === last ? first : undefined;
  const isWhole = other !== undefined && between(scene, first, last).length === positions.length;
  return isWhole ? startOf(scene.axis, other) : undefined;
}

interface Before {
  readonly several: Several | undefined;
  readonly anchor: number | undefined;
  readonly scene: Scene | undefined;
}

/** The selection of a map that is read again, or of a view that comes back: what was selected, or all up to a kept address. */
export function severalAgain(
  before: Before,
  scene: Scene,
  selected: number | undefined,
  to: AddressWords | undefined,
): { readonly several?: Several | undefined; readonly anchor?: number | undefined } {
  if (before.scene) {
    const several = before.several && carriedOver(before.several, before.scene, scene);
    // Somebody may be selecting while the map is read: the next key goes on from where the selection began.
    return { several, anchor: several && rowAgain(before.anchor, before.scene, scene) };
  }
  const other = to && scene.listing.placed ? positionStartingAt(scene.axis, ...to) : undefined;
  if (selected === undefined || other === undefined) return {};
  const rows = between(scene, Math.min(selected, other), Math.max(selected, other));
  return { several: severalOf(scene, rows), anchor: rowAt(scene.axis, other) };
}

/** The rows from one position to another that pass the filters. */
function between({ axis, coverage }: Scene, first: number, last: number): Uint32Array {
  const rows = new Uint32Array(last - first + 1);
  let count = 0;
  for (let p = first; p <= last; p++) if (isShown(coverage, p)) rows[count++] = rowAt(axis, p);
  return rows.subarray(0, count);
}

/** The row that the region of a row has in another reading. */
function rowAgain(row: number | undefined, before: Scene, after: Scene): number | undefined {
  return row === undefined ? undefined : successors(before, after)(before.axis.order?.indexOf(row) ?? row);
}

function addressOf({ axis }: Scene, position: number): number {
  return addressNumberAt(axis.table.start, rowAt(axis, position));
}
