/** Lists the processes behind a shell. */
import { byteString } from '../byte-string.ts';
import { type MachineFacts, parseAuxv } from '../auxv.ts';
import { describeProcess } from '../describe-process.ts';
import { displayName, type DisplayName } from '../local/display-name.ts';
import { procMount, type ProcMount } from '../doctor/proc-mount.ts';
import { hiddenBy } from '../local/reader.ts';
import { isZombie, parseStat, type ProcessStat } from '../local/stat.ts';
import { parseStatus } from '../local/status.ts';
import { userNames } from '../local/users.ts';
import type { ListOptions, ProcessInfo, ProcessList } from '../process.ts';
import type { Part } from './answer.ts';
import { joinedCommandLines, joinedStats, joinedStatuses, pidsIn, type StatLines, statLines } from './joined-files.ts';
import { fileRead } from './procfs.ts';
import { BY_WORD, newWord } from './script.ts';
import type { Shell } from './shell.ts';

/** What does not change while a process runs one program: read once. */
interface Known extends DisplayName {
  /** Of which process and program it is: see `programKey`. */
  readonly key: string;
  readonly uid: number | undefined;
  readonly kernelThread: boolean;
}

/** Status and command line of processes. */
interface Details {
  readonly statuses: ReadonlyMap<number, Uint8Array>;
  readonly commandLines: ReadonlyMap<number, Uint8Array>;
  /** Of these it was asked: the ones without a status have ended meanwhile. */
  readonly asked: ReadonlySet<number>;
  /** The command lines of these were mixed up: somebody prints what stands between them. */
  readonly unsure: readonly number[];
}

/** What is true for the target as a whole. */
interface Target {
  readonly machine: MachineFacts | undefined;
  readonly users: ReadonlyMap<number, string>;
  readonly mount: ProcMount | undefined;
}

const NOTHING = new Uint8Array(0);

/** Files that tell of the target, in the order of `targetOf`. */
const TARGET_FILES = ['/proc/self/auxv', '/proc/self/mountinfo', '/etc/passwd'];

/**
 * Lists processes in one round trip: a stat line of each, and of those that were not there at the last list also status and command
 * line. Names of users, names and arguments stay as they were when a process was first seen, or seen to run another program,
 * until a list with `renew`.
 */
export class ShellProcesses {
  private readonly shell: Shell;
  private readonly label: string;
  private target: Target | undefined;
  private known = new Map<number, Known>();

  /** @param label names the target in sentences; safe to print */
  constructor(shell: Shell, label: string) {
    this.shell = shell;
    this.label = label;
  }

  /** See Source. */
  async list({ renew = false }: ListOptions, signal: AbortSignal): Promise<ProcessList> {
    const asks = renew || !this.target;
    const word = newWord();
    const before = asks ? TARGET_FILES.map((path) => `c ${path};`).join('') : '';
    const all = renew || this.known.size === 0 ? ' 1' : '';
    const parts = await this.shell.ask(`${before}w=${word};l${all}`, signal);
    if (asks) this.target = targetOf(parts);
    const [counts, ...rest] = asks ? parts.slice(TARGET_FILES.length) : parts;
    const [refused = 0, contents = 0] = pidsIn(byteString(counts?.content ?? NOTHING));
    if (renew) this.known.clear();

    const details = detailsOf(rest.slice(contents), word);
    const lines = joinedParts(rest.slice(0, contents)) ?? (await this.oneByOne(signal));
    const stats = lines.flatMap(({ pid, bytes, residentPages }) => {
      const stat = parseStat(bytes, bytes.length);
      return stat ? [{ pid, bytes, residentPages, stat, key: programKey(bytes, stat) }] : [];
    });
    const learn = ({ statuses, commandLines }: Details): void => {
      for (const { pid, bytes, stat, key } of stats) {
        const status = statuses.get(pid);
        if (status) this.known.set(pid, knownFrom(key, bytes, stat, status, commandLines.get(pid)));
      }
    };
    learn(details);
    const unsure = new Set(details.unsure);
    const missing = stats.filter(
      ({ pid, key }) => unsure.has(pid) || (this.known.get(pid)?.key !== key && !details.asked.has(pid)),
    );
    if (missing.length > 0) {
      const again = missing.filter(({ pid }) => !unsure.has(pid)).map(({ pid }) => pid);
      learn(await this.details(again, [...unsure], signal));
    }

    const processes: ProcessInfo[] = [];
    const known = new Map<number, Known>();
    for (const { pid, bytes, residentPages, stat, key } of stats) {
      const of = this.known.get(pid);
      // Without a status by now the process has ended.
      if (of?.key !== key) continue;
      known.set(pid, of);
      processes.push(this.describe({ pid, bytes, residentPages }, stat, of));
    }
    this.known = known;
    return this.finish(processes, refused);
  }

