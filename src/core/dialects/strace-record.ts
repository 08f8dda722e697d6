/**
 * A line of strace's output up to its call: `[pid 26972] 14:13:54.851817 mmap(`, with `26972 ` in files, and with what -r, -tt,
 * -ttt, -n, -i and -Y put there.
 */
import { isDigit } from '../memory-map/digit.ts';
import { COLON, SPACE } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';

/** What a line is. */
export type RecordKind =
  /** A call and its result: the cursor is at its name. */
  | 'call'
  /** `<... mmap resumed>) = 0`: the cursor is behind `<... `. */
  | 'resumed'
  /** `--- SIGCHLD {…} ---`, the stack that -k prints, and what strace says itself. */
  | 'note'
  /** `+++ exited with 0 +++` */
  | 'exit'
  /** Not strace's. */
  | 'none';

export interface RecordHead {
  kind: RecordKind;
  /** -1 when the line does not tell. */
  pid: number;
}

const OPEN = 0x28;
const BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LESS = 0x3c;
const GREATER = 0x3e;
const DOT = 0x2e;
const PLUS = 0x2b;
const DASH = 0x2d;
/** `[pid 4194304<a long name>]`. */
const LONGEST_BRACKET = 48;

/** Reads the start of a line into `head`; the cursor goes to what follows it. */
export function readRecordHead(cursor: LineCursor, head: RecordHead): void {
  const { bytes, to } = cursor;
  head.pid = -1;
  head.kind = 'none';
  let sawTime = false;
  for (;;) {
    cursor.blanks();
    const { p } = cursor;
    const byte = p < to ? bytes[p]! : -1;
    if (isDigit(byte)) {
      const number = cursor.decimal();
      const next = cursor.byte();
      if (next === COLON || next === DOT) {
        cursor.word();
        sawTime = true;
      } else if (head.pid < 0 && !sawTime && (next === SPACE || next === LESS)) {
        if (next === LESS && !skipTo(cursor, GREATER)) return;
        head.pid = number;
      } else return;
    } else if (byte === BRACKET) {
      if (cursor.takeText('[pid ')) {
        cursor.blanks();
        head.pid = cursor.decimal();
      }
      if (!skipTo(cursor, CLOSE_BRACKET)) return;
    } else {
      head.kind = kindAt(cursor, byte);
      return;
    }
  }
}

function kindAt(cursor: LineCursor, byte: number): RecordKind {
  if (isNameStart(byte)) {
    if (isName(cursor)) return 'call';
    return cursor.startsWith('strace: ') || cursor.startsWith('Process ') ? 'note' : 'none';
  }
  if (byte === LESS) return cursor.takeText('<... ') ? 'resumed' : 'none';
  if (byte === PLUS) return cursor.takeText('+++ ') ? 'exit' : 'none';
  if (byte === DASH) return cursor.startsWith('--- ') ? 'note' : 'none';
  return byte === GREATER && cursor.startsWith('> /') ? 'note' : 'none';
}

/** True when the name of a call stands at the cursor: letters up to a bracket. */
function isName(cursor: LineCursor): boolean {
  const { bytes, to } = cursor;
  let { p } = cursor;
  while (p < to && isNameByte(bytes[p]!)) p++;
  return bytes[p] === OPEN && p < to;
}

function skipTo(cursor: LineCursor, wanted: number): boolean {
  const { bytes, p } = cursor;
  const to = Math.min(cursor.to, p + LONGEST_BRACKET);
  for (let i = p; i < to; i++) {
    if (bytes[i] !== wanted) continue;
    cursor.p = i + 1;
    return true;
  }
  return false;
}

/** Where a record starts, given where its call's name starts: before pids and times, behind the prefix of a log. */
export function recordStart(cursor: LineCursor, name: number): number {
  const { bytes, from } = cursor;
  let start = name;
  for (;;) {
    let p = start;
    while (p > from && bytes[p - 1] === SPACE) p--;
    const end = p;
    while (p > from && bytes[p - 1] !== SPACE) p--;
    if (end === p) return p;
    // `[pid` and its number are two words.
    if (!isHeadWord(cursor.text(p, end))) return start;
    start = p;
  }
}

function isHeadWord(word: string): boolean {
  return /^(?:\[pid|\[?[\d:.?]{1,20}(?:<[^<>]{0,32}>)?\]?|\[|\[[0-9a-f]{8,16}\])$/.test(word);
}

function isNameStart(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === 0x50 || byte === 0x5f;
}

function isNameByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || isDigit(byte) || byte === 0x5f;
}
