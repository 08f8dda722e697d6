/**
 * Reads the map of a process from any procfs, in one round trip where the process does not end or change meanwhile. What can
 * go wrong in between is found out and told as `local/read-map.ts` does for this machine.
 */
import { MapParser } from '../core/dialects/parse.ts';
import { Cancelled } from './cancelled.ts';
import { hiddenFrom, refusalFrom } from './doctor/refusal.ts';
import { displayName } from './local/display-name.ts';
import { livingThread, statOf } from './living-thread.ts';
import { failure } from './local/failures.ts';
import { isZombie, type ProcessStat, runsOn } from './local/stat.ts';
import { cutShort, hasMemory, notRead, type Refused, wanted, withoutMemory } from './map-verdicts.ts';
import type { LiveMap, LiveText, ProcessFile, ReadFailure } from './process.ts';
import type { Procfs } from './procfs.ts';
import type { Waiting } from './source.ts';
import type { SourceSpec } from './source-spec.ts';

/** How often a read is made again when the map changed under it. */
const ATTEMPTS = 4;
const NEWLINE = 0x0a;

/** A map with the text it was read from. */
interface Reading {
  readonly live: LiveMap;
  readonly bytes: Uint8Array;
}

/**
 * Reads and parses.
 * @param source whose procfs it is: refusals tell the next step there
 * @param attempts how often it is read again when it changed meanwhile; 1 for files that never change
 * @throws Cancelled, and SourceFailure when the source cannot be reached
 */
export async function readLiveMap(
  procfs: Procfs,
  source: SourceSpec,
  file: ProcessFile,
  waiting: Waiting,
  attempts = ATTEMPTS,
): Promise<LiveMap | ReadFailure> {
  const reading = await read(procfs, source, file, waiting, attempts);
  return 'live' in reading ? reading.live : reading;
}

/** Reads the text, in a buffer of its own. See `readLiveMap`. */
export async function readLiveText(
  procfs: Procfs,
  source: SourceSpec,
  file: ProcessFile,
  waiting: Waiting,
  attempts = ATTEMPTS,
): Promise<LiveText | ReadFailure> {
  const reading = await read(procfs, source, file, waiting, attempts);
  if (!('live' in reading)) return reading;
  const { process, torn } = reading.live;
  return { ok: true, bytes: reading.bytes.slice(), process, torn };
}

/** Why a map cannot be opened; undefined when it can. Reads no map where the stat line tells already. See `readLiveMap`. */
export async function explainLive(
  procfs: Procfs,
  source: SourceSpec,
  file: ProcessFile,
  { signal }: Waiting,
): Promise<ReadFailure | undefined> {
  const { pid } = file;
  const [first] = await procfs.read([`${pid}/stat`], signal);
  const stat = wanted(statOf(first), file);
  if (!('comm' in stat)) return told(procfs, source, file, stat, signal);
  const folder = await folderOf(procfs, pid, stat, signal);
  if (folder === undefined || stat.access === 'no-memory') return withoutMemory(stat, file);
  // With CAP_PERFMON alone maps can be read though the stat line says no; and not every source can tell whether a file is there.
  // Of another thread than the main one the line does not tell.
  const isTold = stat.access === 'allowed' && !isZombie(stat);
  if (isTold && (await procfs.isOwn(`${folder}/${file.file}`, signal)) !== undefined) return undefined;
  const [map, after] = await procfs.read([`${folder}/${file.file}`, `${pid}/stat`], signal);
  if (!map || 'bytes' in map) return undefined;
  const seen = { ...file, startTime: String(stat.startTime) };
  const verdict = notRead(map.error, () => statOf(after), seen);
  return told(procfs, source, seen, verdict, signal);
}

async function read(
  procfs: Procfs,
  source: SourceSpec,
  file: ProcessFile,
  waiting: Waiting,
  attempts: number,
): Promise<Reading | ReadFailure> {
  let expected = file;
  let last: Reading | ReadFailure = failure('no-memory', file);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { before, result } = await readOnce(procfs, expected, waiting);
    if ('refused' in result || (!before && !('live' in result) && result.reason === 'gone')) {
      return told(procfs, source, expected, result, waiting.signal);
    }
    last = result;
    // The first look binds the read to this process, also when the caller did not know its start time.
    if (before) expected = { ...file, startTime: String(before.startTime) };
    if ('live' in last ? !last.live.torn : last.reason !== 'replaced' && last.reason !== 'no-memory') return last;
  }
  return last;
}

