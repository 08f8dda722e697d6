/**
 * What the rules look at: one pass over the rows and one over the table of files gather what a rule may ask of its
 * neighbours, its file and the whole map. Made once for a map; everything per row is integers in typed arrays.
 */
import { addressOrder, type RegionTable } from '../memory-map/region-table.ts';
import type { Counters } from '../memory-map/counters.ts';
import { Perm } from '../memory-map/permissions.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { CLASS_NUMBER, ELF, STACK } from './names.ts';
import { readFiles, SEEN_BY_PERMS, type FileFacts } from './files.ts';
import { contiguous, endAt, sizeAt, type Places } from './geometry.ts';
import { chooseProgram, type ProgramChoice } from './program.ts';
import { SuffixBit } from './suffix.ts';
import { unnamedVdso } from './unnamed-vdso.ts';

/** Roles as they stand in `MapFacts.role`. */
export const RoleNumber = { none: 0, program: 1, library: 2, interpreter: 3 } as const;

/** VmFlags that rules ask for, as bits. */
export const Flag = {
  known: 1,
  noHugePage: 2,
  guards: 4,
  growsDown: 8,
  shadowStack: 16,
  accounted: 32,
  dontDump: 64,
} as const;

const FLAG_OF_CODE: Readonly<Record<string, number>> = {
  nh: Flag.noHugePage,
  gu: Flag.guards,
  gd: Flag.growsDown,
  ss: Flag.shadowStack,
  ac: Flag.accounted,
  dd: Flag.dontDump,
};

/** A guard of a stack is small: pthread_attr_setguardsize() is a page as a rule, 1 MiB the largest seen. */
export const LARGEST_GUARD = 1 << 20;

/** glibc's HEAP_MAX_SIZE: 64 MiB, and 1 MiB where pointers have 32 bits (malloc/arena.c). */
const ARENA_64 = 64 << 20;
const ARENA_32 = 1 << 20;

/** How many different stack sizes are counted; a process has a handful. */
const STACK_SIZES = 24;

/** The region columns stand in it themselves, because every rule reads them. */
export interface MapFacts extends FileFacts, Places {
  readonly count: number;
  /** Without the bits that say what else of a row is unknown. */
  readonly perms: Uint8Array;
  readonly file: Uint32Array;
  readonly counters: Counters | undefined;
  /** A `RoleNumber` for each file entry. */
  readonly role: Uint8Array;
  /** Row below and above in address order; undefined where these are the row's neighbours in the table. */
  readonly below: Int32Array | undefined;
  readonly above: Int32Array | undefined;
  /** `Flag` bits of each VmFlags set; undefined without VmFlags. */
  readonly flagBits: Uint8Array | undefined;
  /** Some anonymous region above a guard is marked as made with MAP_STACK, so the kernel tells stacks. */
  readonly marksStacks: boolean;
  /** Some region is marked `ac`, so its absence means something. */
  readonly marksAccounted: boolean;
  /** No region lies above 4 GiB. */
  readonly is32Bit: boolean;
  readonly arenaBytes: number;
  /** Sizes of regions above a guard, and how often each occurs. */
  readonly stackSizes: readonly number[];
  readonly stackCounts: readonly number[];
  /** The main stack is executable, so stacks of threads are too. */
  readonly stackExecutes: boolean;
  /** What of a row's permissions tells something: without `x` under READ_IMPLIES_EXEC, where every readable region has it. */
  readonly permMask: number;
  /** The first row named [stack], -1 for none. */
  readonly stackRow: number;
  /** Where [stack] ends; infinite without one. */
  readonly stackEnd: number;
  /** The vDSO of a map in which none is named, -1 for none. */
  readonly vdsoRow: number;
  readonly usesMusl: boolean;
  readonly program: ProgramChoice | undefined;
  /** The rule that decided each row, as the engine of rules.ts numbers them; 0 for a row that is not decided yet. */
  readonly decided: Uint8Array;
}

/** The row below in address order, -1 for none. */
export function rowBelow(m: MapFacts, row: number): number {
  return m.below ? (m.below[row] ?? -1) : row - 1;
}

/** The row above in address order, -1 for none. */
export function rowAbove(m: MapFacts, row: number): number {
  if (m.above) return m.above[row] ?? -1;
  return row + 1 < m.count ? row + 1 : -1;
}

/** The VmFlags of a row as `Flag` bits, 0 when the source does not tell them. */
export function flagsOf(m: MapFacts, row: number): number {
  return m.flagBits && m.counters ? (m.flagBits[m.counters.vmFlags[row] ?? 0] ?? 0) : 0;
}

