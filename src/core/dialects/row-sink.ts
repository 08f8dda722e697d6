/** Takes the rows that a dialect reads. What a dialect does not tell of a row stays unknown. */
import { CounterBuilder, type GrowingColumn } from '../memory-map/counter-builder.ts';
import { WIDE, type CounterFamily } from '../memory-map/counters.ts';
import { Perm } from '../memory-map/permissions.ts';
import { ProblemList } from '../memory-map/problems.ts';
import type { Mark, Note } from '../memory-map/notes.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import { FlagSets } from './flag-sets.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';

const NO_BYTES: Uint8Array = new Uint8Array(0);
const WORD = 0xffffffffn;
const TWO_32 = 4294967296;

export class RowSink {
  readonly builder: RegionBuilder;
  readonly problems = new ProblemList();
  readonly notes: Note[] = [];
  readonly marks: Mark[] = [];
  readonly assumptions = new Set<string>();
  title: string | undefined;
  pid: number | undefined;
  placed = true;
  /** What is looked up in the table of files, filled anew for each row. */
  private readonly identity = {
    major: 0,
    minor: 0,
    inodeLow: 0,
    inodeHigh: 0,
    bytes: NO_BYTES,
    nameStart: 0,
    nameEnd: 0,
  };
  private counters: CounterBuilder | undefined;
  private flagSets: FlagSets | undefined;

  /** @param expected about how many rows */
  constructor(expected = 16) {
    this.builder = new RegionBuilder(expected);
  }

  /** Tells whose map it is; nothing when that is not known. */
  belongsTo(pid: string | number | undefined): void {
    if (pid === undefined) return;
    this.pid = Number(pid);
    this.title = `PID ${pid}`;
  }

  /** How many rows there are. */
  get count(): number {
    return this.builder.count;
  }

  /**
   * Adds a row: permissions, offset, device, inode and name are unknown until they are set.
   * The end is exclusive; an end that is the start says that the source does not tell it.
   */
  row(startLow: number, startHigh: number, endLow: number, endHigh: number, line: number): number {
    const { builder } = this;
    if (builder.count === builder.capacity) builder.grow();
    const row = builder.count++;
    const words = 2 * row;
    const { start, end } = builder;
    if (row > 0) {
      const beforeHigh = end[words - 1]!;
      if (startHigh < beforeHigh || (startHigh === beforeHigh && startLow < end[words - 2]!)) builder.sorted = false;
    }
    start[words] = startLow;
    start[words + 1] = startHigh;
    end[words] = endLow;
    end[words + 1] = endHigh;
    builder.perms[row] = Perm.unknown | Perm.offsetUnknown | Perm.fileIdUnknown;
    builder.line[row] = line;
    this.counters?.reserve(row);
    return row;
  }

  /** Adds a row as `row` does, of addresses below 2^64; `line` 0 where the source has no lines. */
  stretch(start: bigint, end: bigint, line: number): number {
    return this.row(Number(start & WORD), Number(start >> 32n), Number(end & WORD), Number(end >> 32n), line);
  }

  /**
   * Adds a row of which the size is told instead of the end, in bytes. Gives false and adds nothing when it would end beyond
   * the last address of 64 bits.
   */
  rowOfSize(startLow: number, startHigh: number, size: number, line: number): boolean {
    const low = startLow + (size % TWO_32);
    const high = startHigh + Math.floor(size / TWO_32) + (low >= TWO_32 ? 1 : 0);
    if (high > 0xffffffff) return false;
    this.row(startLow, startHigh, low % TWO_32, high, line);
    return true;
  }

  /** Sets the permissions of the last row. @param bits `Perm.read | …`, see permissions.ts */
  perms(bits: number): void {
    const { perms, count } = this.builder;
    perms[count - 1] = (perms[count - 1]! & (Perm.offsetUnknown | Perm.fileIdUnknown)) | bits;
  }

  /** Sets the offset of the last row, in bytes. */
  offset(low: number, high: number): void {
    const { builder } = this;
    const row = builder.count - 1;
    builder.offset[2 * row] = low;
    builder.offset[2 * row + 1] = high;
    builder.perms[row]! &= ~Perm.offsetUnknown;
  }

  /** Sets the name of the last row, whose device and inode the source does not tell. */
  name(bytes: Uint8Array, from: number, to: number): void {
    if (to > from) this.setFile(0, 0, 0, 0, bytes, from, to);
  }

