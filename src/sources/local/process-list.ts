/** Lists the processes of this machine from procfs. */
import { closeSync, openSync } from 'node:fs';
import { Cancelled } from '../cancelled.ts';
import { monitorsAll, READER_PATHS } from '../doctor/access-facts.ts';
import { describeProcess } from '../describe-process.ts';
import type { ListOptions, ProcessInfo, ProcessList } from '../process.ts';
import { Containers, type Member, newMember } from './containers.ts';
import { displayName } from './display-name.ts';
import { errorCode, isGone, SmallFile } from './files.ts';
import { Pids } from './pids.ts';
import { parseStat } from './stat.ts';
import { parseStatus } from './status.ts';
import { hiddenProcesses, readOptional, textsOf } from './reader.ts';
import { Users } from './users.ts';

/** A process that was listed before. */
interface Known {
  readonly pid: number;
  readonly directory: string;
  readonly statPath: string;
  /** Its open `stat`, bound to this very process; -1 for none. */
  descriptor: number;
  /** The `stat` line it had, and what was shown for it. */
  line: Uint8Array;
  info: ProcessInfo | undefined;
  /** The round in which it was listed last. */
  round: number;
  readonly member: Member;
}

/** At most so many `stat` files are kept open, and at most this part of the files that this process may open. */
const MOST_OPEN = 8192;
const PART_OF_LIMIT = 3;

/**
 * Lists processes, and remembers them: `stat` stays open. It counts the processor time and the page faults of a process:
 * while its line stays the same, the process has not run, and `status` and `cmdline` are not read again.
 */
export class LocalProcesses {
  private readonly root: string;
  private readonly users: Users;
  private readonly file = new SmallFile();
  private readonly containers: Containers;
  private readonly known = new Map<number, Known>();
  private readonly pids: Pids;
  /** The last list came to its end, and had all processes of a PID namespace. */
  private seesAll = false;
  private round = 0;
  private open = 0;
  private mostOpen: number | undefined;
  /**
   * Whether a capability opens the maps that CAP_SYS_PTRACE does not: what the stat line tells is that of another check, which
   * knows no other (`do_task_stat()` in fs/proc/array.c).
   */
  private monitorsAll: boolean | undefined;
  /** Processes of this round of which nothing at all may be read. */
  private refused = 0;

  /** @param root where procfs is mounted @param passwd a file in the form of passwd(5) */
  constructor(root = '/proc', passwd?: string) {
    this.root = root;
    this.users = new Users(passwd);
    this.containers = new Containers(root, this.file);
    this.pids = new Pids(root);
  }

  /**
   * Never throws on what a process is or does: processes that end meanwhile are left out.
   * @throws when this process itself lacks something, such as file descriptors
   */
  list(options: ListOptions = {}): ProcessList {
    const steps = this.steps(options, () => Infinity);
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  }

  /**
   * As `list`, in steps, parents mostly before their children: gives what it found in each, so that others get their turn and the
   * first processes can be shown.
   * @param most milliseconds of a step, asked at its start
   * @throws Cancelled when another list was asked for meanwhile, or everything was forgotten
   */
  *steps({ renew = false }: ListOptions, most: () => number): Generator<readonly ProcessInfo[], ProcessList> {
    const { root } = this;
    if (process.platform !== 'linux') return unavailable('Processes are read from /proc, which only Linux has.');
    let pids: Uint32Array;
    try {
      pids = this.pids.find(this.seesAll && !renew ? this.known : undefined);
    } catch (error) {
      return unavailable(`${root} cannot be read: ${errorCode(error) ?? String(error)}.`);
    }
    if (this.users.refresh() || renew) this.forget();
    this.seesAll = false;
    const round = ++this.round;
    const processes: ProcessInfo[] = [];
    this.refused = 0;
    this.containers.begin(pids.length);
    let given = 0;
    let end = performance.now() + most();
    for (const pid of pids) {
      const info = this.read(this.known.get(pid) ?? this.meet(pid));
      if (info) processes.push(info);
      if (end === Infinity || performance.now() < end) continue;
      yield processes.slice(given);
      if (this.round !== round) throw new Cancelled();
      given = processes.length;
      end = performance.now() + most();
    }
    if (processes.length + this.refused === 0)
      return unavailable(`${root} holds no processes: procfs is not mounted there.`);
    for (const [pid, known] of this.known) {
      if (known.round === this.round) continue;
      this.close(known);
      this.known.delete(pid);
    }
    // Every PID namespace has a first process; where it is not listed, procfs hides what is not the reader's own.
    const hides = this.refused > 0 || !processes.some(({ pid }) => pid === 1);
    this.seesAll = !hides;
    const hidden = hides ? hiddenProcesses(root, this.refused) : undefined;
    return hidden === undefined ? { processes } : { processes, hidden };
  }

