/**
 * Reads a map file of a process again and again for all who show it: the text and the picture of a process cost one read. While
 * nobody sees any of them nothing is read and no timer runs.
 */
import * as vscode from 'vscode';
import { PacedLoop, pauseAfter, type Pace, type Pause, type Timer } from '../../sources/pace.ts';
import { ENDINGS, type LiveNews, type LiveReading, type ProcessFile, type ReadFailure } from '../../sources/process.ts';
import type { SourceSpec } from '../../sources/source-spec.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import { reasonOf } from '../platform/reason-of.ts';

/** Who shows a map file. */
export interface Watcher {
  readonly wants: 'text' | 'map';
  /** Somebody looks at it. */
  readonly isSeen: boolean;
  /** Of the reading that it shows; undefined when it shows none of this reader. */
  readonly stamp: number | undefined;
  /** The file says something else than what it shows. */
  take(news: LiveNews): void;
  /** The file was read and says what it shows. */
  confirm(): void;
  /** There will be no other map. */
  end(failure: ReadFailure): void;
}

/** Why nothing is read without being asked for. */
export type Stopped = 'off' | 'not-live' | 'ended' | { readonly problem: string };

/** How a reader goes on. */
export interface LiveState {
  readonly pace: Pace;
  readonly stopped: Stopped | undefined;
  /** Before the next read, when it goes on. */
  readonly pause: Pause | undefined;
  /** How long the last read took, in milliseconds. */
  readonly readMs: number;
}

/** What a reader needs of its surroundings. */
export interface Surroundings {
  readonly worker: MapWorker;
  /** The pace of a file for which none was chosen. */
  readonly defaultPace: (file: ProcessFile['file']) => Pace;
  readonly isBackground: () => boolean;
}

/** Failures that pass by themselves: the process starts another program, or is just being made. */
const PASSING: ReadonlySet<ReadFailure['reason']> = new Set(['replaced', 'no-memory']);

/** A pause that differs by less is not told anew. */
const NOTABLE = 1.25;

