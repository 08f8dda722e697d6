/** Reads the arguments and the result of a call as strace prints them (its src/mem.c, src/util.c). */
import { ANY_HEX, SPACE } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Span } from './row-sink.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LESS = 0x3c;
const GREATER = 0x3e;
const COMMA = 0x2c;
const CLOSE = 0x29;
const BAR = 0x7c;
const DASH = 0x2d;
const EQUALS = 0x3d;

/** A number, `NULL` or an address; NaN when none stands there. Numbers past 2^53 are rounded: whole pages are exact. */
export function numberAt(cursor: LineCursor): number {
  if (cursor.prefixedHex() > 0) return cursor.value;
  if (cursor.takeText('NULL')) return 0;
  const isNegative = cursor.take(DASH);
  const value = cursor.decimal();
  return value < 0 ? Number.NaN : isNegative ? -value : value;
}

/** Goes over a comma and the blank behind it, and over what `-X verbose` prints before it. */
export function comma(cursor: LineCursor): boolean {
  if (cursor.take(COMMA)) {
    cursor.blanks();
    return true;
  }
  skipArgument(cursor);
  if (!cursor.take(COMMA)) return false;
  cursor.blanks();
  return true;
}

/** The bits of flags: words joined by bars, or a number. Words that are not in the table are 0. */
export function flagsAt(cursor: LineCursor, table: ReadonlyMap<number, number>): number {
  const { bytes, to } = cursor;
  const first = bytes[cursor.p]!;
  if (first >= 0x30 && first <= 0x39) return numberAt(cursor);
  let bits = 0;
  let p = cursor.p;
  while (p < to) {
    let hash = 0;
    let byte = bytes[p]!;
    while (IS_WORD[byte] === 1) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      byte = ++p < to ? bytes[p]! : COMMA;
    }
    bits |= table.get(hash) ?? 0;
    if (byte !== BAR) break;
    p++;
  }
  cursor.p = p;
  return bits;
}

/** A table of words for `flagsAt`, and of names of calls for `hashAt`. */
export function wordTable<Value>(values: Readonly<Record<string, Value>>): ReadonlyMap<number, Value> {
  return new Map(Object.entries(values).map(([word, value]) => [hashOf(word), value]));
}

/** The hash of the word at the cursor; the cursor goes behind it. */
export function hashAt(cursor: LineCursor): number {
  const { bytes, to } = cursor;
  let { p } = cursor;
  let hash = 0;
  while (p < to && IS_WORD[bytes[p]!] === 1) hash = (Math.imul(hash, 31) + bytes[p++]!) | 0;
  cursor.p = p;
  return hash;
}

/** Goes over the rest of an argument: up to its comma, or the bracket that ends them all. */
export function skipArgument(cursor: LineCursor): void {
  const { bytes, to } = cursor;
  let depth = 0;
  let p = cursor.p;
  for (; p < to; p++) {
    const byte = bytes[p]!;
    if (byte === QUOTE) p = endOfString(bytes, p, to);
    else if (byte === 0x28 || byte === 0x5b || byte === 0x7b) depth++;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE)) break;
    else if (byte === CLOSE || byte === 0x5d || byte === 0x7d) depth--;
  }
  cursor.p = p;
}

/**
 * The result behind the arguments; what is left of them is skipped. NaN for a call that failed or did not return.
 * The cursor is then behind the number, at the path that -y prints.
 */
export function resultAt(cursor: LineCursor): number {
  while (!cursor.atEnd && cursor.byte() !== CLOSE) {
    skipArgument(cursor);
    if (!cursor.take(COMMA)) break;
  }
  if (!cursor.take(CLOSE)) return Number.NaN;
  cursor.blanks();
  if (!cursor.take(EQUALS)) return Number.NaN;
  cursor.blanks();
  const value = cursor.byte() === DASH ? Number.NaN : numberAt(cursor);
  return value;
}

