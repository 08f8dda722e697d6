/**
 * Files of many processes that one cat printed one after the other. How they are told apart holds against processes that choose
 * their names and arguments to look like the files of others.
 */
import { isDigit } from '../../core/memory-map/digit.ts';
import { byteString, bytesOf } from '../byte-string.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const DIGIT_0 = 0x30;

/** A name in a stat line has 63 bytes at most (a kernel thread's; 15 for programs), and what follows it is longer than that. */
const LONGEST_NAME = 63;
/** Fields after the name that every kernel since 2.6 prints (proc_pid_stat(5)). */
const FEWEST_FIELDS = 40;

/** What the list reads of a process each time. */
export interface StatLines {
  readonly pid: number;
  /** The stat line. */
  readonly bytes: Uint8Array;
  /** The second number of statm; undefined when the process ended before it was read. */
  readonly residentPages: number | undefined;
}

/**
 * The lines in the stat files of many processes, each followed by its statm. A name may hold anything, also a newline or a made-up line, but its length is
 * limited by the kernel, and after it come numbers only: so the last `)` within that length ends it.
 * @returns undefined when that does not come out, or a process stands there twice
 */
export function joinedStats(bytes: Uint8Array): StatLines[] | undefined {
  const all: StatLines[] = [];
  const seen = new Set<number>();
  for (let at = 0; at < bytes.length;) {
    let open = at;
    let pid = 0;
    for (; isDigit(bytes[open]); open++) pid = pid * 10 + (bytes[open] ?? 0) - DIGIT_0;
    if (open === at || bytes[open] !== SPACE || bytes[open + 1] !== OPEN || seen.has(pid)) return undefined;
    let close = open + 2 + LONGEST_NAME;
    while (close > open + 1 && bytes[close] !== CLOSE) close--;
    const end = close > open + 1 ? endOfFields(bytes, close + 1) : -1;
    if (end < 0) return undefined;
    const next = endOfStatm(bytes, end);
    const residentPages = next > end ? residentIn(bytes, end, next) : undefined;
    all.push({ pid, bytes: bytes.subarray(at, end), residentPages });
    seen.add(pid);
    at = next;
  }
  return all;
}

/** The stat file of one process, of which it is known where it ends, followed by its statm. */
export function statLines(pid: number, bytes: Uint8Array): StatLines {
  const from = bytes.lastIndexOf(NEWLINE, -2) + 1;
  return endOfStatm(bytes, from) === bytes.length
    ? { pid, bytes: bytes.subarray(0, from), residentPages: residentIn(bytes, from, bytes.length) }
    : { pid, bytes, residentPages: undefined };
}

function residentIn(bytes: Uint8Array, from: number, to: number): number | undefined {
  const pages = /^\d+ (\d{1,15}) /.exec(byteString(bytes, from, to))?.[1];
  return pages === undefined ? undefined : Number(pages);
}

/** Where the statm that starts here ends: numbers on a line; `from` when there is none, but another stat line or the end. */
function endOfStatm(bytes: Uint8Array, from: number): number {
  for (let at = from; isDigit(bytes[at]) || bytes[at] === SPACE; at++) if (bytes[at + 1] === NEWLINE) return at + 2;
  return from;
}

/** Where the line ends whose fields start here: a state letter, then numbers; -1 when there is something else. */
function endOfFields(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== SPACE) return -1;
  let fields = 1;
  for (let at = from + 2; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === NEWLINE) return fields < FEWEST_FIELDS ? -1 : at + 1;
    if (byte === SPACE) fields++;
    else if (!isDigit(byte) && byte !== 0x2d) return -1;
  }
  return -1;
}

/** The status files of many processes. The kernel escapes newlines in the one name they hold, so a line is always its own. */
export function joinedStatuses(bytes: Uint8Array): Map<number, Uint8Array> {
  const statuses = new Map<number, Uint8Array>();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = '\nName:\t';
  for (let at = 0; at < bytes.length;) {
    const next = text.indexOf(head, at);
    const end = next < 0 ? bytes.length : next + 1;
    const pid = /^Pid:\t(\d+)$/m.exec(text.toString('latin1', at, end))?.[1];
    if (pid !== undefined) statuses.set(Number(pid), bytes.subarray(at, end));
    at = end;
  }
  return statuses;
}

/**
 * The command lines of many processes, before each of which stands a word on a line. They may hold anything, the word as well:
 * then there are more of them than there should be.
 * @param pids the processes that were asked for, in their order
 * @returns undefined when the number of words does not come out
 */
export function joinedCommandLines(
  bytes: Uint8Array,
  word: string,
  pids: readonly number[],
): Map<number, Uint8Array> | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = bytesOf(`${word}\n`);
  const starts: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) starts.push(at);
  if (starts.length !== pids.length || (starts[0] ?? 0) !== 0) return undefined;
  return new Map(
    pids.map((pid, i) => [pid, bytes.subarray((starts[i] ?? 0) + mark.length, starts[i + 1] ?? bytes.length)]),
  );
}

/** The process IDs in a list of the far shell; a pattern that matched nothing stands there as it was. */
export function pidsIn(text: string): number[] {
  return text
    .split(/\s+/)
    .filter((word) => /^\d+$/.test(word))
    .map(Number);
}
