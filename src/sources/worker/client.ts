/**
 * The way to the worker. One thread is started at the first call and kept, because starting it takes 30 ms and its
 * compiled code and buffers make the next call fast.
 */
import { Worker } from 'node:worker_threads';
import type { MapSource, MemoryMap } from '../../core/memory-map/memory-map.ts';
import { Cancelled } from '../cancelled.ts';
import type { ListOptions, LiveMap, LiveText, MapFile, ProcessList, ReadFailure } from '../process.ts';
import type { DumpEntry } from '../read-dump.ts';
import type { CallName, Calls, Progress, Reply } from './protocol.ts';
import { ownBuffer } from './transfer.ts';

/** The result of `MapWorker.readProcess`. */
export type LiveRead = LiveMap | ReadFailure;

/** The worker thread ended by itself. The next call starts a new one. */
export class WorkerStopped extends Error {
  override readonly name = 'WorkerStopped';
}

interface Pending {
  readonly call: CallName;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly forget: () => void;
  readonly onProgress: ((share: number) => void) | undefined;
}

/** How a file is read. */
export interface FileOptions {
  readonly embedded?: boolean;
  readonly signal?: AbortSignal;
  /** Told what share is done, from 0 to 1, a few times a second. */
  readonly onProgress?: (share: number) => void;
}

/** Reads and parses maps in a thread of its own. Calls are answered one after the other, but others overtake the reading of files. */
export class MapWorker {
  private readonly path: string;
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private disposed = false;

  /** @param path the worker's bundle, dist/worker.js */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * Reads a map from the bytes of a file or document. Never fails on what the bytes hold: see `problems` of the map.
   * @param bytes moved to the worker, and empty afterwards, when they fill their buffer; copied when they are a part of it
   */
  parse(bytes: Uint8Array, source: MapSource, signal?: AbortSignal): Promise<MemoryMap> {
    const { sent, transfer } = handedOver(bytes);
    return this.call('parse', { bytes: sent, source }, signal, transfer);
  }

  /**
   * Reads all maps of a file's bytes: a text, a core file, a minidump, an archive, also packed. A file without a map gives one map
   * without regions whose problem is the reason; none when the text is `embedded`.
   * @param bytes see `parse`
   * @param embedded the text is a log that may hold maps: see `parseMaps`
   */
  parseAll(
    bytes: Uint8Array,
    source: MapSource,
    { embedded = false, signal, onProgress }: FileOptions = {},
  ): Promise<readonly MemoryMap[]> {
    const { sent, transfer } = handedOver(bytes);
    return this.call('parseAll', { bytes: sent, source, embedded }, signal, transfer, onProgress);
  }

  /**
   * Reads all maps of a file or a folder of this machine; of an archive those of one entry when it is named. The file is read
   * there, and of a core file its headers only.
   * @param path of a local file
   * @throws the system call's error when it cannot be read, RangeError for an entry that is not there
   */
  readFile(
    path: string,
    { entry, embedded = false, signal, onProgress }: FileOptions & { readonly entry?: string } = {},
  ): Promise<readonly MemoryMap[]> {
    return this.call('readFile', { path, entry, embedded }, signal, [], onProgress);
  }

  /** Lists an archive or a folder of this machine; undefined for a file of its own. See `readFile`. */
  listFile(path: string, { signal, onProgress }: FileOptions = {}): Promise<readonly DumpEntry[] | undefined> {
    return this.call('listFile', { path }, signal, [], onProgress);
  }

  /**
   * Reads the map of a live process on this machine.
   * @param startTime what the process was known by; a process that has only the PID in common gives a failure
   */
  readProcess(pid: number, file: MapFile, startTime?: string, signal?: AbortSignal): Promise<LiveRead> {
    return this.call('readProcess', { pid, file, startTime }, signal);
  }

  /** Reads a map file of a live process as the kernel prints it. See `readProcess`. */
  readText(pid: number, file: MapFile, startTime?: string, signal?: AbortSignal): Promise<LiveText | ReadFailure> {
    return this.call('readText', { pid, file, startTime }, signal);
  }

