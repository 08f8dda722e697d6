/** The map of a live process, read straight from the kernel and again while somebody looks at it. */
import * as vscode from 'vscode';
import { ENDINGS, type LiveMap, type LiveNews, type ReadFailure } from '../../sources/process.ts';
import { Cancelled } from '../../sources/cancelled.ts';
import type { LayoutSource, Liveness } from '../../protocol/layout.ts';
import { sourceKey, type SourceSpec } from '../../sources/source-spec.ts';
import { processUri } from '../documents/process-uri.ts';
import type { LiveReader, Watcher } from '../live/reader.ts';
import type { Watch } from '../live/readers.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { tornNote, type Feed, type FeedResult } from './feed.ts';
import type { ProcessTarget } from './target.ts';

/** A reading that can be shown. */
type Shown = Pick<LiveMap, 'map' | 'torn'>;

export class ProcessFeed implements Feed, Watcher {
  readonly wants = 'map';
  isSeen = false;
  stamp: number | undefined;
  private readonly services: Services;
  private readonly of: SourceSpec;
  private readonly pid: number;
  private startTime: string | undefined;
  private name: string;
  private address: vscode.Uri | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly changedLive = new vscode.EventEmitter<void>();
  readonly onDidChangeLive = this.changedLive.event;
  /** The newest reading; a failure once the process has ended. */
  private newest: Shown | ReadFailure | undefined;
  private watch: Watch | undefined;
  private states: vscode.Disposable | undefined;
  private isDisposed = false;
  /** Somebody waits for the reading, who needs not be told of it. */
  private isAsking = false;

  constructor(process: ProcessTarget, services: Services) {
    this.of = process.source;
    this.pid = process.pid;
    this.startTime = process.startTime;
    this.name = process.name ?? '';
    this.services = services;
  }

  get source(): Extract<LayoutSource, { readonly kind: 'process' }> {
    return { kind: 'process', source: sourceKey(this.of), pid: this.pid, startTime: this.startTime };
  }

  get title(): string {
    return this.name === '' ? `PID ${this.pid}` : `${this.name} (${this.pid})`;
  }

  /** Stays the same when the process starts another program: a text that is open goes on being this one's. */
  get text(): vscode.Uri {
    const { pid, startTime, name } = this;
    return this.address ?? processUri(this.of, { pid, startTime, name }, 'maps');
  }

  private get liveness(): Liveness {
    return this.of.kind === 'saved' ? 'file' : 'running';
  }

  get live(): LiveReader | undefined {
    return this.watch?.reader;
  }

  setSeen(isSeen: boolean): void {
    this.isSeen = isSeen;
    this.live?.update();
  }

  take(news: LiveNews): void {
    if (!news.map) return;
    this.stamp = news.stamp;
    this.name = news.process.name;
    this.newest = { map: news.map, torn: news.torn };
    if (!this.isAsking) this.changed.fire();
  }

  /** The picture is the newest one already. */
  confirm(): void {}

  end(failure: ReadFailure): void {
    this.newest = failure;
    if (!this.isAsking) this.changed.fire();
  }

  async read(signal: AbortSignal, again: boolean): Promise<FeedResult> {
    try {
      const live = await this.readNewest(signal, again);
      if ('ok' in live) {
        const { reason, message, advice } = live;
        return {
          ok: false,
          title: this.title,
          liveness: ENDINGS.has(reason) ? 'ended' : this.liveness,
          message,
          advice,
        };
      }
      const { map, torn } = live;
      const notes = torn ? [tornNote(), ...map.assumptions] : map.assumptions;
      return { ok: true, map, maps: [map], index: 0, asked: false, title: this.title, liveness: this.liveness, notes };
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      return { ok: false, title: this.title, liveness: this.liveness, message: reasonOf(error), advice: '' };
    }
  }

  /** A process has one map. */
  pick(): number {
    return 0;
  }

  choose(): void {}

  dispose(): void {
    this.isDisposed = true;
    this.states?.dispose();
    this.watch?.dispose();
    this.changed.dispose();
    this.changedLive.dispose();
  }

  private async readNewest(signal: AbortSignal, again: boolean): Promise<Shown | ReadFailure> {
    if (this.watch && again) {
      this.isAsking = true;
      try {
        const reading = await this.watch.reader.read(this);
        if (!reading.ok) return reading;
      } finally {
        this.isAsking = false;
      }
    }
    return this.newest ?? (await this.readFirst(signal));
  }

  /** The first reading is parsed while it comes in; what follows is compared with the one before it. */
  private async readFirst(signal: AbortSignal): Promise<Shown | ReadFailure> {
    const { pid, startTime } = this;
    const live = await this.services.worker.readProcess(this.of, { pid, file: 'maps', startTime }, signal);
    if (!live.ok || this.isDisposed) return live.ok ? { map: live.map, torn: live.torn } : live;
    this.startTime = live.process.startTime;
    this.name = live.process.name;
    this.address = this.text;
    this.newest = { map: live.map, torn: live.torn };
    this.watch ??= this.services.readers.watch(this.of, { pid, file: 'maps', startTime: this.startTime }, this);
    this.states ??= this.watch.reader.onDidChange(() => this.changedLive.fire());
    this.changedLive.fire();
    return this.newest;
  }
}
