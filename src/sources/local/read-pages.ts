/**
 * Reads `/proc/PID/pagemap`, eight bytes a page at the place of its number. The kernel walks the page tables for it and holds the
 * lock of the address space for 2 MiB at a time (`pagemap_read()` in fs/proc/task_mmu.c), so it is read only when somebody asks.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { decodePages, ENTRY_SIZE, MOST_PAGES } from '../../core/pages/decode.ts';
import { parseAuxv } from '../auxv.ts';
import { Cancelled } from '../cancelled.ts';
import { cutShort, withoutMemory } from '../map-verdicts.ts';
import type { MemoryFile, PageReading, PageStretch, ReadFailure } from '../process.ts';
import { failure } from './failures.ts';
import { explain, identify, mapPath } from './read-map.ts';
import { isZombie, runsOn } from './stat.ts';

/** Pages of a system call, after which the reading may be given up. */
const PAGES_AT_ONCE = 1 << 15;

/**
 * Reads the pages of a stretch, at most `MOST_PAGES`. Pages that the kernel does not tell of are unknown.
 * @param isCancelled asked while reading; the read ends with Cancelled when it says yes
 */
export function readPages(
  stretch: PageStretch,
  isCancelled: () => boolean = () => false,
  root = '/proc',
): PageReading | ReadFailure {
  const { pid, startTime } = stretch;
  const file: MemoryFile = { pid, startTime, file: 'pagemap' };
  if (process.platform !== 'linux') return failure('unavailable', file);
  const before = identify(root, file);
  if ('ok' in before) return before;
  const path = before.access === 'no-memory' ? undefined : mapPath(root, file, before);
  if (path === undefined) return withoutMemory(before, file);
  let reading: PageReading;
  try {
    reading = readFile(path, stretch, isCancelled);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return explain(root, file, error);
  }
  const after = identify(root, { ...file, startTime: String(before.startTime) });
  if ('ok' in after) return after;
  // The main thread ended meanwhile, and others have the memory.
  if (runsOn(after) && !isZombie(before)) return readPages(stretch, isCancelled, root);
  // That nothing was told is no failure: `[vsyscall]` lies beyond the page tables.
  return cutShort(before, after, 1, file) ?? (after.access === 'no-memory' ? withoutMemory(after, file) : reading);
}

/** @throws the system call's error, and Cancelled */
function readFile(path: string, stretch: PageStretch, isCancelled: () => boolean): PageReading {
  const pageSize = machinePageSize();
  const total = Number((stretch.end - stretch.start) / BigInt(pageSize));
  const count = Math.max(0, Math.min(MOST_PAGES, total - stretch.from));
  const first = stretch.start / BigInt(pageSize) + BigInt(stretch.from);
  const pages = new Uint8Array(count);
  const words = new Uint32Array((Math.min(count, PAGES_AT_ONCE) * ENTRY_SIZE) / Uint32Array.BYTES_PER_ELEMENT);
  const descriptor = openSync(path, 'r');
  try {
    for (let done = 0; done < count;) {
      if (isCancelled()) throw new Cancelled();
      const asked = Math.min(PAGES_AT_ONCE, count - done);
      const place = (first + BigInt(done)) * BigInt(ENTRY_SIZE);
      const got = Math.floor(readSync(descriptor, words, 0, asked * ENTRY_SIZE, place) / ENTRY_SIZE);
      if (got === 0) break;
      decodePages(words.subarray(0, 2 * got), pages, done);
      done += got;
    }
  } finally {
    closeSync(descriptor);
  }
  return { ok: true, pageSize, total, pages };
}

/** The kernel's, in bytes: what a process tells of itself it could have changed. */
function machinePageSize(): number {
  const facts = parseAuxv(readFileSync('/proc/self/auxv'));
  if (!facts) throw new Error('The kernel does not tell how large a page is.');
  return facts.pageSize;
}
