/** How much a map has of each kind, and where: looked at once for the legend, the totals and the landmarks. */
import { addressNumberAt } from '../memory-map/address.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/** Below this is user space; on s390x and sparc64 some of it is above. */
export const HALF = 2 ** 63;
/** Where in the sums the kinds of regions start that lie at `HALF` or above it. */
export const UPPER = 256;

/** By kind (see KINDS), and from `UPPER` on by kind again. */
export interface KindSums {
  readonly regions: Float64Array;
  /** In bytes; exact for page-aligned regions. */
  readonly size: Float64Array;
  /** The lowest start and the highest end; Infinity and 0 where there is no region. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

const known = new WeakMap<RegionTable, KindSums>();

/** The sums of a classified table, told once and remembered for its life. */
export function kindSums(table: RegionTable): KindSums {
  let sums = known.get(table);
  if (!sums) {
    sums = {
      regions: new Float64Array(2 * UPPER),
      size: new Float64Array(2 * UPPER),
      lowest: new Float64Array(2 * UPPER).fill(Infinity),
      highest: new Float64Array(2 * UPPER),
    };
    known.set(table, sums);
    sumUp(table, sums);
  }
  return sums;
}

/** Alone, as all passes over a table are: see core/layout/axis.ts. */
function sumUp({ count, kind, start, end }: RegionTable, { regions, size, lowest, highest }: KindSums): void {
  for (let row = 0; row < count; row++) {
    const first = addressNumberAt(start, row);
    const last = addressNumberAt(end, row);
    const at = (kind[row] ?? 0) + (first >= HALF ? UPPER : 0);
    regions[at] = (regions[at] ?? 0) + 1;
    size[at] = (size[at] ?? 0) + Math.max(0, last - first);
    lowest[at] = Math.min(lowest[at] ?? 0, first);
    highest[at] = Math.max(highest[at] ?? 0, last);
  }
}
