/**
 * The signs that rules ask for: what can be seen of a region besides its name and its permissions, as bits. They are
 * worked out for one row at a time with integers only.
 */
import { NO_FILE } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import { Flag, flagsOf, LARGEST_GUARD, RoleNumber, rowAbove, rowBelow, type MapFacts } from './facts.ts';
import { contiguous, endAt, offsetContinues, sizeAt, startAt } from './geometry.ts';
import { Seen, DATA, ELF, STACK } from './names.ts';
import { isDataOfVdso } from './unnamed-vdso.ts';
import { arenaBase, isBehindCrumb, isGuardSized, isMuslStack, isRoundStack, isStackSize, sizeCount } from './stacks.ts';

/** Signs of regions without a name. */
export const Sign = {
  /** VmFlags nh: made with MAP_STACK since Linux 6.7, or MADV_NOHUGEPAGE. */
  noHugePage: 1,
  /** VmFlags gu: guards may be inside the region. */
  guardsInside: 1 << 1,
  /** VmFlags gd. */
  growsDown: 1 << 2,
  /** VmFlags ss. */
  shadowStack: 1 << 3,
  /** A small inaccessible region ends where this one begins. */
  guardBelow: 1 << 4,
  /** VmFlags are not told, or this process's stacks are not marked by them: only then may the size decide. */
  unmarked: 1 << 5,
  /** The size is a default of a C library or runtime. */
  stackSize: 1 << 6,
  muslSize: 1 << 7,
  /** The size is round as those are that people ask for, and the guard a few pages. */
  roundSize: 1 << 8,
  /** Three regions above a guard or more have this size, and it is 128 KiB or more. */
  repeatedSize: 1 << 9,
  /** The region behind is the inaccessible rest of a malloc arena. */
  arenaRestAbove: 1 << 10,
  /** Exactly one arena at a multiple of its size. */
  arenaSized: 1 << 11,
  /** In the 4 GiB from c000000000, where Go asks for its heap. */
  goHeap: 1 << 12,
  /** The data of an ELF file ends where this begins. */
  behindData: 1 << 13,
  /** The regions before and behind are parts of one ELF file. */
  insideFile: 1 << 14,
  /** The region before or behind was found to be this. */
  behindArena: 1 << 15,
  belowThreadStack: 1 << 16,
  belowMainStack: 1 << 17,
  /** At most 64 KiB. */
  small: 1 << 18,
  /** Memory that can be written and is of no file touches it. */
  besideMemory: 1 << 19,
  /** Above [stack]. */
  aboveStack: 1 << 20,
  /** Ends at the top of the address space, in a map without [stack]. */
  atStackTop: 1 << 21,
  /** Fixed addresses of pages that old kernels do not name. */
  vdsoAddress: 1 << 22,
  vsyscallAddress: 1 << 23,
  vectorsAddress: 1 << 24,
  /** Below 32 GiB in a process that maps libjvm.so. */
  javaPlace: 1 << 25,
  /** A read-only part of an ELF file, not its first, ends where this begins. */
  behindReadOnly: 1 << 26,
  /** Large, behind the data of a file that is not the main program. */
  largeBehindLibrary: 1 << 30,
  /** In the GiB below [stack]. */
  nearStack: 1 << 28,
  /** Eight regions above a guard or more have this size. */
  oftenRepeatedSize: 1 << 29,
  /** Starts where a sanitizer places its shadow, and is large. */
  shadowPlace: 1 << 27,
  /** `MapFacts.vdsoRow`, or right before it. */
  vdsoShape: 1 << 31,
} as const;

/** Signs of parts of an ELF file. */
export const PartSign = {
  /** VmFlags ac: it was writable when it was mapped. */
  accounted: 1,
  /** VmFlags without ac, where other regions have it. */
  unaccounted: 1 << 1,
  /** It is not the file's first region. */
  notFirst: 1 << 2,
  /** At most as large as the file's first region. */
  notLargerThanFirst: 1 << 3,
  /** The region before touches it and is r--p of the same file. */
  readOnlyBelow: 1 << 4,
  /** The region before is r-xp of the same file. */
  codeBelow: 1 << 5,
  /** That code touches it and goes on in offset. */
  offsetFromCode: 1 << 6,
  /** The region behind is rw-p of the same file. */
  dataAbove: 1 << 7,
  /** That data touches it and goes on in offset. */
  offsetIntoData: 1 << 8,
  /** Another part of the file is executable and not writable. */
  codeElsewhere: 1 << 9,
} as const;

const SMALL = 64 * 1024;
const LARGE_BSS = 1024 * 1024;
const SEVERAL = 3;
const MANY = 8;
const GIB = 2 ** 30;

/** Fixed places of shadow memory on x86-64 (asan_mapping.h, tsan_platform.h and msan.h of LLVM's compiler-rt). */
const SHADOW_STARTS: ReadonlySet<number> = new Set([
  0x7fff7000, 0x8fff7000, 0x2008fff7000, 0x8000000000, 0x10000000000, 0x110000000000, 0x200000000000, 0x300000000000,
  0x340000000000, 0x500000000000,
]);
const LEAST_SHADOW = 256 * 2 ** 20;

