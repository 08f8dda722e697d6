/** Where processes come from. Each source is one of these, whatever it takes to reach it. */
import type {
  ListOptions,
  LiveMap,
  LiveText,
  PageReading,
  PageStretch,
  ProcessFile,
  ProcessInfo,
  ProcessList,
  ReadFailure,
} from './process.ts';
import type { Procfs } from './procfs.ts';

/** Who waits for an answer. */
export interface Waiting {
  /** Aborted when nobody waits any more; for what is awaited. */
  readonly signal: AbortSignal;
  /** The same, for what runs without a break. */
  readonly isCancelled: () => boolean;
  /** A source that has some processes long before the others may tell of them here, each once, while it lists. */
  readonly onListed?: (processes: readonly ProcessInfo[]) => void;
}

export interface Source {
  readonly capabilities: Capabilities;
  /** The files that the rest is read from. */
  readonly procfs: Procfs;
  /**
   * Lists the processes, in one round trip.
   * @throws Cancelled, and SourceFailure when the source cannot be reached
   */
  list(options: ListOptions, waiting: Waiting): Promise<ProcessList>;
  /** Reads and parses a map, in one round trip. See `list`. */
  readMap(file: ProcessFile, waiting: Waiting): Promise<LiveMap | ReadFailure>;
  /**
   * Reads the text of a map. See `list`.
   * @param last what was read before: it may be given back itself when the file still says the same
   */
  readText(file: ProcessFile, waiting: Waiting, last?: LiveText): Promise<LiveText | ReadFailure>;
  /** Why a map file cannot be opened; undefined when it can. See `list`. */
  explain(file: ProcessFile, waiting: Waiting): Promise<ReadFailure | undefined>;
  /** Reads what the page tables say of some addresses; absent where they cannot be asked. See `list`. */
  readPages?(stretch: PageStretch, waiting: Waiting): Promise<PageReading | ReadFailure>;
  /** Nobody looks at the source for now: lets go of open files and connections. The next question opens them again. */
  rest(): Promise<void>;
  /** Ends all that was started for the source, here and on the other side. */
  close(): Promise<void>;
}

/** What can be asked of a source. */
export interface Capabilities {
  /** Maps change, so that reading again can give another one. */
  readonly isLive: boolean;
  /** Paths in maps are those of this machine's files. */
  readonly isHere: boolean;
}

/** The source cannot be reached, or does not answer as it should. The message is a sentence for the user, safe to print. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
  /** The next step; empty when there is nothing to be done. */
  readonly advice: string;

  constructor(message: string, advice = '') {
    super(message);
    this.advice = advice;
  }
}
