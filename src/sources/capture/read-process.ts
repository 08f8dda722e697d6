/** Reads one process for a snapshot: again where it changed under the reading, and through another thread where it must be. */
import { MapParser } from '../../core/dialects/parse.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { equalBytes } from '../equal-bytes.ts';
import { displayName } from '../local/display-name.ts';
import { failure } from '../local/failures.ts';
import { isGone } from '../local/files.ts';
import { type ProcessStat, runsOn } from '../local/stat.ts';
import type { ProcessFile, ReadFailure } from '../process.ts';
import { addressLines } from '../saved/address-lines.ts';
import { COSTLY_FILES } from './captured-files.ts';
import { hasEnded, planOf, readingOf, type Extent, type Reading } from './plan.ts';
import type { ProcessRecord } from './record.ts';
import type { Trips } from './trips.ts';

/** Which process is meant. */
export interface Wanted {
  readonly pid: number;
  /** Another process that has the PID by now is refused. */
  readonly startTime?: string | undefined;
}

/** A process that was read. */
export interface ReadProcess {
  readonly ok: true;
  /** Without build IDs. */
  readonly record: ProcessRecord;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** False when it was lost on the way, or its map changed during every attempt. */
  readonly isWhole: boolean;
  /** Its map; undefined when it has none, or may not be read. */
  readonly map: MemoryMap | undefined;
}

/** How often a process is read anew that starts another program meanwhile, and a map that changed. */
const ATTEMPTS = 4;
const NEWLINE = 0x0a;

/**
 * Reads a process with its map.
 * @param explain why a map cannot be opened, asked when the kernel refuses it
 * @returns why there is nothing to save instead
 * @throws what `trips` throws
 */
export async function readProcess(
  trips: Trips,
  { pid, startTime }: Wanted,
  extent: Extent,
  explain: (file: ProcessFile) => Promise<ReadFailure | undefined>,
): Promise<ReadProcess | ReadFailure> {
  const file = 'maps';
  let thread: string | undefined;
  let last = failure('no-memory', { pid, file });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const steps = planOf(pid, extent, thread);
    const reading = readingOf(pid, steps, await trips.read(steps.map(({ path }) => path)));
    const { stat, files, records, lost } = reading;
    if ('error' in stat) {
      const { error } = stat;
      // One that was never seen may be hidden from the reader.
      if (isGone(error) && startTime !== undefined) return failure('gone', { pid, file });
      return (await explain({ pid, file, startTime })) ?? failure('error', { pid, file, code: error });
    }
    if (startTime !== undefined && String(stat.startTime) !== startTime) return failure('reused', { pid, file });
    if (stat.kernelThread) return failure('kernel-thread', { pid, file });
    if (hasEnded(stat)) return failure('zombie', { pid, file });
    if (runsOn(stat) && thread === undefined) {
      thread = await trips.livingThread(pid);
      if (thread !== undefined) continue;
    }
    const maps = files.get('maps');
    if (maps && maps.length > 0) return finish(trips, pid, await readAgain(trips, pid, thread, reading), stat, extent);
    const { missing = '' } = records.get('maps') ?? {};
    if (lost === 'gone' || lost === 'reused') return failure('gone', { pid, file });
    last = failure(lost ?? 'no-memory', { pid, file });
    const isThreadGone = thread !== undefined && isGone(missing);
    // The thread that was read through has ended as well: others may have the memory still.
    if (thread !== undefined && (maps || isThreadGone)) thread = await trips.livingThread(pid);
    if (lost !== undefined || maps || missing === 'ESRCH' || isThreadGone) continue;
    return (await explain({ pid, file, startTime })) ?? failure('error', { pid, file, code: missing });
  }
  return last;
}

/**
 * Reads a few files of many processes in one round trip. Also processes without a map are given, and those whose map may not be
 * read; those that have ended meanwhile are not.
 * @throws what `trips` throws
 */
