/** What the stat lines before and after a read, and the code of a system call, say about a map. For all sources alike. */
import { failure } from './local/failures.ts';
import { isGone } from './local/files.ts';
import { isZombie, type ProcessStat, runsOn } from './local/stat.ts';
import type { MemoryFile, ReadFailure } from './process.ts';

/** The kernel refuses with this code; each source has its own ways to find out why. */
export interface Refused {
  readonly refused: string;
}

/** True for the codes with which the kernel refuses. */
export function isRefusal(code: string): boolean {
  return code === 'EACCES' || code === 'EPERM';
}

/** The stat line of the process that is wanted, or why it is not that process. @param stat the line, or the code of the error */
export function wanted(stat: ProcessStat | string, file: MemoryFile): ProcessStat | ReadFailure | Refused {
  const { pid, startTime } = file;
  if (typeof stat === 'string') {
    if (isGone(stat)) return failure('gone', { pid, file: 'maps' });
    return isRefusal(stat) ? { refused: stat } : failure('error', { pid, file: 'maps', code: stat });
  }
  return startTime === undefined || String(stat.startTime) === startTime
    ? stat
    : failure('reused', { pid, file: 'maps' });
}

/** Whether a thread has memory, by its own stat line: one that is ending gave it up already. @param stat the line, or the code of the error */
export function hasMemory(stat: ProcessStat | string): boolean {
  return typeof stat !== 'string' && !isZombie(stat) && stat.access !== 'no-memory';
}

/** Why there can be no map where none of the threads has one. */
export function withoutMemory(stat: ProcessStat, { pid, file }: MemoryFile): ReadFailure {
  return failure(stat.kernelThread ? 'kernel-thread' : isZombie(stat) ? 'zombie' : 'no-memory', { pid, file });
}

/**
 * Why what was read is not the map: a process that ends or starts another program ends the file early, and without an error.
 * undefined when it is the map.
 */
export function cutShort(
  before: ProcessStat,
  after: ProcessStat,
  length: number,
  file: MemoryFile,
): ReadFailure | undefined {
  const subject = { pid: file.pid, file: file.file };
  // Where only the main thread has ended the others have the memory: another read goes through one of them.
  if (isZombie(after) && !isZombie(before)) return failure(runsOn(after) ? 'no-memory' : 'gone', subject);
  if (after.program !== before.program) return failure('replaced', subject);
  return length === 0 ? withoutMemory(after, file) : undefined;
}

/**
 * Why opening or reading failed.
 * @param code of the system call @param stat gives the process's stat line by now, or the code of the error
 */
export function notRead(
  code: string,
  stat: () => ProcessStat | string,
  { pid, file }: MemoryFile,
): ReadFailure | Refused {
  if (isRefusal(code)) return { refused: code };
  if (!isGone(code)) return failure('error', { pid, file, code });
  const now = stat();
  if (typeof now === 'string') return failure('gone', { pid, file });
  if (now.kernelThread) return failure('kernel-thread', { pid, file });
  if (isZombie(now) && !runsOn(now)) return failure('zombie', { pid, file });
  // Where only the main thread has ended, it is the thread that was read through that is not there any more.
  return failure(code === 'ENOENT' && !isZombie(now) ? 'unsupported' : 'no-memory', { pid, file });
}
