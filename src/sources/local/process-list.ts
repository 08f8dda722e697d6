/** Lists the processes of this machine from procfs. */
import { readdirSync } from 'node:fs';
import type { ListOptions, ProcessInfo, ProcessList } from '../process.ts';
import { displayName, type DisplayName } from './display-name.ts';
import { errorCode, isGone, SmallFile } from './files.ts';
import { parseStat, type ProcessStat } from './stat.ts';
import { parseStatus } from './status.ts';
import { hiddenByMount } from './reader.ts';
import { Users } from './users.ts';

/** A command line that was read, and for which program: it is read again when another program runs under the PID. */
interface Known extends DisplayName {
  readonly startTime: string;
  readonly comm: string;
  readonly program: string;
  seen: number;
}

/**
 * Lists processes, and remembers their command lines: of the three files it needs, `stat` and `status` change all the
 * time, `cmdline` hardly ever.
 */
export class LocalProcesses {
  private readonly root: string;
  private readonly users: Users;
  private readonly file = new SmallFile();
  private readonly known = new Map<number, Known>();
  private round = 0;

  /** @param root where procfs is mounted @param passwd a file in the form of passwd(5) */
  constructor(root = '/proc', passwd?: string) {
    this.root = root;
    this.users = new Users(passwd);
  }

  /** Never throws on what a process is or does: processes that end meanwhile are left out. */
  list({ renewCommands = false }: ListOptions = {}): ProcessList {
    if (process.platform !== 'linux')
      return { processes: [], unavailable: 'Processes are read from /proc, which only Linux has.' };
    let names: string[];
    try {
      names = readdirSync(this.root);
    } catch (error) {
      return { processes: [], unavailable: `${this.root} cannot be read: ${errorCode(error) ?? String(error)}.` };
    }
    if (renewCommands) this.known.clear();
    this.round++;
    this.users.refresh();
    const processes: ProcessInfo[] = [];
    for (const name of names) {
      const first = name.charCodeAt(0);
      if (first < 0x31 || first > 0x39) continue;
      const info = this.read(Number(name), `${this.root}/${name}`);
      if (info) processes.push(info);
    }
    if (processes.length === 0)
      return { processes, unavailable: `${this.root} holds no processes: procfs is not mounted there.` };
    for (const [pid, { seen }] of this.known) if (seen !== this.round) this.known.delete(pid);
    // Every PID namespace has a first process; where it is not listed, procfs hides what is not the reader's own.
    const hidden = processes.some(({ pid }) => pid === 1) ? undefined : hiddenByMount(this.root);
    return hidden === undefined ? { processes } : { processes, hidden };
  }

  private read(pid: number, directory: string): ProcessInfo | undefined {
    const { bytes } = this.file;
    const statLength = this.file.tryRead(`${directory}/stat`);
    if (typeof statLength === 'string') return isGone(statLength) ? undefined : hiddenProcess(pid);
    const stat = parseStat(bytes, statLength);
    if (!stat) return undefined;
    const statusLength = this.file.tryRead(`${directory}/status`);
    if (typeof statusLength === 'string' && isGone(statusLength)) return undefined;
    const status = parseStatus(bytes, typeof statusLength === 'string' ? 0 : statusLength);
    const { name, command } = this.command(pid, directory, stat);
    return {
      pid,
      ppid: stat.ppid,
      name,
      command,
      uid: status.uid,
      user: status.uid === undefined ? undefined : this.users.name(status.uid),
      state: stat.state,
      rss: status.rss,
      threads: stat.threads,
      startTime: stat.startTime,
      kernelThread: stat.kernelThread || status.kernelThread,
      access: stat.access,
    };
  }

  private command(pid: number, directory: string, stat: ProcessStat): DisplayName {
    const known = this.known.get(pid);
    if (known && known.startTime === stat.startTime && known.comm === stat.comm && known.program === stat.program) {
      known.seen = this.round;
      return known;
    }
    const length = stat.kernelThread ? 0 : this.file.tryRead(`${directory}/cmdline`);
    const line = this.file.bytes.subarray(0, typeof length === 'string' ? 0 : length);
    const { startTime, comm, program } = stat;
    const made: Known = { ...displayName(comm, line), startTime, comm, program, seen: this.round };
    this.known.set(pid, made);
    return made;
  }
}

/** hidepid=1: the PID is listed and everything under it is refused. */
function hiddenProcess(pid: number): ProcessInfo {
  return {
    pid,
    ppid: undefined,
    name: `${pid}`,
    command: '',
    uid: undefined,
    user: undefined,
    state: undefined,
    rss: undefined,
    threads: undefined,
    startTime: undefined,
    kernelThread: false,
    access: 'hidden',
  };
}