/** What the engine found a neighbour to be. */
export interface Neighbours {
  readonly isArena: (m: MapFacts, row: number) => boolean;
  readonly isThreadStack: (m: MapFacts, row: number) => boolean;
}

/**
 * The `Sign` bits of a region without a name. A sign is left out where another one, found before, belongs to a rule that is
 * tried earlier.
 */
export function signsOf(m: MapFacts, row: number, neighbours: Neighbours): number {
  const bits = m.perms[row]!;
  if (bits & (Perm.unknown | Perm.shared)) return 0;
  const size = sizeAt(m, row);
  const high = m.start[2 * row + 1]!;
  let signs = size <= SMALL ? Sign.small : 0;
  if (high === 0 || high === 0xc0 || high === 0xffffffff) signs |= fixedAddress(m.start[2 * row]!, high);
  if (size >= LEAST_SHADOW && SHADOW_STARTS.has(startAt(m, row))) signs |= Sign.shadowPlace;
  if (m.flagBits !== undefined && (flagsOf(m, row) & Flag.shadowStack) !== 0) signs |= Sign.shadowStack;
  if (bits === 0) return signs | signsOfClosed(m, row, size, neighbours);
  if (bits & Perm.write) return signs | signsOfWritable(m, row, bits, size);
  if (m.vdsoRow >= 0 && isPartOfVdso(m, row)) signs |= Sign.vdsoShape;
  return startAt(m, row) >= m.stackEnd ? signs | Sign.aboveStack : signs;
}

/** The vDSO that no name tells, and its data: kernels split those in one to three regions. */
function isPartOfVdso(m: MapFacts, row: number): boolean {
  let at = m.vdsoRow;
  for (let steps = 0; steps < 4 && at !== row; steps++) {
    const below = rowBelow(m, at);
    if (below < 0 || !contiguous(m, below, at) || !isDataOfVdso(m, m.perms, below)) return false;
    at = below;
  }
  return at === row;
}

function fixedAddress(low: number, high: number): number {
  if (high === 0xffffffff) return low === 0xff600000 ? Sign.vsyscallAddress : 0;
  if (high === 0xc0) return Sign.goHeap;
  return low === 0xffffe000 ? Sign.vdsoAddress : low === 0xffff0000 ? Sign.vectorsAddress : 0;
}

function signsOfWritable(m: MapFacts, row: number, bits: number, size: number): number {
  const { perms, file } = m;
  const executes = (bits & Perm.execute & m.permMask) !== 0;
  // Stacks are executable only where the main stack is.
  const canBeStack = !executes || m.stackExecutes;
  const below = rowBelow(m, row);
  const belowPerms = below >= 0 && contiguous(m, below, row) ? perms[below]! : Perm.unknown;
  let signs = 0;
  if (canBeStack && m.flagBits !== undefined) {
    signs = signsOfFlags(flagsOf(m, row));
    if (signs & Sign.growsDown && m.stackEnd - startAt(m, row) < GIB) signs |= Sign.nearStack;
  }
  if (belowPerms !== 0 && belowPerms !== Perm.unknown && isElf(m, below)) {
    if ((belowPerms & (Perm.write | Perm.shared)) === Perm.write) {
      // bss has the permissions of the data before it; code made at run time does not.
      if (((belowPerms ^ bits) & Perm.execute & m.permMask) === 0) {
        const large = size >= LARGE_BSS && m.role[file[below]!] !== RoleNumber.program;
        return signs | Sign.behindData | (large ? Sign.largeBehindLibrary : 0);
      }
    } else if (belowPerms === Perm.read && m.firstRow[file[below]!] !== below) signs |= Sign.behindReadOnly;
  }
  if (!executes) {
    if (arenaBase(m, row) >= 0) return signs | Sign.arenaRestAbove;
    if (size === m.arenaBytes && !m.is32Bit && (m.start[2 * row]! & (m.arenaBytes - 1)) === 0) signs |= Sign.arenaSized;
  }
  if (belowPerms === 0 && canBeStack && file[below] === NO_FILE) signs |= signsOfStack(m, row, below, size);
  if (m.stackRow < 0 && endsAtStackTop(m, row)) signs |= Sign.atStackTop;
  if (m.hasJvm && !m.is32Bit && isJavaPlace(m, row)) signs |= Sign.javaPlace;
  return signs;
}

function signsOfFlags(flags: number): number {
  // glibc's stacks count against the commit limit and are dumped; shadow memory and pools with nh are set apart from that.
  const canBeStack = (flags & (Flag.accounted | Flag.dontDump)) === Flag.accounted;
  return (
    (canBeStack && flags & Flag.noHugePage ? Sign.noHugePage : 0) |
    (flags & Flag.guards ? Sign.guardsInside : 0) |
    (flags & Flag.growsDown ? Sign.growsDown : 0)
  );
}

