/** The rows of the table in the order that is wanted, without those that the filters hold back. */
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { addressOrder } from '../../core/memory-map/region-table.ts';
import type { Column, Listing } from '../../core/table/columns.ts';
import { sortRows } from '../../core/table/sort.ts';
import type { Scene } from './scene.ts';
import { inSlices } from './slices.ts';

interface Order {
  readonly listing: Listing;
  readonly column: string | undefined;
  readonly descending: boolean;
  readonly rows: Uint32Array;
}

export interface SortedRows {
  readonly rows: Uint32Array;
  /** True while a large map is being sorted: the rows are still in another order. */
  readonly sorting: boolean;
  /** Another one whenever they were sorted anew. */
  readonly order: unknown;
}

/**
 * Sorts when something changed; 65,000 rows are there at once, for a million it takes some frames.
 * @param column undefined for the order of addresses, which is that of the text where it tells none
 */
export function useSortedRows(scene: Scene, column: Column | undefined, descending: boolean): SortedRows {
  const { listing, passes } = scene;
  const [order, setOrder] = useState<Order | undefined>(undefined);
  const id = column?.id;
  const isCurrent = order?.listing === listing && order.column === id && order.descending === descending;
  useLayoutEffect(() => {
    if (isCurrent) return undefined;
    const take = (rows: Uint32Array): void => setOrder({ listing, column: id, descending, rows });
    if (column) return inSlices(sortRows(listing, column, descending), take);
    return take(inAddressOrder(listing));
  }, [listing, id, descending, isCurrent]);
  const known = order?.listing === listing ? order.rows : undefined;
  const rows = useMemo(() => passing(known ?? inAddressOrder(listing), passes), [known, listing, passes]);
  return { rows, sorting: !isCurrent, order: known };
}

/** All rows in the order of their addresses. */
export function inAddressOrder({ regions }: Listing): Uint32Array {
  const order = addressOrder(regions);
  if (order) return order;
  const rows = new Uint32Array(regions.count);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return rows;
}

/** The rows of an order that pass. */
export function passing(order: Uint32Array, passes: Uint8Array | undefined): Uint32Array {
  if (!passes) return order;
  const rows = new Uint32Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0;
    if (passes[row] === 1) rows[count++] = row;
  }
  return rows.slice(0, count);
}
