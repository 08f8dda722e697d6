/**
 * Reads a file in a thread of its own, so that what has come can be parsed while the kernel makes the rest: printing a map
 * takes the kernel three times as long as parsing it takes us. Both threads are synchronous and share a ring of blocks; they
 * meet by `Atomics.wait`, which costs nothing while there is something to do.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ASK, errorCode } from './files.ts';

/** Blocks of the ring, and what each holds: one is being parsed while the others are filled. */
const BLOCKS = 8;
const BLOCK = 2 * ASK;
const PATH = 4096;
/** How long a block may take, in ms: smaps walks 12 ms for each GiB, and a region may have a thousand of them. */
const PATIENCE = 120_000;

/** Places in the control words. */
const ALIVE = 0;
const REQUEST = 1;
const PATH_LENGTH = 2;
const FILLED = 3;
const TAKEN = 4;
const STOP = 5;
/** From here the length of each block: 0 ends the file, below 0 the block holds the code of an error. */
const LENGTHS = 8;
const CONTROL_BYTES = 4 * (LENGTHS + BLOCKS);

/** The memory that both threads share. */
class Ring {
  readonly control: Int32Array;
  readonly path: Uint8Array;
  readonly blocks: readonly Uint8Array[];

  constructor(shared: SharedArrayBuffer) {
    this.control = new Int32Array(shared, 0, LENGTHS + BLOCKS);
    this.path = new Uint8Array(shared, CONTROL_BYTES, PATH);
    this.blocks = Array.from(
      { length: BLOCKS },
      (_, i) => new Uint8Array(shared, CONTROL_BYTES + PATH + i * BLOCK, BLOCK),
    );
  }

  static bytes(): number {
    return CONTROL_BYTES + PATH + BLOCKS * BLOCK;
  }
}

/** The side that parses. */
export class ReadAhead {
  private readonly ring: Ring;
  private readonly worker: Worker;

  /**
   * Starts the thread.
   * @param script path of a script that calls `serveReadAhead` when its `workerData` is what `readAheadData` knows
   */
  constructor(script: string) {
    const shared = new SharedArrayBuffer(Ring.bytes());
    this.ring = new Ring(shared);
    this.worker = new Worker(script, { workerData: { readAhead: shared } });
    this.worker.unref();
    // Without the thread files are read as before: `isReady` stays false, or becomes it.
    this.worker.on('error', () => Atomics.store(this.ring.control, ALIVE, 0));
  }

  /** Whether the thread runs: it takes 30 ms to start, and nobody should wait for it. */
  get isReady(): boolean {
    return Atomics.load(this.ring.control, ALIVE) === 1;
  }

  /** Ends the thread. */
  async dispose(): Promise<void> {
    await this.worker.terminate();
  }

  /**
   * Reads a file until its end.
   * @param take gets each part, which stands until it returns; a part ends where one of the kernel's reads ended
   * @throws the system call's error, or what `take` throws
   */
  read(path: string, take: (part: Uint8Array) => void): void {
    const { control, blocks } = this.ring;
    const { written } = new TextEncoder().encodeInto(path, this.ring.path);
    Atomics.store(control, PATH_LENGTH, written);
    Atomics.store(control, FILLED, 0);
    Atomics.store(control, TAKEN, 0);
    Atomics.store(control, STOP, 0);
    Atomics.add(control, REQUEST, 1);
    Atomics.notify(control, REQUEST);
    let thrown: { readonly error: unknown } | undefined;
    for (let i = 0; ; i++) {
      while (Atomics.load(control, FILLED) <= i) {
        if (Atomics.wait(control, FILLED, i, PATIENCE) === 'timed-out') this.giveUp(path);
      }
      const block = blocks[i % BLOCKS] ?? new Uint8Array(0);
      const length = Atomics.load(control, LENGTHS + (i % BLOCKS));
      if (length === 0) break;
      if (length < 0) {
        thrown ??= { error: Object.assign(new Error(`reading ${path} failed`), { code: text(block, -length) }) };
        break;
      }
      try {
        if (!thrown) take(block.subarray(0, length));
      } catch (error) {
        thrown = { error };
        Atomics.store(control, STOP, 1);
      }
      Atomics.store(control, TAKEN, i + 1);
      Atomics.notify(control, TAKEN);
    }
    if (thrown) throw thrown.error;
  }

  /** The thread is gone without a word. Nothing else would end the wait, because this thread waits and hears no events. */
  private giveUp(path: string): never {
    Atomics.store(this.ring.control, ALIVE, 0);
    void this.worker.terminate();
    throw new Error(`Reading ${path} took longer than ${PATIENCE / 1000} s.`);
  }
}

/** The shared memory in a thread's `workerData`, when the thread was started by ReadAhead. */
export function readAheadData(workerData: unknown): SharedArrayBuffer | undefined {
  const data = typeof workerData === 'object' && workerData && 'readAhead' in workerData && workerData.readAhead;
  return data instanceof SharedArrayBuffer ? data : undefined;
}

/** The thread that reads. Never returns; it ends with the thread that started it. */
export function serveReadAhead(shared: SharedArrayBuffer): never {
  const ring = new Ring(shared);
  const { control } = ring;
  Atomics.store(control, ALIVE, 1);
  for (let handled = 0; ; handled++) {
    while (Atomics.load(control, REQUEST) === handled) Atomics.wait(control, REQUEST, handled);
    serveFile(ring);
  }
}

function serveFile({ control, path, blocks }: Ring): void {
  let filled = 0;
  const next = (): Uint8Array => {
    for (let taken; filled - (taken = Atomics.load(control, TAKEN)) >= BLOCKS;) Atomics.wait(control, TAKEN, taken);
    return blocks[filled % BLOCKS] ?? new Uint8Array(0);
  };
  const fill = (length: number): void => {
    Atomics.store(control, LENGTHS + (filled % BLOCKS), length);
    Atomics.store(control, FILLED, ++filled);
    Atomics.notify(control, FILLED);
  };
  try {
    const descriptor = openSync(text(path, Atomics.load(control, PATH_LENGTH)), 'r');
    try {
      for (let ended = false; !ended && Atomics.load(control, STOP) === 0;) {
        const block = next();
        let length = 0;
        while (!ended && length + ASK <= BLOCK) {
          const count = readSync(descriptor, block, length, ASK, null);
          ended = count === 0;
          length += count;
        }
        if (length > 0) fill(length);
      }
    } finally {
      closeSync(descriptor);
    }
    next();
    fill(0);
  } catch (error) {
    const code = new TextEncoder().encode(errorCode(error) ?? 'EIO');
    next().set(code);
    fill(-code.length);
  }
}

function text(bytes: Uint8Array, length: number): string {
  // A decoder takes no shared memory.
  return new TextDecoder().decode(bytes.slice(0, length));
}
