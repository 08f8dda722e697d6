/** Finds the sets of VmFlags that rows have: a map has a few dozen different ones, and a lookup by bytes makes no string. */
import type { CounterBuilder } from '../memory-map/counter-builder.ts';
import { KnownBytes } from '../memory-map/known-bytes.ts';
import { latin1, SPACE } from './bytes.ts';

export class FlagSets {
  private readonly counters: CounterBuilder;
  private readonly known = new KnownBytes();

  constructor(counters: CounterBuilder) {
    this.counters = counters;
  }

  /** The index of the set whose codes stand in the bytes, parted by blanks. */
  find(bytes: Uint8Array, first: number, last: number): number {
    let from = first;
    let to = last;
    while (from < to && bytes[from] === SPACE) from++;
    while (to > from && bytes[to - 1] === SPACE) to--;
    let index = this.known.find(bytes, from, to);
    if (index < 0) this.known.keep((index = this.counters.flagSet(latin1(bytes, from, to))));
    return index;
  }
}
