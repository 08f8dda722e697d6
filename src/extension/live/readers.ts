/** The readers of live map files, one for each process and file that is shown anywhere. */
import * as vscode from 'vscode';
import { isPace, type Pace } from '../../sources/pace.ts';
import type { MapFile, ProcessFile } from '../../sources/process.ts';
import { sourceKey, type SourceSpec } from '../../sources/source-spec.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import { LiveReader, type Surroundings, type Watcher } from './reader.ts';

const SETTING = 'memoryMaps.live.pace';

/** A process of a source. */
export interface LiveProcess {
  readonly source: SourceSpec;
  readonly pid: number;
  /** undefined for whichever process has the PID. */
  readonly startTime: string | undefined;
}

/** A place that shows a map file, and the reader that it shares with others. */
export interface Watch extends vscode.Disposable {
  readonly reader: LiveReader;
}

export class LiveReaders implements vscode.Disposable {
  private readonly readers = new Map<string, LiveReader>();
  private readonly around: Surroundings;
  private readonly subscriptions: vscode.Disposable[];

  constructor(worker: MapWorker) {
    this.around = { worker, defaultPace, isBackground: () => !vscode.window.state.focused };
    this.subscriptions = [
      vscode.window.onDidChangeWindowState(() => this.update()),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(SETTING) && this.update()),
    ];
  }

  /** Shows a file in one more place. The process must be known by its start time, so that all mean the same. */
  watch(source: SourceSpec, file: ProcessFile, watcher: Watcher): Watch {
    const key = JSON.stringify([sourceKey(source), file.pid, file.file, file.startTime]);
    let reader = this.readers.get(key);
    if (!reader) this.readers.set(key, (reader = new LiveReader(source, file, this.around)));
    const shared = reader;
    const added = shared.add(watcher);
    return {
      reader: shared,
      dispose: () => {
        added.dispose();
        if (!shared.isIdle) return;
        shared.dispose();
        if (this.readers.get(key) === shared) this.readers.delete(key);
      },
    };
  }

  /**
   * Reads a process again wherever it is seen, whatever the pace: texts and layouts with one read for each file.
   * @returns how many files were read
   */
  async refresh({ source, pid, startTime }: LiveProcess): Promise<number> {
    const key = sourceKey(source);
    const seen = [...this.readers.values()].filter(
      ({ source: of, file, isSeen }) =>
        isSeen &&
        file.pid === pid &&
        (startTime === undefined || file.startTime === startTime) &&
        sourceKey(of) === key,
    );
    await Promise.all(seen.map((reader) => reader.read()));
    return seen.length;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const reader of this.readers.values()) reader.dispose();
    this.readers.clear();
  }

  private update(): void {
    for (const reader of this.readers.values()) reader.update();
  }
}

/** The setting's pace. Files whose reading slows the process down are never read in a loop without the user's word. */
function defaultPace(file: MapFile): Pace {
  const pace: unknown = file === 'maps' ? vscode.workspace.getConfiguration().get(SETTING) : 'off';
  return isPace(pace) ? pace : 'off';
}
