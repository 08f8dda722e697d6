/** The calls of a trace that concern memory: how their arguments are read. What they do is in strace-memory.ts. */
import { Perm } from '../memory-map/permissions.ts';
import { VmFlag } from './address-space.ts';
import type { LineCursor } from './line-cursor.ts';
import { span } from './replay.ts';
import { comma, flagsAt, hashAt, latin1, numberAt, resultAt, skipArgument, wordTable } from './strace-args.ts';
import type { StraceFiles } from './strace-files.ts';
import * as memory from './strace-memory.ts';
import type { TracedProcess } from './strace-process.ts';

/**
 * Reads a call whose first argument the cursor is at, and does what it did.
 * @returns false when its arguments cannot be read
 */
export type CallReader = (cursor: LineCursor, process: TracedProcess, files: StraceFiles, line: number) => boolean;

const PROT = wordTable({ PROT_READ: Perm.read, PROT_WRITE: Perm.write, PROT_EXEC: Perm.execute });
const MAP = wordTable({
  MAP_SHARED: memory.MapFlag.shared,
  MAP_SHARED_VALIDATE: memory.MapFlag.shared,
  MAP_ANONYMOUS: memory.MapFlag.anonymous,
  MAP_ANON: memory.MapFlag.anonymous,
  MAP_GROWSDOWN: VmFlag.growsDown,
  MAP_LOCKED: VmFlag.locked,
  MAP_NORESERVE: VmFlag.noReserve,
  MAP_STACK: VmFlag.stack,
  MAP_HUGETLB: VmFlag.hugePages,
});
const MREMAP = wordTable({ MREMAP_DONTUNMAP: memory.DONT_UNMAP });
const SHM = wordTable({ SHM_RDONLY: memory.SHM_RDONLY, SHM_EXEC: memory.SHM_EXEC });

const HUGE = VmFlag.hugePage | VmFlag.noHugePage;
const ORDER = VmFlag.sequential | VmFlag.random;
/** What advice changes in maps: it parts a mapping from its neighbours (mm/madvise.c). */
const ADVICE = wordTable({
  MADV_NORMAL: { set: 0, clear: ORDER },
  MADV_RANDOM: { set: VmFlag.random, clear: ORDER },
  MADV_SEQUENTIAL: { set: VmFlag.sequential, clear: ORDER },
  MADV_DONTFORK: { set: VmFlag.dontFork, clear: 0 },
  MADV_DOFORK: { set: 0, clear: VmFlag.dontFork },
  MADV_WIPEONFORK: { set: VmFlag.wipeOnFork, clear: 0 },
  MADV_KEEPONFORK: { set: 0, clear: VmFlag.wipeOnFork },
  MADV_DONTDUMP: { set: VmFlag.dontDump, clear: 0 },
  MADV_DODUMP: { set: 0, clear: VmFlag.dontDump },
  MADV_MERGEABLE: { set: VmFlag.mergeable, clear: 0 },
  MADV_UNMERGEABLE: { set: 0, clear: VmFlag.mergeable },
  MADV_HUGEPAGE: { set: VmFlag.hugePage, clear: HUGE },
  MADV_NOHUGEPAGE: { set: VmFlag.noHugePage, clear: HUGE },
});

/** The smallest page: an offset that is no multiple of it counts pages. */
const PAGE = 4096;

/** True for an address that mappings can start at; the last line of a trace may be cut in the middle of one. */
function isPlace(address: number): boolean {
  return address % PAGE === 0;
}

const mmap: CallReader = (cursor, process, files, line) => {
  numberAt(cursor);
  if (!comma(cursor)) return false;
  const length = numberAt(cursor);
  if (!comma(cursor)) return false;
  const prot = flagsAt(cursor, PROT);
  if (!comma(cursor)) return false;
  const mapFlags = flagsAt(cursor, MAP);
  if (!comma(cursor)) return false;
  const isAnonymous = (mapFlags & memory.MapFlag.anonymous) !== 0;
  const descriptor = cursor.p;
  skipArgument(cursor);
  if (!comma(cursor)) return false;
  const told = numberAt(cursor);
  // Of mmap2 old versions of strace print the offset in pages, as it is passed.
  const offset = told % PAGE === 0 ? told : told * PAGE;
  const at = resultAt(cursor);
  if (Number.isNaN(length + offset)) return false;
  if (!isPlace(at)) return true;
  let file = 0;
  if (!isAnonymous) {
    cursor.p = descriptor;
    file = files.ofDescriptor(cursor, process);
  } else if (mapFlags & memory.MapFlag.shared) file = files.sharedMemory();
  memory.mapRange(process.memory, at, length, prot, mapFlags, file, offset, line);
  return true;
};

const munmap: CallReader = (cursor, process) => {
  const start = numberAt(cursor);
  if (!comma(cursor)) return false;
  const length = numberAt(cursor);
  if (Number.isNaN(start + length)) return false;
  if (resultAt(cursor) === 0) memory.unmapRange(process.memory, start, length);
  return true;
};

