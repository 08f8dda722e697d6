/**
 * What the rules look at: one pass over the rows and one over the table of files gather what a rule may ask of its
 * neighbours, its file and the whole map. Made once for a map; everything per row is integers in typed arrays.
 */
import { addressOrder, type RegionTable } from '../memory-map/region-table.ts';
import type { Counters } from '../memory-map/counters.ts';
import { Perm } from '../memory-map/permissions.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { classOfFile, CLASS_NUMBER, hasClass, isInterpreterName, isLibraryName, plainNames, Seen } from './names.ts';
import { contiguous, sizeAt } from './geometry.ts';
import { chooseProgram, type ProgramChoice } from './program.ts';

/** Roles as they stand in `FileFacts.role`; the index of kinds' roles in rules. */
export const RoleNumber = { none: 0, program: 1, library: 2, interpreter: 3 } as const;

/** VmFlags that rules ask for, as bits. */
export const Flag = { known: 1, noHugePage: 2, guards: 4, growsDown: 8, shadowStack: 16, accounted: 32 } as const;

const FLAG_OF_CODE: Readonly<Record<string, number>> = {
  nh: Flag.noHugePage,
  gu: Flag.guards,
  gd: Flag.growsDown,
  ss: Flag.shadowStack,
  ac: Flag.accounted,
};

/** A guard of a stack is small: pthread_attr_setguardsize() is a page as a rule, 1 MiB the largest seen. */
export const LARGEST_GUARD = 1 << 20;

/** glibc's HEAP_MAX_SIZE: 64 MiB, and 1 MiB where pointers have 32 bits (malloc/arena.c). */
const ARENA_64 = 64 << 20;
const ARENA_32 = 1 << 20;

/** How many different stack sizes are counted; a process has a handful. */
const STACK_SIZES = 24;

export interface MapFacts {
  readonly table: RegionTable;
  readonly counters: Counters | undefined;
  /** The name of every file entry, without ` (deleted)`. */
  readonly names: readonly string[];
  /** A name class for each file entry, see names.ts. */
  readonly fileClass: Uint8Array;
  /** A `RoleNumber` for each file entry. */
  readonly role: Uint8Array;
  /** What permissions each file entry is mapped with, as `Seen` bits. */
  readonly seen: Uint16Array;
  /** First and last row of each file entry, -1 for none. */
  readonly firstRow: Int32Array;
  readonly lastRow: Int32Array;
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
  readonly heapRow: number;
  readonly stackRow: number;
  /** A row of libjvm.so is mapped. */
  readonly hasJvm: boolean;
  readonly usesMusl: boolean;
  readonly program: ProgramChoice | undefined;
}

/** The row below in address order, -1 for none. */
export function rowBelow(m: MapFacts, row: number): number {
  return m.below ? (m.below[row] ?? -1) : row - 1;
}

/** The row above in address order, -1 for none. */
export function rowAbove(m: MapFacts, row: number): number {
  if (m.above) return m.above[row] ?? -1;
  return row + 1 < m.table.count ? row + 1 : -1;
}

/** The VmFlags of a row as `Flag` bits, 0 when the source does not tell them. */
export function flagsOf(m: MapFacts, row: number): number {
  return m.flagBits && m.counters ? (m.flagBits[m.counters.vmFlags[row] ?? 0] ?? 0) : 0;
}

