/**
 * `/proc/PID/numa_maps`: where a region starts, its memory policy, its file, and how many of its pages each node holds
 * (`show_numa_map()` in fs/proc/task_mmu.c, numa(7)). It tells no end and no permissions.
 */
import { MOST_KEYS } from '../memory-map/counter-builder.ts';
import { EQUALS, latin1Bytes, lineEnd, SPACE, TAB } from './bytes.ts';
import { Trigger, type Candidate, type Dialect, type LineOutcome, type LineReader } from './dialect.ts';
import { KeyColumns } from './key-columns.ts';
import { LineCursor } from './line-cursor.ts';
import { isPolicy, PolicyReader } from './numa-policy.ts';
import type { Reading } from './part-parser.ts';
import { RowSink } from './row-sink.ts';
import { Word } from './word.ts';

/** What only a row of numa_maps has behind its policy. */
const UNMISTAKABLE = / (?:N\d+=\d|file=\/|anon=\d|kernelpagesize_kB=|heap(?: |$)|stack(?: |$))/;
/** The path of the file as people write it above what it holds. */
const HEADING = /\/proc\/(?:(\d+)|[\w$-]+|<[^>]*>)\/numa_maps/;
/** So much of a row is looked at to tell what it is. */
const LOOKED_AT = 4096;
/** The kernel prints addresses with eight digits or more. */
const FEWEST_DIGITS = 8;
/** After so many rows in order, one at or below the first of them is of another process. */
const SMALLEST_MAP = 6;

const BACKSLASH = 0x5c;

