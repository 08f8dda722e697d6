/** Reads the arguments and the result of a call as strace prints them (its src/mem.c, src/util.c). */
import { isDigit } from '../memory-map/digit.ts';
import { DASH, EQUALS } from './bytes.ts';
import { endOfString } from './escaped-text.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Span } from './row-sink.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const CLOSE = 0x29;
const BAR = 0x7c;

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
  if (isDigit(first)) return numberAt(cursor);
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

/** The bytes of names of calls and flags. */
const IS_WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
  return hash;
}

/** The bytes of a span, a character each. */
export function latin1({ bytes, from, to }: Span): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
