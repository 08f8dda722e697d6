/**
 * Rows that stand in one line: in one string of JSON or of a program, parted by the characters `\n`; in a list of strings; in
 * HTML, parted by `<br>`. All of them have that line. JSON in JSON is one level deeper: its rows are parted by `\\n`, and it
 * ends in `\"`.
 */
import { isDigit } from '../memory-map/digit.ts';
import { ANY_HEX, DASH, latin1, NEWLINE, RETURN, SPACE, TAB } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Lines } from './lines.ts';

const BACKSLASH = 0x5c;
const QUOTES = new Set([0x22, 0x27, 0x60]);
const LESS_THAN = 0x3c;
/** What parts rows beside `\n`. */
const BREAK = /<br ?\/?>|(["'`]) {0,8}, {0,8}\1/y;
const LONGEST_BREAK = 20;
const LETTER_N = 0x6e;
const LETTER_R = 0x72;
const LETTER_T = 0x74;
const LETTER_U = 0x75;
/** A counter of smaps or its flags, below its region. */
const COUNTER = /^[A-Z][A-Za-z_]{1,39}: +(?:\d|[a-z]{2} )/;
const LONGEST_COUNTER = 60;
/** The longest row that is looked through for its end: a path has 4096 bytes at most. */
const LONGEST_ROW = 5000;

/**
 * How deep the rows of a line are escaped, when another row follows the first one in the same line: how many backslashes stand
 * before an `n` that parts them, or would; else 0.
 */
export function escapesOf(bytes: Uint8Array, rowAt: number, to: number): number {
  const most = Math.min(to, rowAt + LONGEST_ROW);
  for (let p = rowAt; p < most; p++) {
    const byte = bytes[p]!;
    if (byte === BACKSLASH) {
      const slashes = runOf(bytes, p);
      p += slashes;
      if (bytes[p] === LETTER_N) return startsWithRow(bytes, p + 1, to) || nextRow(bytes, p + 1, to) > 0 ? slashes : 0;
    } else if ((byte === LESS_THAN || QUOTES.has(byte)) && nextRow(bytes, p, to) > 0) return 1;
  }
  return 0;
}

/**
 * How deep a string is escaped that holds a row and goes on behind it with other lines, when it starts at the row or has a line
 * before it: as `escapesOf` gives it for rows of the kernel, and for those of any dialect; else 0.
 */
export function escapesAround(bytes: Uint8Array, from: number, rowAt: number, to: number): number {
  let before = rowAt;
  while (before > from && (bytes[before - 1] === SPACE || bytes[before - 1] === TAB)) before--;
  const isLineStart = bytes[before - 1] === LETTER_N && bytes[before - 2] === BACKSLASH;
  if (before === from || !(isLineStart || QUOTES.has(bytes[before - 1]!))) return 0;
  const p = bytes.subarray(0, Math.min(to, rowAt + LONGEST_ROW)).indexOf(BACKSLASH, rowAt);
  if (p < 0) return 0;
  const slashes = runOf(bytes, p);
  const next = bytes[p + slashes + 1] ?? NEWLINE;
  const goesOn = bytes[p + slashes] === LETTER_N && p + slashes + 1 < to && next !== BACKSLASH && !QUOTES.has(next);
  return goesOn ? slashes : 0;
}

/** Where the next row starts, when a `<br>` or the end of a string in a list stands at a place; else 0. */
function nextRow(bytes: Uint8Array, p: number, to: number): number {
  BREAK.lastIndex = 0;
  const parted = BREAK.exec(latin1(bytes, p, Math.min(to, p + LONGEST_BREAK)));
  return parted && startsWithRow(bytes, p + parted[0].length, to) ? p + parted[0].length : 0;
}

export class EscapedLines implements Lines {
  end: number;
  readonly endLine: number;
  private readonly bytes: Uint8Array;
  private readonly to: number;
  private readonly quote: number;
  private readonly depth: number;
  private ended = false;

  /**
   * @param rowAt where the first row starts
   * @param to where the line ends that holds all rows
   * @param line its number
   * @param depth how many backslashes stand before an `n` that parts rows
   */
  constructor(bytes: Uint8Array, rowAt: number, to: number, line: number, depth: number) {
    this.bytes = bytes;
    this.to = to;
    this.end = rowAt;
    this.endLine = line;
    this.depth = depth;
    const before = bytes[rowAt - 1] ?? 0;
    this.quote = QUOTES.has(before) ? before : 0x22;
  }

  next(cursor: LineCursor): boolean {
    const { bytes, to, depth, quote } = this;
    if (this.ended || this.end >= to) return false;
    const row: number[] = [];
    let p = this.end;
    for (;;) {
      const byte = p < to ? bytes[p]! : NEWLINE;
      if (byte !== BACKSLASH) {
        const next = byte === quote || byte === LESS_THAN ? nextRow(bytes, p, to) : 0;
        if (next > 0) {
          p = next;
          break;
        }
        p++;
        this.ended = byte === quote || byte === NEWLINE;
        if (this.ended) break;
        row.push(byte);
        continue;
      }
      const slashes = runOf(bytes, p);
      const letter = bytes[p + slashes] ?? NEWLINE;
      p += slashes;
      if (letter === quote && slashes < depth) {
        this.ended = true;
        break;
      }
      if (letter === LETTER_N && slashes === depth) {
        // The lines of a list may have their ends (`readlines()` of Python).
        p = nextRow(bytes, p + 1, to) || p + 1;
        break;
      }
      p = unescape(bytes, p, slashes, depth, row);
    }
    this.end = Math.min(p, bytes.length);
    if (row.at(-1) === RETURN) row.pop();
    cursor.use(Uint8Array.from(row), 0, row.length, this.endLine);
    return true;
  }
}

const encoder = new TextEncoder();

/** Adds what an escape stands for, given the place of its letter; gives the place behind it. */
function unescape(bytes: Uint8Array, p: number, slashes: number, depth: number, row: number[]): number {
  const letter = bytes[p]!;
  // A backslash of the row itself is doubled once a level.
  for (let left = slashes; left >= 2 * depth; left -= 2 * depth) row.push(BACKSLASH);
  if (slashes % (2 * depth) !== depth) return p;
  if (letter === LETTER_U) return unescapeUnit(bytes, p, depth, row);
  if (letter === LETTER_R || letter === LETTER_T) row.push(letter === LETTER_R ? RETURN : TAB);
  else if (isDigit(letter)) row.push(BACKSLASH, letter);
  else row.push(letter);
  return p + 1;
}

/** Adds the character of `uXXXX`, or of two of them that are a surrogate pair. */
function unescapeUnit(bytes: Uint8Array, from: number, depth: number, row: number[]): number {
  const unitAt = (at: number): number => {
    const unit = bytes[at] === LETTER_U ? String.fromCharCode(...bytes.subarray(at + 1, at + 5)) : '';
    return /^[0-9a-fA-F]{4}$/.test(unit) ? Number.parseInt(unit, 16) : -1;
  };
  const first = unitAt(from);
  if (first < 0) return from;
  const second = (first & 0xfc00) === 0xd800 && runOf(bytes, from + 5) === depth ? unitAt(from + 5 + depth) : -1;
  const isPair = (second & 0xfc00) === 0xdc00;
  row.push(...encoder.encode(isPair ? String.fromCharCode(first, second) : String.fromCharCode(first)));
  return from + 5 + (isPair ? depth + 5 : 0);
}

/** How many backslashes stand in a row. */
function runOf(bytes: Uint8Array, from: number): number {
  let p = from;
  while (bytes[p] === BACKSLASH) p++;
  return p - from;
}

/** True when a row of maps, or of the counters below it, starts at a place. */
function startsWithRow(bytes: Uint8Array, from: number, to: number): boolean {
  return startsWithRange(bytes, from, to) || COUNTER.test(latin1(bytes, from, Math.min(to, from + LONGEST_COUNTER)));
}

function startsWithRange(bytes: Uint8Array, from: number, to: number): boolean {
  let p = from;
  while (p < to && p < from + 16 && ANY_HEX[bytes[p]!]! >= 0) p++;
  return p > from && bytes[p] === DASH;
}
