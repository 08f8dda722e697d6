/**
 * Which processes there are, upwards: who is listed first is most often the parent of who comes later. Reading the folder /proc costs
 * an eighth of a list of thousands, and most of the time finds the same. The kernel gives PIDs out in turn (`alloc_pid()` in
 * kernel/pid.c), and the last number of `loadavg` is the last of them (`loadavg_proc_show()` in fs/proc/loadavg.c): so what has
 * come since can be looked for by number.
 */
import { existsSync, readdirSync } from 'node:fs';
import { readOptional } from './reader.ts';
import { statusField } from './status.ts';

/** So many times the folder is not read: a process that chose its PID (`set_tid` of clone3(2)) is found after them. */
const TURNS = 15;
/** Looking for one PID costs less than this many names of the folder. */
const NAMES = 8;

export class Pids {
  private readonly root: string;
  /** The last PID given out before each of the last two times: one that was given out may be seen a moment later only. */
  private given: readonly (number | undefined)[] = [];
  /** Whether numbers are given out in turn, as far as was seen; undefined before anything tells, false for good once one was not. */
  private inTurn: boolean | undefined;
  private turns = 0;

  /** @param root where procfs is mounted */
  constructor(root: string) {
    this.root = root;
  }

  /**
   * The PIDs of all processes that can be seen, and perhaps of some that have ended.
   * @param known all that could be seen the last time; undefined when that is not known, or to read the folder
   * @throws the system call's error when the folder cannot be read
   */
  find(known: ReadonlyMap<number, unknown> | undefined): Uint32Array {
    const [before] = this.given;
    const last = this.lastPid();
    this.given = [...this.given, last].slice(-2);
    const isTold = known !== undefined && before !== undefined && last !== undefined && last >= before;
    if (isTold && this.inTurn === true && last - before <= known.size / NAMES && this.turns < TURNS) {
      this.turns++;
      return upwards([...known.keys(), ...this.processesIn(before, last, known)]);
    }
    this.turns = 0;
    const pids = upwards(readdirSync(this.root).filter(isPid).map(Number));
    const now = this.lastPid();
    if (isTold && now !== undefined && now >= last) {
      const come = pids.filter((pid) => !known.has(pid));
      if (!come.every((pid) => pid > before && pid <= now)) this.inTurn = false;
      else if (come.length > 0 || (last > before && (pids.at(-1) ?? 0) <= now)) this.inTurn ??= true;
    }
    return pids;
  }

  /** Threads have PIDs as well, and folders that are not listed. */
  private processesIn(before: number, last: number, known: ReadonlyMap<number, unknown>): number[] {
    const found: number[] = [];
    for (let pid = before + 1; pid <= last; pid++) {
      const path = `${this.root}/${pid}`;
      if (known.has(pid) || !existsSync(path)) continue;
      if (statusField(readOptional(`${path}/status`) ?? '', 'Tgid') === String(pid)) found.push(pid);
    }
    return found;
  }

  /** The last PID given out; undefined where that is not told: some sandboxes have 0. */
  private lastPid(): number | undefined {
    return Number(/(\d+)\n$/.exec(readOptional(`${this.root}/loadavg`) ?? '')?.[1]) || undefined;
  }
}

function isPid(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 0x31 && first <= 0x39;
}

function upwards(pids: readonly number[]): Uint32Array {
  return Uint32Array.from(pids).sort();
}