  /** Sets device, inode and name of the last row. */
  file(major: number, minor: number, inodeLow: number, inodeHigh: number, name?: Span): void {
    this.setFile(major, minor, inodeLow, inodeHigh, name?.bytes ?? NO_BYTES, name?.from ?? 0, name?.to ?? 0);
    this.builder.perms[this.builder.count - 1]! &= ~Perm.fileIdUnknown;
  }

  /** The column of a key, to be filled with `count`; undefined when there are too many keys already. */
  column(key: string, unit: string, family: CounterFamily): GrowingColumn | undefined {
    return this.counterBuilder().column(key, unit, family);
  }

  /** Sets a number of the last row, in the column's unit; whole and not negative. */
  counter(column: GrowingColumn | undefined, value: number): void {
    if (!column || !this.counters) return;
    if (value < WIDE) column.values[this.count - 1] = value;
    else this.counters.set(column, this.count - 1, BigInt(value));
  }

  /** Sets numbers of the last row, one a column; NaN for those that are not told. */
  setCounters(columns: readonly (GrowingColumn | undefined)[], values: Float64Array): void {
    const row = this.count - 1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const column = columns[i];
      if (value < WIDE && column) column.values[row] = value;
      else if (value >= WIDE) this.counter(column, value);
    }
  }

  /** Sets a text of the last row. */
  textCounter(column: GrowingColumn | undefined, text: string): void {
    if (column) this.counters?.setText(column, this.count - 1, text);
  }

  /** Sets a text of the last row, in UTF-8 from `from` up to `to`: cheaper than to make it a string first. */
  textCounterBytes(column: GrowingColumn | undefined, bytes: Uint8Array, from: number, to: number): void {
    if (column) this.counters?.setTextBytes(column, this.count - 1, bytes, from, to);
  }

  /** Gives the last row the file of an earlier one, and what that has in some columns. */
  repeat(row: number, columns: readonly (GrowingColumn | undefined)[]): void {
    const { builder, counters } = this;
    const last = builder.count - 1;
    builder.file[last] = builder.file[row]!;
    for (const column of columns) {
      if (!column) continue;
      const value = column.values[row]!;
      column.values[last] = value;
      if (value === WIDE) counters?.set(column, last, column.wide?.get(row) ?? 0n);
      column.texts?.copy(row, last);
    }
  }

  /** Gives the last row the text that an earlier one has. */
  repeatText(row: number, column: GrowingColumn | undefined): void {
    column?.texts?.copy(row, this.count - 1);
  }

  /** Sets the VmFlags of the last row from their codes, parted by blanks. */
  vmFlags(bytes: Uint8Array, from: number, to: number): void {
    const counters = this.counterBuilder();
    counters.vmFlags[this.count - 1] = (this.flagSets ??= new FlagSets(counters)).find(bytes, from, to);
  }

  /** Takes the last row back. */
  undo(): void {
    this.builder.count--;
  }

  /** Tells a problem at the cursor. */
  problem(cursor: LineCursor, reason: string, at = cursor.p): void {
    this.problems.add(cursor.line, at - cursor.lineStart + 1, reason);
  }

  /** What was read. */
  finish(): Reading {
    const { builder, counters, notes, marks, assumptions, title, pid, placed } = this;
    return {
      regions: builder.finish(),
      counters: counters?.finish(builder.count),
      problems: this.problems.finish(),
      placed,
      ...(title === undefined ? {} : { title }),
      ...(pid === undefined ? {} : { pid }),
      assumptions: [...assumptions],
      notes,
      marks,
    };
  }

  private counterBuilder(): CounterBuilder {
    return (this.counters ??= new CounterBuilder(this.builder.capacity));
  }

  private setFile(
    major: number,
    minor: number,
    inodeLow: number,
    inodeHigh: number,
    bytes: Uint8Array,
    nameStart: number,
    nameEnd: number,
  ): void {
    const { builder, identity } = this;
    identity.major = major;
    identity.minor = minor;
    identity.inodeLow = inodeLow;
    identity.inodeHigh = inodeHigh;
    identity.bytes = bytes;
    identity.nameStart = nameStart;
    identity.nameEnd = nameEnd;
    builder.file[builder.count - 1] = builder.files.add(identity);
  }
}

/** Bytes of a name, from `from` up to `to`. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}
