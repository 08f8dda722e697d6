/**
 * Which processes there are, upwards: who is listed first is most often the parent of who comes later. Reading the folder /proc costs
 * an eighth of a list of thousands, and most of the time finds the same. The kernel gives PIDs out in turn (`alloc_pid()` in
 * kernel/pid.c), and the last number of `loadavg` is the last of them (`loadavg_proc_show()` in fs/proc/loadavg.c): so what has
 * come since can be looked for by number.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readOptional } from './reader.ts';

/**
 * So long the folder is not read, in milliseconds: a process that chose its PID (`set_tid` of clone3(2)) is found after them, and
 * numbers do not go all the way round.
 */
const TRUSTED = 30_000;
/** Looking for one PID costs less than this many names of the folder. */
const NAMES = 8;

export class Pids {
  private readonly root: string;
  /** The last PID given out before each of the last two times: one that was given out may be seen a moment later only. */
  private given: readonly (number | undefined)[] = [];
  /** Whether numbers are given out in turn, as far as was seen; undefined before anything tells, false for good once one was not. */
  private inTurn: boolean | undefined;
  /** When the folder was read last. */
  private readAt = -Infinity;
  private isOwn: boolean | undefined;

  /** @param root where procfs is mounted */
  constructor(root: string) {
    this.root = root;
  }

  /**
   * The PIDs of all processes that can be seen, and perhaps of some that have ended, and of threads: these have PIDs as well, and
   * folders that are not listed.
   * @param known all that could be seen the last time; undefined when that is not known, or to read the folder
   * @throws the system call's error when the folder cannot be read
   */
  find(known: ReadonlyMap<number, unknown> | undefined): Uint32Array {
    const [before] = this.given;
    const last = this.lastPid();
    this.given = [...this.given, last].slice(-2);
    const isTold = known !== undefined && before !== undefined && last !== undefined && last >= before;
    const now = performance.now();
    if (isTold && this.inTurn === true && last - before <= known.size / NAMES && now < this.readAt + TRUSTED) {
      return upwards([...known.keys(), ...this.between(before, last, known)]);
    }
    this.readAt = now;
    const pids = upwards(readdirSync(this.root).filter(isPid).map(Number));
    const latest = this.lastPid();
    if (isTold && latest !== undefined && latest >= last) {
      const come = pids.filter((pid) => !known.has(pid));
      if (!come.every((pid) => pid > before && pid <= latest)) this.inTurn = false;
      else if (come.length > 0 || (last > before && (pids.at(-1) ?? 0) <= latest)) this.inTurn ??= true;
    }
    return pids;
  }

  private between(before: number, last: number, known: ReadonlyMap<number, unknown>): number[] {
    const found: number[] = [];
    for (let pid = before + 1; pid <= last; pid++) {
      if (!known.has(pid) && existsSync(`${this.root}/${pid}`)) found.push(pid);
    }
    return found;
  }

  /** The last PID given out; undefined where that is not told: some sandboxes have 0. */
  private lastPid(): number | undefined {
    const path = `${this.root}/loadavg`;
    // A file that is mounted over it, as LXCFS does, has numbers of another PID namespace.
    if (!(this.isOwn ??= deviceOf(path) === deviceOf(this.root))) return undefined;
    return Number(/(\d+)\n$/.exec(readOptional(path) ?? '')?.[1]) || undefined;
  }
}

function deviceOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev;
}

function isPid(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 0x31 && first <= 0x39;
}

function upwards(pids: readonly number[]): Uint32Array {
  return Uint32Array.from(pids).sort();
}
