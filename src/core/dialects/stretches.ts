/** Stretches of addresses from two lists, put together: segments of a core file with mapped files, memory with modules. */

/** Addresses from `start` up to, not including, `end`. */
export interface Stretch {
  readonly start: bigint;
  readonly end: bigint;
}

/** A stretch that lies in one item of either list, or of both. */
export interface Piece<A, B> extends Stretch {
  readonly a: A | undefined;
  readonly b: B | undefined;
}

/** The pieces in address order, and how many items overlap one before them in their list. */
export interface Pieces<A, B> {
  readonly pieces: readonly Piece<A, B>[];
  readonly overlaps: number;
}

/**
 * Joins two lists. Where two items of one list overlap, the one that starts first has the addresses of both. Sorts, and is
 * linear after that.
 */
export function joinStretches<A extends Stretch, B extends Stretch>(as: readonly A[], bs: readonly B[]): Pieces<A, B> {
  const a = new Walk(as);
  const b = new Walk(bs);
  const pieces: Piece<A, B>[] = [];
  let at = 0n;
  for (;;) {
    a.goTo(at);
    b.goTo(at);
    const start = least(a.start(at), b.start(at));
    if (start === undefined) break;
    const inA = a.start(at) === start ? a.current : undefined;
    const inB = b.start(at) === start ? b.current : undefined;
    // Up to where either ends, or the other one begins.
    const end = least(inA?.end ?? a.start(at), inB?.end ?? b.start(at)) ?? start;
    pieces.push({ start, end, a: inA, b: inB });
    at = end;
  }
  return { pieces, overlaps: a.overlaps + b.overlaps };
}

/** Items in the order of their addresses. */
export function inOrder<Item extends Stretch>(items: readonly Item[]): readonly Item[] {
  const isSorted = items.every((item, i) => i === 0 || items[i - 1]!.start <= item.start);
  return isSorted ? items : items.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

/** What any of the items holds, without overlaps, and what touches as one; in address order. */
export function merged(items: readonly Stretch[]): Stretch[] {
  const out: { start: bigint; end: bigint }[] = [];
  for (const { start, end } of inOrder(items)) {
    const last = out.at(-1);
    if (last && start <= last.end) last.end = end > last.end ? end : last.end;
    else out.push({ start, end });
  }
  return out;
}

/** The item that holds an address. The items are in address order. */
export function stretchAt<Item extends Stretch>(items: readonly Item[], address: bigint): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (items[middle]!.start <= address) low = middle + 1;
    else high = middle;
  }
  const item = items[low - 1];
  return item && address < item.end ? item : undefined;
}

/** Goes through stretches in address order. */
class Walk<Item extends Stretch> {
  readonly overlaps: number;
  private readonly items: readonly Item[];
  private index = 0;

  constructor(items: readonly Item[]) {
    this.items = inOrder(items);
    this.overlaps = this.items.filter(({ start }, i) => i > 0 && start < this.items[i - 1]!.end).length;
  }

  get current(): Item | undefined {
    return this.items[this.index];
  }

  /** Leaves behind what ends at or before an address. */
  goTo(address: bigint): void {
    while (this.current && this.current.end <= address) this.index++;
  }

  /** Where the current stretch starts, not before an address; undefined when there is none. */
  start(address: bigint): bigint | undefined {
    const start = this.current?.start;
    return start !== undefined && start < address ? address : start;
  }
}

function least(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined ? b : b === undefined || a < b ? a : b;
}
