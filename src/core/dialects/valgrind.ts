/**
 * The segments that Valgrind's address space manager shows with `-d -d`, or when it runs out of memory (`show_nsegment()` in
 * coregrind/m_aspacemgr/aspacemgr-linux.c): `3: FILE start-end size rwxTH d=0xfe00 i=341622 o=4096 (0,4)`. Ends are inclusive.
 * Words in capitals are Valgrind's own mappings, the others the program's; a line without a word is free address space.
 */
import { isDigit } from '../memory-map/digit.ts';
import { addressAt } from '../memory-map/address.ts';
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { Perm } from '../memory-map/permissions.ts';
import { COLON, DASH, SPACE } from './bytes.ts';
import { Trigger, type Candidate, type Dialect, type LineOutcome, type LineReader, type Opening } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readPerms } from './perms.ts';
import { RowSink } from './row-sink.ts';
import { headingAbove, type ValgrindHeading } from './valgrind-heading.ts';

/** The words of segments; those of the program are in small letters. */
const WORDS = ['    ', 'RSVN', 'anon', 'ANON', 'file', 'FILE', 'shm '] as const;
const FREE = 0;
const RESERVED = 1;
const FIRST_FILE = 4;
const SHARED = 6;
/** Which of the words each is, by its four bytes as one number. */
const WORD_INDEX = new Map(WORDS.map((word, index) => [wordCode(Uint8Array.from(word, code), 0), index]));
const WORD = 4;
const SHRINK_MODES = ['SmFixed', 'SmLower', 'SmUpper'];
const MOST_MODES = 1 + SHRINK_MODES.length;
/** `T` and `H`, each there or not. */
const MOST_LETTERS = 4;

const PREFIX = /--(\d{1,10}):\d+: {0,2}aspacem/;
const LETTER_T = 0x54;
const LETTER_H = 0x48;
const TWO_32 = 4294967296;
/** Notes cost each region a look: more of them than any process has are left out. */
const MOST_NOTES = 100;

export const VALGRIND: Dialect = {
  name: 'valgrind',
  triggers: Trigger.range,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word, free } = candidate;
    const { bytes, from, line } = cursor;
    const index = indexBefore(bytes, from, word);
    if (index < 0) return undefined;
    const heading = headingAbove(bytes, free, from);
    const prefix = PREFIX.exec(cursor.text(from, Math.min(index, from + 200)));
    // Without prefix and heading a numbered line says too little.
    if (!prefix && heading.lines === 0) return undefined;
    const rowAt = prefix ? from + prefix.index + prefix[0].length : index;
    return { reader: new ValgrindRows(heading, prefix?.[1], line - heading.lines), rowAt, headings: heading.lines };
  },
};

class ValgrindRows implements LineReader {
  private readonly sink = new RowSink(64);
  private readonly heading: ValgrindHeading;
  private readonly headingLine: number;
  private readonly segmentColumn: GrowingColumn | undefined;
  /** Rows by word, letters and mode, of which a few make all that the column says; -1 for none yet. */
  private readonly labelled = new Int32Array(WORDS.length * MOST_LETTERS * MOST_MODES).fill(-1);
  private segments = 0;

  constructor(heading: ValgrindHeading, pid: string | undefined, headingLine: number) {
    this.heading = heading;
    this.headingLine = headingLine;
    const { sink } = this;
    this.segmentColumn = sink.column('segment', '', 'other');
    const who = pid === undefined ? '' : `PID ${pid}`;
    if (pid !== undefined) sink.pid = Number(pid);
    const what = heading.lines > 0 ? `"${heading.title}"` : '';
    if (who !== '' || what !== '') sink.title = [who, what].filter((part) => part !== '').join(' ');
  }

  readLine(cursor: LineCursor): LineOutcome {
    cursor.blanks();
    if (cursor.decimal() < 0) {
      if (cursor.startsWith('>>>')) return 'last';
      return cursor.startsWith('<<< SHOW_SEGMENTS') ? 'end' : 'other';
    }
    if (!cursor.take(COLON) || !cursor.take(SPACE)) return 'other';
    this.segments++;
    const word = cursor.p + WORD <= cursor.to ? WORD_INDEX.get(wordCode(cursor.bytes, cursor.p)) : undefined;
    if (word === undefined) return { at: cursor.p, reason: `${cursor.found(cursor.p)} is no kind of segment` };
    if (word === FREE) return 'part';
    cursor.p += WORD + 1;
    return this.readSegment(cursor, word);
  }

  finish(): Reading {
    const { sink, heading, headingLine, segments } = this;
    const { assumptions } = sink;
    assumptions.add('Valgrind gives the last byte of each segment; ends here are the byte after it.');
    assumptions.add('Valgrind does not tell shared mappings of files from private ones: they are taken for private.');
    const reading = sink.finish();
    if (heading.segments === undefined || heading.segments === segments) return { ...reading, single: true };
    const reason = `the heading tells of ${heading.segments} segments, and ${segments} were read`;
    return { ...reading, problems: [{ line: headingLine, column: 1, reason }, ...reading.problems], single: true };
  }

