/** The lines of a map inside a larger text, one after the other, without what a log, a mail or a JSON string puts around them. */
import { lineEnd, NEWLINE, RETURN } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import { LinePrefix } from './line-prefix.ts';

const ESCAPE = 0x1b;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const LETTER_N = 0x6e;
/** So many bytes are searched for an escape character at a time: a block must not search the text behind it. */
const STRETCH = 4096;

export interface Lines {
  /** Puts the cursor on the next line; false when there is none. */
  next(cursor: LineCursor): boolean;
  /** Where the line that `next` gave last ends in the text: after its newline. */
  readonly end: number;
}

/** Ordinary lines. */
export class TextLines implements Lines {
  end: number;
  private readonly bytes: Uint8Array;
  private readonly prefix: LinePrefix;
  private readonly returns: boolean;
  private line: number;
  /** No escape character stands between the start of the line and here. */
  private plainTo = 0;

  /**
   * @param from where the line of the first row starts
   * @param rowAt where the row itself starts in it
   * @param line its number
   */
  constructor(bytes: Uint8Array, from: number, rowAt: number, line: number, returns: boolean) {
    this.bytes = bytes;
    this.end = from;
    this.line = line;
    this.returns = returns;
    this.prefix = new LinePrefix(bytes, from, rowAt);
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
      cursor.use(plain, 0, plain.length, this.line++);
    } else cursor.use(bytes, content, to, this.line++, from);
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

/** Rows in one JSON string, parted by the two characters `\n`. All of them have the line of the string. */
export class EscapedLines implements Lines {
  end: number;
  private readonly bytes: Uint8Array;
  private readonly line: number;
  private p: number;

  /** @param rowAt where the first row starts @param to where the line of text ends that holds all rows */
  constructor(bytes: Uint8Array, rowAt: number, to: number, line: number) {
    this.bytes = bytes.subarray(0, to);
    this.p = rowAt;
    this.end = Math.min(bytes.length, to + 1);
    this.line = line;
  }

  next(cursor: LineCursor): boolean {
    const { bytes } = this;
    if (this.p >= bytes.length || bytes[this.p] === QUOTE) return false;
    const row: number[] = [];
    let p = this.p;
    for (; p < bytes.length && bytes[p] !== QUOTE; p++) {
      if (bytes[p] !== BACKSLASH) row.push(bytes[p]!);
      else if (bytes[p + 1] === LETTER_N) break;
      else p = unescape(bytes, p, row);
    }
    this.p = bytes[p] === BACKSLASH ? p + 2 : p;
    cursor.use(Uint8Array.from(row), 0, row.length, this.line);
    return true;
  }
}

/** The letters after a backslash in JSON that stand for one byte (RFC 8259, section 7). */
const LETTERS: Readonly<Record<string, number>> = { b: 8, f: 12, r: 13, t: 9 };
const encoder = new TextEncoder();

/** Undoes the escape at `p`; gives the place of its last character. */
function unescape(bytes: Uint8Array, p: number, row: number[]): number {
  const letter = String.fromCharCode(bytes[p + 1] ?? BACKSLASH);
  if (letter !== 'u') {
    row.push(LETTERS[letter] ?? letter.charCodeAt(0));
    return p + 1;
  }
  const units: number[] = [];
  for (; bytes[p] === BACKSLASH && bytes[p + 1] === 0x75 && units.length < 2; p += 6) {
    units.push(Number.parseInt(String.fromCharCode(...bytes.subarray(p + 2, p + 6)), 16) || 0xfffd);
    if ((units[0]! & 0xfc00) !== 0xd800) {
      p += 6;
      break;
    }
  }
  row.push(...encoder.encode(String.fromCharCode(...units)));
  return p - 1;
}

/**
 * The bytes without the colour codes of a terminal (`ESC [ … m` and `ESC [ K`). Who colours a text also ends the colour: where
 * no code does, the escape characters are of a pathname.
 */
export function withoutColours(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let ends = false;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === ESCAPE && bytes[i + 1] === 0x5b) {
      let end = i + 2;
      while (end < bytes.length && end < i + 16 && (isDigit(bytes[end]!) || bytes[end] === 0x3b)) end++;
      if (bytes[end] === 0x6d || bytes[end] === 0x4b) {
        ends ||= isReset(bytes, i + 2, end);
        i = end;
        continue;
      }
    }
    out[length++] = bytes[i]!;
  }
  return ends ? out.subarray(0, length) : bytes;
}

/** True for the parameters of a code that ends a colour: none, zeros, or 39, the colour of plain text. */
function isReset(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from === 2 && bytes[from] === 0x33 && bytes[from + 1] === 0x39) return true;
  for (let i = from; i < to; i++) if (bytes[i] !== 0x30 && bytes[i] !== 0x3b) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** True when the lines of a text end in CR LF around a place: the lines of one block end alike. */
export function endsInReturn(bytes: Uint8Array, from: number): boolean {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline > from && bytes[newline - 1] === RETURN;
}
