/** Where the memory of a process is read. */
import { isZombie, parseStat, type ProcessStat, runsOn } from '../local/stat.ts';
import { hasMemory } from '../map-verdicts.ts';
import type { FileRead, Procfs } from '../procfs.ts';
import type { Nature } from './unknown.ts';

/** What a process is, and the folder below /proc whose files tell of its memory. */
export interface Place {
  readonly nature: Nature;
  readonly folder: string;
}

/** Finds the place. Where the main thread has ended and others run on, they have the memory. @throws see `Procfs` */
export async function placeOf(procfs: Procfs, pid: number, stat: ProcessStat, signal: AbortSignal): Promise<Place> {
  const folder = String(pid);
  if (stat.kernelThread) return { nature: 'kernel-thread', folder };
  if (!isZombie(stat)) return { nature: stat.access === 'no-memory' ? 'ending' : 'ordinary', folder };
  const names = runsOn(stat) ? await procfs.names(`${pid}/task`, signal) : [];
  // Threads are not saved: what was read through one of them stands with the process.
  if ('error' in names) return { nature: 'ordinary', folder };
  const threads = names.filter((name) => /^\d+$/.test(name));
  if (threads.length > 0) {
    const paths = threads.map((thread) => `${pid}/task/${thread}`);
    const stats = await procfs.read(
      paths.map((path) => `${path}/stat`),
      signal,
    );
    const alive = paths[stats.findIndex((read) => isAlive(read))];
    if (alive !== undefined) return { nature: 'ordinary', folder: alive };
  }
  return { nature: 'zombie', folder };
}

function isAlive(read: FileRead): boolean {
  return 'bytes' in read && hasMemory(parseStat(read.bytes, read.bytes.length) ?? 'EIO');
}
