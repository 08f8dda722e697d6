/** The worker's thread: started with the first call, kept, and started anew when it ended by itself. */
import { Worker } from 'node:worker_threads';
import { Cancelled } from '../cancelled.ts';
import type { CallName, Calls, CancelNote, Progress, ProgressNote, Reply } from './protocol.ts';
import { failure } from './sending.ts';

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

/** What happens to the thread. */
interface Life {
  /** A new one was started; calls that are made now come first. */
  readonly started: () => void;
  /** It is gone with all that it knew. */
  readonly stopped: (error: WorkerStopped) => void;
}

export class WorkerThread {
  private readonly path: string;
  private readonly life: Life;
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private disposed = false;

  /** @param path the worker's bundle, dist/worker.js */
  constructor(path: string, life: Life) {
    this.path = path;
    this.life = life;
  }

  /** True while there is a thread, which may know something. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /** Ends the thread. Calls that are under way fail, and so does every later one. */
  dispose(): void {
    this.disposed = true;
    this.stop(new WorkerStopped('Memory Maps is shutting down.'));
  }

  /** Asks the thread, and starts it where there is none. @throws WorkerStopped, Cancelled, and what the call throws */
  async call<Name extends CallName>(
    call: Name,
    params: Calls[Name]['params'],
    { signal, onProgress }: Watch = {},
    transfer: ArrayBuffer[] = [],
  ): Promise<Calls[Name]['result']> {
    if (this.disposed) throw new WorkerStopped('Memory Maps has shut down.');
    if (signal?.aborted) throw new Cancelled();
    if (!this.worker) {
      this.worker = this.start();
      this.life.started();
    }
    const { worker } = this;
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
    this.life.stopped(error);
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