  private readSegment(cursor: LineCursor, word: number): LineOutcome {
    const { sink } = this;
    if (cursor.hex() <= 0 || !cursor.take(DASH)) return { at: cursor.p, reason: 'the addresses are missing' };
    const { low, high } = cursor;
    const endAt = cursor.p;
    if (cursor.hex() <= 0) return { at: cursor.p, reason: 'the end address is missing' };
    let endLow = (cursor.low + 1) >>> 0;
    let endHigh = endLow === 0 ? cursor.high + 1 : cursor.high;
    if (endHigh === TWO_32) {
      endLow = endHigh = TWO_32 - 1;
      sink.assumptions.add('The last segment reaches the end of the address space; its last byte is left out here.');
    }
    if (endHigh < high || (endHigh === high && endLow <= low)) {
      return { at: endAt, reason: 'the segment ends before it starts' };
    }
    cursor.blanks();
    cursor.word();
    cursor.blanks();
    const { bytes, p } = cursor;
    const perms = p + 5 <= cursor.to ? readPerms(bytes, p) : -1;
    if (perms < 0) return { at: p, reason: `${cursor.found(p)} stands where five letters should be` };
    sink.row(low, high, endLow, endHigh, cursor.line);
    sink.perms(word === SHARED ? perms | Perm.shared : perms);
    cursor.p = p + 5;
    cursor.blanks();
    const letters = (bytes[p + 3] === LETTER_T ? 1 : 0) | (bytes[p + 4] === LETTER_H ? 2 : 0);
    let mode = 0;
    if (word === RESERVED) mode = 1 + SHRINK_MODES.findIndex((name) => cursor.startsWith(name));
    else if (word >= FIRST_FILE && word < SHARED) this.readFile(cursor);
    this.label(word, letters, mode);
    if (word === RESERVED) this.note(cursor.line, 'reserved', 'Reservation of Valgrind', 'the row says RSVN');
    else if (letters >= 2) this.note(cursor.line, 'heap', 'Heap of the program', 'the row has the letter H');
    return 'row';
  }

  /** Reads `d=0xfe00 i=341622  o=4096    (0,4)`. */
  private readFile(cursor: LineCursor): void {
    const { sink } = this;
    if (!cursor.takeText('d=') || cursor.prefixedHex() <= 0) {
      sink.problem(cursor, `${cursor.found(cursor.p)} stands where the device should be`);
      return;
    }
    // As the kernel puts them together: new_encode_dev() in include/linux/kdev_t.h.
    const device = cursor.low;
    const major = (device >>> 8) & 0xfff;
    const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
    cursor.blanks();
    const inode = cursor.takeText('i=') ? cursor.decimal() : -1;
    cursor.blanks();
    const offset = cursor.takeText('o=') ? cursor.decimal() : -1;
    cursor.blanks();
    const name = this.heading.names.get(nameNumber(cursor));
    if (!name) sink.assumptions.add('The names of some files are not in the table above the segments.');
    sink.file(major, minor, Math.max(0, inode) >>> 0, Math.floor(Math.max(0, inode) / TWO_32), name);
    if (offset >= 0) sink.offset(offset >>> 0, Math.floor(offset / TWO_32));
  }

  private note(line: number, kind: 'reserved' | 'heap', label: string, because: string): void {
    const { notes, builder, count } = this.sink;
    if (notes.length >= MOST_NOTES) return;
    const row = count - 1;
    notes.push({ start: addressAt(builder.start, row), end: addressAt(builder.end, row), label, kind, line, because });
  }

  /** `FILE`, `file T` for code that was translated, `anon H` for the heap, `RSVN SmUpper` for room that the stack may take. */
  private label(word: number, letters: number, mode: number): void {
    const { sink, segmentColumn, labelled } = this;
    const key = (word * MOST_LETTERS + letters) * MOST_MODES + mode;
    const same = labelled[key]!;
    if (same >= 0) return sink.repeatText(same, segmentColumn);
    labelled[key] = sink.count - 1;
    const parts = [(WORDS[word] ?? '').trim(), letters & 1 ? 'T' : '', letters & 2 ? 'H' : '', SHRINK_MODES[mode - 1]];
    sink.textCounter(segmentColumn, parts.filter((part) => part !== undefined && part !== '').join(' '));
  }
}

/** Where the number starts that stands before the word of a segment's addresses; -1 when no segment stands there. */
function indexBefore(bytes: Uint8Array, from: number, word: number): number {
  const colon = word - WORD - 3;
  if (colon <= from || bytes[colon] !== COLON || bytes[colon + 1] !== SPACE || bytes[word - 1] !== SPACE) return -1;
  if (!WORD_INDEX.has(wordCode(bytes, word - WORD - 1))) return -1;
  let p = colon;
  while (p > from && isDigit(bytes[p - 1])) p--;
  return p < colon ? p : -1;
}

/** The number of a name: the second one of `(0,4)`, the only one of `( 6)`. */
function nameNumber(cursor: LineCursor): number {
  if (!cursor.take(0x28)) return -1;
  cursor.blanks();
  const first = cursor.decimal();
  return cursor.take(0x2c) ? cursor.decimal() : first;
}

function wordCode(bytes: Uint8Array, p: number): number {
  return (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!;
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
