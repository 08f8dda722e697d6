/** Keeps the archive that was opened last, because after its list one entry after the other is asked for. */
import { statSync } from 'node:fs';
import { fileError } from '../local/file-error.ts';
import type { Dump, OpenOptions } from '../read-dump.ts';
import { openDump } from '../read-dump.ts';

/** How long an archive is kept after its last use. A packed one holds memory, others hold a file open. */
const KEPT_MS = 60_000;

interface Held {
  readonly path: string;
  /** What tells that the file is still the same. */
  readonly stamp: string;
  readonly dump: Dump;
  users: number;
  /** It is to stay when nobody uses it. */
  isKept: boolean;
}

export class DumpCache {
  private last: Held | undefined;
  private timer: NodeJS.Timeout | undefined;

  /**
   * Opens a file or folder, or takes the archive that is open already, and closes it after `work` unless it is kept.
   * @param renew opens it anew in any case
   * @throws why the file cannot be read, in a sentence, and what `work` throws
   */
  async use<Result>(
    path: string,
    options: OpenOptions,
    renew: boolean,
    work: (dump: Dump) => Promise<Result>,
  ): Promise<Result> {
    const held = await this.open(path, options, renew).catch((error: unknown) => {
      throw fileError(error);
    });
    held.users++;
    try {
      return await work(held.dump);
    } finally {
      held.users--;
      closeUnused(held);
      this.forgetLater();
    }
  }

  private async open(path: string, options: OpenOptions, renew: boolean): Promise<Held> {
    const { dev, ino, size, mtimeMs } = statSync(path);
    const stamp = [dev, ino, size, mtimeMs].join();
    const { last } = this;
    if (last && !renew && last.path === path && last.stamp === stamp) return last;
    const dump = await openDump(path, options);
    // The maps of a file of its own are moved to who asked for them.
    const held: Held = { path, stamp, dump, users: 0, isKept: dump.entries !== undefined };
    if (held.isKept) this.keep(held);
    return held;
  }

  private keep(held: Held | undefined): void {
    const before = this.last;
    this.last = held;
    if (!before) return;
    before.isKept = false;
    closeUnused(before);
  }

  private forgetLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(undefined), KEPT_MS);
    this.timer.unref();
  }
}

function closeUnused({ users, isKept, dump }: Held): void {
  if (users === 0 && !isKept) dump.close();
}
