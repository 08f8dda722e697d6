/** What lies around an address that is not mapped. */
import { addressAt } from '../memory-map/address.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/** Rows of the regions next to an address. */
export interface Neighbours {
  /** The region that ends last of those below; undefined when the address is below all of them. */
  readonly below: number | undefined;
  /** The region that starts first of those above; undefined when the address is above all of them. */
  readonly above: number | undefined;
}

/** The regions below and above an address that no region holds. */
export function neighbours({ count, start, end }: RegionTable, address: bigint): Neighbours {
  let below: number | undefined;
  let above: number | undefined;
  for (let row = 0; row < count; row++) {
    if (addressAt(end, row) <= address) {
      if (below === undefined || addressAt(end, row) > addressAt(end, below)) below = row;
    } else if (addressAt(start, row) > address) {
      if (above === undefined || addressAt(start, row) < addressAt(start, above)) above = row;
    }
  }
  return { below, above };
}
