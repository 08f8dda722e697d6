/**
 * A cursor over one line of a text, for dialects that are read a line at a time. Numbers come as two 32-bit words or as
 * doubles: a bigint for each would cost more than all the rest of a line.
 */
import { viewOf } from '../memory-map/view.ts';
import { ANY_HEX, excerpt, hasZeroByte, latin1, SPACE, TAB } from './bytes.ts';
import { anyHexWord } from './hex-word.ts';
import type { Word } from './word.ts';

const TWO_32 = 4294967296;
/** 2^64. */
const MOST = TWO_32 * TWO_32;
const DIGIT_0 = 0x30;
const LETTER_X = 0x78;
const BLANKS = 0x20202020;
const ABOVE_BLANK = 0x21212121;
const EVERY_TOP_BIT = 0x80808080;
const EVERY_BYTE = 0x01010101;
/** Puts digits into groups, on Android. */
const GROUPING = 0x27;
/** Four more digits than these fit into 64 bits. */
const FEW_DIGITS = 12;

export class LineCursor {
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the line starts in `bytes`, with what stands before it. */
  lineStart = 0;
  /** The line without what stands before it (a log's prefix) and without its line end: from `from` up to `to`. */
  from = 0;
  to = 0;
  /** Where the cursor is; the place of a fault. */
  p = 0;
  /** Number of the line in the source, from 1. */
  line = 1;
  /** The words of the number that `hex` or `prefixedHex` read last. */
  low = 0;
  high = 0;
  /** Of `viewed`, which is made anew for other bytes. */
  private view: DataView = viewOf(this.bytes);
  private viewed: Uint8Array | undefined;

  /** Puts the cursor on the start of a line. @param lineStart where its prefix starts; a fault's column counts from there */
  use(bytes: Uint8Array, from: number, to: number, line: number, lineStart = from): void {
    this.bytes = bytes;
    this.lineStart = lineStart;
    this.from = from;
    this.to = to;
    this.p = from;
    this.line = line;
  }

  /** Back to the start of the line. */
  restart(): void {
    this.p = this.from;
  }

  get atEnd(): boolean {
    return this.p >= this.to;
  }

  /** The byte at the cursor, -1 at the end of the line. */
  byte(): number {
    return this.p < this.to ? this.bytes[this.p]! : -1;
  }

  /** Skips blanks and tabs; gives how many. */
  blanks(): number {
    const { bytes, to } = this;
    const from = this.p;
    let p = from;
    if (bytes[p + 1] === SPACE) {
      const view = this.viewed === bytes ? this.view : this.look(bytes);
      while (p + 4 <= to && view.getInt32(p, true) === BLANKS) p += 4;
    }
    while (p < to && (bytes[p] === SPACE || bytes[p] === TAB)) p++;
    this.p = p;
    return p - from;
  }

  /** Goes over one byte, when it is this one. */
  take(byte: number): boolean {
    if (this.p >= this.to || this.bytes[this.p] !== byte) return false;
    this.p++;
    return true;
  }

  /** Goes over an ASCII text, when the line goes on with it. */
  takeText(text: string): boolean {
    const { bytes, p } = this;
    if (this.to - p < text.length) return false;
    for (let i = 0; i < text.length; i++) if (bytes[p + i] !== text.charCodeAt(i)) return false;
    this.p = p + text.length;
    return true;
  }

  /** As `takeText`, for words that every row has. */
  takeWord(word: Word): boolean {
    const { bytes, p } = this;
    if (this.to - p < word.length) return false;
    const view = this.viewed === bytes ? this.view : this.look(bytes);
    if (!word.isAt(bytes, view, p)) return false;
    this.p = p + word.length;
    return true;
  }

  /** Goes over what stands in the same bytes above this line from one place up to another, when the line goes on with it. */
  takeAgain(from: number, to: number): boolean {
    const { bytes, p: start } = this;
    const end = start + to - from;
    if (end > this.to || to > this.lineStart) return false;
    const view = this.viewed === bytes ? this.view : this.look(bytes);
    let p = start;
    let there = from;
    for (; p + 4 <= end; p += 4, there += 4) if (view.getInt32(p, true) !== view.getInt32(there, true)) return false;
    for (; p < end; p++, there++) if (bytes[p] !== bytes[there]) return false;
    this.p = end;
    return true;
  }

  /** True when the rest of the line starts with an ASCII text; does not move. */
  startsWith(text: string): boolean {
    const { p } = this;
    const found = this.takeText(text);
    this.p = p;
    return found;
  }

