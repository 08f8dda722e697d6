/**
 * Fatal error logs of the JVM (hs_err_pidN.log; src/hotspot/share/utilities/vmError.cpp). Under `Dynamic libraries:` they have the
 * kernel's map, and elsewhere the addresses of what the JVM made: its heap, code cache, class space and the stacks of its threads.
 */
import type { Architecture, Problem } from '../memory-map/memory-map.ts';
import type { Mark, Note } from '../memory-map/notes.ts';
import type { CompleteReading } from './frame.ts';
import { HsErrNotes, NAMES } from './hs-err-notes.ts';
import type { Reading } from './part-parser.ts';
import { registerMarks, registersOf, type Register } from './registers.ts';
import { baseName, lastLine, linesAbove, linesBelow, processTitle, type Report } from './report.ts';

const PROCESS = /^#.{0,200}\bpid=(\d{1,10}), tid=/;
/** Under the map. */
const COMMAND = /^java_command: (\S{1,1000})/;
const COMMAND_REACH = 16_384;
const TOTAL = /^Total number of mappings: (\d{1,9})/;
const PLATFORM = /\blinux-([a-z0-9_]{2,12})(?: [a-z]{1,10})?\)/;
const REGISTERS = /^ {0,2}[A-Za-z]\w{1,5} ?=0x/;
/** Most lines of a log say nothing of addresses of interest; these do. */
const TELLING = new RegExp(
  String.raw`^(?:#|siginfo:|Polling page:|Narrow klass base:| {0,2}[A-Za-z]\w{1,5} ?=0x[0-9a-f]{8,16}(?:,|$| {1,3}[A-Z])|${NAMES})`,
  'gm',
);
/** HotSpot's names of processors (make/autoconf/platform.m4). */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  amd64: 'x86-64',
  x86: 'i386',
  i386: 'i386',
  arm: 'arm',
  aarch32: 'arm',
  aarch64: 'arm64',
  riscv64: 'riscv64',
  mips64el: 'mips',
  ppc64: 'ppc64',
  ppc64le: 'ppc64',
  s390x: 's390x',
  loongarch64: 'loongarch64',
};
/** How the lines start that point at one address. */
const POINTERS = /^(?:siginfo|#|Stack|Polling|Narrow)/;
const POINTS: readonly (readonly [pattern: RegExp, label: string])[] = [
  [/^siginfo:.{0,200}\bsi_addr[:=] ?0x([0-9a-f]{1,16})/, 'fault address'],
  [/^#.{0,200} at pc=0x([0-9a-f]{1,16}),/, 'pc of the crashed thread'],
  [/^Stack: \[0x[0-9a-f]+, ?0x[0-9a-f]+\], +sp=0x([0-9a-f]{1,16})/, 'sp of the crashed thread'],
  [/^Polling page: 0x([0-9a-f]{1,16})/, 'polling page'],
  [/^Narrow klass base: 0x0*([1-9a-f][0-9a-f]{0,15}),/, 'narrow klass base'],
];

/** Names the stretches of addresses that the log tells, and points at where the JVM crashed. */
export function completeHsErr(report: Report, reading: Reading): CompleteReading {
  const log = readAbove(report);
  const below = readBelow(report);
  const count = reading.regions.count;
  const problems: Problem[] =
    below.total === undefined || below.total.mappings === count
      ? []
      : [
          {
            line: below.total.line,
            column: 1,
            reason: `the log says that there are ${below.total.mappings} mappings; ${count} were read`,
          },
        ];
  const title = processTitle(log.pid, below.command === undefined ? 'java' : `java ${below.command}`);
  return {
    dialect: 'hs-err',
    reading: {
      ...reading,
      ...(title === undefined ? {} : { title }),
      ...(log.pid === undefined ? {} : { pid: log.pid }),
      ...(log.arch === undefined ? {} : { arch: log.arch }),
      problems: [...reading.problems, ...problems],
      notes: log.notes,
      marks: [...log.marks, ...registerMarks(log.registers, reading.regions, log.marks)],
    },
  };
}

interface Above {
  readonly pid: number | undefined;
  readonly arch: Architecture | undefined;
  readonly notes: readonly Note[];
  readonly marks: readonly Mark[];
  readonly registers: readonly Register[];
}

function readAbove(report: Report): Above {
  const notes = new HsErrNotes();
  const marks = new Map<string, Mark>();
  let registers: Register[] = [];
  let pid: number | undefined;
  let arch: Architecture | undefined;
  for (const { text, line } of linesAbove(report, TELLING)) {
    // Registers and notes of an older log in the same text are not this one's.
    if (text.startsWith('# A fatal error has been detected')) {
      notes.restart();
      marks.clear();
      registers = [];
    }
    if (text.startsWith('#')) {
      const digits = PROCESS.exec(text)?.[1];
      if (digits !== undefined) pid = Number(digits);
      arch = ARCHITECTURES[PLATFORM.exec(text)?.[1] ?? ''] ?? arch;
    }
    if (REGISTERS.test(text)) registers.push(...registersOf(text, line));
    // Most of these lines name threads.
    if (!POINTERS.test(text)) {
      notes.read(text, line);
      continue;
    }
    for (const [pattern, label] of POINTS) {
      const digits = marks.has(label) ? undefined : pattern.exec(text)?.[1];
      if (digits !== undefined) marks.set(label, { address: BigInt(`0x${digits}`), label, line });
    }
    notes.read(text, line);
  }
  return { pid, arch, notes: notes.finish(), marks: [...marks.values()], registers };
}

interface Below {
  readonly command: string | undefined;
  readonly total: { readonly mappings: number; readonly line: number } | undefined;
}

/** What stands in the footer and under the map. */
function readBelow(report: Report): Below {
  // The arguments of the JVM, a line before it, may be long.
  const [line] = linesBelow(report, /^java_command:/gm, COMMAND_REACH);
  const name = COMMAND.exec(line?.text ?? '')?.[1];
  const mappings = TOTAL.exec(lastLine(report))?.[1];
  return {
    command: name === undefined || name === '<unknown>' ? undefined : baseName(name),
    total: mappings === undefined ? undefined : { mappings: Number(mappings), line: report.next - 1 },
  };
}
