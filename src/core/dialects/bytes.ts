/** The characters that maps text is made of, and tables to read its numbers. */

export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
export const SPACE = 0x20;
export const TAB = 0x09;
export const DASH = 0x2d;
export const COLON = 0x3a;
export const EQUALS = 0x3d;

/** Value of a lower-case hex digit, -1 for any other byte: the kernel prints lower case only. */
export const LOWER_HEX = hexTable('0123456789abcdef');

/** Value of a hex digit in either case, -1 for any other byte. */
export const ANY_HEX = hexTable('0123456789abcdefABCDEF');

function hexTable(digits: string): Int8Array {
  const table = new Int8Array(256).fill(-1);
  for (const digit of digits) table[digit.charCodeAt(0)] = Number.parseInt(digit, 16);
  return table;
}

/** True when there are only blanks and tabs. */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (bytes[p] !== SPACE && bytes[p] !== TAB) return false;
  return true;
}

/** The end of the line that starts at `from`: the place of its newline, or the end of the bytes. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline < 0 ? bytes.length : newline;
}

/**
 * The line that stands a number of lines above the one that starts at `from`, without its line end; empty when it would start
 * before `free`.
 */
export function lineAbove(
  bytes: Uint8Array,
  from: number,
  free: number,
  distance: number,
): { readonly from: number; readonly to: number } {
  let start = from;
  let to = from;
  for (let i = 0; i < distance; i++) {
    if (start <= free) return { from: free, to: free };
    to = start - 1;
    start = to;
    while (start > free && bytes[start - 1] !== NEWLINE) start--;
  }
  if (to > start && bytes[to - 1] === RETURN) to--;
  return { from: start, to };
}

/** Where the text starts: after a UTF-8 byte order mark, when there is one. */
export function textStart(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** How many lines tell how lines end: one pathname may end in a CR by itself, several in a row hardly do. */
const LINES_THAT_TELL = 4;

/**
 * True when lines end in CR LF, as the first few tell. In a file with LF ends a CR before the newline belongs to the pathname,
 * because the kernel escapes only `\n`.
 */
export function hasReturns(bytes: Uint8Array): boolean {
  let from = 0;
  for (let line = 0; line < LINES_THAT_TELL; line++) {
    const newline = bytes.indexOf(NEWLINE, from);
    if (newline < 0) return line > 0;
    if (newline === from || bytes[newline - 1] !== RETURN) return false;
    from = newline + 1;
  }
  return true;
}

/** The numbers of the first and the last line of a text that are not blank, from 1. */
export function filledLines(bytes: Uint8Array): { readonly first: number; readonly last: number } {
  let from = textStart(bytes);
  while (from < bytes.length && isSpace(bytes[from]!)) from++;
  let to = bytes.length;
  while (to > from && isSpace(bytes[to - 1]!)) to--;
  const first = 1 + newlines(bytes, 0, from);
  return { first, last: first + newlines(bytes, from, to) };
}

function newlines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let p = bytes.indexOf(NEWLINE, from); p >= 0 && p < to; p = bytes.indexOf(NEWLINE, p + 1)) count++;
  return count;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === NEWLINE || byte === RETURN;
}

/** True when the line at a place ends in CR LF: the lines of one block of a text end alike. */
export function endsInReturn(bytes: Uint8Array, from: number): boolean {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline > from && bytes[newline - 1] === RETURN;
}

/** True when the first line ends in CR CR LF. */
export function hasDoubledReturns(bytes: Uint8Array): boolean {
  const newline = bytes.indexOf(NEWLINE);
  return newline > 1 && bytes[newline - 1] === RETURN && bytes[newline - 2] === RETURN;
}

/** True when one of the four bytes of a word is 0. Of a word and four times a byte, exclusively or-ed: when it holds that byte. */
export function hasZeroByte(word: number): boolean {
  return ((word - 0x01010101) & ~word & 0x80808080) !== 0;
}

/** The bytes of a text that `latin1` made, and of ASCII. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A few of the bytes as text that is safe to show on one line: what is not printable ASCII becomes `\xNN`. */
export function excerpt(bytes: Uint8Array, from: number, to: number, most = 40): string {
  let text = '';
  const end = Math.min(to, from + most);
  for (let i = from; i < end; i++) {
    const byte = bytes[i] ?? 0;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return to > end ? `${text}…` : text;
}

const decoder = new TextDecoder();

/** Bytes as text: UTF-8, with U+FFFD for what is none. */
export function utf8Text(bytes: Uint8Array, from: number, to: number): string {
  if (to - from <= SHORT_TEXT) {
    let text = '';
    let p = from;
    for (; p < to && bytes[p]! < 0x80; p++) text += String.fromCharCode(bytes[p]!);
    if (p === to) return text;
  }
  return decoder.decode(bytes.subarray(from, to));
}

/** Up to so many bytes are faster put together one by one. */
const SHORT_TEXT = 24;

/** Bytes as text, a character each: for words, headings and expressions, never for names that are shown. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > SHORT_TEXT) {
    let p = from;
    while (p < to && bytes[p]! < 0x80) p++;
    if (p === to) return utf8Text(bytes, from, to);
  }
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
