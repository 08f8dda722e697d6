/** The lines of a map inside a larger text, one after the other, without what a log or a mail puts before them. */
import { lineEnd, RETURN } from './bytes.ts';
import { ESCAPE, withoutColours } from './colours.ts';
import type { LineCursor } from './line-cursor.ts';
import { LinePrefix } from './line-prefix.ts';
import { NextByte } from './next-byte.ts';

export interface Lines {
  /** Puts the cursor on the next line; false when there is none. */
  next(cursor: LineCursor): boolean;
  /** Where the text goes on behind the line that `next` gave last: after its newline, or after the end of its string. */
  readonly end: number;
  /** The number of the line in which `end` lies. */
  readonly endLine: number;
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
  private readonly escapes: NextByte;
  private readonly zeros: NextByte;

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
    this.prefix = new LinePrefix(bytes, prefix.from, prefix.to);
    this.escapes = new NextByte(bytes, ESCAPE);
    this.zeros = new NextByte(bytes, 0);
  }

  next(cursor: LineCursor): boolean {
    const { bytes } = this;
    const from = this.end;
    if (from >= bytes.length) return false;
    const newline = lineEnd(bytes, from);
    this.end = Math.min(bytes.length, newline + 1);
    let to = newline;
    // Serial consoles make two of one CR.
    if (this.returns) while (to > from && bytes[to - 1] === RETURN) to--;
    const line = this.endLine++;
    if (this.escapes.before(from, to) < to) {
      const plain = withoutColours(bytes.subarray(from, to));
      cursor.use(plain, this.prefix.skip(plain, 0, plain.length), plain.length, line, 0);
      return true;
    }
    const content = this.prefix.skip(bytes, from, to);
    // A buffer may be filled up with NULs.
    if (this.zeros.before(content, to) < to) while (to > content && bytes[to - 1] === 0) to--;
    cursor.use(bytes, content, to, line, from);
    return true;
  }
}