  /** Lets go of what is remembered of the processes, and of the files that are open. */
  forget(): undefined {
    this.round++;
    this.seesAll = false;
    for (const known of this.known.values()) {
      this.close(known);
      known.line = NO_BYTES;
      known.info = undefined;
    }
  }

  private meet(pid: number): Known {
    const directory = `${this.root}/${pid}`;
    const statPath = `${directory}/stat`;
    const known: Known = {
      pid,
      directory,
      statPath,
      descriptor: NOT_OPEN,
      line: NO_BYTES,
      info: undefined,
      round: 0,
      member: newMember(),
    };
    this.known.set(pid, known);
    return known;
  }

  private read(known: Known): ProcessInfo | undefined {
    const { bytes } = this.file;
    const length = this.readStat(known);
    if (typeof length === 'string') {
      if (isGone(length)) return undefined;
      // hidepid=1: the PID is listed, and everything under it is refused.
      if (length !== 'EACCES' && length !== 'EPERM') throw new Error(`Reading ${known.statPath} failed with ${length}`);
      this.refused++;
      return undefined;
    }
    const isMet = known.round > 0;
    if (!known.info || !startsWith(bytes, length, known.line)) {
      known.line = bytes.slice(0, length);
      known.info = this.describe(known, length);
    }
    if (!known.info) return undefined;
    known.round = this.round;
    if (isMet && !known.member.isTold) known.info = this.containers.later(known.info, known);
    return known.info;
  }

  /** Reads the `stat` line, or gives the code of the system call that failed. */
  private readStat(known: Known): number | string {
    try {
      if (known.descriptor === NOT_OPEN) return this.openStat(known);
      return this.file.reread(known.descriptor);
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) throw error;
      if (known.descriptor === NOT_OPEN) return code;
      // The process that it was opened for is gone; the PID may have been given to another.
      this.close(known);
      return this.readStat(known);
    }
  }

  private openStat(known: Known): number {
    if (this.open >= (this.mostOpen ??= mostOpen(this.root))) return this.file.read(known.statPath);
    known.descriptor = openSync(known.statPath, 'r');
    this.open++;
    return this.file.reread(known.descriptor);
  }

  private close(known: Known): void {
    if (known.descriptor === NOT_OPEN) return;
    closeSync(known.descriptor);
    known.descriptor = NOT_OPEN;
    this.open--;
  }

  /** Describes the process whose `stat` line stands in the buffer; undefined when it ended meanwhile or is a thread. */
  private describe({ pid, directory, member }: Known, length: number): ProcessInfo | undefined {
    const { bytes } = this.file;
    const stat = parseStat(bytes, length);
    if (!stat) return undefined;
    const comm = bytes.slice(stat.comm, stat.commEnd);
    const commandLength = stat.kernelThread ? 0 : this.file.tryRead(`${directory}/cmdline`);
    const shown = displayName(comm, bytes.subarray(0, typeof commandLength === 'string' ? 0 : commandLength));
    const statusLength = this.file.tryRead(`${directory}/status`);
    if (typeof statusLength === 'string' && isGone(statusLength)) return undefined;
    const status = parseStatus(bytes, typeof statusLength === 'string' ? 0 : statusLength);
    const { tgid = pid, uid, inPidNamespace } = status;
    if (tgid !== pid) return undefined;
    const kernelThread = stat.kernelThread || status.kernelThread;
    const opens = stat.access === 'denied' && (this.monitorsAll ??= monitorsAll(textsOf(this.root, READER_PATHS)));
    return describeProcess(pid, opens ? { ...stat, access: 'allowed' } : stat, {
      ...shown,
      uid,
      user: uid === undefined ? undefined : this.users.name(uid),
      rss: status.rss,
      kernelThread,
      container: this.containers.of(member, stat, { directory, kernelThread, inPidNamespace }),
    });
  }
}

const NO_BYTES = new Uint8Array(0);
const NOT_OPEN = -1;

/** How many files may be kept open, by this process's own limit (`Max open files` of proc_pid_limits(5)). */
function mostOpen(root: string): number {
  const limit = /^Max open files +(\d+|unlimited)/m.exec(readOptional(`${root}/self/limits`) ?? '')?.[1] ?? '0';
  return Math.min(MOST_OPEN, limit === 'unlimited' ? MOST_OPEN : Math.floor(Number(limit) / PART_OF_LIMIT));
}

function unavailable(reason: string): ProcessList {
  return { processes: [], unavailable: reason };
}

/** Whether the first `length` bytes are exactly these. */
function startsWith(bytes: Uint8Array, length: number, expected: Uint8Array): boolean {
  if (expected.length !== length) return false;
  for (let i = 0; i < length; i++) if (bytes[i] !== expected[i]) return false;
  return true;
}
