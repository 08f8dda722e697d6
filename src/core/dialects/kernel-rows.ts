/**
 * Maps and smaps inside another text: in a crash log, a mail, a bug report. The rows are the kernel's, so they are put together
 * as a clean text and read by the readers of whole files.
 */
import type { DialectName } from '../memory-map/memory-map.ts';
import { ANY_HEX, COLON, DASH, SPACE } from './bytes.ts';
import { CleanText } from './clean-text.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import { frameOf, type Frame } from './frames.ts';
import { LineCursor } from './line-cursor.ts';
import { MapsParser } from './maps.ts';
import type { Reading } from './part-parser.ts';
import { isPerms } from './perms.ts';
import { SmapsParser } from './smaps.ts';

/** Widths at which terminals and mail programs break lines. */
const WIDTHS = new Set([72, 76, 78, 79, 80, 100, 120, 132]);

export const KERNEL_ROWS: Dialect = {
  name: 'maps',
  triggers: Trigger.range,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (!isRow(cursor)) return undefined;
    const { frame, headings } = frameOf(candidate);
    const escaped = isEscaped(cursor);
    return { reader: new KernelRows(frame), rowAt: word, headings, escaped };
  },
};

class KernelRows implements LineReader {
  dialect: DialectName = 'maps';
  private readonly frame: Frame | undefined;
  private readonly text = new CleanText();
  private readonly row = new LineCursor();
  /** The start of the row before, and whether other lines came after it. */
  private low = 0;
  private high = 0;
  private gap = false;
  private rows = 0;
  /** The width of the row before, when its name could go on in the next line; 0 when it could not. */
  private width = 0;
  private nameless = false;

  constructor(frame: Frame | undefined) {
    this.frame = frame;
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { row } = this;
    cursor.blanks();
    if (cursor.atEnd) {
      this.gap = true;
      return 'other';
    }
    row.use(cursor.bytes, cursor.p, cursor.to, cursor.line, cursor.lineStart);
    const from = row.p;
    if (isRange(row)) return this.takeRow(row, from);
    row.p = from;
    if (this.rows > 0 && !this.gap && isCounter(row)) {
      this.dialect = 'smaps';
      this.text.add(row);
      this.width = 0;
      return 'part';
    }
    if (this.frame?.footer?.test(row.text(from, Math.min(row.to, from + 80))) === true) return 'last';
    if (this.goesOn(row)) return 'part';
    this.gap = true;
    this.width = 0;
    return 'other';
  }

  finish(whole: Uint8Array): Reading {
    const { text, frame } = this;
    const bytes = text.finish();
    const parser = this.dialect === 'smaps' ? new SmapsParser(bytes.length) : new MapsParser(bytes.length);
    parser.add(bytes);
    const reading = parser.finish();
    const { line } = reading.regions;
    for (let i = 0; i < line.length; i++) line[i] = text.sourceLine(line[i]!);
    const mapped = { ...reading, problems: reading.problems.map((problem) => text.sourceProblem(problem)) };
    if (frame && this.dialect === 'maps') this.dialect = frame.dialect;
    return frame?.complete?.(whole, mapped) ?? mapped;
  }

  private takeRow(row: LineCursor, from: number): LineOutcome {
    // After other lines, addresses that do not go on are those of another map.
    row.p = from;
    row.hex();
    const below = row.high < this.high || (row.high === this.high && row.low <= this.low);
    if (this.gap && below && this.rows > 0) return 'end';
    this.low = row.low;
    this.high = row.high;
    this.gap = false;
    this.rows++;
    this.width = row.to - row.lineStart;
    this.nameless = isNameless(row);
    this.text.add(row);
    return 'row';
  }

  /** Takes a line that is the rest of the row before, broken by a terminal or a mail program. */
  private goesOn(row: LineCursor): boolean {
    if (this.width === 0 || this.gap) return false;
    const first = row.bytes[row.from];
    if (this.nameless && (first === 0x2f || first === 0x5b)) {
      this.text.join(row, ' ');
      this.width = 0;
      return true;
    }
    if (this.nameless || !WIDTHS.has(this.width)) return false;
    this.text.join(row, '');
    this.width = row.to - row.lineStart;
    return true;
  }
}

/** Goes over a range of hex numbers and the blank behind it. */
function isRange(cursor: LineCursor): boolean {
  if (cursor.hex() < 4 || !cursor.take(DASH)) return false;
  return cursor.hex() >= 4 && cursor.take(SPACE);
}

/** Goes over the header of a row up to its device. */
function isRow(cursor: LineCursor): boolean {
  if (!isRange(cursor)) return false;
  cursor.blanks();
  const { bytes, p } = cursor;
  if (bytes[p + 4] !== SPACE || !isPerms(bytes, p)) return false;
  cursor.p = p + 4;
  cursor.blanks();
  if (cursor.hex() <= 0 || cursor.blanks() === 0) return false;
  return cursor.hex() > 0 && cursor.byte() === COLON;
}

/** True when a row that starts at the cursor's `from` has nothing behind its inode. */
function isNameless(row: LineCursor): boolean {
  row.p = row.from;
  for (let field = 0; field < 5; field++) {
    row.word();
    row.blanks();
  }
  return row.atEnd;
}

/** True for `Rss:   4 kB`, `VmFlags: rd ex`, `Name:   [anon:x]`: what smaps prints, and few logs do. */
function isCounter(cursor: LineCursor): boolean {
  const { bytes, from, to } = cursor;
  const first = bytes[from]!;
  if (first < 0x41 || first > 0x5a) return false;
  let p = from + 1;
  while (p < to && p - from < 40 && isKeyLetter(bytes[p]!)) p++;
  if (bytes[p] !== COLON || p >= to) return false;
  cursor.p = p + 1;
  cursor.blanks();
  if (cursor.byte() === 0x5b) return true;
  const value = cursor.p;
  if (cursor.decimal() >= 0) {
    cursor.blanks();
    return cursor.atEnd || cursor.startsWith('kB');
  }
  // Some regions of Android kernels have no flags at all.
  return (value === to || cursor.word() === 2) && cursor.text(from, p) === 'VmFlags';
}

function isKeyLetter(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f
  );
}

/** True when the two characters `\n` and another row follow in the same line. */
function isEscaped(cursor: LineCursor): boolean {
  const { bytes, to } = cursor;
  for (let p = cursor.p; p < to - 2 && p < cursor.p + 5000; p++) {
    if (bytes[p] === 0x5c && bytes[p + 1] === 0x6e) return ANY_HEX[bytes[p + 2]!]! >= 0 || bytes[p + 2] === 0x22;
  }
  return false;
}
