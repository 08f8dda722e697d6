/** Fills Counters row by row. Columns appear as their keys are first seen. */
import { ABSENT, WIDE, type CounterColumn, type CounterFamily, type Counters, type ValueColumn } from './counters.ts';
import { GrowingTexts } from './texts.ts';
import { nextCapacity, SMALL_COLUMN, trimmed } from './trimmed.ts';

/** More different keys than any kernel has: past this a text is not smaps, and columns would only cost memory. */
export const MOST_KEYS = 128;

/** So many rows the columns have room for at least, and grow to at once when they do not do. */
const FEWEST_ROWS = 64;
const NEXT_ROWS = 256;
/** So many small columns share one buffer. */
const COLUMNS_A_BUFFER = 12;

/** A column while it grows. */
export interface GrowingColumn {
  readonly key: string;
  readonly family: CounterFamily;
  unit: string;
  valueColumn?: ValueColumn;
  values: Uint32Array;
  wide: Map<number, bigint> | undefined;
  texts: GrowingTexts | undefined;
}

const NO_WIDE: ReadonlyMap<number, bigint> = new Map();

export class CounterBuilder {
  readonly columns: GrowingColumn[] = [];
  vmFlags: Uint32Array;
  private readonly byKey = new Map<string, GrowingColumn>();
  private readonly flagSets: string[][] = [[]];
  private readonly flagSetByText = new Map<string, number>();
  private capacity: number;
  /** Room for more columns of this capacity, and where it starts. */
  private spare = new Uint32Array(0);
  private spareFrom = 0;

  constructor(expected: number) {
    this.capacity = Math.max(FEWEST_ROWS, Math.ceil(expected));
    this.vmFlags = new Uint32Array(this.capacity);
  }

  /** Makes room for row `row`. */
  reserve(row: number): void {
    if (row < this.capacity) return;
    this.capacity = Math.max(NEXT_ROWS, nextCapacity(this.capacity), row + 1);
    this.spareFrom = this.spare.length;
    for (const column of this.columns) {
      const values = this.newColumn();
      values.set(column.values);
      column.values = values;
      column.texts?.grow(this.capacity);
    }
    const flags = new Uint32Array(this.capacity);
    flags.set(this.vmFlags);
    this.vmFlags = flags;
  }

  /** The column of a key, made when it is new; undefined when there are too many keys. */
  column(key: string, unit: string, family: CounterFamily = 'smaps'): GrowingColumn | undefined {
    let column = this.byKey.get(key);
    if (!column && this.columns.length < MOST_KEYS) {
      column = { key, family, unit, values: this.newColumn(), wide: undefined, texts: undefined };
      this.byKey.set(key, column);
      this.columns.push(column);
    }
    return column;
  }

  /** Stores a number of any width. */
  set(column: GrowingColumn, row: number, value: bigint): void {
    if (value < BigInt(WIDE)) column.values[row] = Number(value);
    else {
      column.values[row] = WIDE;
      (column.wide ??= new Map()).set(row, value);
    }
  }

  /** Stores what is not a number. */
  setText(column: GrowingColumn, row: number, text: string): void {
    this.textsOf(column).set(row, text);
  }

  /** Stores what is not a number, in UTF-8 from `from` up to `to`. */
  setTextBytes(column: GrowingColumn, row: number, bytes: Uint8Array, from: number, to: number): void {
    this.textsOf(column).setBytes(row, bytes, from, to);
  }

  /** The index of a set of VmFlags, given as the text after `VmFlags:`. */
  flagSet(text: string): number {
    const known = this.flagSetByText.get(text);
    if (known !== undefined) return known;
    const codes = text
      .replaceAll('\t', ' ')
      .split(' ')
      .filter((code) => code !== '');
    const name = codes.join(' ');
    const index = this.flagSetByText.get(name) ?? this.flagSets.push(codes) - 1;
    this.flagSetByText.set(name, index);
    this.flagSetByText.set(text, index);
    return index;
  }

  /** The finished columns for `count` rows; undefined when no record had a field. */
  finish(count: number): Counters | undefined {
    if (this.columns.length === 0 && this.flagSets.length === 1) return undefined;
    const columns = this.columns.map((column): CounterColumn => ({
      ...column,
      values: trimmed(column.values, count),
      wide: column.wide ?? NO_WIDE,
      texts: column.texts?.finish(count),
    }));
    return { columns, vmFlags: trimmed(this.vmFlags, count), flagSets: this.flagSets };
  }

  private textsOf(column: GrowingColumn): GrowingTexts {
    return (column.texts ??= new GrowingTexts(this.capacity));
  }

  /** A column without values. A buffer of its own costs more than filling a small one. */
  private newColumn(): Uint32Array {
    const { capacity } = this;
    if (capacity > SMALL_COLUMN) return new Uint32Array(capacity).fill(ABSENT);
    if (this.spareFrom === this.spare.length) {
      this.spare = new Uint32Array(COLUMNS_A_BUFFER * capacity).fill(ABSENT);
      this.spareFrom = 0;
    }
    const values = this.spare.subarray(this.spareFrom, this.spareFrom + capacity);
    this.spareFrom += capacity;
    return values;
  }
}
