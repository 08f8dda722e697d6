/** Texts with the escapes of C, as strace and V8 print names. */
import { ANY_HEX } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Span } from './row-sink.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Reads texts with the escapes of C, one at a time: each holds until the next one is read. */
export class EscapedText {
  private bytes = new Uint8Array(4096);
  private length = 0;

  /** The quoted string at the cursor; undefined when there is none. */
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

  /** The text between two places. */
  between(bytes: Uint8Array, from: number, to: number): Span {
    if (!hasEscape(bytes, from, to)) return { bytes, from, to };
    this.unescape(bytes, from, to);
    return this.read();
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
export function endOfString(bytes: Uint8Array, p: number, to: number): number {
  let end = p + 1;
  while (end < to && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
  return Math.min(end, to);
}

function isOctal(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x37;
}

/** True when a backslash stands there. */
function hasEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (bytes[p] === BACKSLASH) return true;
  return false;
}
