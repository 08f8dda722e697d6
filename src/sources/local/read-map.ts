/**
 * Reads the map of a live process. The kernel hands a map out a page at a time while the process runs on, so a read can
 * be torn, cut short without an error, or meet another process under the same PID; each is found out here and told.
 */
import { closeSync, openSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { MapParser } from '../../core/dialects/parse.ts';
import { Cancelled } from '../cancelled.ts';
import { cutShort, hasMemory, notRead, type Refused, wanted, withoutMemory } from '../map-verdicts.ts';
import type { LiveMap, LiveText, MemoryFile, ProcessFile, ReadFailure } from '../process.ts';
import { displayName } from './display-name.ts';
import { equalBytes } from '../equal-bytes.ts';
import { failure, missing, refusal } from './failures.ts';
import { errorCode, isGone, LargeFile, SmallFile } from './files.ts';
import { isZombie, readStat, type ProcessStat } from './stat.ts';

/** How often a read is made again when the map changed under it. */
const ATTEMPTS = 4;
const NEWLINE = 0x0a;

const small = new SmallFile();
const large = new LargeFile();

/**
 * Reads a file and gives its parts, in order; a part ends where a line ends, and stands until `take` returns. Where parts are
 * large `goesOn` is asked between; it throws to stop, and so may `take`.
 */
export type ReadParts = (path: string, take: (part: Uint8Array) => void, goesOn: () => void) => void;

/** How long the last map of each file was: the next one is likely to be about as long. */
const lastLength = new Map<string, number>();

/**
 * Reads and parses.
 * @param isCancelled asked while reading; the read ends with Cancelled when it says yes
 */
export function readMap(
  file: ProcessFile,
  isCancelled: () => boolean = never,
  root = '/proc',
  readParts: ReadParts = readWhole,
): LiveMap | ReadFailure {
  let length = 0;
  const reading = read(file, isCancelled, root, (path, take, goesOn) => {
    length = 0;
    const count = (part: Uint8Array): void => {
      length += part.length;
      take(part);
    };
    readParts(path, count, goesOn);
  });
  if (reading.ok) lastLength.set(file.file, length);
  return reading;
}

/**
 * Reads the text, in a buffer of its own. See `readMap`.
 * @param last what was read before of the same process: given back itself when the file says the same, which is then not parsed
 */
export function readText(
  file: ProcessFile,
  isCancelled: () => boolean = never,
  root = '/proc',
  last?: LiveText,
): LiveText | ReadFailure {
  let bytes = new Uint8Array(0);
  let isSame = false;
  const reading = read(file, isCancelled, root, (path, take, goesOn) => {
    const whole = large.read(path, goesOn);
    // One that was torn is looked at again.
    isSame = last !== undefined && !last.torn && equalBytes(last.bytes, whole);
    // What was found whole before is whole: its end tells that there is something.
    take(isSame ? whole.subarray(-1) : whole);
    if (!isSame) bytes = whole.slice();
  });
  if (!reading.ok) return reading;
  const { process: of, torn } = reading;
  if (isSame && last) return of.name === last.process.name ? last : { ...last, process: of };
  lastLength.set(file.file, bytes.length);
  return { ok: true, bytes, process: of, torn };
}

const readWhole: ReadParts = (path, take, goesOn) => take(large.read(path, goesOn));

/** Opens the file and closes it again: access is decided at opening. Gives the failure, or undefined when it opens. */
export function explainAccess(file: ProcessFile, root = '/proc'): ReadFailure | undefined {
  const stat = identify(root, file);
  if ('ok' in stat) return stat;
  const path = mapPath(root, file, stat);
  if (path === undefined) return withoutMemory(stat, file);
  try {
    closeSync(openSync(path, 'r'));
    return undefined;
  } catch (error) {
    return explain(root, file, error);
  }
}

function never(): boolean {
  return false;
}

function read(
  file: ProcessFile,
  isCancelled: () => boolean,
  root: string,
  readParts: ReadParts,
): LiveMap | ReadFailure {
  if (process.platform !== 'linux') return failure('unavailable', file);
  const goesOn = (): void => {
    if (isCancelled()) throw new Cancelled();
  };
  let expected = file;
  let last: LiveMap | ReadFailure = failure('no-memory', file);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    goesOn();
    const before = identify(root, expected);
    if ('ok' in before) return before;
    // The first look binds the read to this process, also when the caller did not know its start time.
    expected = { ...file, startTime: String(before.startTime) };
    last = readOnce(root, expected, before, goesOn, readParts);
    if (last.ok ? !last.torn : last.reason !== 'replaced' && last.reason !== 'no-memory') return last;
  }
  return last;
}

