/** Lists the processes of one source again and again while they are seen, one list at a time. */
import type { ProcessList } from '../../sources/process.ts';
import type { SourceSpec } from '../../sources/source-spec.ts';
import type { Services } from '../platform/services.ts';

/** The pause after a list is so many times as long as the list took: watching must not load the watched machine. */
const PAUSE_PER_LIST = 50;

/** What came of a list: the list, or what kept it from coming. */
export type Listed = { readonly list: ProcessList } | { readonly error: unknown };

export class SourceLoop {
  private readonly spec: SourceSpec;
  private readonly services: Pick<Services, 'worker' | 'log' | 'sources'>;
  private readonly take: (listed: Listed, renew: boolean) => void;
  private readonly interval: () => number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private listing: Promise<void> | undefined;
  private stopping = new AbortController();
  private lastMs = 0;

  /**
   * @param take gets what came of each list
   * @param interval milliseconds between two lists, asked anew after each; undefined for none
   */
  constructor(
    spec: SourceSpec,
    services: Pick<Services, 'worker' | 'log' | 'sources'>,
    take: (listed: Listed, renew: boolean) => void,
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
    this.listing ??= this.load(renew).finally(() => {
      this.listing = undefined;
      this.wait();
    });
    return this.listing;
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

  private async load(renew: boolean): Promise<void> {
    const { signal } = this.stopping;
    const started = performance.now();
    let listed: Listed;
    try {
      const refusal = this.services.sources.refusal(this.spec);
      if (refusal !== undefined) throw new Error(refusal);
      listed = { list: await this.services.worker.listProcesses(this.spec, { renew }, signal) };
    } catch (error) {
      listed = { error };
    }
    this.lastMs = performance.now() - started;
    if (!signal.aborted) this.take(listed, renew);
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
