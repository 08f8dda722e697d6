/** Reads the counters of a region in the normal form: an object of numbers, texts, and the list of VmFlags. */
import { CounterBuilder, MOST_KEYS, type GrowingColumn } from '../memory-map/counter-builder.ts';
import {
  ABSENT,
  usualUnit,
  WIDE,
  type CounterFamily,
  type Counters,
  type ValueColumn,
} from '../memory-map/counters.ts';
import type { JsonCursor } from './json-cursor.ts';
import type { JsonFaults } from './json-faults.ts';
import { KnownLists } from './json-known-lists.ts';
import { KeyFinder } from './json-keys.ts';

/** Keys as the kernel has them, and as other sources may. */
const KEYS: Readonly<Record<CounterFamily, RegExp>> = {
  smaps: /^[A-Z][A-Za-z0-9_()]{0,39}$/,
  numa: /^[\x21-\x7e]{1,64}$/,
  other: /^[\x20-\x7e]{1,64}$/,
};
const FLAG = /^[\x21-\x7e]{1,8}$/;
/** A number that JSON holds as a string, because readers take numbers for doubles. */
const WIDE_NUMBER = /^\d{16,40}$/;

/** What the map's own object says of counters, by their keys: what is not as usual. */
export interface CounterForms {
  readonly units: ReadonlyMap<string, string>;
  readonly valueColumns: ReadonlyMap<string, ValueColumn>;
}

export class JsonCounterReader {
  private readonly cursor: JsonCursor;
  private readonly faults: JsonFaults;
  private readonly builder: CounterBuilder;
  private readonly knownFlags: KnownLists;
  private readonly finders: Readonly<Record<CounterFamily, KeyFinder>>;
  /** The columns of each family by the numbers of its finder; VmFlags is the first key of smaps and has none. */
  private readonly columns: Readonly<Record<CounterFamily, (GrowingColumn | undefined)[]>>;

  /** @param expected about how many regions */
  constructor(cursor: JsonCursor, faults: JsonFaults, expected: number) {
    this.cursor = cursor;
    this.faults = faults;
    this.builder = new CounterBuilder(expected);
    this.knownFlags = new KnownLists(cursor.bytes);
    this.finders = { smaps: new KeyFinder(['VmFlags']), numa: new KeyFinder(), other: new KeyFinder() };
    this.columns = { smaps: [undefined], numa: [], other: [] };
  }

  /** Makes room for a row and clears what a region that was left out wrote there. */
  startRow(row: number, wasLeftOut: boolean): void {
    const { builder } = this;
    builder.reserve(row);
    if (!wasLeftOut) return;
    builder.vmFlags[row] = 0;
    for (const { values, wide, texts } of builder.columns) {
      values[row] = ABSENT;
      wide?.delete(row);
      texts?.delete(row);
    }
  }

  /** Reads the value at the cursor: an object of counters, or null. @param path of the object */
  read(family: CounterFamily, row: number, path: () => string): void {
    const { cursor, faults, finders, columns } = this;
    if (cursor.takeNull()) return;
    if (!cursor.enterObject()) {
      faults.unexpected(path(), 'an object of counters or null');
      return;
    }
    const finder = finders[family];
    finder.start();
    for (let isFirst = true; cursor.nextKey(isFirst); isFirst = false) {
      let number = finder.find(cursor.bytes, cursor.from, cursor.to);
      if (number < 0) number = this.addKey(family, path);
      const column = columns[family][number];
      if (column) this.readValue(column, row, path);
      else if (number === 0 && family === 'smaps') this.readFlags(row, path);
      else cursor.skip();
    }
  }

  /** The counters of `count` rows. */
  finish(count: number, { units, valueColumns }: CounterForms): Counters | undefined {
    for (const column of this.builder.columns) {
      column.unit = units.get(column.key) ?? column.unit;
      const valueColumn = column.family === 'smaps' ? valueColumns.get(column.key) : undefined;
      if (valueColumn !== undefined) column.valueColumn = valueColumn;
      if (column.family === 'other' && column.unit !== '') this.takeWideNumbers(column);
    }
    return this.builder.finish(count);
  }

  /** In a column of amounts a text of digits is a number; elsewhere it may be a name, such as a build ID. */
  private takeWideNumbers(column: GrowingColumn): void {
    column.texts?.extract(
      (text) => (WIDE_NUMBER.test(text) ? BigInt(text) : undefined),
      (row, value) => this.builder.set(column, row, value),
    );
  }

  /** Adds the key at the cursor; -1 when it cannot be one. */
  private addKey(family: CounterFamily, path: () => string): number {
    const { cursor, faults, builder } = this;
    const at = cursor.from;
    const key = cursor.text();
    if (!KEYS[family].test(key)) {
      faults.add(path(), `${cursor.found(at, cursor.to)} is no name of a counter: it was not read`, at);
      return -1;
    }
    const column = builder.column(key, usualUnit(key, family), family);
    if (!column) {
      faults.add(path(), `more than ${MOST_KEYS} different counters: ${key} was not read`, at);
      return -1;
    }
    this.columns[family].push(column);
    return this.finders[family].add(key);
  }

  private readValue(column: GrowingColumn, row: number, path: () => string): void {
    const { cursor, faults, builder } = this;
    const value = cursor.natural();
    if (value >= 0) {
      if (value < WIDE) column.values[row] = value;
      else builder.set(column, row, BigInt(value));
    } else if (cursor.string()) {
      const text = cursor.text();
      if (column.family !== 'other' && WIDE_NUMBER.test(text)) builder.set(column, row, BigInt(text));
      else builder.setText(column, row, text);
    } else faults.unexpected(`${path()}.${column.key}`, 'a whole number of 0 or more, or a text');
  }

  private readFlags(row: number, path: () => string): void {
    const { cursor, faults, builder, knownFlags } = this;
    cursor.peek();
    const from = cursor.p;
    const known = knownFlags.find(from);
    if (known >= 0) {
      cursor.p = knownFlags.end;
      builder.vmFlags[row] = known;
      return;
    }
    let isRight = true;
    if (!cursor.enterArray()) {
      faults.unexpected(`${path()}.VmFlags`, 'a list of flags');
      return;
    }
    const codes: string[] = [];
    for (let isFirst = true; cursor.nextItem(isFirst); isFirst = false) {
      const code = cursor.string() ? cursor.text() : undefined;
      const isFlag = code !== undefined && FLAG.test(code);
      isRight &&= isFlag;
      if (isFlag) codes.push(code);
      else if (code === undefined) faults.unexpected(`${path()}.VmFlags`, 'a flag such as "rd"');
      else faults.add(`${path()}.VmFlags`, `${cursor.found(cursor.from, cursor.to)} is no flag`, cursor.from);
    }
    const set = builder.flagSet(codes.join(' '));
    builder.vmFlags[row] = set;
    // A list that was wrong is told of each time.
    if (isRight && cursor.p === knownFlags.end) knownFlags.keep(from, set);
  }
}
