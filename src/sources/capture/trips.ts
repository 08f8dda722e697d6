/** Reads files for a snapshot, in few round trips, and notes when and in which order. */
import { Cancelled } from '../cancelled.ts';
import { livingThread } from '../living-thread.ts';
import type { FileRead, Procfs } from '../procfs.ts';
import type { Waiting } from '../source.ts';
import { MACHINE_FILES, whyMissing } from './captured-files.ts';
import { isoTime, type FileRecord } from './record.ts';

/** A file that was read, or why it was not. */
export interface Taken {
  readonly path: string;
  readonly bytes: Uint8Array | undefined;
  readonly record: FileRecord;
}

/** Tells who reads: the kernel shows each reader itself. */
const READER = 'self/status';

export class Trips {
  /** Files of the machine, read with the first trip. */
  readonly machine: Taken[] = [];
  /** `status` of who reads. */
  readerStatus: Uint8Array | undefined;
  private readonly procfs: Procfs;
  private readonly waiting: Waiting;
  private order = 0;

  constructor(procfs: Procfs, waiting: Waiting) {
    this.procfs = procfs;
    this.waiting = waiting;
  }

  /**
   * Reads files one after the other, in one round trip.
   * @throws Cancelled, and SourceFailure when the source cannot be reached
   */
  async read(paths: readonly string[]): Promise<readonly Taken[]> {
    this.goesOn();
    const isFirst = this.order === 0;
    const asked = isFirst ? [READER, ...MACHINE_FILES, ...paths] : paths;
    const readAt = isoTime(new Date());
    const answers = await this.procfs.read(asked, this.waiting.signal);
    this.goesOn();
    const taken = asked.map((path, i): Taken => {
      const answer = answers[i] ?? { error: 'EIO' };
      const order = ++this.order;
      if ('bytes' in answer)
        return { path, bytes: answer.bytes, record: { order, readAt, bytes: answer.bytes.length } };
      const { error } = answer;
      return { path, bytes: undefined, record: { order, readAt, missing: error, reason: whyMissing(error) } };
    });
    if (!isFirst) return taken;
    const [reader, ...rest] = taken;
    this.readerStatus = reader?.bytes;
    this.machine.push(...rest.slice(0, MACHINE_FILES.length));
    return rest.slice(MACHINE_FILES.length);
  }

  /** The names in a folder; none when it cannot be listed. See `read`. */
  async names(path: string): Promise<readonly string[]> {
    this.goesOn();
    const names = await this.procfs.names(path, this.waiting.signal);
    return 'error' in names ? [] : names;
  }

  /** The folder of the thread that has the memory of a process whose main thread has ended; undefined when none has. See `read`. */
  async livingThread(pid: number): Promise<string | undefined> {
    this.goesOn();
    const folder = await livingThread(this.procfs, pid, this.waiting.signal);
    return typeof folder === 'string' ? folder : undefined;
  }

  /** The starts of files: see `Procfs.heads`. undefined where the source has no way to them. See `read`. */
  async heads(paths: readonly string[]): Promise<readonly FileRead[] | undefined> {
    this.goesOn();
    return this.procfs.heads?.(paths, this.waiting.signal);
  }

  /** @throws Cancelled when nobody waits any more */
  goesOn(): void {
    if (this.waiting.isCancelled() || this.waiting.signal.aborted) throw new Cancelled();
  }
}