/** Signs of a region above an inaccessible one that may be its guard. */
function signsOfStack(m: MapFacts, row: number, guard: number, size: number): number {
  const guardSize = sizeAt(m, guard);
  if (!isGuardSized(m, guard, guardSize)) return 0;
  if (m.marksStacks && !m.usesMusl && (flagsOf(m, row) & Flag.known) !== 0) return Sign.guardBelow;
  let signs: number = Sign.guardBelow | Sign.unmarked;
  if (isStackSize(size, guardSize, m.hasJvm)) return signs | Sign.stackSize;
  if (m.usesMusl && isMuslStack(size, guardSize)) return signs | Sign.muslSize;
  if (isBehindCrumb(m, guard)) return signs;
  if (isRoundStack(size, guardSize)) signs |= Sign.roundSize;
  const count = sizeCount(m, size);
  if (count >= MANY && size >= SMALL) signs |= Sign.oftenRepeatedSize;
  return count >= SEVERAL && size >= 2 * SMALL ? signs | Sign.repeatedSize : signs;
}

/**
 * Signs of an inaccessible region. It asks only about neighbours that can be written, which are not asked in turn, so a long run
 * of inaccessible regions asks nobody.
 */
function signsOfClosed(m: MapFacts, row: number, size: number, { isArena, isThreadStack }: Neighbours): number {
  const { file } = m;
  const below = rowBelow(m, row);
  const above = rowAbove(m, row);
  const touchesBelow = below >= 0 && contiguous(m, below, row);
  const touchesAbove = above >= 0 && contiguous(m, row, above);
  let signs = 0;
  if (touchesBelow && isWritable(m, below)) {
    if (!isOfFile(m, below)) signs |= Sign.besideMemory;
    if (file[below] === NO_FILE && isArena(m, below)) signs |= Sign.behindArena;
  }
  if (touchesAbove && isWritable(m, above)) {
    if (!isOfFile(m, above)) signs |= Sign.besideMemory;
    if (size <= LARGEST_GUARD) {
      if (isThreadStack(m, above)) signs |= Sign.belowThreadStack;
      if (m.fileClass[file[above]!] === STACK) signs |= Sign.belowMainStack;
    }
  }
  if (touchesBelow && touchesAbove && file[below] === file[above] && isElf(m, below)) signs |= Sign.insideFile;
  return signs;
}

/** The `PartSign` bits of a part of an ELF file; as with `signsOf`, without those that could decide nothing more. */
export function partSignsOf(m: MapFacts, row: number): number {
  const entry = m.file[row]!;
  if (m.perms[row]! & Perm.write) return m.seen[entry]! & Seen.pureExecute ? PartSign.codeElsewhere : 0;
  const flags = flagsOf(m, row);
  if (flags & Flag.accounted) return PartSign.accounted;
  if (m.marksAccounted && flags & Flag.known) return PartSign.unaccounted;
  const below = rowBelow(m, row);
  const belowPerms = below >= 0 && m.file[below] === entry ? m.perms[below]! : Perm.unknown;
  if (belowPerms === Perm.read && contiguous(m, below, row)) return PartSign.readOnlyBelow;
  const first = m.firstRow[entry]!;
  const above = rowAbove(m, row);
  let signs = first === row ? 0 : PartSign.notFirst;
  if (above < 0 || m.file[above] !== entry || m.perms[above] !== READ_WRITE) return signs;
  if (belowPerms === READ_EXECUTE) {
    signs |= PartSign.codeBelow;
    if (contiguous(m, below, row) && offsetContinues(m, below, row)) signs |= PartSign.offsetFromCode;
  }
  if (sizeAt(m, row) <= sizeAt(m, first)) signs |= PartSign.notLargerThanFirst;
  signs |= PartSign.dataAbove;
  return contiguous(m, row, above) && offsetContinues(m, row, above) ? signs | PartSign.offsetIntoData : signs;
}

const READ_EXECUTE = Perm.read | Perm.execute;
const READ_WRITE = Perm.read | Perm.write;

function isElf(m: MapFacts, row: number): boolean {
  return m.fileClass[m.file[row]!] === ELF;
}

function isOfFile(m: MapFacts, row: number): boolean {
  const nameClass = m.fileClass[m.file[row]!];
  return nameClass === ELF || nameClass === DATA;
}

function isWritable(m: MapFacts, row: number): boolean {
  return (m.perms[row]! & (Perm.write | Perm.unknown)) === Perm.write;
}

/** HotSpot's heap with 32-bit references lies below 32 GiB; at 4 GiB it places class metadata instead. */
function isJavaPlace(m: MapFacts, row: number): boolean {
  const start = startAt(m, row);
  return start >= 1 << 24 && start !== 4 * GIB && endAt(m, row) <= 32 * GIB;
}

/** Where the kernel puts the top of the stack: below 3 GiB, below 2 GiB (mips), one page below 2^47 (x86-64). */
function endsAtStackTop(m: MapFacts, row: number): boolean {
  const end = endAt(m, row);
  if (!m.is32Bit) return end === 2 ** 47 - 4096;
  return (end > 0xbf000000 && end <= 0xc0000000) || (end > 0x7f000000 && end <= 0x80000000);
}
