/** The shapes of thread stacks and malloc arenas: what C libraries and runtimes do, as arithmetic. */
import { NO_FILE } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import { Flag, flagsOf, LARGEST_GUARD, rowAbove, rowBelow, type MapFacts } from './facts.ts';
import { contiguous, endAt, sizeAt, startAt } from './geometry.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** Default stack sizes in units of half a MiB, so that a table can hold them. */
const HALF_MIB = 512 * KiB;
/** RLIMIT_STACK of most systems and of RHEL, its value when unlimited, Rust. */
const DEFAULT_SIZES: readonly number[] = [8 * MiB, 10 * MiB, 2 * MiB];
/** HotSpot and bionic take the guard out of 1 MiB; .NET and others that ask for a size take it out as well. */
const WITH_GUARD_SIZES: readonly number[] = [...DEFAULT_SIZES, MiB, 1.5 * MiB, 512 * KiB, 4 * MiB, 16 * MiB];
const sizeTable = (sizes: readonly number[]): Uint8Array => {
  const table = new Uint8Array(33);
  for (const size of sizes) table[size / HALF_MIB] = 1;
  return table;
};
const isDefault = sizeTable(DEFAULT_SIZES);
const isDefaultWithGuard = sizeTable(WITH_GUARD_SIZES);

/** A guard is a page as a rule; HotSpot has four. Larger ones alone say nothing. */
const LARGEST_PLAIN_GUARD = 16 * KiB;

/** What stack sizes that people ask for are a multiple of; a power of two, so that a mask can tell. */
const ROUND = 64 * KiB;

/** The row of the guard below a region, -1 when there is none. */
export function guardBelow(m: MapFacts, row: number): number {
  const guard = rowBelow(m, row);
  if (guard < 0 || m.perms[guard] !== 0 || m.file[guard] !== NO_FILE || !contiguous(m, guard, row)) return -1;
  return isGuardSized(m, guard, sizeAt(m, guard)) ? guard : -1;
}

/** Whether an inaccessible region without a name can be a guard, by its size and place. */
export function isGuardSized(m: MapFacts, guard: number, size: number): boolean {
  return size <= LARGEST_GUARD && !isArenaTail(m, guard);
}

/** The end of an arena that is nearly full looks like a guard of what follows. */
function isArenaTail(m: MapFacts, row: number): boolean {
  if (m.is32Bit || (m.end[2 * row]! & (m.arenaBytes - 1)) !== 0) return false;
  const arena = rowBelow(m, row);
  return arena >= 0 && m.file[arena] === NO_FILE && arenaBase(m, arena) >= 0;
}

/** A default size, with the guard beside it (glibc since 2.27) or taken out of it (before, HotSpot, bionic). */
export function isStackSize(size: number, guard: number, hasJvm: boolean): boolean {
  if (size > 16 * MiB) return false;
  const total = size + guard;
  if ((size & (HALF_MIB - 1)) === 0) return isDefault[size / HALF_MIB] === 1 || (hasJvm && size === MiB);
  return isInnerGuard(guard, total) && (total & (HALF_MIB - 1)) === 0 && isDefaultWithGuard[total / HALF_MIB] === 1;
}

/** A guard that is taken out of a stack is one page or HotSpot's four; pages may have 64 KiB. */
function isInnerGuard(guard: number, total: number): boolean {
  return guard <= LARGEST_PLAIN_GUARD || (total >= MiB && (guard === 64 * KiB || guard === 256 * KiB));
}

/** musl: 128 KiB and thread-local storage above 8 KiB of guard (pthread_impl.h: DEFAULT_STACK_SIZE, DEFAULT_GUARD_SIZE). */
export function isMuslStack(size: number, guard: number): boolean {
  return guard === 8 * KiB && size > 128 * KiB && size <= 160 * KiB;
}

/** A size people ask for: 64 KiB and a multiple of 64 KiB, guard beside or taken out. */
export function isRoundStack(size: number, guard: number): boolean {
  if (size < 60 * KiB || size > 64 * MiB || guard > LARGEST_PLAIN_GUARD) return false;
  return (size & (ROUND - 1)) === 0 || ((size + guard) & (ROUND - 1)) === 0;
}

/**
 * True when a few accessible pages lie right below the guard: allocators keep their notes so, before the memory they give
 * out (PartitionAlloc's super pages). No stack is that small.
 */
export function isBehindCrumb(m: MapFacts, guard: number): boolean {
  const below = rowBelow(m, guard);
  return below >= 0 && contiguous(m, below, guard) && m.perms[below] !== 0 && sizeAt(m, below) <= 16 * KiB;
}

/** How many regions above a guard have a size. */
export function sizeCount(m: MapFacts, size: number): number {
  const i = m.stackSizes.indexOf(size);
  return i < 0 ? 0 : (m.stackCounts[i] ?? 0);
}

/**
 * Where the glibc arena in a region begins, -1 when it holds none: the inaccessible rest behind it must end at the next
 * multiple of HEAP_MAX_SIZE (malloc/arena.c).
 */
export function arenaBase(m: MapFacts, row: number): number {
  const tail = rowAbove(m, row);
  if (tail < 0) return -1;
  if (m.perms[tail] !== 0 || m.file[tail] !== NO_FILE || (m.end[2 * tail]! & (m.arenaBytes - 1)) !== 0) return -1;
  if ((m.perms[row]! & (Perm.write | Perm.shared)) !== Perm.write || !contiguous(m, row, tail)) return -1;
  const base = endAt(m, tail) - m.arenaBytes;
  if (base < startAt(m, row) || base >= endAt(m, row)) return -1;
  return base > startAt(m, row) && isGuardOfNext(m, tail) ? -1 : base;
}

/**
 * True for the guard of a stack that happens to end at a multiple of an arena's size, which on 32-bit machines is small. An arena
 * that takes up all but its last pages is rarer.
 */
function isGuardOfNext(m: MapFacts, tail: number): boolean {
  if ((flagsOf(m, tail) & Flag.noHugePage) !== 0) return true;
  const stack = rowAbove(m, tail);
  if (!m.is32Bit || stack < 0 || m.file[stack] !== NO_FILE || !contiguous(m, tail, stack)) return false;
  const size = sizeAt(m, tail);
  return size <= LARGEST_PLAIN_GUARD && isStackSize(sizeAt(m, stack), size, m.hasJvm);
}
