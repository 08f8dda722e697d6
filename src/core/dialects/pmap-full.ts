/**
 * pmap -X and -XX: a row has the header of smaps and then its counters, right-aligned below their keys (`print_extended_maps()`
 * in src/pmap.c of procps). The heading tells the columns, which differ between kernels.
 */
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { COLON, SPACE } from './bytes.ts';
import type { LineOutcome, LineReader } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readFourPerms } from './perms.ts';
import { ALL_FIXED, columnsOf, type FixedColumn, type FullColumns } from './pmap-columns.ts';
import { isHeading, sinkOf, type PmapHeading } from './pmap-heading.ts';
import { PmapNames } from './pmap-names.ts';
import { FEWEST_DIGITS, isRule, readCell } from './pmap-rows.ts';
import type { RowSink } from './row-sink.ts';

/** Counters of smaps that are no amounts of memory. */
const UNITLESS = new Set(['THPeligible', 'ProtectionKey']);

/**
 * A reader of the rows below a heading.
 * @param hasAll the first row has all columns before the counters
 */
export function openFullRows(heading: PmapHeading, hasAll: boolean): LineReader | undefined {
  const columns = columnsOf(heading.columns, hasAll);
  if (!columns && !hasAll) return undefined;
  return new FullRows(sinkOf(heading), columns);
}

class FullRows implements LineReader {
  private readonly sink: RowSink;
  private readonly names: PmapNames;
  private readonly fixed: readonly FixedColumn[];
  private readonly columns: readonly (GrowingColumn | undefined)[];
  private readonly flagsWidth: number;
  private readonly hasHeading: boolean;
  private readonly hasPerms: boolean;
  private readonly hasOffset: boolean;
  private readonly hasFileId: boolean;
  /** Which number is the size; -1 when none is. */
  private readonly sizeAt: number;
  private readonly values: Float64Array;
  /** Where each number ended in the row before, from the start of the row: they are right-aligned. */
  private readonly ends: Int32Array;
  private ruled = false;
  /** Without a heading: a row has VmFlags. */
  private hasFlags = false;
  /** What the fixed columns told. */
  private perms = 0;
  private offsetLow = 0;
  private offsetHigh = 0;
  private major = 0;
  private minor = 0;
  private inodeLow = 0;
  private inodeHigh = 0;

  constructor(sink: RowSink, columns: FullColumns | undefined) {
    const keys = columns?.keys ?? ['Size'];
    this.sink = sink;
    this.names = new PmapNames(sink);
    this.fixed = columns?.fixed ?? ALL_FIXED;
    this.columns = keys.map((key) => sink.column(key, UNITLESS.has(key) ? '' : 'kB', 'smaps'));
    this.flagsWidth = columns?.flagsWidth ?? 0;
    this.hasHeading = columns !== undefined;
    const { fixed } = this;
    this.hasPerms = fixed.includes('perm');
    this.hasOffset = fixed.includes('offset');
    this.hasFileId = fixed.includes('device') && fixed.includes('inode');
    this.sizeAt = keys.indexOf('Size');
    this.values = new Float64Array(keys.length);
    this.ends = new Int32Array(keys.length).fill(-1);
    if (!columns) {
      sink.assumptions.add('The heading is missing: of the numbers only the first, the size, can be told.');
    }
  }

  readLine(cursor: LineCursor): LineOutcome {
    cursor.blanks();
    const from = cursor.p;
    if (!this.ruled && cursor.hex() >= FEWEST_DIGITS) {
      const { low, high } = cursor;
      if (cursor.blanks() > 0 || cursor.atEnd) return this.readRow(cursor, low, high);
    }
    const text = cursor.text(from, Math.min(cursor.to, from + 400));
    if (isRule(text)) {
      this.ruled = true;
      return 'part';
    }
    if (isHeading(text)) return 'end';
    return this.ruled ? 'last' : 'other';
  }

  finish(): Reading {
    this.names.finish();
    return this.sink.finish();
  }

  private readRow(cursor: LineCursor, low: number, high: number): LineOutcome {
    const { sink, names, fixed, values, sizeAt, columns } = this;
    for (const column of fixed) {
      if (!this.readFixed(cursor, column)) return cursor.misplaced(NAMES[column]);
      cursor.blanks();
    }
    if (!this.readAligned(cursor) && !this.readNumbers(cursor)) return cursor.misplaced('a number');
    const size = sizeAt < 0 ? 0 : values[sizeAt]!;
    if (sizeAt >= 0 && !(size > 0)) return { at: cursor.from, reason: 'the region has no size' };
    if (!sink.rowOfSize(low, high, 1024 * size, cursor.line)) {
      return { at: cursor.from, reason: 'the region ends beyond the last address' };
    }
    if (this.hasPerms) sink.perms(this.perms);
    if (this.hasOffset) sink.offset(this.offsetLow, this.offsetHigh);
    sink.setCounters(columns, values);
    this.readFlags(cursor);
    cursor.blanks();
    names.read(cursor.bytes, cursor.p, cursor.to);
    if (this.hasFileId) sink.file(this.major, this.minor, this.inodeLow, this.inodeHigh, names);
    else sink.name(names.bytes, names.from, names.to);
    return 'row';
  }