const FILE = new Word('file=');
/** Words without a value that name a region; all others are flags. */
const NAMES = ['heap', 'stack'].map((name) => ({ word: new Word(name), bytes: latin1Bytes(`[${name}]`) }));
/** Units of the keys that do not count pages. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['kernelpagesize_kB', 'kB'],
  ['mapmax', ''],
  ['huge', ''],
]);

export const NUMA_MAPS: Dialect = {
  name: 'numa_maps',
  triggers: Trigger.plain,
  open(candidate: Candidate) {
    const { cursor, word, wordEnd } = candidate;
    cursor.p = wordEnd;
    if (wordEnd - word < FEWEST_DIGITS || cursor.blanks() === 0 || !isPolicy(cursor)) return undefined;
    const row = cursor.text(word, Math.min(cursor.to, word + LOOKED_AT));
    const heading = HEADING.exec(candidate.above(1));
    if (!heading && !UNMISTAKABLE.test(row) && !isFollowed(cursor, word)) return undefined;
    return { reader: new NumaRows(heading?.[1]), rowAt: word, headings: heading ? 1 : 0 };
  },
};

class NumaRows implements LineReader {
  private readonly sink = new RowSink();
  private readonly policy = new PolicyReader(this.sink);
  private readonly keys = new KeyColumns(this.sink, 'numa', (key) => UNITS.get(key) ?? 'pages');
  private orderly = true;
  private firstLow = 0;
  private firstHigh = 0;
  private low = 0;
  private high = 0;
  /** The smallest page that a row tells, in kB. */
  private pageSize = Infinity;

  constructor(pid: string | undefined) {
    this.sink.belongsTo(pid);
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    if (cursor.hex() < FEWEST_DIGITS) return 'other';
    const { low, high } = cursor;
    if (cursor.blanks() === 0) return 'other';
    if (this.isNextMap(low, high)) return 'end';
    if (!this.policy.read(cursor)) {
      return cursor.misplaced('the memory policy');
    }
    sink.row(low, high, low, high, cursor.line);
    this.policy.store();
    this.keys.startRow();
    if (cursor.blanks() > 0) this.readName(cursor);
    while (cursor.blanks() > 0 && !cursor.atEnd) this.readCounter(cursor);
    return 'row';
  }

  finish(): Reading {
    this.sink.assumptions.add('numa_maps tells where regions start, but not where they end, nor their permissions.');
    const reading = this.sink.finish();
    return Number.isFinite(this.pageSize) ? { ...reading, pageSize: 1024 * this.pageSize } : reading;
  }

  private isNextMap(low: number, high: number): boolean {
    const { count } = this.sink;
    if (count === 0) {
      this.firstLow = low;
      this.firstHigh = high;
    } else if (high < this.high || (high === this.high && low <= this.low)) {
      const startsAgain = high < this.firstHigh || (high === this.firstHigh && low <= this.firstLow);
      if (startsAgain && this.orderly && count >= SMALLEST_MAP) return true;
      this.orderly = false;
    }
    this.low = low;
    this.high = high;
    return false;
  }

  /** Reads what a region is named by, which stands right behind the policy: `file=PATH`, `heap` or `stack`. */
  private readName(cursor: LineCursor): void {
    if (cursor.takeWord(FILE)) return this.readPath(cursor);
    const from = cursor.p;
    for (const { word, bytes } of NAMES) {
      if (cursor.takeWord(word) && isWordEnd(cursor)) return this.sink.name(bytes, 0, bytes.length);
      cursor.p = from;
    }
    this.readCounter(cursor);
  }

  /** Reads `KEY=NUMBER` or a flag; too many different ones are a problem. */
  private readCounter(cursor: LineCursor): void {
    const { sink } = this;
    const from = cursor.p;
    const column = this.keys.take(cursor);
    if (!column) sink.problem(cursor, `more than ${MOST_KEYS} different keys: this one was not read`, from);
    if (!cursor.take(EQUALS)) return sink.counter(column, 1);
    const valueAt = cursor.p;
    const value = cursor.decimal();
    if (value >= 0 && isWordEnd(cursor)) {
      sink.counter(column, value);
      if (value < this.pageSize && value > 0 && column?.key === 'kernelpagesize_kB') this.pageSize = value;
      return;
    }
    cursor.word();
    sink.textCounterBytes(column, cursor.bytes, valueAt, cursor.p);
  }

  /**
   * Reads the path at the cursor. `\040`, `\011` and `\075` are undone; a newline stays `\012`, as in the pathnames of maps.
   */
  private readPath(cursor: LineCursor): void {
    const { bytes, p: from } = cursor;
    cursor.word();
    const to = cursor.p;
    if (!cursor.has(BACKSLASH, from, to)) this.sink.name(bytes, from, to);
    else {
      const name = unescaped(bytes, from, to);
      this.sink.name(name, 0, name.length);
    }
  }
}

function unescaped(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const name = new Uint8Array(to - from);
  let length = 0;
  for (let p = from; p < to; p++) {
    const escaped = bytes[p] === BACKSLASH ? escapedByte(bytes, p, to) : 0;
    name[length++] = escaped || bytes[p]!;
    if (escaped) p += 3;
  }
  return name.subarray(0, length);
}

/** The byte of `\040` and the like at a place, 0 for none (`seq_path(m, &file->f_path, "\n\t= ")`). */
function escapedByte(bytes: Uint8Array, p: number, to: number): number {
  if (p + 3 >= to || bytes[p + 1] !== 0x30) return 0;
  const value = 8 * (bytes[p + 2]! - 0x30) + bytes[p + 3]! - 0x30;
  return value === SPACE || value === TAB || value === EQUALS ? value : 0;
}

function isWordEnd(cursor: LineCursor): boolean {
  const byte = cursor.byte();
  return byte === SPACE || byte === TAB || byte < 0;
}

/** True when the line below a row is one too. @param word where the row starts */
function isFollowed(cursor: LineCursor, word: number): boolean {
  const { bytes, lineStart, line } = cursor;
  const next = lineEnd(bytes, cursor.to) + 1;
  const below = new LineCursor();
  below.use(bytes, next + word - lineStart, lineEnd(bytes, next), line + 1);
  return below.hex() >= FEWEST_DIGITS && below.blanks() > 0 && isPolicy(below);
}