export async function readFew(trips: Trips, wanted: readonly Wanted[]): Promise<readonly ReadProcess[]> {
  const plans = wanted.map(({ pid }) => ({ pid, steps: planOf(pid, 'few') }));
  const taken = await trips.read(plans.flatMap(({ steps }) => steps.map(({ path }) => path)));
  let at = 0;
  const found: ReadProcess[] = [];
  for (const { pid, steps } of plans) {
    const first = readingOf(pid, steps, taken.slice(at, (at += steps.length)));
    const reading = 'error' in first.stat || !runsOn(first.stat) ? first : await readThread(trips, pid, first);
    const { stat, lost, files } = reading;
    if ('error' in stat || lost === 'gone' || lost === 'reused') continue;
    const maps = files.get('maps');
    if (maps?.length === 0) {
      files.delete('maps');
      const { order } = reading.records.get('maps') ?? {};
      const reason = stat.kernelThread ? 'it is a thread of the kernel' : 'the process had no memory';
      reading.records.set('maps', { ...(order === undefined ? {} : { order }), missing: 'ESRCH', reason });
    }
    found.push(finish(trips, pid, reading, stat, 'few'));
  }
  return found;
}

/** The few files of a process whose main thread has ended, through one that runs on; what is known already where there is none. */
async function readThread(trips: Trips, pid: number, first: Reading): Promise<Reading> {
  const thread = await trips.livingThread(pid);
  if (thread === undefined) return first;
  const steps = planOf(pid, 'few', thread);
  return readingOf(pid, steps, await trips.read(steps.map(({ path }) => path)));
}

/** Reads a map again that changed while it was read: that costs the process little. */
async function readAgain(trips: Trips, pid: number, thread: string | undefined, first: Reading): Promise<Reading> {
  let reading = first;
  for (let attempt = 1; attempt < ATTEMPTS && isTorn(reading.files.get('maps')); attempt++) {
    const steps = planOf(pid, 'few', thread);
    const again = readingOf(pid, steps, await trips.read(steps.map(({ path }) => path)));
    const maps = again.files.get('maps');
    const record = again.records.get('maps');
    const isSame =
      !('error' in again.stat) && !('error' in first.stat) && again.stat.startTime === first.stat.startTime;
    if (!maps || maps.length === 0 || !record || !isSame) break;
    reading = {
      ...reading,
      files: new Map(reading.files).set('maps', maps),
      records: new Map(reading.records).set('maps', record),
    };
  }
  return reading;
}

function finish(trips: Trips, pid: number, reading: Reading, stat: ProcessStat, extent: Extent): ReadProcess {
  const { files, records, statBytes, lost } = reading;
  const notes: string[] = [];
  const maps = files.get('maps');
  const smaps = files.get('smaps');
  trips.goesOn();
  const map = maps && parsed(maps);
  if (map && isTornMap(map, maps)) {
    records.set('maps', { ...records.get('maps'), torn: true });
    notes.push('The map changed during every attempt to read it: regions can overlap, be missing or out of order.');
  }
  if (smaps) {
    const lines = addressLines(smaps);
    if (isTorn(lines) || smaps.at(-1) !== NEWLINE) records.set('smaps', { ...records.get('smaps'), torn: true });
    if (maps && !equalBytes(maps, lines))
      notes.push('The regions of maps and smaps differ: the process went on between the two readings.');
  }
  if (extent === 'without-smaps')
    for (const name of COSTLY_FILES)
      records.set(name, {
        missing: 'not-asked',
        reason: 'it was not asked for, because reading it makes the process wait',
      });
  const through = records.get('maps')?.from;
  if (through !== undefined) notes.push(`The main thread had ended: the map was read from /proc/${through}.`);
  if (lost !== undefined)
    notes.push(`While it was read, ${whyMissingAfter[lost]}: files that were read later are missing.`);
  const comm = statBytes.subarray(stat.comm, stat.commEnd);
  const { name } = displayName(comm, files.get('cmdline') ?? new Uint8Array(0));
  const record = { pid, name, startTime: String(stat.startTime), files: Object.fromEntries(records), notes };
  const isWhole = lost === undefined && ![...records.values()].some(({ torn }) => torn);
  return { ok: true, record, files, isWhole, map };
}

const whyMissingAfter = {
  gone: 'the process ended',
  reused: 'the process ended',
  replaced: 'the process started another program',
} as const;

function parsed(maps: Uint8Array): MemoryMap {
  const parser = new MapParser('maps', maps.length);
  parser.add(maps);
  return parser.finish({});
}

function isTorn(maps: Uint8Array | undefined): boolean {
  return maps !== undefined && maps.length > 0 && isTornMap(parsed(maps), maps);
}

function isTornMap({ regions }: MemoryMap, maps: Uint8Array): boolean {
  return !regions.sorted || maps.at(-1) !== NEWLINE;
}