const mprotect: CallReader = (cursor, process, _files, line) => {
  const start = numberAt(cursor);
  if (!comma(cursor)) return false;
  const length = numberAt(cursor);
  if (!comma(cursor)) return false;
  const prot = flagsAt(cursor, PROT);
  if (Number.isNaN(start + length)) return false;
  // pkey_mprotect has the key behind them.
  const key = cursor.byte() === 0x2c && comma(cursor) ? numberAt(cursor) : 0;
  if (resultAt(cursor) === 0) memory.protectRange(process.memory, start, length, prot, key, line);
  return true;
};

const mremap: CallReader = (cursor, process, _files, line) => {
  const from = numberAt(cursor);
  if (!comma(cursor)) return false;
  const oldLength = numberAt(cursor);
  if (!comma(cursor)) return false;
  const newLength = numberAt(cursor);
  if (Number.isNaN(from + oldLength + newLength)) return false;
  const mremapFlags = comma(cursor) ? flagsAt(cursor, MREMAP) : 0;
  const to = resultAt(cursor);
  if (!isPlace(to)) return true;
  memory.moveRange(process.memory, { from, oldLength, newLength, mremapFlags, to, line });
  return true;
};

const brk: CallReader = (cursor, process, files, line) => {
  const asked = numberAt(cursor);
  const to = resultAt(cursor);
  if (Number.isNaN(asked)) return false;
  const { breakEnd } = process.memory;
  // What is asked for, or the end as it was: another number was cut.
  const isCut = asked !== 0 && breakEnd !== undefined && to !== asked && to !== breakEnd;
  if (Number.isNaN(to) || isCut) return true;
  if (asked !== 0 && breakEnd === undefined) {
    process.memory.assumptions.add('Where the heap begins is not in the trace: what brk gave before is missing.');
  }
  memory.moveBreak(process.memory, to, files.heap, line);
  return true;
};

const madvise: CallReader = (cursor, process, _files, line) => {
  const start = numberAt(cursor);
  if (!comma(cursor)) return false;
  const length = numberAt(cursor);
  if (!comma(cursor)) return false;
  const bits = ADVICE.get(hashAt(cursor));
  if (!bits || resultAt(cursor) !== 0) return true;
  if (bits.set & VmFlag.dontFork) {
    process.memory.assumptions.add('Children keep what MADV_DONTFORK takes from them.');
  }
  memory.flagRange(process.memory, start, length, bits, line);
  return true;
};

/** mlock, mlock2 and munlock. */
function locks(set: number, clear: number): CallReader {
  return (cursor, process, _files, line) => {
    const start = numberAt(cursor);
    if (!comma(cursor)) return false;
    const length = numberAt(cursor);
    if (Number.isNaN(start + length)) return false;
    if (resultAt(cursor) === 0) memory.flagRange(process.memory, start, length, { set, clear }, line);
    return true;
  };
}

/** prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, start, length, "name") names memory without a file. */
const prctl: CallReader = (cursor, process, files, line) => {
  if (!cursor.takeText('PR_SET_VMA, PR_SET_VMA_ANON_NAME, ')) return true;
  const start = numberAt(cursor);
  if (!comma(cursor)) return false;
  const length = numberAt(cursor);
  if (!comma(cursor)) return false;
  const name = files.texts.string(cursor);
  const file = name ? files.names.named(span(`[anon:${latin1(name)}]`)) : 0;
  if (resultAt(cursor) === 0) memory.nameRange(process.memory, start, length, file, line);
  return true;
};

const shmget: CallReader = (cursor, _process, files) => {
  const key = cursor.takeText('IPC_PRIVATE') ? 0 : numberAt(cursor);
  if (!comma(cursor)) return false;
  const size = numberAt(cursor);
  const id = resultAt(cursor);
  if (Number.isNaN(key + size)) return false;
  // Whoever looks a segment up may say 0 for its size.
  if (!Number.isNaN(id) && (size > 0 || !files.segments.has(id))) files.segments.set(id, { size, key });
  return true;
};

const shmat: CallReader = (cursor, process, files, line) => {
  const id = numberAt(cursor);
  if (!comma(cursor)) return false;
  skipArgument(cursor);
  const shmFlags = comma(cursor) ? flagsAt(cursor, SHM) : 0;
  const at = resultAt(cursor);
  if (Number.isNaN(id)) return false;
  if (!isPlace(at)) return true;
  const segment = files.segments.get(id);
  if (segment && segment.size > 0) {
    const file = files.segment(segment);
    memory.attachSegment(process.memory, { at, size: segment.size, shmFlags, file, line });
  } else process.memory.assumptions.add('System V segments whose size the trace does not tell are missing.');
  return true;
};

const shmdt: CallReader = (cursor, process) => {
  const at = numberAt(cursor);
  if (Number.isNaN(at)) return false;
  if (resultAt(cursor) === 0) memory.detachSegment(process.memory, at);
  return true;
};

/** By name; the names differ between architectures and ages of strace. */
export const MEMORY_CALLS: Readonly<Record<string, CallReader>> = {
  mmap,
  mmap2: mmap,
  old_mmap: mmap,
  mmap_pgoff: mmap,
  old_mmap_pgoff: mmap,
  munmap,
  mprotect,
  pkey_mprotect: mprotect,
  mremap,
  brk,
  madvise,
  mlock: locks(VmFlag.locked, 0),
  mlock2: locks(VmFlag.locked, 0),
  munlock: locks(0, VmFlag.locked),
  prctl,
  shmget,
  shmat,
  shmdt,
};
