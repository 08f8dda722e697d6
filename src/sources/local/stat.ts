/** `/proc/PID/stat`: one line of fields (`do_task_stat()` in fs/proc/array.c, proc_pid_stat(5)). */
import type { SmallFile } from './files.ts';

/**
 * What is used of the line. Numbers only: a list reads a thousand of these lines, and a string for each field would
 * cost more than the system calls.
 */
export interface ProcessStat {
  /** `comm` stands from here to `commEnd` in the bytes: 15 bytes at most for a program, 63 for a kernel thread. */
  readonly comm: number;
  readonly commEnd: number;
  /** The code of the state letter. */
  readonly state: number;
  readonly ppid: number;
  readonly kernelThread: boolean;
  readonly threads: number;
  /** In clock ticks after boot. */
  readonly startTime: number;
  /**
   * Whether the kernel's check for reading the map passes: it prints the start of the code as 1 where it fails, and as
   * 0 where there is no memory. Where only the main thread has ended that is not told, and counts as `allowed`.
   */
  readonly access: 'allowed' | 'denied' | 'no-memory';
  /**
   * A hash of where code and stack start. A program that replaces itself (execve) keeps PID and start time, but not
   * these, because their places are random.
   */
  readonly program: number;
}

/** Z has ended and waits for its parent; X is being taken away (proc_pid_stat(5)). */
const STATE_Z = 0x5a;
const STATE_X = 0x58;

/** True for a process whose main thread has ended. Its other threads may run on. */
export function isZombie({ state }: Pick<ProcessStat, 'state'>): boolean {
  return state === STATE_Z || state === STATE_X;
}

/** True for a process whose main thread has ended, and whose others run on: they have the memory. */
export function runsOn(stat: Pick<ProcessStat, 'state' | 'threads'>): boolean {
  return isZombie(stat) && stat.threads > 1;
}

/** `PF_KTHREAD` of include/linux/sched.h, a bit of field 9. */
const KERNEL_THREAD = 0x00200000;
/** A name is shorter than this; the fields after it never hold a bracket. */
const LONGEST_NAME = 256;

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const DIGIT_0 = 0x30;

/** The last field that is looked at. */
const START_STACK = 28;
/** Where each field after the name starts in the line that is being read, by its number in proc_pid_stat(5). */
const fieldAt = new Int32Array(START_STACK + 1);

/** Takes the line in the first `length` bytes apart; undefined when it is not a stat line. */
export function parseStat(bytes: Uint8Array, length: number): ProcessStat | undefined {
  let open = 0;
  while (open < length && bytes[open] !== OPEN) open++;
  // The name itself may hold `)`, so the last one ends it.
  let close = Math.min(length - 1, open + LONGEST_NAME);
  while (close > open && bytes[close] !== CLOSE) close--;
  if (open < 2 || close <= open) return undefined;

  let field = 3;
  fieldAt[field] = close + 2;
  for (let p = close + 2; p < length && field < START_STACK; p++) if (bytes[p] === SPACE) fieldAt[++field] = p + 1;
  if (field < START_STACK) return undefined;
  const startCode = numberAt(bytes, fieldAt[26]!);
  const state = bytes[close + 2] ?? 0;
  const ppid = numberAt(bytes, fieldAt[4]!);
  const threads = numberAt(bytes, fieldAt[20]!);
  const startTime = numberAt(bytes, fieldAt[22]!);
  // No kernel prints more: saved and far files may hold anything.
  if (!Number.isSafeInteger(ppid + threads + startTime)) return undefined;
  const hasMemory = startCode !== 0 || runsOn({ state, threads });
  return {
    comm: open + 1,
    commEnd: close,
    state,
    ppid,
    kernelThread: (numberAt(bytes, fieldAt[9]!) & KERNEL_THREAD) !== 0,
    threads,
    startTime,
    access: startCode === 1 ? 'denied' : hasMemory ? 'allowed' : 'no-memory',
    program: hashAt(bytes, fieldAt[START_STACK]!, hashAt(bytes, fieldAt[26]!, 0)),
  };
}

/** Reads a process's line, or gives the code of the system call that failed; `EIO` when the line makes no sense. */
export function readStat(file: SmallFile, directory: string): ProcessStat | string {
  const length = file.tryRead(`${directory}/stat`);
  if (typeof length === 'string') return length;
  return parseStat(file.bytes, length) ?? 'EIO';
}

function numberAt(bytes: Uint8Array, from: number): number {
  let value = 0;
  for (let p = from, byte = bytes[p]!; byte >= DIGIT_0; byte = bytes[++p]!) value = value * 10 + (byte - DIGIT_0);
  return value;
}

function hashAt(bytes: Uint8Array, from: number, seed: number): number {
  let hash = seed;
  for (let p = from; bytes[p]! >= DIGIT_0; p++) hash = (Math.imul(hash, 31) + bytes[p]!) | 0;
  return hash;
}
