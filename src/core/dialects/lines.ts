/** The lines of a map inside a larger text, one after the other, without what a log or a mail puts before them. */
import { lineEnd, RETURN } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import { LinePrefix } from './line-prefix.ts';

const ESCAPE = 0x1b;
/** So many bytes are searched for an escape character at a time: a block must not search the text behind it. */
const STRETCH = 4096;

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
  /** No escape character stands between the start of the line and here. */
  private plainTo = 0;

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
  }

  next(cursor: LineCursor): boolean {
    const { bytes } = this;
    const from = this.end;
    if (from >= bytes.length) return false;
    const newline = lineEnd(bytes, from);
    this.end = Math.min(bytes.length, newline + 1);
    const to = this.returns && newline > from && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    const content = this.prefix.skip(bytes, from, to);
    if (this.hasEscape(content, to)) {
      const plain = withoutColours(bytes.subarray(content, to));
      cursor.use(plain, 0, plain.length, this.endLine++);
    } else cursor.use(bytes, content, to, this.endLine++, from);
    return true;
  }

  private hasEscape(from: number, to: number): boolean {
    const { bytes } = this;
    let place = Math.max(from, this.plainTo);
    while (place < to && bytes[place] !== ESCAPE) {
      const end = Math.min(bytes.length, place + STRETCH);
      const found = bytes.subarray(place, end).indexOf(ESCAPE);
      place = found < 0 ? end : place + found;
    }
    this.plainTo = place;
    return place < to;
  }
}

/** The bytes without the colour codes of a terminal (`ESC [ … m` and `ESC [ K`). */
function withoutColours(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === ESCAPE && bytes[i + 1] === 0x5b) {
      let end = i + 2;
      while (end < bytes.length && end < i + 16 && (isDigit(bytes[end]!) || bytes[end] === 0x3b)) end++;
      if (bytes[end] === 0x6d || bytes[end] === 0x4b) {
        i = end;
        continue;
      }
    }
    out[length++] = bytes[i]!;
  }
  return out.subarray(0, length);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
