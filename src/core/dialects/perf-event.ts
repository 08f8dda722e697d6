/**
 * The events of `perf script --show-mmap-events --show-task-events` that concern memory (`perf_event__fprintf_mmap2()` and its
 * like in tools/perf/util/event.c).
 */
import { isDigit } from '../memory-map/digit.ts';
import { SPACE, TAB } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import { Word } from './word.ts';

export type PerfEventName = 'MMAP2' | 'MMAP' | 'COMM' | 'FORK' | 'EXIT';

const RECORD = new Word('PERF_RECORD_');
const LETTER_P = 0x50;
const COLON = 0x3a;
const DOT = 0x2e;
const SLASH = 0x2f;
/** What stands before a record: a command, pids, a processor and a time. */
const LONGEST_HEAD = 200;
const NAMES = (['MMAP2', 'MMAP', 'COMM', 'FORK', 'EXIT'] as const).map((name) => ({ name, word: new Word(name) }));

/** Finds the events of one text after the other: most stand in the same column as the one before. */
export class EventFinder {
  /** Where the record of the last event starts, and how far that is from the start of its line. */
  at = 0;
  private column = 0;

  /** The event of a line; the cursor goes behind it. Undefined when it is none that matters. */
  find(cursor: LineCursor): PerfEventName | undefined {
    const { bytes, from } = cursor;
    cursor.p = from + this.column;
    if (bytes[cursor.p] === LETTER_P && cursor.takeWord(RECORD)) return this.nameAt(cursor, from + this.column);
    const to = Math.min(cursor.to, from + LONGEST_HEAD);
    for (let p = from; p < to; p++) {
      if (bytes[p] !== LETTER_P) continue;
      cursor.p = p;
      if (cursor.takeWord(RECORD)) return this.nameAt(cursor, p);
    }
    return undefined;
  }

  private nameAt(cursor: LineCursor, at: number): PerfEventName | undefined {
    this.at = at;
    this.column = at - cursor.from;
    for (const { name, word } of NAMES) if (cursor.takeWord(word)) return name;
    return undefined;
  }
}

/** True for a sample and the calls below it, which stand between events: `true 6577 [002] 6225.6: 1 cpu-clock: …`. */
export function isSample(cursor: LineCursor): boolean {
  const { bytes, from, to } = cursor;
  if (bytes[from] === TAB || bytes[from] === SPACE) {
    cursor.restart();
    cursor.blanks();
    if (cursor.hex() > 0 && cursor.byte() === SPACE) return true;
  }
  // The time: digits, a dot, six digits or nine, a colon.
  const end = Math.min(to, from + LONGEST_HEAD);
  for (let p = from + 1; p < end; p++) {
    if (bytes[p] !== DOT || !isDigit(bytes[p - 1])) continue;
    let digits = p + 1;
    while (digits < end && isDigit(bytes[digits])) digits++;
    if (digits - p > 6 && bytes[digits] === COLON) return true;
  }
  return false;
}

/** Reads `6573/6573` or `6573:6573`; gives the first number, NaN when there are not two. */
export function pidAt(cursor: LineCursor): number {
  cursor.take(0x28);
  const isKernel = cursor.take(0x2d);
  const pid = cursor.decimal();
  if (pid < 0 || !(cursor.take(SLASH) || cursor.take(COLON)) || cursor.decimal() < 0) return Number.NaN;
  cursor.take(0x29);
  return isKernel ? -pid : pid;
}

/** What stands between a command and its event: pids, the processor, the time. */
const HEAD = /^\s*(.*?)\s+\d{1,10}(?:\/\d{1,10})?\s+(?:\[-?\d{1,6}\]\s+)?\d{1,10}\.\d{6,9}:\s*$/;

/** perf pads the command to so many columns, and the kernel keeps one character less (TASK_COMM_LEN). */
const COMMAND_COLUMNS = 16;

/** The command at the start of a line, as bytes; where it starts; empty when the line does not tell. */
export class Command {
  bytes = new Uint8Array(0);
  private at = 0;

  /** Reads the command of a line, whose record starts at `record`. It mostly is that of the line before. */
  read({ bytes, from }: LineCursor, record: number): void {
    if (this.stands(bytes, from)) return;
    let head = '';
    for (let i = from; i < record; i++) head += String.fromCharCode(bytes[i]!);
    const column = HEAD.exec(head)?.[1] ?? '';
    // What stands further left is the head of a log's line.
    const command = column.slice(-COMMAND_COLUMNS).trimStart();
    this.at = head.length - head.trimStart().length + column.length - command.length;
    this.bytes = bytes.slice(from + this.at, from + this.at + command.length);
  }

  private stands(bytes: Uint8Array, from: number): boolean {
    const start = from + this.at;
    const { length } = this.bytes;
    if (length === 0 || bytes[start + length] !== SPACE) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== this.bytes[i]) return false;
    return this.at === 0 || bytes[start - 1] === SPACE;
  }
}