/** Unescaped texts of a line. */
export class TextReader {
  private bytes = new Uint8Array(4096);
  private length = 0;

  /** The quoted string at the cursor; undefined when there is none. It holds until the next one is read. */
  string(cursor: LineCursor): Span | undefined {
    if (!cursor.take(QUOTE)) return undefined;
    const { bytes, p, to } = cursor;
    const end = endOfString(bytes, p - 1, to);
    this.unescape(bytes, p, end);
    cursor.p = Math.min(to, end + 1);
    // A string that strace cut short is no name.
    return cursor.takeText('...') ? undefined : this.read();
  }

  /** The path that -y prints behind a descriptor: `3</usr/lib/libc.so.6>`; undefined when there is none. */
  path(cursor: LineCursor): Span | undefined {
    if (!cursor.take(LESS)) return undefined;
    const { bytes, p, to } = cursor;
    let end = p;
    // Brackets inside a path are printed as \74 and \76; -yy adds `<char 226:0>`.
    while (end < to && bytes[end] !== GREATER && bytes[end] !== LESS) end++;
    this.unescape(bytes, p, end);
    let next = end;
    for (let open = 1; next < to && open > 0; next++) {
      if (bytes[next] === LESS) open++;
      else if (bytes[next] === GREATER) open--;
    }
    cursor.p = next;
    if (cursor.takeText('(deleted)')) for (const letter of ' (deleted)') this.push(letter.charCodeAt(0));
    return this.length === 0 ? undefined : this.read();
  }

  private read(): Span {
    return { bytes: this.bytes, from: 0, to: this.length };
  }

  private unescape(bytes: Uint8Array, from: number, to: number): void {
    this.length = 0;
    for (let p = from; p < to; p++) {
      const byte = bytes[p]!;
      if (byte !== BACKSLASH) this.push(byte);
      else p = this.pushEscape(bytes, p + 1, to);
    }
  }

  /** Undoes an escape of C; gives the place of its last character. */
  private pushEscape(bytes: Uint8Array, p: number, to: number): number {
    const letter = bytes[p] ?? BACKSLASH;
    let value = LETTERS.get(letter) ?? letter;
    let last = p;
    if (letter === 0x78) {
      value = 0;
      for (last = p; last - p < 2 && last + 1 < to && ANY_HEX[bytes[last + 1]!]! >= 0; last++) {
        value = value * 16 + ANY_HEX[bytes[last + 1]!]!;
      }
    } else if (isOctal(letter)) {
      value = letter - 0x30;
      for (; last - p < 2 && last + 1 < to && isOctal(bytes[last + 1]!); last++)
        value = value * 8 + bytes[last + 1]! - 0x30;
    }
    // The kernel shows a newline in a name so, and names here are the kernel's.
    if (value === 0x0a) for (const part of '\\012') this.push(part.charCodeAt(0));
    else this.push(value & 0xff);
    return last;
  }

  private push(byte: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(2 * this.bytes.length);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length++] = byte;
  }
}

const LETTERS = new Map(Object.entries({ n: 10, t: 9, r: 13, f: 12, v: 11 }).map(([k, v]) => [k.charCodeAt(0), v]));

/** The place of the quote that ends a string whose first one is at `p`. */
function endOfString(bytes: Uint8Array, p: number, to: number): number {
  let end = p + 1;
  while (end < to && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
  return Math.min(end, to);
}

function isOctal(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x37;
}

/** The bytes of names of calls and flags. */
const IS_WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
  return hash;
}

/** True when nothing but blanks stands between the cursor and the bracket that ends the arguments. */
export function atLastArgument(cursor: LineCursor): boolean {
  const { bytes, to } = cursor;
  let { p } = cursor;
  while (p < to && bytes[p] === SPACE) p++;
  return bytes[p] === CLOSE && p < to;
}

/** The bytes of a span, a character each. */
export function latin1({ bytes, from, to }: Span): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
