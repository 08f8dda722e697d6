/**
 * What the calls that concern memory do to it: as mm/mmap.c, mm/mprotect.c, mm/mremap.c, mm/madvise.c and ipc/shm.c of the kernel
 * do it. Each is given its arguments and result as numbers.
 */
import { Perm } from '../memory-map/permissions.ts';
import { VmFlag, type Properties } from './address-space.ts';
import type { TracedMemory } from './strace-process.ts';

/** strace does not tell the page size. */
const PAGE = 4096;

/** Flags of mmap() besides those that mappings keep, by their numbers on most architectures (asm-generic/mman.h). */
export const MapFlag = { shared: 1, anonymous: 0x20 } as const;
const KEPT = VmFlag.growsDown | VmFlag.locked | VmFlag.noReserve | VmFlag.stack | VmFlag.hugePages;

/** Flags of mremap() and shmat(). */
export const DONT_UNMAP = 4;
export const SHM_RDONLY = 0x1000;
export const SHM_EXEC = 0x8000;

const UNSEEN = 'Calls on memory whose mapping the trace does not show are left out.';

/** @param prot `Perm` bits, which are those of PROT_READ, PROT_WRITE and PROT_EXEC @param at the address it was given */
export function mapRange(
  { space }: TracedMemory,
  at: number,
  length: number,
  prot: number,
  mapFlags: number,
  file: number,
  offset: number,
  line: number,
): void {
  const perms = (prot & 7) | (mapFlags & MapFlag.shared ? Perm.shared : 0);
  const flags = withAccount(mapFlags & KEPT, perms);
  space.map(at, at + pageUp(length), perms, file === 0 ? at : offset, file, flags, line);
}

export function unmapRange({ space }: TracedMemory, start: number, length: number): void {
  space.unmap(pageDown(start), pageUp(start + length));
}

/** @param key the protection key, 0 for none */
export function protectRange(
  memory: TracedMemory,
  start: number,
  length: number,
  prot: number,
  key: number,
  line: number,
): void {
  changeRange(memory, start, length, line, (row) => {
    row.perms = (prot & 7) | (row.perms & Perm.shared);
    row.flags = withAccount((row.flags % VmFlag.firstKey) + Math.max(0, key) * VmFlag.firstKey, row.perms);
  });
}

/** Sets and clears `VmFlag` bits. */
export function flagRange(
  memory: TracedMemory,
  start: number,
  length: number,
  bits: { readonly set: number; readonly clear: number },
  line: number,
): void {
  changeRange(memory, start, length, line, (row) => {
    row.flags = (row.flags & ~bits.clear) | bits.set;
  });
}

/** Gives memory without a file a name. @param file the number of the name, 0 to take it away */
export function nameRange(memory: TracedMemory, start: number, length: number, file: number, line: number): void {
  changeRange(memory, start, length, line, (row) => {
    row.file = file;
  });
}

/** Moves a mapping, or changes its size. @param to where it is after it */
export function moveRange(
  memory: TracedMemory,
  call: { from: number; oldLength: number; newLength: number; mremapFlags: number; to: number; line: number },
): void {
  const { space } = memory;
  const { from, to, line } = call;
  const oldSize = pageUp(call.oldLength);
  const newSize = pageUp(call.newLength);
  const row = space.at(from);
  if (!row) {
    memory.assumptions.add(UNSEEN);
    return;
  }
  const offset = row.offset + (from - row.start);
  if (from === to && oldSize > 0) {
    space.unmap(from + newSize, from + oldSize);
    if (newSize > oldSize) {
      space.map(from + oldSize, from + newSize, row.perms, offset + oldSize, row.file, row.flags, line);
    }
    return;
  }
  // A size of 0 maps shared memory a second time.
  if (oldSize > 0 && !(call.mremapFlags & DONT_UNMAP)) space.unmap(from, from + oldSize);
  space.map(to, to + newSize, row.perms, offset, row.file, row.flags, line);
}

/** @param heap the number of the name `[heap]` */
export function moveBreak(memory: TracedMemory, to: number, heap: number, line: number): void {
  const { breakEnd } = memory;
  memory.breakEnd = to;
  if (breakEnd === undefined) return;
  const oldEnd = pageUp(breakEnd);
  const newEnd = pageUp(to);
  memory.space.unmap(newEnd, oldEnd);
  const perms = Perm.read | Perm.write;
  memory.space.map(oldEnd, newEnd, perms, oldEnd, heap, VmFlag.accounted, line);
}

/** @param size of the segment in bytes */
export function attachSegment(
  memory: TracedMemory,
  call: { at: number; size: number; shmFlags: number; file: number; line: number },
): void {
  const { at, file, line, shmFlags } = call;
  const size = pageUp(call.size);
  const perms =
    Perm.read | Perm.shared | (shmFlags & SHM_RDONLY ? 0 : Perm.write) | (shmFlags & SHM_EXEC ? Perm.execute : 0);
  memory.attached.set(at, size);
  memory.space.map(at, at + size, perms, 0, file, 0, line);
}

export function detachSegment(memory: TracedMemory, at: number): void {
  const size = memory.attached.get(at);
  if (size === undefined) memory.assumptions.add(UNSEEN);
  else memory.space.unmap(at, at + size);
  memory.attached.delete(at);
}

function changeRange(
  memory: TracedMemory,
  start: number,
  length: number,
  line: number,
  changed: (row: Properties) => void,
): void {
  const from = pageDown(start);
  const to = pageUp(start + length);
  if (to > from && !memory.space.change(from, to, line, changed)) memory.assumptions.add(UNSEEN);
}

/** Private memory is counted from when it is first writable (`accountable_mapping()` in mm/mmap.c). */
function withAccount(flags: number, perms: number): number {
  const counts = (perms & Perm.write) !== 0 && (perms & Perm.shared) === 0 && (flags & VmFlag.noReserve) === 0;
  return counts ? flags | VmFlag.accounted : flags;
}

function pageDown(address: number): number {
  return Math.floor(address / PAGE) * PAGE;
}

function pageUp(address: number): number {
  return Math.ceil(address / PAGE) * PAGE;
}
