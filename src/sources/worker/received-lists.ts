/** The asking end of process lists: puts together what sent-lists.ts sends. A process that did not change stays the same object. */
import type { ProcessInfo, ProcessList } from '../process.ts';
import { sourceKey, type SourceSpec } from '../source-spec.ts';
import type { ListPart } from './sent-lists.ts';

/** How the parts of a list are asked for. */
export interface AskParts {
  /** @param received see `SentList.begin` */
  readonly first: (received: number) => Promise<ListPart>;
  readonly next: () => Promise<ListPart>;
}

/** The lists of all sources that were asked for. */
export class ReceivedLists {
  private readonly lists = new Map<string, ReceivedList>();

  /** See `ReceivedList.list`. */
  list(source: SourceSpec, ask: AskParts, onFirst?: (first: ProcessList) => void): Promise<ProcessList> {
    const key = sourceKey(source);
    let list = this.lists.get(key);
    if (!list) this.lists.set(key, (list = new ReceivedList()));
    return list.list(ask, onFirst);
  }

  /** Forgets what is known of a source. What waits for its turn fails with the error. */
  forget(source: SourceSpec, error: Error): void {
    const key = sourceKey(source);
    this.lists.get(key)?.end(error);
    this.lists.delete(key);
  }

  /** The same of all sources. */
  forgetAll(error: Error): void {
    for (const list of this.lists.values()) list.end(error);
    this.lists.clear();
  }
}

/** One source's list. */
export class ReceivedList {
  private readonly processes = new Map<number, ProcessInfo>();
  private received = 0;
  /** The list under way: lists of one source come one after the other. */
  private turn: Promise<void> | undefined;
  private ended: Error | undefined;

  /**
   * The processes, once all parts came.
   * @param onFirst called at most once, where nothing came before and the whole list takes its time: with the first of them
   */
  list(ask: AskParts, onFirst?: (first: ProcessList) => void): Promise<ProcessList> {
    const run = async (): Promise<ProcessList> => {
      if (this.ended) throw this.ended;
      let part = this.take(await ask.first(this.received));
      if (part.afresh && part.more) onFirst?.(this.soFar(part));
      while (part.more) part = this.take(await ask.next());
      return this.soFar(part);
    };
    const list = this.turn ? this.turn.then(run) : run();
    const over = (): void => {
      if (this.turn === turn) this.turn = undefined;
    };
    const turn = list.then(over, over);
    this.turn = turn;
    return list;
  }

  /** What waits for its turn fails with the error. */
  end(error: Error): void {
    this.ended = error;
  }

  private take(part: ListPart): ListPart {
    const { afresh, number, changed, gone } = part;
    if (afresh) this.processes.clear();
    this.received = number;
    for (const pid of gone) this.processes.delete(pid);
    for (const process of changed) this.processes.set(process.pid, process);
    return part;
  }

  private soFar({ hidden, unavailable }: ListPart): ProcessList {
    return {
      processes: [...this.processes.values()],
      ...(hidden !== undefined && { hidden }),
      ...(unavailable !== undefined && { unavailable }),
    };
  }
}
