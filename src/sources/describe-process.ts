/** One process of a list, from what its files say. */
import type { ProcessStat } from './local/stat.ts';
import type { ProcessInfo } from './process.ts';

/** What the stat line does not tell. */
export type ProcessDetails = Pick<ProcessInfo, 'name' | 'command' | 'uid' | 'user' | 'rss' | 'kernelThread'>;

/** Puts a process together. */
export function describeProcess(pid: number, stat: ProcessStat, details: ProcessDetails): ProcessInfo {
  return {
    pid,
    ppid: stat.ppid,
    name: details.name,
    command: details.command,
    uid: details.uid,
    user: details.user,
    state: String.fromCharCode(stat.state),
    rss: details.rss,
    threads: stat.threads,
    startTime: String(stat.startTime),
    kernelThread: details.kernelThread,
    access: stat.access,
  };
}