/** Gathers the facts of a map. Linear in rows and files; an unsorted table costs a sort more. */
export function gatherFacts(table: RegionTable, counters: Counters | undefined): MapFacts {
  const { count, files, file, perms, start, end } = table;
  const names = plainNames(files);
  const seen = new Uint16Array(files.count);
  const firstRow = new Int32Array(files.count).fill(-1);
  const lastRow = new Int32Array(files.count).fill(-1);
  const neighbours = neighbourRows(table);
  const stackSizes: number[] = [];
  const stackCounts: number[] = [];
  const flagBits = counters && flagTable(counters);
  let marksStacks = false;
  let above4G = false;
  let writable = 0;
  let writableExecutable = 0;

  for (let row = 0; row < count; row++) {
    const bits = perms[row]!;
    const entry = file[row]!;
    if (entry !== NO_FILE) {
      seen[entry]! |= SEEN_BY_PERMS[bits & 31]!;
      if (firstRow[entry]! < 0) firstRow[entry] = row;
      lastRow[entry] = row;
    }
    // A region that ends at 4 GiB exactly still belongs to a 32-bit space; [vsyscall] stands in every x86-64 map.
    if (end[2 * row + 1]! > 1 || start[2 * row + 1]! > 0) above4G = true;
    if ((bits & (Perm.write | Perm.shared | Perm.unknown)) !== Perm.write) continue;
    if (bits & Perm.execute) writableExecutable++;
    else writable++;
    if (entry !== NO_FILE) continue;
    const guard = neighbours ? neighbours.below[row]! : row - 1;
    if (guard < 0 || perms[guard] !== 0 || file[guard] !== NO_FILE || !contiguous(table, guard, row)) continue;
    if (sizeAt(table, guard) > LARGEST_GUARD) continue;
    countSize(stackSizes, stackCounts, sizeAt(table, row));
    if (flagBits && counters && flagBits[counters.vmFlags[row]!]! & Flag.noHugePage) marksStacks = true;
  }

  const impliesExec = writable === 0 && writableExecutable > 1;
  const fileClass = new Uint8Array(files.count);
  for (let i = 0; i < files.count; i++) {
    const hasFile = i !== NO_FILE && (files.inode[2 * i]! | files.inode[2 * i + 1]!) !== 0;
    fileClass[i] = classOfFile(names[i]!, hasFile, seen[i]!, impliesExec);
  }
  const heapRow = rowOfClass(fileClass, firstRow, CLASS_NUMBER.heap);
  const stackRow = rowOfClass(fileClass, firstRow, CLASS_NUMBER.stack);
  const interpreters = interpreterEntries(names, fileClass, seen);
  const program = chooseProgram({
    table,
    names,
    fileClass,
    seen,
    firstRow,
    lastRow,
    below: neighbours?.below,
    heapRow,
    is32Bit: !above4G,
    interpreters,
    whole: stackRow >= 0 || interpreters.size > 0,
  });
  return {
    table,
    counters,
    names,
    fileClass,
    role: rolesOf(names, fileClass, interpreters, program),
    seen,
    firstRow,
    lastRow,
    below: neighbours?.below,
    above: neighbours?.above,
    flagBits,
    marksStacks,
    marksAccounted: flagBits?.some((flags) => (flags & Flag.accounted) !== 0) ?? false,
    is32Bit: !above4G,
    arenaBytes: above4G ? ARENA_64 : ARENA_32,
    stackSizes,
    stackCounts,
    stackExecutes: stackRow >= 0 && (perms[stackRow]! & Perm.execute) !== 0,
    permMask: impliesExec ? ~Perm.execute : ~0,
    heapRow,
    stackRow,
    hasJvm: names.some((name) => name.endsWith('/libjvm.so')),
    usesMusl: interpreters.size === 0 || [...interpreters].some((entry) => /musl|\/libc\.so$/.test(names[entry] ?? '')),
    program,
  };
}

/** `Seen` bits by the low five permission bits. */
const SEEN_BY_PERMS = Uint16Array.from({ length: 32 }, (_, bits) => {
  const shared = (bits & (Perm.shared | Perm.nommuShared)) !== 0;
  let seen = shared ? Seen.shared : 0;
  if (bits & Perm.execute) {
    seen |= shared ? Seen.sharedExecute : Seen.privateExecute;
    seen |= bits & Perm.write ? Seen.writeExecute : Seen.pureExecute;
  } else {
    if (bits & Perm.read && !shared) seen |= Seen.privateRead;
    if (bits & Perm.write) seen |= shared ? Seen.sharedWrite : Seen.privateWrite;
  }
  return seen;
});

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

function neighbourRows(table: RegionTable): { below: Int32Array; above: Int32Array } | undefined {
  const order = addressOrder(table);
  if (!order) return undefined;
  const below = new Int32Array(table.count).fill(-1);
  const above = new Int32Array(table.count).fill(-1);
  for (let i = 1; i < order.length; i++) {
    below[order[i]!] = order[i - 1]!;
    above[order[i - 1]!] = order[i]!;
  }
  return { below, above };
}

function flagTable(counters: Counters): Uint8Array {
  return Uint8Array.from(counters.flagSets, (codes, set) => {
    let bits = set === 0 ? 0 : Flag.known;
    for (const code of codes) bits |= FLAG_OF_CODE[code] ?? 0;
    return bits;
  });
}

function rowOfClass(fileClass: Uint8Array, firstRow: Int32Array, wanted: number): number {
  for (let i = 0; i < fileClass.length; i++) {
    if (fileClass[i] === wanted) return firstRow[i]!;
  }
  return -1;
}

/** Entries that are the dynamic linker by name; musl's is libc itself, and may be mapped under that name. */
function interpreterEntries(names: readonly string[], fileClass: Uint8Array, seen: Uint16Array): ReadonlySet<number> {
  const found = new Set<number>();
  let libc = -1;
  for (let i = 0; i < names.length; i++) {
    if (fileClass[i] !== CLASS_NUMBER.elf) continue;
    const name = names[i]!;
    if (isInterpreterName(name)) found.add(i);
    else if (seen[i]! & Seen.privateExecute && /^\/(?:usr\/)?(?:local\/musl\/)?lib(?:64)?\/libc\.so$/.test(name))
      libc = i;
  }
  if (found.size === 0 && libc >= 0) found.add(libc);
  return found;
}

function rolesOf(
  names: readonly string[],
  fileClass: Uint8Array,
  interpreters: ReadonlySet<number>,
  program: ProgramChoice | undefined,
): Uint8Array {
  const role = new Uint8Array(names.length);
  for (let i = 0; i < role.length; i++) {
    if (!hasClass(fileClass, i, 'elf') && !hasClass(fileClass, i, 'anon-library')) continue;
    if (program && (program.entry === i || program.others.includes(i))) role[i] = RoleNumber.program;
    else if (interpreters.has(i)) role[i] = RoleNumber.interpreter;
    else if (program || isLibraryName(names[i]!) || hasClass(fileClass, i, 'anon-library'))
      role[i] = RoleNumber.library;
  }
  return role;
}
