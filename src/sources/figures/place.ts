/** Where the memory of a process is read. */
import { livingThread } from '../living-thread.ts';
import { isZombie, type ProcessStat, runsOn } from '../local/stat.ts';
import type { Procfs } from '../procfs.ts';
import type { Nature } from './unknown.ts';

/** What a process is, and the folder below /proc whose files tell of its memory. */
export interface Place {
  readonly nature: Nature;
  readonly folder: string;
}

/** What tells where the memory is. */
export type PlaceFacts = Pick<ProcessStat, 'state' | 'threads' | 'kernelThread' | 'access'>;

/** Finds the place. Where the main thread has ended and others run on, they have the memory. @throws see `Procfs` */
export async function placeOf(procfs: Procfs, pid: number, stat: PlaceFacts, signal: AbortSignal): Promise<Place> {
  const folder = String(pid);
  if (stat.kernelThread) return { nature: 'kernel-thread', folder };
  if (!isZombie(stat)) return { nature: stat.access === 'no-memory' ? 'ending' : 'ordinary', folder };
  const living = runsOn(stat) ? await livingThread(procfs, pid, signal) : undefined;
  if (living === undefined) return { nature: 'zombie', folder };
  // Threads are not saved: what was read through one of them stands with the process.
  return { nature: 'ordinary', folder: typeof living === 'string' ? living : folder };
}
