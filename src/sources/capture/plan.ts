/**
 * What is read of a process, in which order, and what of it can be believed. A process may end, or start another program, between
 * two files and in the middle of one, which the kernel then ends without an error: so `stat` is read before, after, and between.
 */
import { isGone } from '../local/files.ts';
import { isZombie, parseStat, type ProcessStat, runsOn } from '../local/stat.ts';
import { COSTLY_FILES, FEW_FILES, NOT_OF_THREADS, PROCESS_FILES } from './captured-files.ts';
import type { FileRecord } from './record.ts';
import type { Taken } from './trips.ts';

/** How much is read of a process. */
export type Extent = 'all' | 'without-smaps' | 'few';

/** One file to read: for the snapshot, to see whether the process is still the same, or to see the time. */
interface Step {
  readonly role: 'file' | 'check' | 'clock';
  /** What it is called in the snapshot. */
  readonly name: string;
  readonly path: string;
}

/** The steps for a process. @param thread the folder of the thread that has the memory, where the main thread has ended */
export function planOf(pid: number, extent: Extent, thread?: string): readonly Step[] {
  const memory = thread ?? `${pid}`;
  const check: Step = { role: 'check', name: 'stat', path: `${pid}/stat` };
  const clock: Step = { role: 'clock', name: 'uptime', path: 'uptime' };
  const file = (folder: string, name: string): Step => ({ role: 'file', name, path: `${folder}/${name}` });
  const costly = extent === 'all' ? [clock, ...COSTLY_FILES.flatMap((name) => [file(memory, name), clock]), check] : [];
  const rest = extent === 'few' ? FEW_FILES : PROCESS_FILES;
  return [
    check,
    file(memory, 'maps'),
    check,
    ...costly,
    ...rest.map((name) => file(NOT_OF_THREADS.has(name) ? `${pid}` : memory, name)),
    check,
  ];
}

/** What became of the process meanwhile. */
export type Lost = 'gone' | 'reused' | 'replaced';

/** What was read of a process. */
export interface Reading {
  /** As it was at first; the code of the system call that failed, or `Lost`. */
  readonly stat: ProcessStat | { readonly error: string };
  /** The bytes of the line. */
  readonly statBytes: Uint8Array;
  /** Files that can be believed. */
  readonly files: Map<string, Uint8Array>;
  readonly records: Map<string, FileRecord>;
  /** Set when it was lost on the way. */
  readonly lost: Lost | undefined;
}

const WHY_LOST: Readonly<Record<Lost, string>> = {
  gone: 'the process had ended',
  reused: 'the process had ended',
  replaced: 'the process had started another program',
};

/** Looks through what the steps gave. Files that were read after the last look at the same process are not believed. */
export function readingOf(pid: number, steps: readonly Step[], taken: readonly Taken[]): Reading {
  const files = new Map<string, Uint8Array>();
  const records = new Map<string, FileRecord>();
  let stat: ProcessStat | { readonly error: string } | undefined;
  let statBytes: Uint8Array = new Uint8Array(0);
  let lost: Lost | undefined;
  let unsure: string[] = [];
  let clock: number | undefined;
  const distrust = (name: string): void => {
    files.delete(name);
    const { order, readAt } = records.get(name) ?? {};
    records.set(name, { ...stamp(order, readAt), missing: 'ESRCH', reason: WHY_LOST[lost ?? 'gone'] });
  };
  steps.forEach(({ role, name, path }, i) => {
    const { bytes, record } = taken[i] ?? { bytes: undefined, record: { missing: 'EIO' } };
    if (role === 'clock') {
      const now = secondsOf(bytes);
      const last = unsure.at(-1);
      if (now !== undefined && clock !== undefined && last !== undefined)
        records.set(last, { ...records.get(last), tookMs: Math.round((now - clock) * 1000) });
      clock = now;
      return;
    }
    if (role === 'file') {
      if (bytes) files.set(name, bytes);
      records.set(name, path === `${pid}/${name}` ? record : { ...record, from: path });
      unsure.push(name);
      return;
    }
    const seen = (bytes && parseStat(bytes, bytes.length)) ?? { error: record.missing ?? 'EIO' };
    if (!stat) {
      stat = seen;
      if (bytes) {
        statBytes = bytes;
        files.set(name, bytes);
        records.set(name, record);
      }
      return;
    }
    if (lost === undefined && !('error' in stat)) lost = lostBetween(stat, seen);
    if (lost !== undefined) unsure.forEach(distrust);
    unsure = [];
  });
  return { stat: stat ?? { error: 'EIO' }, statBytes, files, records, lost };
}

/** True for a process that has ended and only waits for its parent. Its other threads may run on. */
export function hasEnded(stat: ProcessStat): boolean {
  return isZombie(stat) && stat.threads < 2;
}

function lostBetween(before: ProcessStat, after: ProcessStat | { readonly error: string }): Lost | undefined {
  if ('error' in after) return isGone(after.error) ? 'gone' : undefined;
  if (after.startTime !== before.startTime) return 'reused';
  if (hasEnded(after) && !hasEnded(before)) return 'gone';
  return after.program === before.program || runsOn(after) ? undefined : 'replaced';
}

function secondsOf(bytes: Uint8Array | undefined): number | undefined {
  const seconds = /^\d+\.\d+/.exec(new TextDecoder().decode(bytes))?.[0];
  return seconds === undefined ? undefined : Number(seconds);
}

function stamp(order: number | undefined, readAt: string | undefined): FileRecord {
  return { ...(order === undefined ? {} : { order }), ...(readAt === undefined ? {} : { readAt }) };
}
