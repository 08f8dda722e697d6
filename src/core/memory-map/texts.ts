/** The texts of a column of counters. A map has few different ones, however many regions have them. */
import { KnownBytes } from './known-bytes.ts';
import { trimmed } from './trimmed.ts';

/** Texts by row. */
export interface RowTexts {
  /** A row a region: index into `words`; 0 where there is none. */
  readonly rows: Uint32Array;
  /** Each different text; entry 0 stands for none. */
  readonly words: readonly string[];
}

/** The text of a row; undefined when it has none. */
export function textAt(texts: RowTexts | undefined, row: number): string | undefined {
  const word = texts?.rows[row] ?? 0;
  return word === 0 ? undefined : texts?.words[word];
}

const decoder = new TextDecoder();

/** Texts while rows are read. */
export class GrowingTexts {
  private rows: Uint32Array;
  private words: string[] = [''];
  private readonly byText = new Map<string, number>();
  private readonly known = new KnownBytes();
  private lastText: string | undefined;
  private lastWord = 0;

  /** @param capacity how many rows there may be */
  constructor(capacity: number) {
    this.rows = new Uint32Array(capacity);
  }

  /** Makes room for so many rows. */
  grow(capacity: number): void {
    const rows = new Uint32Array(capacity);
    rows.set(this.rows);
    this.rows = rows;
  }

  set(row: number, text: string): void {
    if (text !== this.lastText) {
      this.lastText = text;
      this.lastWord = this.wordOf(text);
    }
    this.rows[row] = this.lastWord;
  }

  /** As `set`, with the text in UTF-8 from `from` up to `to`. Makes no string of what was seen before. */
  setBytes(row: number, bytes: Uint8Array, from: number, to: number): void {
    const { known } = this;
    let word = known.find(bytes, from, to);
    if (word < 0) known.keep((word = this.wordOf(decoder.decode(bytes.subarray(from, to)))));
    this.rows[row] = word;
  }

  /** Sets the text that another row has. */
  copy(from: number, row: number): void {
    this.rows[row] = this.rows[from]!;
  }

  delete(row: number): void {
    this.rows[row] = 0;
  }

  /** Takes the texts out that are something else. @param take gets each different text; what it gives is for each row that had it */
  extract<Value>(take: (text: string) => Value | undefined, each: (row: number, value: Value) => void): void {
    const taken = this.words.map((text, word) => (word === 0 ? undefined : take(text)));
    if (taken.every((value) => value === undefined)) return;
    this.rows.forEach((word, row) => {
      const value = taken[word];
      if (value === undefined) return;
      this.rows[row] = 0;
      each(row, value);
    });
  }

  /** The finished column of `count` rows. */
  finish(count: number): RowTexts {
    return { rows: trimmed(this.rows, count), words: this.words };
  }

  private wordOf(text: string): number {
    let word = this.byText.get(text);
    if (word === undefined) {
      word = this.words.push(text) - 1;
      this.byText.set(text, word);
    }
    return word;
  }
}
