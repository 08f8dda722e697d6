/**
 * Finds the columns of keys that come in nearly the same order in every row: the next one is tried first, so that a row costs
 * little more than comparing its keys.
 */
import { MOST_KEYS, type GrowingColumn } from '../memory-map/counter-builder.ts';
import type { CounterFamily } from '../memory-map/counters.ts';
import { utf8Text } from './bytes.ts';
import type { RowSink } from './row-sink.ts';

interface KnownKey {
  readonly bytes: Uint8Array;
  readonly column: GrowingColumn;
}

export class KeyColumns {
  private readonly sink: RowSink;
  private readonly family: CounterFamily;
  private readonly unitOf: (key: string) => string;
  private readonly known: KnownKey[] = [];
  private next = 0;

  /** @param unitOf the unit of a key that is met for the first time */
  constructor(sink: RowSink, family: CounterFamily, unitOf: (key: string) => string) {
    this.sink = sink;
    this.family = family;
    this.unitOf = unitOf;
  }

  /** Tells that a row begins. */
  startRow(): void {
    this.next = 0;
  }

  /** The column of the key that stands in the bytes; undefined when there are too many. */
  find(bytes: Uint8Array, from: number, to: number): GrowingColumn | undefined {
    const { known } = this;
    for (let i = 0, at = this.next; i < known.length; i++, at++) {
      if (at >= known.length) at -= known.length;
      const key = known[at]!;
      if (!isSame(key.bytes, bytes, from, to)) continue;
      this.next = at + 1;
      return key.column;
    }
    if (known.length === MOST_KEYS) return undefined;
    const key = utf8Text(bytes, from, to);
    const column = this.sink.column(key, this.unitOf(key), this.family);
    if (column) known.splice(this.next++, 0, { bytes: bytes.slice(from, to), column });
    return column;
  }
}

function isSame(key: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (key.length !== to - from) return false;
  for (let i = key.length - 1; i >= 0; i--) if (key[i] !== bytes[from + i]) return false;
  return true;
}
