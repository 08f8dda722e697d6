/** `/proc/PID/status`: a line a field (`proc_pid_status()` in fs/proc/array.c, proc_pid_status(5)). */
import { isDigit } from '../../core/memory-map/digit.ts';

/** What the process list needs of it. */
export interface ProcessStatus {
  /** The process that it is a thread of: itself, unless this is a thread's. */
  readonly tgid: number | undefined;
  /** Effective user ID, the second number of `Uid`. */
  readonly uid: number | undefined;
  /** `VmRSS` in kB; undefined when there is no such line: the process has no memory of its own. */
  readonly rss: number | undefined;
  /** `Kthread: 1`; not printed by Linux 6.1, printed by 6.12. */
  readonly kernelThread: boolean;
  /** `NSpid` has more than one number: it runs in a PID namespace below the reader's, as most containers do. */
  readonly inPidNamespace: boolean;
}

const NEWLINE = 0x0a;
const DIGIT_0 = 0x30;

const TGID_HEAD = word('Tgid');
const UID = word('Uid:');
const VM_RSS_HEAD = word('VmRS');
const KTHREAD_HEAD = word('Kthr');
const NS_PID_HEAD = word('NSpi');
/** `Threads` follows the memory fields: nothing after it is wanted. */
const THREADS_HEAD = word('Thre');

/** Takes the first `length` bytes apart. The process's name stands escaped in `Name`, so a line is a field. */
export function parseStatus(bytes: Uint8Array, length: number): ProcessStatus {
  let tgid: number | undefined;
  let uid: number | undefined;
  let rss: number | undefined;
  let kernelThread = false;
  let inPidNamespace = false;
  for (let p = 0; p + 4 < length;) {
    const head = (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!;
    if (head === UID) uid = numberAt(bytes, afterNumber(bytes, p + 4, length), length);
    else if (head === TGID_HEAD) tgid = numberAt(bytes, p + 5, length);
    else if (head === KTHREAD_HEAD) kernelThread = numberAt(bytes, p + 8, length) === 1;
    else if (head === NS_PID_HEAD) {
      inPidNamespace = numberAt(bytes, afterNumber(bytes, p + 6, length), length) !== undefined;
    } else if (head === VM_RSS_HEAD) {
      rss = numberAt(bytes, p + 6, length);
      break;
    } else if (head === THREADS_HEAD) break;
    while (p < length && bytes[p] !== NEWLINE) p++;
    p++;
  }
  return { tgid, uid, rss, kernelThread, inPidNamespace };
}

/** The value of a field as text, from `status` or another file of the same form; undefined when there is none. */
export function statusField(text: string, key: string): string | undefined {
  const from = text.startsWith(`${key}:`) ? 0 : text.indexOf(`\n${key}:`) + 1;
  if (from === 0 && !text.startsWith(`${key}:`)) return undefined;
  const end = text.indexOf('\n', from);
  return text.slice(from + key.length + 1, end < 0 ? undefined : end).trim();
}

/** The first number at or after `p` on the same line. */
function numberAt(bytes: Uint8Array, p: number, length: number): number | undefined {
  let at = p;
  while (at < length && !isDigit(bytes[at]) && bytes[at] !== NEWLINE) at++;
  if (at >= length || bytes[at] === NEWLINE) return undefined;
  let value = 0;
  for (; at < length && isDigit(bytes[at]); at++) value = value * 10 + (bytes[at] ?? 0) - DIGIT_0;
  // No kernel prints more: saved and far files may hold anything.
  return Number.isSafeInteger(value) ? value : undefined;
}

function afterNumber(bytes: Uint8Array, p: number, length: number): number {
  let at = p;
  while (at < length && !isDigit(bytes[at]) && bytes[at] !== NEWLINE) at++;
  while (at < length && isDigit(bytes[at])) at++;
  return at;
}

function word(text: string): number {
  return (text.charCodeAt(0) << 24) | (text.charCodeAt(1) << 16) | (text.charCodeAt(2) << 8) | text.charCodeAt(3);
}
