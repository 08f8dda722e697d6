/**
 * pmap of procps (src/pmap.c), toybox and busybox: plain, -x and -d. A row tells where a region starts and its size in kB. The
 * form with the counters of smaps (-X, -XX) is read by pmap-full.ts.
 */
import { isDigit } from '../memory-map/digit.ts';
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { COLON, DASH, NEWLINE, SPACE } from './bytes.ts';
import { Trigger, type Candidate, type Dialect, type LineOutcome, type LineReader } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { openFullRows } from './pmap-full.ts';
import { headingOf, isHeading, sinkOf, type PmapHeading } from './pmap-heading.ts';
import { PmapNames } from './pmap-names.ts';
import { FEWEST_DIGITS, isRule, modeBits, modeLength, readCell, rowAt, type PmapRow } from './pmap-rows.ts';
import type { RowSink } from './row-sink.ts';

const LETTER_K = 0x4b;
const LETTER_R = 0x72;

export const PMAP: Dialect = {
  name: 'pmap',
  triggers: Trigger.plain,
  open(candidate: Candidate) {
    const { cursor, word, wordEnd } = candidate;
    if (wordEnd - word < FEWEST_DIGITS) return undefined;
    cursor.p = wordEnd;
    if (cursor.blanks() === 0 || !mayFollowAddress(cursor.byte())) return undefined;
    const { p } = cursor;
    const row = rowAt(cursor);
    cursor.p = p;
    if (!row && !isBelowAddress(cursor)) return undefined;
    const heading = headingOf(candidate);
    const reader = row && row.form !== 'full' ? new PmapRows(heading, row) : openFullRows(heading, row !== undefined);
    return reader && { reader, rowAt: word, headings: heading.lines };
  },
};

/** True for a digit, and for what permissions start with. */
function mayFollowAddress(byte: number): boolean {
  return isDigit(byte) || byte === DASH || byte === LETTER_R;
}

const ADDRESS = new TextEncoder().encode('Address ');

/** True for permissions or a number, below a line that starts with `Address`: pmap -X of chosen columns. */
function isBelowAddress(cursor: LineCursor): boolean {
  const { bytes, lineStart, p: from } = cursor;
  // Dumps of bytes have numbers too, of two digits each.
  if (lineStart < 2 || (bytes[from] === 0x30 && bytes[from + 1] !== SPACE)) return false;
  if (modeLength(cursor) === 0 && readCell(cursor) === undefined) return false;
  let p = bytes.lastIndexOf(NEWLINE, lineStart - 2) + 1;
  while (bytes[p] === SPACE) p++;
  return ADDRESS.every((letter, i) => bytes[p + i] === letter);
}

/**
 * The numbers between size and mode, by the words of the heading. The Dirty of toybox and busybox is Private_Dirty; that of
 * procps is its sum with Shared_Dirty.
 */
const NUMBERS: readonly { readonly heading: RegExp; readonly keys: readonly string[] }[] = [
  { heading: /\bRSS +Anon +Locked\b/, keys: ['Rss', 'Anonymous', 'Locked'] },
  { heading: /\bPSS +Dirty +Swap\b/, keys: ['Pss', 'Private_Dirty', 'Swap'] },
  { heading: /\bRSS +\S+ +\S+ +\S+$/, keys: ['Rss', 'Dirty'] },
];
/** The same by how many there are, for a heading that is missing. */
const KEYS_BY_COUNT: readonly (readonly string[])[] = [[], [], ['Rss', 'Dirty'], ['Pss', 'Private_Dirty', 'Swap']];

/** The line after the rows: ` total  29536K`, `mapped: 29536K …`, in any language. */
const TOTAL = /^\s*[^\d\s][^\d]{0,60}\d{1,18} ?(?:[KkКკ]|\s|$)/;

class PmapRows implements LineReader {
  private readonly sink: RowSink;
  private readonly names: PmapNames;
  private readonly row: PmapRow;
  private readonly columns: readonly (GrowingColumn | undefined)[];
  private readonly values: Float64Array;
  private low = 0;
  private high = 0;
  private kilobytes = 0;
  private doubled = 0;
  private ruled = false;
  private devices: GrowingColumn | undefined;
  private device = '';
  private major = 0;
  private minor = 0;

  constructor(heading: PmapHeading, row: PmapRow) {
    this.sink = sinkOf(heading);
    this.names = new PmapNames(this.sink);
    this.row = row;
    this.values = new Float64Array(row.numbers);
    this.columns = this.columnsOf(heading.columns, row.numbers);
  }

  readLine(cursor: LineCursor): LineOutcome {
    cursor.blanks();
    const from = cursor.p;
    if (!this.ruled && cursor.hex() >= FEWEST_DIGITS) {
      const { low, high } = cursor;
      if (cursor.blanks() > 0) return this.readRow(cursor, low, high);
    }
    return this.readOther(cursor, from);
  }

