/**
 * What a source calls its regions: a crash log names the Java heap and the stacks of its threads by addresses. A region has
 * the name of the narrowest stretch that holds the whole of it, else of the first one that lies inside it.
 */
import { addressNumberAt } from './address.ts';
import { addressOrder, type RegionTable } from './region-table.ts';

/** Names that the source gives regions beside their paths. */
export interface RowNames {
  /** For each row the index in `labels` plus 1; 0 where it has none. */
  readonly index: Uint32Array;
  readonly labels: readonly string[];
}

/** A stretch of addresses with a name. */
export interface NamedStretch {
  readonly start: bigint;
  /** Exclusive. */
  readonly end: bigint;
  readonly label: string;
}

/** In a map whose regions overlap, so many that begin in a stretch and end behind it are passed over to find those in it. */
const MOST_PASSED = 16;

/** Names the rows of a table; undefined when there is nothing to name them by. Linear in rows and stretches, sorting aside. */
export function rowNames(regions: RegionTable, stretches: readonly NamedStretch[]): RowNames | undefined {
  if (stretches.length === 0) return undefined;
  const { count } = regions;
  const order = addressOrder(regions);
  const rowAt = (position: number): number => order?.[position] ?? position;
  const index = new Uint32Array(count);
  // `free[p]` leads to the first position from p on that has no name yet: what has one is stepped over at once.
  const free = Uint32Array.from({ length: count + 1 }, (_, position) => position);
  const sizeOf = ({ start, end }: NamedStretch): number => Number(end - start);
  const byWidth = stretches.map((stretch, i) => ({ stretch, i })).sort((a, b) => sizeOf(a.stretch) - sizeOf(b.stretch));
  for (const { stretch, i } of byWidth) nameInside(stretch, i + 1);
  for (const [i, stretch] of stretches.entries()) nameAround(stretch, i + 1);
  return { index, labels: stretches.map(({ label }) => label) };

  function nameInside({ start, end }: NamedStretch, label: number): void {
    const from = Number(start);
    const to = Number(end);
    let passed = 0;
    for (let p = nextFree(firstFrom(from)); p < count; p = nextFree(p)) {
      const row = rowAt(p);
      if (addressNumberAt(regions.start, row) >= to) return;
      if (addressNumberAt(regions.end, row) <= to) {
        index[row] = label;
        free[p] = p + 1;
      } else if (++passed > MOST_PASSED) return;
      else p++;
    }
  }

  /** Names the region that a stretch lies in. */
  function nameAround({ start, end }: NamedStretch, label: number): void {
    const from = Number(start);
    const before = firstFrom(from);
    const p = before < count && addressNumberAt(regions.start, rowAt(before)) === from ? before : before - 1;
    if (p < 0) return;
    const row = rowAt(p);
    const holds = addressNumberAt(regions.end, row) >= Number(end) && addressNumberAt(regions.end, row) > from;
    if (holds && index[row] === 0) index[row] = label;
  }

  /** The first position whose region starts at or after an address. */
  function firstFrom(address: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (addressNumberAt(regions.start, rowAt(middle)) < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function nextFree(position: number): number {
    let p = position;
    while (p < count && free[p] !== p) {
      const next = free[p] ?? count;
      free[p] = free[next] ?? next;
      p = next;
    }
    return p;
  }
}