function readOnce(
  root: string,
  subject: ProcessFile,
  before: ProcessStat,
  goesOn: () => void,
  readParts: ReadParts,
): LiveMap | ReadFailure {
  const { pid, file } = subject;
  const path = mapPath(root, subject, before);
  if (path === undefined) return withoutMemory(before, subject);
  // A sixteenth more than the last one, so that a map that grew a little still fits.
  const parser = new MapParser(file, (lastLength.get(file) ?? 0) * 1.0625);
  let length = 0;
  let lastByte: number | undefined = NEWLINE;
  try {
    const take = (part: Uint8Array): void => {
      goesOn();
      parser.add(part);
      length += part.length;
      lastByte = part[part.length - 1];
    };
    readParts(path, take, goesOn);
  } catch (error) {
    return explain(root, subject, error);
  }
  const after = identify(root, subject);
  if ('ok' in after) return after;
  const comm = small.bytes.slice(after.comm, after.commEnd);
  const cut = cutShort(before, after, length, subject);
  if (cut) return cut;
  // Of a main thread that has ended nothing tells that the map was cut short: the thread does that it was read through.
  if (isZombie(before) && !hasMemory(readStat(small, dirname(path)))) return failure('no-memory', subject);
  const parsed = performance.now();
  const map = parser.finish({ pid });
  const kindsMs = performance.now() - parsed;
  const torn = !map.regions.sorted || lastByte !== NEWLINE;
  return {
    ok: true,
    map,
    kindsMs,
    torn,
    process: { pid, startTime: String(after.startTime), name: nameOf(dirname(path), comm) },
  };
}

/** Where to read; undefined when there can be no map. */
export function mapPath(root: string, { pid, file }: MemoryFile, stat: ProcessStat): string | undefined {
  if (stat.kernelThread) return undefined;
  if (!isZombie(stat)) return `${root}/${pid}/${file}`;
  // The main thread ended and others run on: they have the memory, and it is read through one of them.
  if (stat.threads < 2) return undefined;
  const thread = listThreads(`${root}/${pid}/task`).find((id) => {
    return hasMemory(readStat(small, `${root}/${pid}/task/${id}`));
  });
  return thread === undefined ? undefined : `${root}/${pid}/task/${thread}/${file}`;
}

function listThreads(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isGone(errorCode(error))) return [];
    throw error;
  }
}

/** The process's stat line, or why it is not the process that is wanted. */
export function identify(root: string, file: MemoryFile): ProcessStat | ReadFailure {
  const { pid, startTime } = file;
  const line = readStat(small, `${root}/${pid}`);
  if (typeof line === 'string' && isGone(line)) return missing(root, pid, startTime !== undefined);
  const stat = wanted(line, file);
  return 'refused' in stat ? refusal(root, file, stat.refused) : stat;
}

/** Why opening or reading failed. */
export function explain(root: string, file: MemoryFile, error: unknown): ReadFailure {
  const code = errorCode(error);
  if (code === undefined) throw error;
  const verdict: ReadFailure | Refused = notRead(code, () => readStat(small, `${root}/${file.pid}`), file);
  return 'refused' in verdict ? refusal(root, file, verdict.refused) : verdict;
}

/** @param folder of the process, or of the thread that it is read through */
function nameOf(folder: string, comm: Uint8Array): string {
  const length = small.tryRead(`${folder}/cmdline`);
  return displayName(comm, small.bytes.subarray(0, typeof length === 'string' ? 0 : length)).name;
}
