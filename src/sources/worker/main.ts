/** The worker thread's entry: everything that takes time happens here, so that the thread that asked stays free. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseMemoryMap } from '../../core/dialects/parse.ts';
import { formatOf, offeredFormats } from '../../core/export/formats.ts';
import { joinedBytes } from '../../core/export/joined.ts';
import { Cancelled } from '../cancelled.ts';
import { LocalProcesses } from '../local/process-list.ts';
import { readAheadData, ReadAhead, serveReadAhead } from '../local/read-ahead.ts';
import { explainAccess, readMap, readText } from '../local/read-map.ts';
import type { CallName, Calls, Reply, Request } from './protocol.ts';
import { mapBuffers, ownBuffer } from './transfer.ts';

/** What a call gave, and which of its buffers move to the other thread. */
interface Answer<Result> {
  readonly result: Result;
  readonly transfer?: ArrayBuffer[];
}

type Answers = {
  readonly [Name in CallName]: (
    params: Calls[Name]['params'],
    isCancelled: () => boolean,
  ) => Answer<Calls[Name]['result']>;
};

const processes = new LocalProcesses();
let ahead: ReadAhead | undefined;

// This script is the second thread too, which reads while this one parses.
const shared = readAheadData(workerData);
if (shared) serveReadAhead(shared);

const answers: Answers = {
  parse: ({ bytes, source }) => {
    const map = parseMemoryMap(bytes, source);
    return { result: map, transfer: mapBuffers(map) };
  },
  readProcess: (file, isCancelled) => {
    ahead ??= new ReadAhead(__filename);
    const { isReady } = ahead;
    const live = readMap(file, isCancelled, '/proc', isReady ? ahead.read.bind(ahead) : undefined);
    return { result: live, transfer: live.ok ? mapBuffers(live.map) : [] };
  },
  readText: (file, isCancelled) => {
    const live = readText(file, isCancelled);
    const buffer = live.ok ? ownBuffer(live.bytes) : undefined;
    return { result: live, transfer: buffer ? [buffer] : [] };
  },
  explainAccess: (file) => ({ result: explainAccess(file) }),
  formatsOf: ({ map, mask }) => ({ result: offeredFormats(map, mask) }),
  write: ({ map, format, mask }) => {
    const bytes = joinedBytes(formatOf(format)?.write(map, mask) ?? []);
    return { result: bytes, transfer: [bytes.buffer] };
  },
  listProcesses: (options) => ({ result: processes.list(options) }),
  forgetProcesses: () => ({ result: processes.forget() }),
};

function answer<Name extends CallName>(
  call: Name,
  params: Calls[Name]['params'],
  isCancelled: () => boolean,
): Answer<Calls[Name]['result']> {
  return answers[call](params, isCancelled);
}

parentPort?.on('message', ({ id, call, params, cancelled }: Request) => {
  const flag = cancelled && new Int32Array(cancelled);
  const isCancelled = (): boolean => flag !== undefined && Atomics.load(flag, 0) !== 0;
  const send = (reply: Reply, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(reply, transfer);
  try {
    if (isCancelled()) throw new Cancelled();
    const { result, transfer } = answer(call, params, isCancelled);
    send({ id, ok: true, result }, transfer);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ id, ok: false, error: { name, message } });
  }
});