  /**
   * Reads hex digits of either case into `high` and `low`, over the `'` that groups digits on Android.
   * @returns how many digits there are; 0 for none, -1 when the number needs more than 64 bits
   */
  hex(): number {
    const { bytes, to } = this;
    const view = this.viewed === bytes ? this.view : this.look(bytes);
    let high = 0;
    let low = 0;
    let digits = 0;
    let p = this.p;
    for (;;) {
      for (let group: number; digits <= FEW_DIGITS && p + 4 <= to; p += 4, digits += 4) {
        if ((group = anyHexWord(view.getInt32(p, true))) < 0) break;
        high = (high << 16) | (low >>> 16);
        low = (low << 16) | group;
      }
      for (let digit: number; p < to && (digit = ANY_HEX[bytes[p]!]!) >= 0; p++, digits++) {
        if (high >>> 28 !== 0) return -1;
        high = (high << 4) | (low >>> 28);
        low = (low << 4) | digit;
      }
      if (digits === 0 || p + 1 >= to || bytes[p] !== GROUPING || ANY_HEX[bytes[p + 1]!]! < 0) break;
      p++;
    }
    if (digits === 0) return 0;
    this.p = p;
    this.high = high >>> 0;
    this.low = low >>> 0;
    return digits;
  }

  private look(bytes: Uint8Array): DataView {
    this.viewed = bytes;
    return (this.view = viewOf(bytes));
  }

  /** As `hex`, after `0x`; 0 and no move without it. */
  prefixedHex(): number {
    const { bytes, p } = this;
    if (p + 2 >= this.to || bytes[p] !== DIGIT_0 || (bytes[p + 1]! | 0x20) !== LETTER_X) return 0;
    this.p = p + 2;
    const digits = this.hex();
    if (digits <= 0) this.p = p;
    return digits;
  }

  /** As `hex`, with or without `0x`. */
  anyHex(): number {
    return this.prefixedHex() || this.hex();
  }

  /** The number that was read last, as a double (exact up to 2^53). */
  get value(): number {
    return this.high * TWO_32 + this.low;
  }

  /** The number that was read last. */
  get wide(): bigint {
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** A decimal number of at most 64 bits, exact up to 2^53; -1 and no move when there is none. */
  decimal(): number {
    const { bytes, to } = this;
    let value = 0;
    let p = this.p;
    for (let digit: number; p < to && (digit = bytes[p]! - DIGIT_0) >= 0 && digit <= 9; p++) value = value * 10 + digit;
    if (p === this.p || value > MOST) return -1;
    this.p = p;
    return value;
  }

  /** Goes to the end of the word at the cursor; gives its length. */
  word(): number {
    const { bytes, to } = this;
    const from = this.p;
    let p = from;
    const view = this.viewed === bytes ? this.view : this.look(bytes);
    while (p + 4 <= to && !hasBlankOrBelow(view.getInt32(p, true))) p += 4;
    while (p < to && bytes[p] !== SPACE && bytes[p] !== TAB) p++;
    this.p = p;
    return p - from;
  }

  /** True when a byte stands somewhere from one place up to another. */
  has(byte: number, from: number, to: number): boolean {
    const { bytes } = this;
    const view = this.viewed === bytes ? this.view : this.look(bytes);
    const every = byte * EVERY_BYTE;
    let p = from;
    for (; p + 4 <= to; p += 4) if (hasZeroByte(view.getInt32(p, true) ^ every)) return true;
    while (p < to && bytes[p] !== byte) p++;
    return p < to;
  }

  /** Bytes as text, a character each; for ASCII words and tests, never for names that are shown. */
  text(from = this.p, to = this.to): string {
    return latin1(this.bytes, from, to);
  }

  /** The fault that something else stands at the cursor. @param wanted what should stand there, such as `the size` */
  misplaced(wanted: string): { readonly at: number; readonly reason: string } {
    return { at: this.p, reason: `${this.found(this.p)} stands where ${wanted} should be` };
  }

  /** A few words for a fault: what stands at a place. */
  found(at: number): string {
    return at >= this.to ? 'the end of the line' : `"${excerpt(this.bytes, at, this.to, 24)}"`;
  }
}

/** True when one of four bytes is a blank or a control character. */
function hasBlankOrBelow(word: number): boolean {
  return ((word - ABOVE_BLANK) & ~word & EVERY_TOP_BIT) !== 0;
}

/** A heading or a footer shows within so many characters. */
const TELLING = 200;

/** True when an expression matches the start of the cursor's line; does not move. */
export function isHeading(cursor: LineCursor, expression: RegExp): boolean {
  return expression.test(cursor.text(cursor.from, Math.min(cursor.to, cursor.from + TELLING)));
}