  private describe(line: StatLines, stat: ProcessStat, known: Known): ProcessInfo {
    const { pid, bytes, residentPages } = line;
    const { uid } = known;
    const { machine, users } = this.target ?? {};
    const { name, command } = stat.kernelThread ? displayName(bytes.subarray(stat.comm, stat.commEnd), NOTHING) : known;
    const kernelThread = stat.kernelThread || known.kernelThread;
    // Of a main thread that has ended statm says 0, whatever the others have.
    const hasMemory = !kernelThread && stat.access !== 'no-memory' && !isZombie(stat);
    return describeProcess(pid, stat, {
      name,
      command,
      uid,
      user: uid === undefined ? undefined : (users?.get(uid) ?? String(uid)),
      rss: hasMemory && machine && residentPages !== undefined ? residentPages * (machine.pageSize / 1024) : undefined,
      kernelThread,
    });
  }

  private finish(processes: readonly ProcessInfo[], refused: number): ProcessList {
    if (processes.length + refused === 0) {
      return {
        processes,
        unavailable: `There are no processes in /proc of ${this.label}: procfs is not mounted there.`,
      };
    }
    // Every PID namespace has a first process; where it is not listed, procfs hides what is not the reader's own.
    const hides = refused > 0 || !processes.some(({ pid }) => pid === 1);
    const hidden = hides ? hiddenBy(this.target?.mount, '/proc', refused) : undefined;
    return hidden === undefined ? { processes } : { processes, hidden };
  }

  /** The stat lines, where they cannot be told apart when they come together. */
  private async oneByOne(signal: AbortSignal): Promise<readonly StatLines[]> {
    const parts = await this.shell.ask('s', signal);
    const lines: StatLines[] = [];
    for (let i = 0; i + 1 < parts.length; i += 2) {
      const [pid] = pidsIn(byteString(parts[i]?.content ?? NOTHING));
      const content = parts[i + 1]?.content;
      if (pid !== undefined && content && content.length > 0) lines.push(statLines(pid, content));
    }
    return lines;
  }

  /** Asks for the details of processes; of those that are unsure with a cat for each. */
  private async details(pids: readonly number[], unsure: readonly number[], signal: AbortSignal): Promise<Details> {
    const word = newWord();
    const parts = await this.shell.ask(`w=${word};d ${pids.join(' ')};w=;d ${unsure.join(' ')}`, signal);
    const details = detailsOf(parts, word);
    if (details.unsure.length === 0) return details;
    // Not again by words: whoever knew the last one may know the next.
    return detailsOf(await this.shell.ask(`w=;d ${[...pids, ...unsure].join(' ')}`, signal), '');
  }
}

/** The lines in several contents; undefined when they cannot be told apart. */
function joinedParts(parts: readonly Part[]): StatLines[] | undefined {
  const all: StatLines[] = [];
  for (const part of parts) {
    const lines = fromCat(part) ? joinedStats(part.content) : undefined;
    if (!lines) return undefined;
    all.push(...lines);
  }
  return all;
}

function targetOf([auxv, mountInfo, passwd]: readonly Part[]): Target {
  const textOf = (part: Part | undefined): Uint8Array => {
    const read = fileRead(part);
    return 'bytes' in read ? read.bytes : NOTHING;
  };
  return {
    machine: parseAuxv(textOf(auxv)),
    mount: procMount(byteString(textOf(mountInfo)), '/proc'),
    users: userNames(new TextDecoder().decode(textOf(passwd))),
  };
}

/** Start time, and what changes when a process runs another program. Threads of the kernel take the names of their work. */
function programKey(bytes: Uint8Array, stat: ProcessStat): string {
  const { startTime, program, comm, commEnd } = stat;
  return stat.kernelThread ? `${startTime}` : `${startTime} ${program} ${byteString(bytes, comm, commEnd)}`;
}

function knownFrom(
  key: string,
  bytes: Uint8Array,
  stat: ProcessStat,
  status: Uint8Array,
  commandLine: Uint8Array | undefined,
): Known {
  const { uid, kernelThread } = parseStatus(status, status.length);
  const shown = displayName(bytes.subarray(stat.comm, stat.commEnd), commandLine ?? NOTHING);
  return { key, uid, kernelThread, ...shown };
}

/** What the function `d` of script.ts printed, any number of times. */
function detailsOf(parts: readonly Part[], word: string): Details {
  const statuses = new Map<number, Uint8Array>();
  const commandLines = new Map<number, Uint8Array>();
  const asked = new Set<number>();
  const unsure: number[] = [];
  for (let i = 0; i < parts.length;) {
    const heading = byteString(parts[i++]?.content ?? NOTHING);
    const pids = pidsIn(heading);
    for (const pid of pids) asked.add(pid);
    for (const [pid, bytes] of joinedStatuses(parts[i++]?.content ?? NOTHING)) statuses.set(pid, bytes);
    if (heading.startsWith(BY_WORD)) {
      const joined = parts[i++];
      const lines = joined && fromCat(joined) ? joinedCommandLines(joined.content, word, pids) : undefined;
      if (!lines) unsure.push(...pids);
      for (const [pid, bytes] of lines ?? []) commandLines.set(pid, bytes);
      continue;
    }
    for (const pid of pids) {
      const part = parts[i++];
      if (part?.status === 0) commandLines.set(pid, part.content);
    }
  }
  return { statuses, commandLines, asked, unsure };
}

/** Whether cat came to its end: 1 says that files were missing, which is usual, because processes end. */
function fromCat({ status }: Part): boolean {
  return status <= 1;
}
