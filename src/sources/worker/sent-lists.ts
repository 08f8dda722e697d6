/**
 * The worker's end of process lists: of each list only what is different from the last one goes to the other thread, a part at a
 * time, because making objects out of a message keeps that thread busy. See received-lists.ts for the other end.
 */
import { Cancelled } from '../cancelled.ts';
import { sameContainer } from '../container.ts';
import type { ProcessInfo, ProcessList } from '../process.ts';

/** What goes to the other thread at once. */
export interface ListPart {
  /** The other end has nothing of what went before. */
  readonly afresh: boolean;
  /** The number of this part; see `SentList.begin`. */
  readonly number: number;
  /** Processes that are new or different now. */
  readonly changed: readonly ProcessInfo[];
  /** PIDs that are no longer listed. */
  readonly gone: readonly number[];
  /** There are further parts of this list. */
  readonly more: boolean;
  /** See ProcessList; told with the last part. */
  readonly hidden: string | undefined;
  readonly unavailable: string | undefined;
}

/** At most so many processes in a part: the other thread makes them in a millisecond. */
const PART = 500;

/** Takes what a source has listed so far; see `Waiting`. */
export type OnListed = (processes: readonly ProcessInfo[]) => void;

/** One source's list. */
export class SentList {
  /** What the other end has, or has waiting. */
  private readonly sent = new Map<number, ProcessInfo>();
  private waiting: ProcessInfo[] = [];
  private gone: number[] = [];
  private number = 0;
  private afresh = true;
  private listing: { done: ProcessList | undefined; failed: { readonly error: unknown } | undefined } | undefined;
  private wake: (() => void) | undefined;

  /**
   * Starts a list, instead of one that is under way.
   * @param received the number of the last part that the other end took; 0 for none
   * @param list asks the source
   */
  begin(received: number, list: (onListed: OnListed) => Promise<ProcessList>): void {
    if (received === 0 || received !== this.number) {
      this.sent.clear();
      this.waiting = [];
      this.gone = [];
      this.afresh = true;
    }
    const listing: NonNullable<typeof this.listing> = { done: undefined, failed: undefined };
    this.listing = listing;
    this.wake?.();
    const isCurrent = (): boolean => this.listing === listing;
    void list((processes) => {
      if (isCurrent()) this.offer(processes);
    })
      .then((done) => {
        if (isCurrent()) this.finish(done);
        listing.done = done;
      })
      .catch((error: unknown) => (listing.failed = { error }))
      .finally(() => isCurrent() && this.wake?.());
  }

  /** The next part, as soon as there is one. @throws what the source threw, and Cancelled when another list was begun */
  async take(): Promise<ListPart> {
    const { listing } = this;
    const isReady = (): boolean =>
      !listing || listing.done !== undefined || listing.failed !== undefined || this.waiting.length > 0;
    while (!isReady()) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      if (this.listing !== listing) throw new Cancelled();
    }
    if (listing?.failed) throw listing.failed.error;
    const { afresh, gone } = this;
    const changed = this.waiting.splice(0, PART);
    const more = this.waiting.length > 0 || (listing !== undefined && !listing.done);
    this.gone = [];
    this.afresh = false;
    const { hidden, unavailable } = listing?.done ?? {};
    return { afresh, number: ++this.number, changed, gone, more, hidden, unavailable };
  }

  private offer(processes: readonly ProcessInfo[]): void {
    for (const process of processes) {
      const before = this.sent.get(process.pid);
      if (before && sameProcess(before, process)) continue;
      this.sent.set(process.pid, process);
      this.waiting.push(process);
    }
    if (this.waiting.length > 0) this.wake?.();
  }

  private finish({ processes }: ProcessList): void {
    this.offer(processes);
    if (processes.length === this.sent.size) return;
    const listed = new Set(processes.map(({ pid }) => pid));
    for (const pid of this.sent.keys()) {
      if (listed.has(pid)) continue;
      this.sent.delete(pid);
      this.gone.push(pid);
    }
    // Some may still wait from a list that was broken off.
    if (this.waiting.length > 0) this.waiting = this.waiting.filter(({ pid }) => listed.has(pid));
  }
}

/** Whether two say the same of a process. */
function sameProcess(a: ProcessInfo, b: ProcessInfo): boolean {
  return a === b || (FIELDS.every((field) => field(a) === field(b)) && sameContainer(a.container, b.container));
}

/** Each field but `container`; one that is missing here is an error of the type. */
const FIELDS: readonly ((process: ProcessInfo) => unknown)[] = Object.values({
  pid: ({ pid }) => pid,
  ppid: ({ ppid }) => ppid,
  name: ({ name }) => name,
  command: ({ command }) => command,
  uid: ({ uid }) => uid,
  user: ({ user }) => user,
  state: ({ state }) => state,
  rss: ({ rss }) => rss,
  threads: ({ threads }) => threads,
  startTime: ({ startTime }) => startTime,
  kernelThread: ({ kernelThread }) => kernelThread,
  access: ({ access }) => access,
} satisfies Record<Exclude<keyof ProcessInfo, 'container'>, (process: ProcessInfo) => unknown>);
