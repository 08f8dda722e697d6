/** What the extension asks its worker to read again. */
import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';

/** A question to the worker, as far as it matters here. */
interface Asked {
  readonly pid: number;
  readonly file: string;
  readonly text: boolean;
  readonly map: boolean;
}

/** Counts what the extension asks its worker to read again. The extension runs in the same process as the tests. */
export class ReadCounter {
  readonly asked: Asked[] = [];
  private readonly original = Object.getOwnPropertyDescriptor(Worker.prototype, 'postMessage');

  constructor() {
    const { original, asked } = this;
    assert.ok(original);
    Object.defineProperty(Worker.prototype, 'postMessage', {
      ...original,
      value(this: Worker, ...args: Parameters<Worker['postMessage']>): unknown {
        const message = args[0] as { call?: string; params?: { file: Asked; ask: Asked } };
        if (message.call === 'readLive' && message.params) {
          const { file, ask } = message.params;
          asked.push({ pid: file.pid, file: file.file, text: ask.text, map: ask.map });
        }
        return Reflect.apply(original.value as Worker['postMessage'], this, args);
      },
    });
  }

  /** How often a process was asked about. */
  of(pid: number): number {
    return this.asked.filter((each) => each.pid === pid).length;
  }

  dispose(): void {
    if (this.original) Object.defineProperty(Worker.prototype, 'postMessage', this.original);
  }
}
