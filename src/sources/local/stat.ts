/** `/proc/PID/stat`: one line of fields (`do_task_stat()` in fs/proc/array.c, proc_pid_stat(5)). */
import { byteString } from '../byte-string.ts';
import type { SmallFile } from './files.ts';

/** What is used of the line. */
export interface ProcessStat {
  /** `comm`, a character a byte: 15 at most for a program, 63 for a kernel thread, any of them but NUL. */
  readonly comm: string;
  readonly state: string;
  readonly ppid: number;
  readonly kernelThread: boolean;
  readonly threads: number;
  /** In clock ticks after boot. */
  readonly startTime: string;
  /**
   * Whether the kernel's check for reading the map passes: it prints the start of the code as 1 where it fails, and as
   * 0 where there is no memory.
   */
  readonly access: 'allowed' | 'denied' | 'no-memory';
  /** Where stack and arguments start. A program that replaces itself (execve) keeps PID and start time, but not these. */
  readonly program: string;
}

/** `PF_KTHREAD` of include/linux/sched.h, a bit of field 9. */
const KERNEL_THREAD = 0x00200000;
/** A name is shorter than this; the fields after it never hold a bracket. */
const LONGEST_NAME = 256;

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const DIGIT_0 = 0x30;

/** Takes the line in the first `length` bytes apart; undefined when it is not a stat line. */
export function parseStat(bytes: Uint8Array, length: number): ProcessStat | undefined {
  const open = bytes.indexOf(OPEN);
  if (open < 2 || open >= length) return undefined;
  // The name itself may hold `)`, so the last one ends it.
  let close = Math.min(length - 1, open + LONGEST_NAME);
  while (close > open && bytes[close] !== CLOSE) close--;
  if (close === open || close + 4 >= length) return undefined;

  const scan = new FieldScan(bytes, close + 2, length);
  const state = String.fromCharCode(bytes[scan.at] ?? 0);
  scan.skip(1);
  const ppid = scan.number();
  scan.skip(4);
  const flags = scan.number();
  scan.skip(10);
  const threads = scan.number();
  scan.skip(1);
  const startTime = scan.text();
  scan.skip(3);
  const startCode = scan.text();
  scan.skip(1);
  const startStack = scan.text();
  scan.skip(19);
  const argStart = scan.text();
  if (startTime === '' || startCode === '') return undefined;
  return {
    comm: byteString(bytes, open + 1, close),
    state,
    ppid,
    kernelThread: (flags & KERNEL_THREAD) !== 0,
    threads,
    startTime,
    access: startCode === '0' ? 'no-memory' : startCode === '1' ? 'denied' : 'allowed',
    program: `${startStack} ${argStart}`,
  };
}

/** Reads a process's line, or gives the code of the system call that failed; `EIO` when the line makes no sense. */
export function readStat(file: SmallFile, directory: string): ProcessStat | string {
  const length = file.tryRead(`${directory}/stat`);
  if (typeof length === 'string') return length;
  return parseStat(file.bytes, length) ?? 'EIO';
}

/** A cursor over fields with one blank between them. */
class FieldScan {
  at: number;
  private readonly bytes: Uint8Array;
  private readonly end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  skip(fields: number): void {
    const { bytes, end } = this;
    let p = this.at;
    for (let left = fields; left > 0 && p < end; p++) if (bytes[p] === SPACE) left--;
    this.at = p;
  }

  number(): number {
    let value = 0;
    let digit: number;
    while (this.at < this.end && (digit = (this.bytes[this.at] ?? 0) - DIGIT_0) >= 0 && digit <= 9) {
      value = value * 10 + digit;
      this.at++;
    }
    this.at++;
    return value;
  }

  text(): string {
    let text = '';
    let byte: number;
    while (this.at < this.end && (byte = this.bytes[this.at] ?? 0) > SPACE) {
      text += String.fromCharCode(byte);
      this.at++;
    }
    this.at++;
    return text;
  }
}
