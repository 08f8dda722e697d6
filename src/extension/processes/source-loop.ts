/** Lists the processes of one source again and again while they are seen, one list at a time. */
import { setImmediate } from 'node:timers/promises';
import type { ProcessList } from '../../sources/process.ts';
import type { SourceSpec } from '../../sources/source-spec.ts';
import type { Services } from '../platform/services.ts';

/** The pause after a list is so many times as long as the list took: watching must not load the watched machine. */
const PAUSE_PER_LIST = 50;

/** What came of a list: the list, or the first processes of it, or what kept it from coming. */
export type Listed = { readonly list: ProcessList; readonly isWhole: boolean } | { readonly error: unknown };

export class SourceLoop {
  private readonly spec: SourceSpec;
  private readonly services: Pick<Services, 'worker' | 'log'>;
  private readonly take: (listed: Listed, renew: boolean) => Promise<void>;
  private readonly interval: () => number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private listing: Promise<void> | undefined;
  /** Settled once the list under way has something to show. */
  private started: Promise<void> | undefined;
  private stopping = new AbortController();
  /** How long the last refresh took, in milliseconds. What starts threads, files or connections is none. */
  private lastMs = 0;
  private isFirst = true;

  /**
   * @param take gets what came of each list; does not fail
   * @param interval milliseconds between two lists, asked anew after each; undefined for none
   */
  constructor(
    spec: SourceSpec,
    services: Pick<Services, 'worker' | 'log'>,
    take: (listed: Listed, renew: boolean) => Promise<void>,
    interval: () => number | undefined,
  ) {
    this.spec = spec;
    this.services = services;
    this.take = take;
    this.interval = interval;
  }

  /** Lists now. A list that is under way already counts. @param renew also what seems not to have changed */
  list(renew = false): Promise<void> {
    this.stopWaiting();
    if (this.listing) return this.listing;
    let hasSome = (): void => undefined;
    this.started = new Promise((resolve) => (hasSome = resolve));
    this.listing = this.load(renew, hasSome).finally(() => {
      this.listing = undefined;
      this.wait();
    });
    return this.listing;
  }

  /** Settled once the list that is under way has come; undefined when there is none. */
  get underWay(): Promise<void> | undefined {
    return this.listing;
  }

  /** As `list`, until the first processes are there. */
  async some(): Promise<void> {
    const listing = this.list();
    await Promise.race([this.started, listing]);
  }

  /** Waits anew: the interval may have changed. Where there is none any more nothing is left waiting. */
  wait(): void {
    this.stopWaiting();
    const interval = this.interval();
    if (interval === undefined || this.listing) return;
    this.timer = setTimeout(() => void this.list(), Math.max(interval, PAUSE_PER_LIST * this.lastMs));
  }

  /** Nobody sees the source: no timer, nothing open, here and there. */
  async rest(): Promise<void> {
    this.stopWaiting();
    await this.listing;
    if (this.interval() !== undefined || this.stopping.signal.aborted) return;
    this.isFirst = true;
    try {
      await this.services.worker.restSource(this.spec);
    } catch (error) {
      this.services.log.warn('Letting go of the process list', error);
    }
  }

  dispose(): void {
    this.stopWaiting();
    this.stopping.abort();
  }

  private async load(renew: boolean, hasSome: () => void): Promise<void> {
    const { signal } = this.stopping;
    const started = performance.now();
    let listed: Listed;
    let first: Promise<void> | undefined;
    try {
      // The first call starts the worker's thread: 6 ms, not on top of what VS Code does when it asks for rows.
      await setImmediate();
      const takeFirst = (list: ProcessList): void => {
        if (!signal.aborted) first = this.take({ list, isWhole: false }, false).then(hasSome);
      };
      const list = await this.services.worker.listProcesses(this.spec, { renew }, signal, takeFirst);
      listed = { list, isWhole: true };
    } catch (error) {
      listed = { error };
    }
    this.lastMs = this.isFirst ? 0 : performance.now() - started;
    this.isFirst = false;
    await first;
    if (!signal.aborted) await this.take(listed, renew);
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** The setting's seconds as milliseconds, for none undefined. VS Code keeps nobody from what the setting does not allow. */
export function pauseOf(seconds: unknown): number | undefined {
  if (typeof seconds !== 'number' || !(seconds > 0)) return undefined;
  // A timer of more than 24 days would be due at once.
  return Math.min(Math.max(1, seconds), 3600) * 1000;
}
