/** The map of a live process, read straight from the kernel each time it is asked for. */
import * as vscode from 'vscode';
import type { FailureReason } from '../../sources/process.ts';
import { Cancelled } from '../../sources/cancelled.ts';
import type { LayoutSource } from '../../protocol/layout.ts';
import { sourceKey, type SourceSpec } from '../../sources/source-spec.ts';
import { processUri } from '../documents/process-uri.ts';
import type { Services } from '../platform/services.ts';
import { reasonOf, type Feed, type FeedResult } from './feed.ts';
import type { ProcessTarget } from './target.ts';

/** Reasons after which there is nothing left to read. */
const OVER: readonly FailureReason[] = ['gone', 'reused', 'zombie', 'replaced'];

export class ProcessFeed implements Feed {
  private readonly services: Services;
  private readonly of: SourceSpec;
  private readonly pid: number;
  private startTime: string | undefined;
  private name: string;
  private readonly changed = new vscode.EventEmitter<void>();
  /** Never fires: procfs tells nobody when a map changes. */
  readonly onDidChange = this.changed.event;

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

  get text(): vscode.Uri {
    return processUri(this.of, { pid: this.pid, startTime: this.startTime, name: this.name }, 'maps');
  }

  async read(signal: AbortSignal): Promise<FeedResult> {
    const { pid, startTime } = this;
    const refusal = this.services.sources.refusal(this.of);
    if (refusal !== undefined) {
      return { ok: false, title: this.title, liveness: 'running', message: refusal, advice: '' };
    }
    try {
      const live = await this.services.worker.readProcess(this.of, { pid, file: 'maps', startTime }, signal);
      if (!live.ok) {
        const { reason, message, advice } = live;
        return { ok: false, title: this.title, liveness: OVER.includes(reason) ? 'ended' : 'running', message, advice };
      }
      this.startTime = live.process.startTime;
      this.name = live.process.name;
      const torn = vscode.l10n.t('The map changed while it was read: regions can overlap or be missing.');
      const notes = live.torn ? [torn, ...live.map.assumptions] : live.map.assumptions;
      const { map } = live;
      return { ok: true, map, maps: [map], index: 0, asked: false, title: this.title, liveness: 'running', notes };
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      return { ok: false, title: this.title, liveness: 'running', message: reasonOf(error), advice: '' };
    }
  }

  /** A process has one map. */
  pick(): number {
    return 0;
  }

  choose(): void {}

  dispose(): void {
    this.changed.dispose();
  }
}