  finish(): Reading {
    const { sink, doubled } = this;
    if (doubled > 0) {
      sink.assumptions.add(
        `pmap printed ${doubled} regions twice, the second time with zeros, as old ones do on kernels since 4.3: the second rows are left out.`,
      );
    }
    this.names.finish();
    return sink.finish();
  }

  private readRow(cursor: LineCursor, low: number, high: number): LineOutcome {
    const { sink, values } = this;
    const size = cursor.decimal();
    if (size < 0) return cursor.misplaced('the size in kB');
    if (this.row.form === 'plain') cursor.take(LETTER_K);
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      cursor.blanks();
      const value = readCell(cursor);
      if (value === undefined) return cursor.misplaced('a number');
      values[i] = value;
      if (value > 0) sum += value;
    }
    cursor.blanks();
    const length = modeLength(cursor);
    if (length === 0) return cursor.misplaced('the mode');
    // Old procps prints a row at each line of smaps that starts with Swap, and kernel 4.3 brought a second one, SwapPss.
    const again = sink.count > 0 && low === this.low && high === this.high;
    if (again && values.length > 0 && sum === 0) {
      this.doubled++;
      return 'part';
    }
    if (size === 0) return { at: cursor.from, reason: 'the region has no size' };
    if (!sink.rowOfSize(low, high, 1024 * size, cursor.line)) return beyond(cursor);
    this.low = low;
    this.high = high;
    this.kilobytes += size;
    sink.perms(modeBits(cursor));
    cursor.p += length;
    sink.setCounters(this.columns, values);
    const hasFileId = this.row.form === 'device' && this.readDevice(cursor);
    cursor.blanks();
    const { names } = this;
    names.read(cursor.bytes, cursor.p, cursor.to);
    if (hasFileId) sink.file(0, 0, 0, 0, names);
    else sink.name(names.bytes, names.from, names.to);
    return 'row';
  }

  /** Reads offset and device. True when they tell that no file is behind the region, and so all of its identity. */
  private readDevice(cursor: LineCursor): boolean {
    const { sink } = this;
    cursor.blanks();
    if (cursor.hex() <= 0) return false;
    sink.offset(cursor.low, cursor.high);
    cursor.blanks();
    if (cursor.hex() <= 0) return false;
    const major = cursor.low;
    if (!cursor.take(COLON) || cursor.hex() <= 0) return false;
    const minor = cursor.low;
    if (major === 0 && minor === 0) return true;
    // The model has no device without an inode, which -d does not tell.
    if (this.device === '' || major !== this.major || minor !== this.minor) {
      this.device = [major, minor].map((number) => number.toString(16).padStart(2, '0')).join(':');
      this.major = major;
      this.minor = minor;
    }
    sink.textCounter((this.devices ??= sink.column('Device', '', 'other')), this.device);
    return false;
  }

  private readOther(cursor: LineCursor, from: number): LineOutcome {
    const text = cursor.text(from, Math.min(cursor.to, from + 200));
    if (isRule(text)) {
      this.ruled = true;
      return 'part';
    }
    if (isHeading(text)) return 'end';
    const total = TOTAL.test(text) ? /\d{1,18}/.exec(text) : undefined;
    if (!total && !this.ruled) return 'other';
    if (total) this.checkTotal(cursor, Number(total[0]), from + total.index);
    return 'last';
  }

  private checkTotal(cursor: LineCursor, total: number, at: number): void {
    if (total === this.kilobytes) return;
    const reason = `the total is ${total} kB, but the rows add up to ${this.kilobytes} kB: rows are missing or were changed`;
    this.sink.problem(cursor, reason, at);
  }

  private columnsOf(heading: string, count: number): readonly (GrowingColumn | undefined)[] {
    const told = NUMBERS.find(({ heading: words, keys }) => keys.length === count && words.test(heading))?.keys;
    const keys = told ?? KEYS_BY_COUNT[count] ?? Array.from({ length: count }, (_, i) => `column ${i + 3}`);
    if (!told && count > 0)
      this.sink.assumptions.add(`The heading is missing or translated: the numbers are taken for ${keys.join(', ')}.`);
    return keys.map((key) => this.sink.column(key, 'kB', SMAPS_KEYS.has(key) ? 'smaps' : 'other'));
  }
}

const SMAPS_KEYS = new Set(['Rss', 'Pss', 'Anonymous', 'Locked', 'Private_Dirty', 'Swap']);

function beyond(cursor: LineCursor): LineOutcome {
  return { at: cursor.from, reason: 'the region ends beyond the last address' };
}
