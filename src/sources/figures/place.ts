/** Where the memory of a process is read. */
import { parseStat, type ProcessStat } from '../local/stat.ts';
import type { FileRead, Procfs } from '../procfs.ts';
import type { Nature } from './unknown.ts';

/** What a process is, and the folder below /proc whose files tell of its memory. */
export interface Place {
  readonly nature: Nature;
  readonly folder: string;
}

/** Z has ended and waits for its parent; X is being taken away (proc_pid_stat(5)). */
const ENDED = ['Z', 'X'];

/** Finds the place. Where the main thread has ended and others run on, they have the memory. @throws see `Procfs` */
export async function placeOf(procfs: Procfs, pid: number, stat: ProcessStat, signal: AbortSignal): Promise<Place> {
  const folder = String(pid);
  if (stat.kernelThread) return { nature: 'kernel-thread', folder };
  if (!hasEnded(stat)) return { nature: stat.access === 'no-memory' ? 'ending' : 'ordinary', folder };
  const names = stat.threads < 2 ? [] : await procfs.names(`${pid}/task`, signal);
  const threads = 'error' in names ? [] : names.filter((name) => /^\d+$/.test(name));
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

function hasEnded({ state }: ProcessStat): boolean {
  return ENDED.includes(String.fromCharCode(state));
}

function isAlive(read: FileRead): boolean {
  const stat = 'bytes' in read ? parseStat(read.bytes, read.bytes.length) : undefined;
  return stat !== undefined && !hasEnded(stat);
}
