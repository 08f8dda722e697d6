/** The worker thread's entry: everything that takes time happens here, so that the thread that asked stays free. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseMemoryMap } from '../../core/dialects/parse.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { Cancelled } from '../cancelled.ts';
import { LocalProcesses } from '../local/process-list.ts';
import { readAheadData, ReadAhead, serveReadAhead } from '../local/read-ahead.ts';
import { explainAccess, readMap, readText } from '../local/read-map.ts';
import { readDump, readMaps } from '../read-dump.ts';
import { DumpCache } from './dump-cache.ts';
import type { CallName, Calls, Progress, Reply, Request } from './protocol.ts';
import { mapBuffers, ownBuffer } from './transfer.ts';

/** What a call gave, and which of its buffers move to the other thread. */
interface Answer<Result> {
  readonly result: Result;
  readonly transfer?: ArrayBuffer[];
}

/** How a call goes on. */
interface Way {
  readonly isCancelled: () => boolean;
  /** Tells the caller what share is done. */
  readonly onProgress: (share: number) => void;
}

type Answers = {
  readonly [Name in CallName]: (
    params: Calls[Name]['params'],
    way: Way,
  ) => Answer<Calls[Name]['result']> | Promise<Answer<Calls[Name]['result']>>;
};

const processes = new LocalProcesses();
const dumps = new DumpCache();
let ahead: ReadAhead | undefined;

// This script is the second thread too, which reads while this one parses.
const shared = readAheadData(workerData);
if (shared) serveReadAhead(shared);

const answers: Answers = {
  parse: ({ bytes, source }) => {
    const map = parseMemoryMap(bytes, source);
    return { result: map, transfer: mapBuffers(map) };
  },
  parseAll: async ({ bytes, source, embedded }, way) => {
    const { file, pid } = source;
    const { maps } = await readDump(bytes, { ...way, embedded, ...(file === undefined ? {} : { file }) });
    return mapsAnswer(pid === undefined ? maps : maps.map((map) => ({ ...map, source: { ...map.source, pid } })));
  },
  readFile: async ({ path, entry, embedded }, way) => {
    const options = { ...way, embedded };
    return mapsAnswer(await dumps.use(path, options, false, (dump) => readMaps(dump, entry, options)));
  },
  listFile: async ({ path }, way) => ({ result: await dumps.use(path, way, true, async ({ entries }) => entries) }),
  readProcess: (file, { isCancelled }) => {
    ahead ??= new ReadAhead(__filename);
    const { isReady } = ahead;
    const live = readMap(file, isCancelled, '/proc', isReady ? ahead.read.bind(ahead) : undefined);
    return { result: live, transfer: live.ok ? mapBuffers(live.map) : [] };
  },
  readText: (file, { isCancelled }) => {
    const live = readText(file, isCancelled);
    const buffer = live.ok ? ownBuffer(live.bytes) : undefined;
    return { result: live, transfer: buffer ? [buffer] : [] };
  },
  explainAccess: (file) => ({ result: explainAccess(file) }),
  listProcesses: (options) => ({ result: processes.list(options) }),
  forgetProcesses: () => ({ result: processes.forget() }),
};

function mapsAnswer(maps: readonly MemoryMap[]): Answer<readonly MemoryMap[]> {
  // Maps of one text may share their table of files.
  return { result: maps, transfer: [...new Set(maps.flatMap(mapBuffers))] };
}

function answer<Name extends CallName>(
  call: Name,
  params: Calls[Name]['params'],
  way: Way,
): Answer<Calls[Name]['result']> | Promise<Answer<Calls[Name]['result']>> {
  return answers[call](params, way);
}

/** Progress is told at most so often, in milliseconds. */
const PROGRESS_MS = 100;

async function serve({ id, call, params, cancelled }: Request): Promise<void> {
  const flag = cancelled && new Int32Array(cancelled);
  const isCancelled = (): boolean => flag !== undefined && Atomics.load(flag, 0) !== 0;
  const send = (message: Reply | Progress, transfer: ArrayBuffer[] = []): void =>
    parentPort?.postMessage(message, transfer);
  let told = performance.now();
  const onProgress = (share: number): void => {
    const now = performance.now();
    if (now - told < PROGRESS_MS) return;
    told = now;
    send({ id, progress: share });
  };
  try {
    if (isCancelled()) throw new Cancelled();
    const { result, transfer } = await answer(call, params, { isCancelled, onProgress });
    send({ id, ok: true, result }, transfer);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ id, ok: false, error: { name, message } });
  }
}

parentPort?.on('message', (request: Request) => void serve(request));
