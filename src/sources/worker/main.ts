/** The worker thread's entry: everything that takes time happens here, so that the thread that asked stays free. */
import { parentPort } from 'node:worker_threads';
import { parseMemoryMap } from '../../core/dialects/parse.ts';
import { Cancelled } from '../cancelled.ts';
import { LocalProcesses } from '../local/process-list.ts';
import { explainAccess, readMap, readText } from '../local/read-map.ts';
import type { Reply, Request } from './protocol.ts';
import { mapBuffers, ownBuffer } from './transfer.ts';

/** What a call gave, and which of its buffers move to the other thread. */
interface Answer {
  readonly result: unknown;
  readonly transfer: ArrayBuffer[];
}

const processes = new LocalProcesses();

function answer(request: Request, isCancelled: () => boolean): Answer {
  switch (request.call) {
    case 'parse': {
      const map = parseMemoryMap(request.params.bytes, request.params.source);
      return { result: map, transfer: mapBuffers(map) };
    }
    case 'readProcess': {
      const live = readMap(request.params, isCancelled);
      return { result: live, transfer: live.ok ? mapBuffers(live.map) : [] };
    }
    case 'readText': {
      const live = readText(request.params, isCancelled);
      const buffer = live.ok ? ownBuffer(live.bytes) : undefined;
      return { result: live, transfer: buffer ? [buffer] : [] };
    }
    case 'explainAccess':
      return { result: explainAccess(request.params), transfer: [] };
    case 'listProcesses':
      return { result: processes.list(request.params), transfer: [] };
  }
}

parentPort?.on('message', (request: Request) => {
  const { id } = request;
  const flag = request.cancelled && new Int32Array(request.cancelled);
  const isCancelled = (): boolean => flag !== undefined && Atomics.load(flag, 0) !== 0;
  const send = (reply: Reply, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(reply, transfer);
  try {
    if (isCancelled()) throw new Cancelled();
    const { result, transfer } = answer(request, isCancelled);
    send({ id, ok: true, result }, transfer);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ id, ok: false, error: { name, message } });
  }
});
