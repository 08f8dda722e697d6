/**
 * The way to the worker. One thread is started at the first call and kept, because starting it takes 30 ms and its
 * compiled code and buffers make the next call fast.
 */
import { Worker } from 'node:worker_threads';
import type { FormatId, OfferedFormat } from '../../core/export/formats.ts';
import type { RowMask } from '../../core/export/rows.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { Cancelled } from '../cancelled.ts';
import type { SymbolAnswer, SymbolQuery } from '../elf/symbolizer.ts';
import type { SourceSettings } from '../open-source.ts';
import type { ListOptions, LiveAsk, LiveMap, LiveReading, ProcessFile, ProcessList, ReadFailure } from '../process.ts';
import type { DumpEntry } from '../read-dump.ts';
import { SourceFailure } from '../source.ts';
import type { SourceSpec } from '../source-spec.ts';
import type {
  CallName,
  Calls,
  CancelNote,
  DocumentVersion,
  EditParams,
  FileParams,
  Progress,
  ProgressNote,
  Reply,
  SentError,
  TextParams,
} from './protocol.ts';
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
  readonly onProgress: Watch['onProgress'];
}

/** How a caller follows a call. */
export interface Watch {
  /** Aborted when the caller lost interest; the call then fails at once, and the worker stops its work within 100 ms. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then while the call takes its time. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
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
   * Reads the maps of a file's bytes: a text, a core file, a minidump, an archive, also packed. Never fails on what the bytes hold: see `problems` of the maps; for a text without a map it gives
   * one without regions.
   * @param bytes moved to the worker, and empty afterwards, when they fill their buffer; copied when they are a part of it
   */
  parseAll(bytes: Uint8Array, text: TextParams, watch: Watch = {}): Promise<readonly MemoryMap[]> {
    const { sent, transfer } = movable(bytes);
    return this.call('parseAll', { bytes: sent, ...text }, watch, transfer);
  }

  /**
   * As `parseAll`, of a text in ASCII that is kept, so that after an edit `parseEdited` needs only what changed.
   * @param keep the document and the version of its text
   */
  parseKept(
    bytes: Uint8Array,
    text: TextParams,
    keep: DocumentVersion,
    watch: Watch = {},
  ): Promise<readonly MemoryMap[]> {
    const { sent, transfer } = movable(bytes);
    return this.call('parseAll', { bytes: sent, keep, ...text }, watch, transfer);
  }

  /** The maps of a kept text after edits; undefined when it is kept no longer, or edits are missing. */
  parseEdited(edited: EditParams, watch: Watch = {}): Promise<readonly MemoryMap[] | undefined> {
    return this.call('parseEdited', edited, watch);
  }

  /** Lets go of a kept text. */
  async forgetText(document: number): Promise<void> {
    if (this.worker) await this.call('forgetText', { document });
  }

  /**
   * Reads the maps of a file or folder of this machine, as `parseAll` does; of an archive those of one entry when it is named. The
   * bytes never come to this thread, and of a core file only its headers are read.
   * @throws when the file cannot be read; the message is a sentence that says why
   */
  readFile(path: string, text: Omit<FileParams, 'path'>, watch: Watch = {}): Promise<readonly MemoryMap[]> {
    return this.call('readFile', { path, ...text }, watch);
  }

  /** Lists an archive or a folder of this machine; undefined for a file of its own. See `readFile`. */
  listFile(path: string, watch: Watch = {}): Promise<readonly DumpEntry[] | undefined> {
    return this.call('listFile', { path }, watch);
  }

  /** Names what is at a place of a mapped file. @param root the folder that holds the machine's files, empty for this machine */
  symbolize(root: string, query: SymbolQuery): Promise<SymbolAnswer> {
    return this.call('symbolize', { root, query });
  }

  /** Sources are opened with other settings from now on; those that are open are closed. */
  setSources(settings: SourceSettings): Promise<void> {
    return this.call('setSources', settings);
  }

  /**
   * Reads the map of a process of a source. A file with a start time is refused when another process has the PID by now.
   * @throws SourceFailure when the source cannot be reached; so do all questions to sources
   */
  readProcess(source: SourceSpec, file: ProcessFile, signal?: AbortSignal): Promise<LiveRead> {
    return this.call('readProcess', { source, file }, { signal });
  }

  /**
   * Reads a map file of a process as the kernel prints it, or as a map, or tells that it says the same as before. See
   * `readProcess`.
   */
  readLive(
    source: SourceSpec,
    file: ProcessFile,
    ask: LiveAsk,
    signal?: AbortSignal,
  ): Promise<LiveReading | ReadFailure> {
    return this.call('readLive', { source, file, ask }, { signal });
  }

  /** Tells why a map file cannot be opened; undefined when it can. See `readProcess`. */
  explainAccess(source: SourceSpec, file: ProcessFile, signal?: AbortSignal): Promise<ReadFailure | undefined> {
    return this.call('explainAccess', { source, file }, { signal });
  }

  /** All formats, with what each would take for granted or leave out of a map, or why the map cannot be in it. */
  formatsOf(map: MemoryMap, mask?: RowMask): Promise<readonly OfferedFormat[]> {
    return this.call('formatsOf', { map, mask });
  }

  /** A map in a format, as the bytes of a file. @param mask which regions, all when it is absent */
  write(map: MemoryMap, format: FormatId, mask?: RowMask): Promise<Uint8Array> {
    return this.call('write', { map, format, mask });
  }

  /** Lists the processes of a source. See `readProcess`. */
  listProcesses(source: SourceSpec, options: ListOptions = {}, signal?: AbortSignal): Promise<ProcessList> {
    return this.call('listProcesses', { source, options }, { signal });
  }

  /** Lets go of what is kept open for a source; the next question opens it again. */
  async restSource(source: SourceSpec): Promise<void> {
    if (this.worker) await this.call('restSource', { source });
  }

  /** Ends all that was started for a source. */
  async closeSource(source: SourceSpec): Promise<void> {
    if (this.worker) await this.call('closeSource', { source });
  }

  /** Ends all that was started for sources, then the thread. Calls that are under way fail, and so does every later one. */
  async close(): Promise<void> {
    try {
      if (this.worker && !this.disposed) await this.call('closeSources', undefined);
    } finally {
      this.dispose();
    }
  }

  /** Ends the thread. Calls that are under way fail, and so does every later one. */
  dispose(): void {
    this.disposed = true;
    this.stop(new WorkerStopped('Memory Maps is shutting down.'));
  }

  private async call<Name extends CallName>(
    call: Name,
    params: Calls[Name]['params'],
    { signal, onProgress }: Watch = {},
    transfer: ArrayBuffer[] = [],
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
        worker.postMessage({ cancel: id } satisfies CancelNote);
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
    worker.on('message', (reply: Reply | ProgressNote) => {
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

/** Bytes that can move to the worker: a view of a larger buffer would be sent with all of that buffer, so it is copied. */
function movable(bytes: Uint8Array): { readonly sent: Uint8Array; readonly transfer: ArrayBuffer[] } {
  const sent = ownBuffer(bytes) ? bytes : Uint8Array.from(bytes);
  const buffer = ownBuffer(sent);
  return { sent, transfer: buffer ? [buffer] : [] };
}

function failure({ name, message, advice }: SentError): Error {
  if (name === 'SourceFailure') return new SourceFailure(message, advice);
  return name === 'AbortError' ? new Cancelled() : Object.assign(new Error(message), { name });
}
