/**
 * Which file is the main program. maps does not say: the file is not always the first (stack limit "unlimited"), not always
 * low (static PIE, started through ld.so), and a library may lie beside it. So signs are counted, and told.
 */
import { formatAddress, addressAt } from '../memory-map/address.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import type { FileFacts } from './files.ts';
import { Seen, ELF } from './names.ts';
import { SuffixBit } from './suffix.ts';
import { gapBetween, startAt } from './geometry.ts';

/** The file taken for the main program. */
export interface ProgramChoice {
  readonly entry: number;
  /** `certain` takes two signs that do not depend on each other. */
  readonly confidence: 'certain' | 'likely' | 'guess';
  /** What told it, a sentence each. */
  readonly reasons: readonly string[];
  /** Other files that are programs too: under valgrind the tool and its client. */
  readonly others: readonly number[];
}

/** What the choice looks at. */
export interface ProgramInput extends FileFacts {
  readonly table: RegionTable;
  readonly below: Int32Array | undefined;
  readonly heapRow: number;
  readonly is32Bit: boolean;
  /** The map has a stack or a dynamic linker: it is not a handful of lines from somewhere. */
  readonly whole: boolean;
}

/** Where linkers place programs that are not position-independent (the default text address of each target's ld script). */
const FIXED_BASES: ReadonlyMap<number, string> = new Map([
  [0x8000, 'arm (old toolchains)'],
  [0x10000, 'arm, riscv64 and sparc'],
  [0x100000, 'sparc64'],
  [0x200000, 'lld and mold'],
  [0x400000, 'x86-64, arm64 and mips'],
  [0x1000000, 's390x'],
  [0x8048000, 'i386'],
  [0x10000000, 'ppc'],
  [0x120000000, 'mips64 and loongarch64'],
]);

/** Valgrind loads a position-independent client here and links its tools there (configure.ac, m_ume/elf.c). */
const VALGRIND_CLIENT = 0x108000;
const VALGRIND_TOOLS: readonly number[] = [0x38000000, 0x58000000];

/** ELF_ET_DYN_BASE of each architecture and the widest random offset above it (asm/elf.h, ARCH_MMAP_RND_BITS_MAX). */
const PIE_WINDOWS: readonly { from: number; to: number; is32Bit: boolean; on: string }[] = [
  { from: 0x400000, to: 0x10400000, is32Bit: true, on: '32-bit arm and i386' },
  { from: 0x55550000, to: 0x66555000, is32Bit: true, on: 'mips, and i386 on a 64-bit kernel' },
  { from: 0x7f555000, to: 0x90000000, is32Bit: true, on: '32-bit arm and i386 with old kernels' },
  { from: 0x100000000, to: 0x200000000, is32Bit: false, on: 'ppc64' },
  { from: 0x2aaaaaa000, to: 0x3aaaaaa000, is32Bit: false, on: 'riscv64 with 39-bit addresses' },
  { from: 0x5555555000, to: 0x6555555000, is32Bit: false, on: 'arm64 with 39-bit addresses' },
  { from: 0xaaaaaaa000, to: 0xbaaaaaa000, is32Bit: false, on: 'mips64' },
  { from: 0x2aa00000000, to: 0x32aaaaaa000, is32Bit: false, on: 's390x and arm64 with 42-bit addresses' },
  { from: 0x555555554000, to: 0x655555554000, is32Bit: false, on: 'x86-64, riscv64 and loongarch64' },
  { from: 0xaaaaaaaa0000, to: 0xcaaaaaaaa000, is32Bit: false, on: 'arm64 with 48-bit addresses' },
];

/** brk starts at most this far above the program: arch_randomize_brk() adds up to 1 GiB on 64-bit machines. */
const HEAP_REACH = 0x40000000 + 0x1000000;

interface Candidate {
  readonly entry: number;
  readonly start: number;
  readonly belowHeap: boolean;
  /** Address the linker gives, undefined when it is none. */
  readonly base: string | undefined;
  readonly window: string | undefined;
  readonly library: boolean;
  /** One of valgrind's tools. */
  readonly tool: boolean;
}

