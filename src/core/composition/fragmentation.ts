/** How an address space is cut up: its holes, the sizes of its regions, and regions that could be one. */
import { findingCounts } from '../findings/find.ts';
import { rowAt, type Axis } from '../layout/axis.ts';
import { addressNumberAt } from '../memory-map/address.ts';
import { Perm } from '../memory-map/permissions.ts';
import { hasEnds, type Listing } from '../table/columns.ts';

/** An unmapped stretch between two regions. */
export interface Hole {
  /** The position of the region above it. */
  readonly before: number;
  /** In bytes. */
  readonly size: number;
}

/** How many sizes lie from `2 ** power` to the next power, which is not in it. */
export interface SizeClass {
  readonly power: number;
  readonly count: number;
  /** Of all of them, in bytes. */
  readonly size: number;
}

export interface Fragmentation {
  /** The largest holes, at most `HOLES_SHOWN`, the largest first. */
  readonly largest: readonly Hole[];
  readonly holes: readonly SizeClass[];
  readonly regions: readonly SizeClass[];
  /** How many regions fewer there would be if like neighbours were one; undefined where the source does not tell what that takes. */
  readonly joinable: number | undefined;
  /** True when the source tells VmFlags, by which neighbours can differ as well. */
  readonly flagsTold: boolean;
}

const HOLES_SHOWN = 5;

/** Where user space ends at the latest: the other half of a 64-bit space is the kernel's, `[vsyscall]` included. */
const USER_END = 2 ** 63;

/** Looks at an address space once. Holes are between mapped regions of user space: what lies below the first or above the last is none. */
export function fragmentation(axis: Axis, listing: Listing): Fragmentation {
  const { table } = axis;
  const holes = new Classes();
  const regions = new Classes();
  const largest: Hole[] = [];
  // The highest end so far: where regions overlap, what an earlier one covers is no hole.
  let reach = 0;
  let isEndTold = false;
  for (let p = 0; p < axis.count; p++) {
    const row = rowAt(axis, p);
    const start = addressNumberAt(table.start, row);
    const end = addressNumberAt(table.end, row);
    if (end > start) regions.add(end - start);
    if (isEndTold && listing.placed && start > reach && start < USER_END) {
      holes.add(start - reach);
      keepLargest(largest, { before: p, size: start - reach });
    }
    isEndTold = end > start;
    if (end > reach) reach = end;
  }
  const told = listing.placed && hasEnds(table) && table.perms.some((bits) => (bits & Perm.unknown) === 0);
  const joinable = findingCounts(listing).find(({ rule }) => rule.id === 'joinable')?.regions ?? 0;
  const flagsTold = listing.counters?.vmFlags.some((set) => set !== 0) ?? false;
  return { largest, holes: holes.list(), regions: regions.list(), joinable: told ? joinable : undefined, flagsTold };
}

function keepLargest(largest: Hole[], hole: Hole): void {
  const last = largest.at(-1);
  if (largest.length === HOLES_SHOWN && last && last.size >= hole.size) return;
  const at = largest.findIndex(({ size }) => size < hole.size);
  largest.splice(at < 0 ? largest.length : at, 0, hole);
  if (largest.length > HOLES_SHOWN) largest.pop();
}

/** Sizes counted by powers of two. */
class Classes {
  private readonly counts = new Float64Array(65);
  private readonly sizes = new Float64Array(65);

  add(size: number): void {
    let power = Math.floor(Math.log2(size));
    // The logarithm of a number just below a power can be rounded up to it.
    if (2 ** power > size) power--;
    this.counts[power]!++;
    this.sizes[power]! += size;
  }

  /** The classes that have sizes, the smallest first. */
  list(): readonly SizeClass[] {
    const classes = [...this.counts].map((count, power) => ({ power, count, size: this.sizes[power] ?? 0 }));
    return classes.filter(({ count }) => count > 0);
  }
}
