// A made-up /proc in a temporary folder, for processes that no test can start: any name, any state, any line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a made-up process says of itself; whatever is left out is ordinary. */
export interface Made {
  readonly comm?: string | Buffer;
  /** The process that it is a thread of, other than itself. */
  readonly tgid?: number;
  readonly state?: string;
  readonly ppid?: number;
  readonly flags?: number;
  readonly threads?: number;
  readonly startTime?: number;
  /** `0` for no memory, `1` where the reader may not look. */
  readonly startCode?: string;
  /** Lines of `status` after Uid and Gid. */
  readonly status?: string;
  readonly uid?: number;
  /** Arguments as they stand in `cmdline`, each ending in NUL. */
  readonly cmdline?: string | Buffer;
  readonly maps?: string;
  readonly cgroup?: string;
}

/** A temporary procfs. */
export class ProcRoot {
  readonly path = mkdtempSync(join(tmpdir(), 'memory-maps-proc-'));

  /** Adds or replaces a process (or, as `1/task/2`, a thread). */
  add(pid: number | string, made: Made = {}): void {
    const directory = join(this.path, String(pid));
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'stat'), statLine(Number(String(pid).split('/').at(-1)), made));
    const { uid = 1000, status = 'VmRSS:\t    1234 kB\nThreads:\t1\n' } = made;
    writeFileSync(
      join(directory, 'status'),
      `Name:\tx\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t${made.tgid ?? parseInt(String(pid), 10)}\nUid:\t77\t${uid}\t${uid}\t${uid}\nGid:\t${uid}\t${uid}\t${uid}\t${uid}\nGroups:\t4 24 \n${status}`,
    );
    writeFileSync(join(directory, 'cmdline'), made.cmdline ?? '');
    writeFileSync(join(directory, 'maps'), made.maps ?? '');
    if (made.cgroup !== undefined) writeFileSync(join(directory, 'cgroup'), made.cgroup);
  }

  /** Takes a process away, as if it had been reaped. */
  remove(pid: number): void {
    rmSync(join(this.path, String(pid)), { recursive: true });
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A line of `/proc/PID/stat` with its 52 fields (proc_pid_stat(5)). */
export function statLine(pid: number, made: Made = {}): Buffer {
  const { comm = 'demo', state = 'S', ppid = 1, flags = 0x400000, threads = 1, startTime = 100 } = made;
  const { startCode = '94000000000000' } = made;
  const before = [state, ppid, 1, 1, 0, -1, flags, ...Array<number>(10).fill(0), threads, 0, startTime, 1000, 300];
  const after = ['18446744073709551615', startCode, startCode, '140000000000000', ...Array<number>(19).fill(0)];
  const fields = [...before, ...after, '140000000001000', ...Array<number>(4).fill(0)].join(' ');
  return Buffer.concat([Buffer.from(`${pid} (`), Buffer.from(comm), Buffer.from(`) ${fields}\n`)]);
}

/** A maps line of one page. */
export function mapsLine(start: number, name = ''): string {
  const hex = (value: number): string => value.toString(16).padStart(8, '0');
  return `${hex(start)}-${hex(start + 0x1000)} rw-p 00000000 00:00 0 ${name === '' ? '' : `                   ${name}`}\n`;
}

/**
 * A shell script that prints the PID of a child which will be a zombie: the child ends once its parent has become a program
 * that never asks for exit statuses.
 */
export const LEAVES_ZOMBIE = "sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done' & echo $!; exec sleep 100";
