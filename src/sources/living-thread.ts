/** The thread that has the memory of a process whose main thread has ended. */
import { parseStat, type ProcessStat } from './local/stat.ts';
import { hasMemory } from './map-verdicts.ts';
import type { FileRead, Procfs } from './procfs.ts';

/** How many threads are asked at a time: one that runs on is mostly among the first, and there may be thousands. */
const AT_ONCE = 64;

/**
 * The folder of the thread below /proc, such as `12/task/13`; undefined when none has memory any more, or the code of the system call
 * with which their list failed.
 * @throws see `Procfs`
 */
export async function livingThread(
  procfs: Procfs,
  pid: number,
  signal: AbortSignal,
): Promise<string | undefined | { readonly error: string }> {
  const names = await procfs.names(`${pid}/task`, signal);
  if ('error' in names) return names;
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const folders = names.slice(from, from + AT_ONCE).map((name) => `${pid}/task/${name}`);
    const reads = await procfs.read(
      folders.map((folder) => `${folder}/stat`),
      signal,
    );
    const at = reads.findIndex((each) => hasMemory(statOf(each)));
    if (at >= 0) return folders[at];
  }
  return undefined;
}

/** The stat line, or the code of the error; `EIO` when the line makes no sense. */
export function statOf(file: FileRead | undefined): ProcessStat | string {
  if (!file) return 'ENOENT';
  return 'error' in file ? file.error : (parseStat(file.bytes, file.bytes.length) ?? 'EIO');
}
