/**
 * Rows that were broken over several lines: by a terminal at its width, by a mail program at a blank or a hyphen. Tells whether a
 * line is the rest of the row before it, and what stood at the break.
 */
import { isDigit } from '../memory-map/digit.ts';
import { ANY_HEX, DASH, isBlank, lineEnd, NEWLINE, RETURN, SPACE } from './bytes.ts';

/** Widths at which terminals and mail programs break lines. */
const USUAL_WIDTHS = new Set([72, 76, 78, 79, 80, 100, 120, 132]);
/** So many lines further on, and above, show whether lines are broken at a width, and so often it is looked at in one map. */
const LINES_AROUND = 64;
const MOST_LOOKS = 6;
/** What ends a text in Markdown. */
const FENCE = '```';
/** No row is broken into more. */
const MOST_PARTS = 64;
/** The longest piece of a name that a mail program breaks off. */
const LONGEST_PIECE = 76;

/** A line without what stands before it in a log; `lineStart` is where that starts. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly lineStart: number;
  readonly from: number;
  readonly to: number;
}

/** How far a row has come. */
export type Extent = 'cut' | 'nameless' | 'named' | 'closed';

/** Whether lines are broken at a width: no, as they usually are, or as other rows show. */
type Certainty = 'no' | 'usual' | 'shown';

export class RowBreaks {
  /** How many rows were put together. */
  rows = 0;
  private extent: Extent = 'closed';
  /** The last part of the row. */
  private last: Line | undefined;
  private width = 0;
  private lastByte = 0;
  private parts = 0;
  /** How sure it is that lines are broken at a width, for those that were looked at. */
  private readonly breaksAt = new Map<number, Certainty>();

  /** A row was read. @param extent `cut` before its inode, `named` when a name follows it, `closed` when nothing can follow */
  begin(line: Line, extent: Extent): void {
    this.parts = 0;
    this.follow(line, extent);
  }

  /** The rest of a row was read. */
  goOn(line: Line, extent: Extent): void {
    if (this.parts++ === 0) this.rows++;
    this.follow(line, this.parts < MOST_PARTS ? extent : 'closed');
  }

  /** Nothing can be the rest of the row before any more. */
  close(): void {
    this.extent = 'closed';
  }

  /**
   * What stood where the row before was broken, when a line is the rest of it; undefined when it is not.
   * @param quoted whether each line is a string of a program: then the name of a row may stand in a string of its own
   */
  joint(line: Line, quoted: boolean): '' | ' ' | undefined {
    const { last } = this;
    if (this.extent === 'closed' || !last) return undefined;
    const { bytes, from, to } = line;
    if (quoted) return this.extent === 'nameless' ? ' ' : undefined;
    if (startsWith(bytes, from, Math.min(to, from + FENCE.length), FENCE) || !hasHeadOf(last, line)) return undefined;
    const atWidth = this.breakAtWidth(line, last.from - last.lineStart);
    // Nothing else shows that a sentence below a row that happens to have a usual width is the rest of its name.
    const mayBeName = this.extent !== 'named' || !hasBlank(bytes, from, to);
    if (atWidth === 'shown' || (atWidth === 'usual' && mayBeName)) return '';
    const first = bytes[from]!;
    if (this.extent === 'cut') return ' ';
    if (this.extent === 'nameless') return first === 0x2f || first === 0x5b ? ' ' : undefined;
    if (startsWith(bytes, from, to, '(deleted)')) return ' ';
    if (hasBlank(bytes, from, to) || to - from > LONGEST_PIECE) return undefined;
    const atHyphen = this.lastByte === DASH || this.lastByte === 0x2f;
    const wasBroken = this.parts > 0 && this.lastByte !== 0x5d && this.lastByte !== 0x29;
    return atHyphen || wasBroken ? '' : undefined;
  }

  private follow(line: Line, extent: Extent): void {
    const { bytes, lineStart, from, to } = line;
    this.extent = extent;
    // The cursor that is given goes on to the next line.
    this.last = { bytes, lineStart, from, to };
    this.width = to - lineStart;
    this.lastByte = to > from ? bytes[to - 1]! : 0;
  }

  private breakAtWidth(next: Line, prefix: number): Certainty {
    const { width, breaksAt } = this;
    let certainty = breaksAt.get(width);
    if (certainty === undefined && breaksAt.size < MOST_LOOKS) {
      certainty = certaintyOf(next, prefix, width);
      breaksAt.set(width, certainty);
    }
    return certainty ?? 'no';
  }
}

/** True for a line with nothing but blanks before it, and for one with the same as another line but for the digits of times. */
function hasHeadOf(line: Line, next: Line): boolean {
  const { bytes, lineStart } = next;
  const length = headOf(next);
  if (length === 0) return true;
  if (length !== headOf(line)) return false;
  for (let i = 0; i < length; i++) {
    const here = bytes[lineStart + i]!;
    const there = line.bytes[line.lineStart + i]!;
    if (here !== there && !(isDigit(here) && isDigit(there))) return false;
  }
  return true;
}

/** How many bytes stand before a line, without the blanks right before it. */
function headOf({ bytes, lineStart, from }: Line): number {
  let p = from;
  while (p > lineStart && isBlank(bytes, p - 1, p)) p--;
  return p - lineStart;
}

/**
 * How sure it is that a line goes on with the row above it, which ends at a width: not at all when a row near by is longer than
 * that and whole; for sure when a row follows what another row was broken into.
 * @param prefix how much stands before the rows
 */
function certaintyOf({ bytes, lineStart }: Line, prefix: number, width: number): Certainty {
  if (isLongerAbove(bytes, lineStart, prefix, width)) return 'no';
  let isShown = false;
  let before = 0;
  // Whether the line before is as long as a line can be, and whether it is the last piece of a row.
  let isFull = false;
  let isRest = false;
  let p = lineStart;
  for (let line = 0; line < LINES_AROUND && p < bytes.length; line++) {
    const newline = lineEnd(bytes, p);
    const length = newline - p - (bytes[newline - 1] === RETURN ? 1 : 0);
    const startsRow = startsWithRange(bytes, p + prefix);
    if (before > width && startsRow) return 'no';
    if (startsRow && isRest) isShown = true;
    isRest = !startsRow && isFull && length <= width;
    isFull = length === width && (startsRow || isRest);
    before = length;
    p = newline + 1;
  }
  return isShown ? 'shown' : USUAL_WIDTHS.has(width) ? 'usual' : 'no';
}

/** True when one of the rows above a line is longer than a width and whole: a row follows it. A blank line ends the map above. */
function isLongerAbove(bytes: Uint8Array, lineStart: number, prefix: number, width: number): boolean {
  let end = lineStart - 1;
  let isAboveRow = false;
  for (let line = 0; line < LINES_AROUND && end > 0; line++) {
    const start = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    const length = end - start - (bytes[end - 1] === RETURN ? 1 : 0);
    if (length <= prefix) return false;
    const isRow = startsWithRange(bytes, start + prefix);
    if (isRow && isAboveRow && length > width) return true;
    isAboveRow = isRow;
    end = start - 1;
  }
  return false;
}

function hasBlank(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes.subarray(from, to).includes(SPACE);
}

function startsWithRange(bytes: Uint8Array, from: number): boolean {
  let p = from;
  while ((ANY_HEX[bytes[p] ?? 0] ?? -1) >= 0 && p - from < 17) p++;
  return p - from >= 4 && bytes[p] === DASH;
}

function startsWith(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}