const TIMER: Timer = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export class LiveReader implements vscode.Disposable {
  readonly source: SourceSpec;
  readonly file: ProcessFile;
  private readonly around: Surroundings;
  private readonly loop = new PacedLoop(() => this.step(), TIMER);
  private readonly watchers = new Set<Watcher>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when the state is another one. */
  readonly onDidChange = this.changed.event;
  private reading:
    | { readonly audience: ReadonlySet<Watcher>; readonly done: Promise<LiveReading | ReadFailure> }
    | undefined;
  private chosen: Pace | undefined;
  private before: Pace | undefined;
  private isLive = true;
  private over: ReadFailure | undefined;
  private problem: string | undefined;
  private stamp: number | undefined;
  private readMs = 0;
  /** A reader is made for what was just read. */
  private readAt = performance.now();
  private told: LiveState;

  constructor(source: SourceSpec, file: ProcessFile, around: Surroundings) {
    this.source = source;
    this.file = file;
    this.around = around;
    this.told = this.state;
  }

  get state(): LiveState {
    const { readMs } = this;
    const pace = this.chosen ?? this.around.defaultPace(this.file.file);
    const stopped = this.stopped(pace);
    const pause =
      stopped === undefined ? pauseAfter(pace, { readMs, isBackground: this.around.isBackground() }) : undefined;
    return { pace, stopped, pause, readMs };
  }

  /** The pace that was in force before it was stopped by hand; undefined when nobody ever chose or had one. */
  get former(): Pace | undefined {
    return this.before;
  }

  /** Reads at this pace from now on. */
  choose(pace: Pace): void {
    const { pace: now } = this.state;
    if (now !== 'off') this.before = now;
    this.chosen = pace;
    this.problem = undefined;
    this.update();
  }

  /** Shows readings in one more place, until it is disposed of. */
  add(watcher: Watcher): vscode.Disposable {
    this.watchers.add(watcher);
    this.update();
    return new vscode.Disposable(() => {
      this.watchers.delete(watcher);
      this.update();
    });
  }

  /** True while nobody shows it, seen or not. */
  get isIdle(): boolean {
    return this.watchers.size === 0;
  }

  /** True while somebody looks at it. */
  get isSeen(): boolean {
    return [...this.watchers].some(({ isSeen }) => isSeen);
  }

  /** Looks anew at who is seen and at the pace: goes on, or stops. */
  update(): void {
    const { pause } = this.state;
    if (pause && this.isSeen) {
      // Who has no stamp has read the file in another way just now.
      const isBehind = [...this.watchers].some(
        ({ isSeen, stamp }) => isSeen && stamp !== undefined && this.stamp !== undefined && stamp !== this.stamp,
      );
      this.loop.start(isBehind ? 0 : Math.max(0, this.readAt + pause.ms - performance.now()));
    } else this.loop.stop();
    this.tell();
  }

  /**
   * Reads now, for all who are seen and for one who asks; a read for the one who asks that is under way already counts.
   * @throws when the source cannot be reached
   */
  async read(asking?: Watcher): Promise<LiveReading | ReadFailure> {
    while (this.reading) {
      if (!asking || this.reading.audience.has(asking)) return this.reading.done;
      await this.reading.done.catch(() => undefined);
    }
    const audience = new Set([...this.watchers].filter((watcher) => watcher.isSeen || watcher === asking));
    const done = this.readFor(audience).finally(() => {
      this.reading = undefined;
      this.update();
    });
    this.reading = { audience, done };
    return done;
  }

  dispose(): void {
    this.loop.stop();
    this.changed.dispose();
  }

  private async readFor(audience: ReadonlySet<Watcher>): Promise<LiveReading | ReadFailure> {
    const [first, ...others] = audience;
    const unless = others.every(({ stamp }) => stamp === first?.stamp) ? first?.stamp : undefined;
    const wanted = new Set([...audience].map(({ wants }) => wants));
    const ask = { unless, text: wanted.has('text'), map: wanted.has('map') };
    let reading: LiveReading | ReadFailure;
    try {
      reading = await this.around.worker.readLive(this.source, this.file, ask);
    } catch (error) {
      this.problem = reasonOf(error);
      throw error;
    } finally {
      this.readAt = performance.now();
    }
    if (!reading.ok) {
      this.fail(reading);
      return reading;
    }
    this.problem = undefined;
    this.isLive = reading.isLive;
    this.readMs = reading.readMs;
    this.stamp = reading.stamp;
    for (const watcher of audience) {
      if (reading.same || watcher.stamp === reading.stamp) watcher.confirm();
      else watcher.take(reading);
    }
    return reading;
  }

  private fail(failure: ReadFailure): void {
    const { reason, title } = failure;
    if (PASSING.has(reason)) return;
    if (!ENDINGS.has(reason)) {
      this.problem = title;
      return;
    }
    this.over = failure;
    // Also those that nobody sees now: they say so when they are looked at.
    for (const watcher of this.watchers) watcher.end(failure);
  }

  private async step(): Promise<number | undefined> {
    // Failures are in the state.
    if (this.isSeen) await this.read().catch(() => undefined);
    return this.isSeen ? this.state.pause?.ms : undefined;
  }

  private stopped(pace: Pace): Stopped | undefined {
    if (this.over) return 'ended';
    if (!this.isLive) return 'not-live';
    if (pace === 'off') return 'off';
    return this.problem === undefined ? undefined : { problem: this.problem };
  }

  private tell(): void {
    const { state, told } = this;
    if (isAlike(state, told)) return;
    this.told = state;
    this.changed.fire();
  }
}

function isAlike(a: LiveState, b: LiveState): boolean {
  const ratio = (a.pause?.ms ?? 1) / (b.pause?.ms ?? 1);
  return (
    a.pace === b.pace &&
    JSON.stringify(a.stopped) === JSON.stringify(b.stopped) &&
    a.pause?.because === b.pause?.because &&
    ratio < NOTABLE &&
    ratio > 1 / NOTABLE
  );
}
