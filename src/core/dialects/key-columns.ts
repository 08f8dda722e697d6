/**
 * Finds the columns of keys that come in nearly the same order in every row: the next one is tried first, so that a row costs
 * little more than comparing its keys.
 */
import { MOST_KEYS, type GrowingColumn } from '../memory-map/counter-builder.ts';
import type { CounterFamily } from '../memory-map/counters.ts';
import { EQUALS, latin1, SPACE, TAB, utf8Text } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import type { RowSink } from './row-sink.ts';
import { Word } from './word.ts';

interface KnownKey {
  readonly word: Word;
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

  /** The column of the key at the cursor, up to `=`, a blank or the end of the line, and goes over it; undefined when there are too many. */
  take(cursor: LineCursor): GrowingColumn | undefined {
    const { known } = this;
    const from = cursor.p;
    for (let i = 0, at = this.next; i < known.length; i++, at++) {
      if (at >= known.length) at -= known.length;
      const key = known[at]!;
      if (!cursor.takeWord(key.word)) continue;
      if (isKeyEnd(cursor.byte())) {
        this.next = at + 1;
        return key.column;
      }
      cursor.p = from;
    }
    return this.takeNew(cursor);
  }

  private takeNew(cursor: LineCursor): GrowingColumn | undefined {
    const { known } = this;
    const { bytes, p: from } = cursor;
    while (!isKeyEnd(cursor.byte())) cursor.p++;
    if (known.length === MOST_KEYS) return undefined;
    const key = utf8Text(bytes, from, cursor.p);
    const column = this.sink.column(key, this.unitOf(key), this.family);
    if (column) known.splice(this.next++, 0, { word: new Word(latin1(bytes, from, cursor.p)), column });
    return column;
  }
}

/** @param byte -1 at the end of the line */
function isKeyEnd(byte: number): boolean {
  return byte === EQUALS || byte === SPACE || byte === TAB || byte < 0;
}
