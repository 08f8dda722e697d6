/** Finds the sets of VmFlags that rows have: a map has a few dozen different ones, and a lookup by bytes makes no string. */
import type { CounterBuilder } from '../memory-map/counter-builder.ts';
import { latin1, SPACE } from './bytes.ts';

const SLOTS = 128;

interface SeenSet {
  readonly bytes: Uint8Array;
  readonly index: number;
}

export class FlagSets {
  private readonly counters: CounterBuilder;
  private readonly seen: (SeenSet | undefined)[] = [];

  constructor(counters: CounterBuilder) {
    this.counters = counters;
  }

  /** The index of the set whose codes stand in the bytes, parted by blanks. */
  find(bytes: Uint8Array, first: number, last: number): number {
    let from = first;
    let to = last;
    while (from < to && bytes[from] === SPACE) from++;
    while (to > from && bytes[to - 1] === SPACE) to--;
    let hash = to - from;
    for (let i = from; i + 1 < to; i += 3) hash = Math.imul(hash ^ (bytes[i]! | (bytes[i + 1]! << 8)), 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const seen = this.seen[slot];
    if (seen && isSame(seen.bytes, bytes, from, to)) return seen.index;
    const index = this.counters.flagSet(latin1(bytes, from, to));
    this.seen[slot] = { bytes: bytes.slice(from, to), index };
    return index;
  }
}

function isSame(seen: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (seen.length !== to - from) return false;
  for (let i = 0; i < seen.length; i++) if (seen[i] !== bytes[from + i]) return false;
  return true;
}