/** What one attempt gave, with the stat line before it. */
interface Attempt {
  readonly before?: ProcessStat;
  readonly result: Reading | ReadFailure | Refused;
}

async function readOnce(procfs: Procfs, file: ProcessFile, waiting: Waiting, folder?: string): Promise<Attempt> {
  const { pid } = file;
  const place = folder ?? String(pid);
  const paths = [`${pid}/stat`, `${place}/${file.file}`, `${pid}/stat`, `${place}/cmdline`];
  if (folder !== undefined) paths.push(`${folder}/stat`);
  const [first, map, second, cmdline, thread] = await procfs.read(paths, waiting.signal);
  const before = wanted(statOf(first), file);
  if (!('comm' in before)) return { result: before };
  if (before.kernelThread) return { before, result: withoutMemory(before, file) };
  if (isZombie(before) && folder === undefined) {
    // The main thread ended and others run on: they have the memory, and it is read through one of them.
    const living = await folderOf(procfs, pid, before, waiting.signal);
    return living === undefined
      ? { before, result: withoutMemory(before, file) }
      : readOnce(procfs, file, waiting, living);
  }
  const now = statOf(second);
  if (!map || 'error' in map) return { before, result: notRead(map?.error ?? 'ENOENT', () => now, file) };
  const after = wanted(now, { ...file, startTime: String(before.startTime) });
  if (!('comm' in after)) return { before, result: after };
  const cut = cutShort(before, after, map.bytes.length, file);
  if (cut) return { before, result: cut };
  // Of a main thread that has ended nothing tells that the map was cut short: the thread does that it was read through.
  if (thread && !hasMemory(statOf(thread))) return { before, result: failure('no-memory', file) };
  const comm = second && 'bytes' in second ? second.bytes.subarray(after.comm, after.commEnd) : NOTHING;
  const { name } = displayName(comm, cmdline && 'bytes' in cmdline ? cmdline.bytes : NOTHING);
  return { before, result: parse(file, map.bytes, { pid, startTime: String(after.startTime), name }, waiting) };
}

function parse(file: ProcessFile, bytes: Uint8Array, process: LiveMap['process'], { isCancelled }: Waiting): Reading {
  if (isCancelled()) throw new Cancelled();
  const parser = new MapParser(file.file, bytes.length);
  parser.add(bytes);
  const parsed = performance.now();
  const map = parser.finish({ pid: file.pid });
  const kindsMs = performance.now() - parsed;
  const torn = !map.regions.sorted || bytes[bytes.length - 1] !== NEWLINE;
  return { live: { ok: true, map, kindsMs, process, torn }, bytes };
}

/** The folder whose map files are those of the process; undefined when it has no memory any more. */
async function folderOf(
  procfs: Procfs,
  pid: number,
  stat: ProcessStat,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (stat.kernelThread) return undefined;
  if (!isZombie(stat)) return String(pid);
  if (!runsOn(stat)) return undefined;
  const folder = await livingThread(procfs, pid, signal);
  return typeof folder === 'string' ? folder : undefined;
}

/** What a verdict comes to: a refusal with the gate that closed, and a process that was never seen may be a hidden one. */
async function told(
  procfs: Procfs,
  source: SourceSpec,
  { pid, file, startTime }: ProcessFile,
  verdict: ReadFailure | Refused,
  signal: AbortSignal,
): Promise<ReadFailure> {
  if ('refused' in verdict) return refusalFrom(procfs, pid, verdict.refused, signal, source);
  const wasSeen = verdict.reason !== 'gone' || startTime !== undefined;
  if (wasSeen) return verdict;
  const hidden = await hiddenFrom(procfs, pid, signal, source);
  return hidden ?? failure('gone', { pid, file, isUnseen: true });
}

const NOTHING = new Uint8Array(0);