/** The main program, or undefined when nothing tells. */
export function chooseProgram(input: ProgramInput): ProgramChoice | undefined {
  const heapFile = fileBelowHeap(input);
  const own = input.programs.map((entry) => candidate(input, entry, heapFile));
  const pool = own.length > 0 ? own : librariesInPlace(input, heapFile);
  const lowest = pool.reduce<Candidate | undefined>(
    (low, one) => (low && low.start <= one.start ? low : one),
    undefined,
  );
  if (!lowest) return undefined;
  const alone = own.length === 1;
  let best = lowest;
  for (const one of pool) if (score(one) > score(best)) best = one;
  if (score(best) === 0 && !input.whole) return undefined;
  return {
    entry: best.entry,
    confidence: confidenceOf(best, alone),
    reasons: reasonsOf(best, alone, input),
    others: best.tool ? clientsOf(best, own) : [],
  };
}

function candidate(input: ProgramInput, entry: number, heapFile: number): Candidate {
  const { table, firstRow, suffix } = input;
  const start = startAt(table, firstRow[entry]!);
  const tool = VALGRIND_TOOLS.includes(start);
  return {
    entry,
    start,
    belowHeap: heapFile === entry,
    base: tool ? 'valgrind’s tools' : FIXED_BASES.get(start),
    tool,
    window: windowOf(input, start),
    library: (suffix[entry]! & SuffixBit.library) !== 0,
  };
}

/** Whose programs the kernel places at an address; undefined when it places none there. */
function windowOf({ table, is32Bit }: ProgramInput, start: number): string | undefined {
  // One region below 4 GiB, which is all that a message of the kernel tells, may be of a machine of 64 bits.
  if (is32Bit && table.count === 1) return undefined;
  return PIE_WINDOWS.find((one) => one.is32Bit === is32Bit && start >= one.from && start < one.to)?.on;
}

/** A file named as a library is the program only by its place: /lib/libc.so.6 can be run. */
function librariesInPlace(input: ProgramInput, heapFile: number): Candidate[] {
  const { fileClass, seen, interpreters } = input;
  const found: Candidate[] = [];
  for (let entry = 0; entry < fileClass.length; entry++) {
    if (fileClass[entry] !== ELF || (seen[entry]! & Seen.privateExecute) === 0) continue;
    const one = candidate(input, entry, heapFile);
    if (score(one) > 0 && !interpreters.includes(entry)) found.push(one);
  }
  return found;
}

/** The programs that a tool of valgrind runs: at their own address, or where valgrind loads position-independent ones. */
function clientsOf(tool: Candidate, own: readonly Candidate[]): readonly number[] {
  const clients = own.filter((one) => one !== tool && (one.base !== undefined || one.start === VALGRIND_CLIENT));
  return clients.map((one) => one.entry);
}

/** The file whose regions lie directly below [heap], with at most its bss between. */
function fileBelowHeap({ table, heapRow, below }: ProgramInput): number {
  if (heapRow < 0) return -1;
  let row = heapRow;
  for (let steps = 0; steps < 8; steps++) {
    row = below ? below[row]! : row - 1;
    if (row < 0) return -1;
    const entry = table.file[row]!;
    if (entry !== NO_FILE) return gapBetween(table, row, heapRow) <= HEAP_REACH ? entry : -1;
  }
  return -1;
}

function score({ belowHeap, base, window, tool }: Candidate): number {
  // Under valgrind the kernel runs the tool; its client lies where programs lie as a rule.
  return (belowHeap ? 4 : 0) + (base ? 4 : window ? 3 : 0) + (tool ? 4 : 0);
}

function confidenceOf(best: Candidate, alone: boolean): ProgramChoice['confidence'] {
  if (best.belowHeap && (best.base || best.window) && !best.library) return 'certain';
  return best.belowHeap || best.base || best.window || alone ? 'likely' : 'guess';
}

function reasonsOf(best: Candidate, alone: boolean, { table, firstRow }: ProgramInput): string[] {
  const start = formatAddress(addressAt(table.start, firstRow[best.entry]!));
  const reasons: string[] = [];
  if (best.belowHeap)
    reasons.push('it is the file directly below [heap], and the kernel starts brk behind the program');
  if (best.base) reasons.push(`it starts at ${start}, the address that linkers give programs (${best.base})`);
  else if (best.window) {
    reasons.push(`it starts at ${start}, where the kernel places position-independent programs (${best.window})`);
  }
  if (alone) reasons.push('it is the only mapped file with code that is not named as a library');
  else if (reasons.length === 0) reasons.push('it is the lowest file with code that is not named as a library');
  if (best.library) reasons.push('although its name is a library’s, and libraries can be run');
  return reasons;
}
