/**
 * Rows that were broken over several lines: by a terminal at its width, by a mail program at a blank or a hyphen. Tells whether a
 * line is the rest of the row before it, and what stood at the break.
 */
import { ANY_HEX, DASH, lineEnd, NEWLINE, RETURN, SPACE } from './bytes.ts';

/** Widths at which terminals and mail programs break lines. */
const USUAL_WIDTHS = new Set([72, 76, 78, 79, 80, 100, 120, 132]);
/** So many lines on either side show whether lines are broken at a width, and so often it is looked at in one map. */
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

export class RowBreaks {
  /** How many rows were put together. */
  rows = 0;
  private extent: Extent = 'closed';
  private width = 0;
  private lastByte = 0;
  private parts = 0;
  /** Whether lines are broken at a width, for those that were looked at. */
  private readonly breaksAt = new Map<number, boolean>();

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
    if (this.extent === 'closed') return undefined;
    const { bytes, from, to } = line;
    if (quoted) return this.extent === 'nameless' ? ' ' : undefined;
    if (startsWith(bytes, from, Math.min(to, from + FENCE.length), FENCE)) return undefined;
    if (this.isBrokenAtWidth(line)) return '';
    const first = bytes[from]!;
    if (this.extent === 'cut') return ' ';
    if (this.extent === 'nameless') return first === 0x2f || first === 0x5b ? ' ' : undefined;
    if (startsWith(bytes, from, to, '(deleted)')) return ' ';
    if (bytes.subarray(from, to).includes(SPACE) || to - from > LONGEST_PIECE) return undefined;
    const atHyphen = this.lastByte === DASH || this.lastByte === 0x2f;
    const wasBroken = this.parts > 0 && this.lastByte !== 0x5d && this.lastByte !== 0x29;
    return atHyphen || wasBroken ? '' : undefined;
  }

  private follow({ bytes, lineStart, from, to }: Line, extent: Extent): void {
    this.extent = extent;
    this.width = to - lineStart;
    this.lastByte = to > from ? bytes[to - 1]! : 0;
  }

  private isBrokenAtWidth(next: Line): boolean {
    const { width, breaksAt } = this;
    let isBroken = breaksAt.get(width);
    if (isBroken === undefined && breaksAt.size < MOST_LOOKS) {
      isBroken = linesBreakAt(next, width);
      breaksAt.set(width, isBroken);
    }
    return isBroken === true;
  }
}

/** True when no row around is longer than a width and whole, and it is a usual one or another row is broken at it. */
function linesBreakAt({ bytes, lineStart, from }: Line, width: number): boolean {
  const prefix = from - lineStart;
  // The line that is asked about is one.
  let broken = -1;
  let before = 0;
  let wasRow = false;
  let p = lineStart;
  for (let line = 0; line < LINES_AROUND && p > 1; line++) p = bytes.lastIndexOf(NEWLINE, p - 2) + 1;
  for (let line = 0; line < 2 * LINES_AROUND && p < bytes.length; line++) {
    const newline = lineEnd(bytes, p);
    const startsRow = startsWithRange(bytes, p + prefix);
    if (before > width && wasRow && startsRow) return false;
    if (before === width && !startsRow) broken++;
    before = newline - p - (bytes[newline - 1] === RETURN ? 1 : 0);
    wasRow = startsRow;
    p = newline + 1;
  }
  return broken > 0 || USUAL_WIDTHS.has(width);
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
