/** What a process is called. */
import { byteString, bytesOf } from '../byte-string.ts';
import { printableBytes } from '../printable-bytes.ts';

/** The kernel keeps 15 bytes of a program's name (`TASK_COMM_LEN` in include/linux/sched.h). */
const CUT_AT = 15;
/** Arguments in which the full name is looked for: a script's name stands after its interpreter and the flags. */
const LOOKED_AT = 4;
/** Longer command lines are cut: nobody reads more, and the list stays small. */
const LONGEST_COMMAND = 4096;

/** Name and command line as they are shown; both safe to print. */
export interface DisplayName {
  readonly name: string;
  readonly command: string;
}

/**
 * Names a process by its `comm` and completes it from the command line where the kernel cut it. Where the program
 * renamed its main thread (`MainThread`), the program's own name is the one people know.
 * @param commandLine `/proc/PID/cmdline`: arguments that end in NUL each
 */
export function displayName(commBytes: Uint8Array, commandLine: Uint8Array): DisplayName {
  const comm = byteString(commBytes);
  const own = printableBytes(commBytes);
  const args = splitArguments(commandLine);
  const command = args.map((arg) => printableBytes(arg)).join(' ');
  const first = args[0];
  if (!first) return { name: own, command };
  const bases = args.slice(0, LOOKED_AT).map(baseName);
  const match = bases.find((base) => base === comm || (comm.length >= CUT_AT && base.startsWith(comm)));
  if (match !== undefined) return { name: printableBytes(bytesOf(firstWords(match))), command };
  // A first argument with blanks is a title the program wrote (`nginx: worker process`), not a path.
  const program = bases[0] ?? '';
  const renamed =
    program !== '' && !program.includes(' ') && !first.includes(0x20) && !comm.startsWith(program.slice(0, CUT_AT));
  return { name: renamed ? printableBytes(bytesOf(program)) : own, command };
}

/** A title that a program wrote over its arguments goes on after its name: only the word that was cut is completed. */
function firstWords(base: string): string {
  const blank = base.indexOf(' ', CUT_AT);
  return blank < 0 ? base : base.slice(0, blank);
}

function splitArguments(commandLine: Uint8Array): Uint8Array[] {
  let end = Math.min(commandLine.length, LONGEST_COMMAND);
  // Not in the middle of a UTF-8 character.
  while (end < commandLine.length && end > 0 && ((commandLine[end] ?? 0) & 0xc0) === 0x80) end--;
  const bytes = commandLine.subarray(0, end);
  // Programs that write a title pad the rest of their argument area with NUL or blanks.
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
  const args: Uint8Array[] = [];
  for (let from = 0; from < end;) {
    const nul = bytes.indexOf(0, from);
    const to = nul < 0 || nul > end ? end : nul;
    args.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return args;
}

/** The last part of a path, a character a byte; the dash that marks a login shell's first argument is no part of it. */
function baseName(arg: Uint8Array, index: number): string {
  const text = byteString(arg);
  return text.slice(Math.max(text.lastIndexOf('/') + 1, index === 0 && text.startsWith('-') ? 1 : 0));
}
