/** The processes of this machine. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Cancelled } from '../cancelled.ts';
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
} from '../process.ts';
import type { Capabilities, Source, Waiting } from '../source.ts';
import { LocalProcesses } from './process-list.ts';
import { LocalProcfs } from './procfs.ts';
import { explainAccess, readMap, readText, type ReadParts } from './read-map.ts';
import { readPages } from './read-pages.ts';

/** How long the list keeps others waiting, in milliseconds, and how long while nobody has anything of it. */
const STEP = 20;
const FIRST_STEP = 5;
/** More programs than rows fit on a screen: kernel threads, which are the first of many machines, have one row. */
const ENOUGH = 60;
/** So long the first of a list may be waited for, in milliseconds. */
const PATIENCE = 50;
/** The pause after them: VS Code asks for rows level by level, and a machine of two processors has none left for the rest of the list. */
const WHILE_SHOWN = 60;

export class LocalSource implements Source {
  readonly capabilities: Capabilities = { isLive: true, isHere: true };
  readonly procfs = new LocalProcfs();
  private readonly processes = new LocalProcesses();
  /** Somebody has the first processes. */
  private isShown = false;
  private readonly readParts: () => ReadParts | undefined;

  /** @param readParts how map files are read when they are parsed, asked before each; undefined for the plain way */
  constructor(readParts: () => ReadParts | undefined = () => undefined) {
    this.readParts = readParts;
  }

  async list(options: ListOptions, { isCancelled, onListed }: Waiting): Promise<ProcessList> {
    const started = performance.now();
    const first: ProcessInfo[] = [];
    const givesAll = (): boolean => this.isShown || !onListed;
    const steps = this.processes.steps(options, () => (givesAll() ? STEP : FIRST_STEP));
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        this.isShown ||= onListed !== undefined;
        return step.value;
      }
      if (givesAll()) {
        onListed?.(step.value);
        await setImmediate();
      } else {
        first.push(...step.value);
        const programs = first.filter((each) => !each.kernelThread).length;
        this.isShown = programs >= ENOUGH || performance.now() > started + PATIENCE;
        if (this.isShown) onListed?.(first);
        await (this.isShown ? setTimeout(WHILE_SHOWN) : setImmediate());
      }
      if (isCancelled()) throw new Cancelled();
    }
  }

  readMap(file: ProcessFile, { isCancelled }: Waiting): Promise<LiveMap | ReadFailure> {
    return answer(() => readMap(file, isCancelled, '/proc', this.readParts()));
  }

  readText(file: ProcessFile, { isCancelled }: Waiting, last?: LiveText): Promise<LiveText | ReadFailure> {
    return answer(() => readText(file, isCancelled, '/proc', last));
  }

  explain(file: ProcessFile): Promise<ReadFailure | undefined> {
    return answer(() => explainAccess(file));
  }

  readPages(stretch: PageStretch, { isCancelled }: Waiting): Promise<PageReading | ReadFailure> {
    return answer(() => readPages(stretch, isCancelled));
  }

  rest(): Promise<void> {
    this.isShown = false;
    return answer(() => this.processes.forget());
  }

  close(): Promise<void> {
    return this.rest();
  }
}

/** What a function gives, as soon as it is asked: procfs answers without waiting. */
async function answer<Result>(work: () => Result): Promise<Result> {
  return work();
}