/** Gathers the facts of a map. Linear in rows and files; an unsorted table costs a sort more. */
export function gatherFacts(table: RegionTable, counters: Counters | undefined): MapFacts {
  const neighbours = neighbourRows(table);
  const below = neighbours?.below;
  const flagBits = counters && flagTable(counters);
  const perms = rightsOf(table.perms);
  const rows = surveyRows(table, perms, neighbours, flagBits && { bits: flagBits, sets: counters.vmFlags });
  const { is32Bit } = rows;
  const impliesExec = rows.writable === 0 && rows.writableExecutable > 1;
  const files = readFiles(table.files, rows, impliesExec);
  const { fileClass, firstRow, interpreters } = files;
  const heapRow = rowOfClass(fileClass, firstRow, CLASS_NUMBER.heap);
  const stackRow = rowOfClass(fileClass, firstRow, STACK);
  const whole = stackRow >= 0 || interpreters.length > 0;
  const program = chooseProgram({ ...files, table, below, heapRow, is32Bit, whole });
  // Written out, without a spread: objects of one shape keep the loop over the rows fast.
  return {
    count: table.count,
    start: table.start,
    end: table.end,
    offset: table.offset,
    perms,
    file: table.file,
    fileClass,
    suffix: files.suffix,
    seen: files.seen,
    firstRow,
    programs: files.programs,
    interpreters,
    hasJvm: files.hasJvm,
    nameOfEntry: files.nameOfEntry,
    counters,
    role: rolesOf(files, program),
    below,
    above: neighbours?.above,
    flagBits,
    marksStacks: rows.marksStacks,
    marksAccounted: flagBits?.some((flags) => (flags & Flag.accounted) !== 0) ?? false,
    is32Bit,
    arenaBytes: is32Bit ? ARENA_32 : ARENA_64,
    stackSizes: rows.stackSizes,
    stackCounts: rows.stackCounts,
    stackExecutes: stackRow >= 0 && (perms[stackRow]! & Perm.execute) !== 0,
    permMask: impliesExec ? ~Perm.execute : ~0,
    stackRow,
    stackEnd: stackRow >= 0 ? endAt(table, stackRow) : Infinity,
    vdsoRow: fileClass.includes(CLASS_NUMBER.vdso) ? -1 : unnamedVdso(table, perms, below),
    usesMusl: interpreters.every((entry) => /musl|\/libc\.so$/.test(files.nameOfEntry(entry))),
    program,
    decided: new Uint8Array(table.count),
  };
}

/** Offsets, devices and inodes that are not told say nothing of the rights; most maps tell all. */
const NOT_TOLD = Perm.offsetUnknown | Perm.fileIdUnknown;

function rightsOf(perms: Uint8Array): Uint8Array {
  let all = 0;
  for (let row = 0; row < perms.length; row++) all |= perms[row]!;
  return all & NOT_TOLD ? perms.map((bits) => bits & ~NOT_TOLD) : perms;
}

interface FlagSets {
  readonly bits: Uint8Array;
  readonly sets: Uint32Array;
}

/** What the rows together tell, and how they use each file. */
function surveyRows(
  table: RegionTable,
  perms: Uint8Array,
  neighbours: Neighbourhood | undefined,
  flags: FlagSets | undefined,
) {
  const { count, file, start, end } = table;
  const seen = new Uint8Array(table.files.count);
  const firstRow = new Int32Array(table.files.count).fill(-1);
  const stackSizes: number[] = [];
  const stackCounts: number[] = [];
  let marksStacks = false;
  let high = 0;
  let writable = 0;
  let writableExecutable = 0;
  for (let i = count - 1; i >= 0; i--) {
    const row = neighbours ? neighbours.order[i]! : i;
    // A region that ends at 4 GiB exactly still belongs to a 32-bit space.
    high |= start[2 * row + 1]! | (end[2 * row + 1]! & ~1);
    const bits = perms[row]!;
    const entry = file[row]!;
    seen[entry] = seen[entry]! | SEEN_BY_PERMS[bits]!;
    firstRow[entry] = row;
    if ((bits & (Perm.write | Perm.shared | Perm.unknown)) !== Perm.write) continue;
    if (bits & Perm.execute) writableExecutable++;
    else writable++;
    if (entry !== NO_FILE) continue;
    const guard = neighbours ? neighbours.below[row]! : row - 1;
    if (guard < 0 || perms[guard] !== 0 || file[guard] !== NO_FILE || !contiguous(table, guard, row)) continue;
    if (sizeAt(table, guard) > LARGEST_GUARD) continue;
    countSize(stackSizes, stackCounts, sizeAt(table, row));
    if (flags && flags.bits[flags.sets[row]!]! & Flag.noHugePage) marksStacks = true;
  }
  return { seen, firstRow, is32Bit: high === 0, writable, writableExecutable, stackSizes, stackCounts, marksStacks };
}

function countSize(sizes: number[], counts: number[], size: number): void {
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] === size) {
      counts[i]!++;
      return;
    }
  }
  if (sizes.length < STACK_SIZES) {
    sizes.push(size);
    counts.push(1);
  }
}

interface Neighbourhood {
  /** Rows in address order. */
  readonly order: Uint32Array;
  readonly below: Int32Array;
  readonly above: Int32Array;
}

/** The neighbours of a table whose rows are not in address order. */
function neighbourRows(table: RegionTable): Neighbourhood | undefined {
  const order = addressOrder(table);
  if (!order) return undefined;
  const below = new Int32Array(table.count).fill(-1);
  const above = new Int32Array(table.count).fill(-1);
  for (let i = 1; i < order.length; i++) {
    below[order[i]!] = order[i - 1]!;
    above[order[i - 1]!] = order[i]!;
  }
  return { order, below, above };
}

function flagTable(counters: Counters): Uint8Array {
  return Uint8Array.from(counters.flagSets, (codes, set) => {
    let bits = set === 0 ? 0 : Flag.known;
    for (const code of codes) bits |= FLAG_OF_CODE[code] ?? 0;
    return bits;
  });
}

function rowOfClass(fileClass: Uint8Array, firstRow: Int32Array, wanted: number): number {
  const entry = fileClass.indexOf(wanted);
  return entry < 0 ? -1 : firstRow[entry]!;
}

function rolesOf({ fileClass, suffix, interpreters }: FileFacts, program: ProgramChoice | undefined): Uint8Array {
  const role = new Uint8Array(fileClass.length);
  for (let i = 0; i < role.length; i++) {
    if (fileClass[i] === ELF) {
      if (program || suffix[i]! & SuffixBit.library) role[i] = RoleNumber.library;
    } else if (fileClass[i] === CLASS_NUMBER['anon-library']) role[i] = RoleNumber.library;
  }
  for (const entry of interpreters) role[entry] = RoleNumber.interpreter;
  for (const entry of program ? [program.entry, ...program.others] : []) role[entry] = RoleNumber.program;
  return role;
}
