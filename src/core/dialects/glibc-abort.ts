/**
 * Abort messages of glibc before 2.26 (__libc_message() in sysdeps/posix/libc_fatal.c): what is wrong and with which pointer, a
 * backtrace, and the map.
 */
import type { CompleteReading } from './frame.ts';
import type { Reading } from './part-parser.ts';
import { baseName, linesAbove, shown, type Report } from './report.ts';

/** `*** Error in `./a.out': free(): invalid pointer: 0x… ***`; before 2.18 `*** glibc detected *** ./a.out: … ***`. */
const MESSAGE = /\*\*\* (?:Error in|glibc detected \*\*\*) [`']?([^`':]{1,300})'?: (.{1,200})/;
const POINTER = /: 0x([0-9a-f]{1,16})\b/;
const WANTED = /^.{0,300}\*\*\* (?:Error in|glibc detected)/gm;

/** Tells the program, and points at the pointer that glibc complains of. */
export function completeGlibcAbort(report: Report, reading: Reading): CompleteReading {
  let last: { readonly message: RegExpExecArray; readonly line: number } | undefined;
  for (const { text, line } of linesAbove(report, WANTED)) {
    const message = MESSAGE.exec(text);
    if (message) last = { message, line };
  }
  if (!last) return { reading, dialect: 'glibc-abort' };
  const [, program = '', complaint = ''] = last.message;
  const pointer = POINTER.exec(complaint)?.[1];
  const mark = { address: BigInt(`0x${pointer ?? '0'}`), label: shown(complaint.split(':')[0]!), line: last.line };
  return {
    reading: { ...reading, title: shown(baseName(program)), ...(pointer === undefined ? {} : { marks: [mark] }) },
    dialect: 'glibc-abort',
  };
}
