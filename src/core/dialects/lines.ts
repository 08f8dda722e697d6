/** The lines of a map inside a larger text, one after the other, without what a log or a mail puts before them. */
import { NEWLINE, RETURN } from './bytes.ts';
import { ESCAPE, withoutColours } from './colours.ts';
import { ControlBytes } from './control-bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import { LinePrefix } from './line-prefix.ts';

export interface Lines {
  /** Puts the cursor on the next line; false when there is none. */
  next(cursor: LineCursor): boolean;
  /** Where the text goes on behind the line that `next` gave last: after its newline, or after the end of its string. */
  readonly end: number;
  /** The number of the line in which `end` lies. */
  readonly endLine: number;
  /** Has a reader read the lines that follow, as many as it takes at a time; gives how many. Absent where lines are put together. */
  run?(reader: RunReader, most: number): number;
}

/** Where a run of lines may start. */
export interface RunStart {
  readonly bytes: Uint8Array;
  /** Where the first line starts, and its number. */
  readonly from: number;
  readonly line: number;
  /** Whether lines end in CR LF. */
  readonly returns: boolean;
}

/** How many lines were read, and where the next one starts. */
export interface Run {
  readonly lines: number;
  readonly end: number;
}

/** Takes lines many at a time. */
export interface RunReader {
  /**
   * Reads lines behind a row that are rows too; a reader that cannot has no such method. Nothing stands before the rows but blanks.
   * @param most how many lines, about
   */
  readRun?(start: RunStart, most: number): Run;
}

/** What stands before the first row in its line. */
export interface PrefixSpan {
  readonly from: number;
  readonly to: number;
}

/** Ordinary lines. */
export class TextLines implements Lines {
  end: number;
  endLine: number;
  private readonly bytes: Uint8Array;
  private readonly prefix: LinePrefix;
  private readonly returns: boolean;
  /** Nothing but blanks stands before any row. */
  private readonly isPlain: boolean;
  private readonly controls: ControlBytes;

  /**
   * @param from where the first line starts
   * @param line its number
   * @param returns whether lines end in CR LF
   */
  constructor(bytes: Uint8Array, from: number, prefix: PrefixSpan, line: number, returns: boolean) {
    this.bytes = bytes;
    this.end = from;
    this.endLine = line;
    this.returns = returns;
    this.controls = new ControlBytes(bytes);
    this.prefix = new LinePrefix(bytes, prefix.from, prefix.to);
    this.isPlain = this.prefix.isPlain;
  }

  run(reader: RunReader, most: number): number {
    if (!reader.readRun || !this.prefix.isNone) return 0;
    const { bytes, end: from, endLine: line, returns } = this;
    const { lines, end } = reader.readRun({ bytes, from, line, returns }, most);
    this.end = end;
    this.endLine += lines;
    return lines;
  }

  next(cursor: LineCursor): boolean {
    const { bytes } = this;
    const from = this.end;
    if (from >= bytes.length) return false;
    // One pass for all that is looked for: a search for each would take as long.
    const { length } = bytes;
    let hasEscape = false;
    let hasZero = false;
    let newline = from - 1;
    for (;;) {
      newline = this.controls.next(newline + 1);
      if (newline >= length) break;
      const byte = bytes[newline]!;
      if (byte === NEWLINE) break;
      if (byte === ESCAPE) hasEscape = true;
      else if (byte === 0) hasZero = true;
    }
    this.end = Math.min(length, newline + 1);
    let to = newline;
    // Serial consoles make two of one CR.
    if (this.returns) while (to > from && bytes[to - 1] === RETURN) to--;
    const line = this.endLine++;
    if (hasEscape) {
      const plain = withoutColours(bytes.subarray(from, to));
      cursor.use(plain, this.prefix.skip(plain, 0, plain.length), plain.length, line, 0);
      return true;
    }
    const content = this.isPlain ? from : this.prefix.skip(bytes, from, to);
    // A buffer may be filled up with NULs.
    if (hasZero) while (to > content && bytes[to - 1] === 0) to--;
    cursor.use(bytes, content, to, line, from);
    return true;
  }
}