  /** Tells why a map file cannot be opened; undefined when it can. */
  explainAccess(pid: number, file: MapFile, startTime?: string): Promise<ReadFailure | undefined> {
    return this.call('explainAccess', { pid, file, startTime });
  }

  /** Lists the processes of this machine. */
  listProcesses(options: ListOptions = {}, signal?: AbortSignal): Promise<ProcessList> {
    return this.call('listProcesses', options, signal);
  }

  /** Lets go of the files that listing keeps open; the next list reads everything anew. */
  async forgetProcesses(): Promise<void> {
    if (this.worker) await this.call('forgetProcesses', undefined);
  }

  /** Ends the thread. Calls that are under way fail, and so does every later one. */
  dispose(): void {
    this.disposed = true;
    this.stop(new WorkerStopped('Memory Maps is shutting down.'));
  }

  private async call<Name extends CallName>(
    call: Name,
    params: Calls[Name]['params'],
    signal?: AbortSignal,
    transfer: ArrayBuffer[] = [],
    onProgress?: (share: number) => void,
  ): Promise<Calls[Name]['result']> {
    if (this.disposed) throw new WorkerStopped('Memory Maps has shut down.');
    if (signal?.aborted) throw new Cancelled();
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise<Calls[Name]['result']>((resolve, reject) => {
      const cancelled = signal && new SharedArrayBuffer(4);
      const abort = (): void => {
        if (cancelled) Atomics.store(new Int32Array(cancelled), 0, 1);
        this.take(id)?.reject(new Cancelled());
      };
      signal?.addEventListener('abort', abort, { once: true });
      // The worker runs one handler for each call name, typed by `Calls`: what comes back for this id is that result.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const settle = resolve as (result: unknown) => void;
      const forget = (): void => signal?.removeEventListener('abort', abort);
      this.pending.set(id, { call, resolve: settle, reject, forget, onProgress });
      // Only a call under way may keep the process alive.
      worker.ref();
      try {
        worker.postMessage({ id, call, params, cancelled }, transfer);
      } catch (error) {
        this.take(id)?.reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  private start(): Worker {
    // The flags of this process (a debugger's port, a loader) are not the worker's.
    const worker = new Worker(this.path, { execArgv: [], name: 'memory-maps' });
    worker.unref();
    worker.on('message', (reply: Reply | Progress) => {
      if ('progress' in reply) {
        this.pending.get(reply.id)?.onProgress?.(reply.progress);
        return;
      }
      const pending = this.take(reply.id);
      if (reply.ok) pending?.resolve(reply.result);
      else pending?.reject(failure(reply.error));
    });
    const ended = (why: string): void => {
      if (this.worker === worker)
        this.stop(new WorkerStopped(`The thread that reads maps stopped: ${why}. Try again.`));
    };
    worker.on('error', (error) => ended(error instanceof Error ? error.message : String(error)));
    worker.on('messageerror', (error) => ended(error.message));
    worker.on('exit', (code) => ended(`it ended with code ${code}`));
    return worker;
  }

  private stop(error: WorkerStopped): void {
    const { worker } = this;
    this.worker = undefined;
    for (const id of this.pending.keys()) this.take(id)?.reject(error);
    void worker?.terminate();
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    pending?.forget();
    if (this.pending.size === 0) this.worker?.unref();
    return pending;
  }
}

/** Bytes as they are sent, and the buffer that moves with them: a view of a larger buffer would be sent with all of it. */
function handedOver(bytes: Uint8Array): { sent: Uint8Array; transfer: ArrayBuffer[] } {
  const own = ownBuffer(bytes);
  const sent = own ? bytes : Uint8Array.from(bytes);
  const buffer = own ?? ownBuffer(sent);
  return { sent, transfer: buffer ? [buffer] : [] };
}

function failure({ name, message }: { name: string; message: string }): Error {
  return name === 'AbortError' ? new Cancelled() : Object.assign(new Error(message), { name });
}