  private readFixed(cursor: LineCursor, column: FixedColumn): boolean {
    const { bytes, p, to } = cursor;
    switch (column) {
      case 'perm':
        this.perms = p + 4 <= to ? readFourPerms(bytes, p) : -1;
        if (this.perms < 0) return false;
        cursor.p = p + 4;
        return true;
      case 'offset':
        if (cursor.hex() <= 0) return false;
        this.offsetLow = cursor.low;
        this.offsetHigh = cursor.high;
        return true;
      case 'device':
        if (cursor.hex() <= 0) return false;
        this.major = cursor.low;
        if (!cursor.take(COLON) || cursor.hex() <= 0) return false;
        this.minor = cursor.low;
        return true;
      case 'inode':
        return this.readInode(cursor);
    }
  }

  private readInode(cursor: LineCursor): boolean {
    const { p } = cursor;
    const inode = cursor.decimal();
    if (inode <= Number.MAX_SAFE_INTEGER) {
      this.inodeLow = inode >>> 0;
      this.inodeHigh = Math.floor(inode / 4294967296);
      return inode >= 0;
    }
    const wide = BigInt(cursor.text(p, cursor.p));
    this.inodeLow = Number(wide & 0xffffffffn);
    this.inodeHigh = Number((wide >> 32n) & 0xffffffffn);
    return true;
  }

  /** Reads the numbers at the places where those of the row before ended. False and no move when one is not there. */
  private readAligned(cursor: LineCursor): boolean {
    const { values, ends } = this;
    const { bytes, from, to } = cursor;
    let before = cursor.p - 1;
    for (let i = 0; i < values.length; i++) {
      const end = from + ends[i]!;
      if (end <= before || end > to || (end < to && bytes[end] !== SPACE)) return false;
      let p = end - 1;
      let digit = bytes[p]! - DIGIT_0;
      if (digit < 0 || digit > 9) return false;
      let value = digit;
      for (let power = 10; --p > before && (digit = bytes[p]! - DIGIT_0) >= 0 && digit <= 9; power *= 10) {
        value += digit * power;
      }
      if ((p > before && bytes[p] !== SPACE) || value > Number.MAX_SAFE_INTEGER) return false;
      values[i] = value;
      before = end;
    }
    if (values.length > 0) cursor.p = before;
    return true;
  }

  /** Reads the numbers word by word, and remembers where each ends. */
  private readNumbers(cursor: LineCursor): boolean {
    const { values, ends } = this;
    for (let i = 0; i < values.length; i++) {
      cursor.blanks();
      const value = readCell(cursor);
      if (value === undefined) return false;
      values[i] = value;
      ends[i] = cursor.p - cursor.from;
    }
    return true;
  }

  /** Goes over VmFlags, and over numbers whose column is not known. */
  private readFlags(cursor: LineCursor): void {
    const { bytes, to } = cursor;
    if (!this.hasHeading) skipNumbers(cursor);
    const from = cursor.p;
    let end = from;
    if (this.flagsWidth > 0) end = Math.min(to, from + this.flagsWidth);
    const isAligned = end === to || bytes[end] === SPACE || bytes[end - 1] === SPACE;
    if (!this.hasHeading || (this.flagsWidth > 0 && !isAligned)) end = this.endOfFlags(bytes, from, to);
    if (end > from) this.sink.vmFlags(bytes, from, end);
    cursor.p = end;
  }

  /** Where a run of words of two letters ends. A single one is a name, unless rows before had several: those are VmFlags. */
  private endOfFlags(bytes: Uint8Array, from: number, to: number): number {
    let end = from;
    let words = 0;
    for (let p = from; p < to;) {
      while (p < to && bytes[p] === SPACE) p++;
      if (p + 2 > to || !isLetter(bytes[p]!) || !isLetter(bytes[p + 1]!) || (p + 2 < to && bytes[p + 2] !== SPACE))
        break;
      p += 2;
      end = p;
      words++;
    }
    this.hasFlags ||= words > 1;
    return this.hasFlags ? end : from;
  }
}

const DIGIT_0 = 0x30;

const NAMES: Readonly<Record<FixedColumn, string>> = {
  perm: 'permissions such as r-xp',
  offset: 'the offset',
  device: 'the device as major:minor',
  inode: 'the inode number',
};

function skipNumbers(cursor: LineCursor): void {
  for (;;) {
    const { p } = cursor;
    if (cursor.blanks() > 0 && readCell(cursor) !== undefined) continue;
    cursor.p = p;
    return;
  }
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === 0x3f;
}
