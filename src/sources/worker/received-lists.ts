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

  /** Forgets what is known of a source; of all when none is named. */
  forget(source?: SourceSpec): void {
    if (source) this.lists.delete(sourceKey(source));
    else this.lists.clear();
  }
}

/** One source's list. */
export class ReceivedList {
  private readonly processes = new Map<number, ProcessInfo>();
  private received = 0;
  /** The list under way: lists of one source come one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  /**
   * The processes, once all parts came.
   * @param onFirst called at most once, where nothing came before and the whole list takes its time: with the first of them
   */
  list(ask: AskParts, onFirst?: (first: ProcessList) => void): Promise<ProcessList> {
    const list = this.turn.then(async () => {
      let part = this.take(await ask.first(this.received));
      if (part.afresh && part.more) onFirst?.(this.soFar(part));
      while (part.more) part = this.take(await ask.next());
      return this.soFar(part);
    });
    this.turn = list.catch(() => undefined);
    return list;
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
