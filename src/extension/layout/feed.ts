/** Where the maps of layouts come from: a document or file, or a live process. A feed reads and tells of changes. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { LayoutSource, Liveness } from '../../protocol/layout.ts';
import type { Progress } from '../../sources/worker/protocol.ts';
import type { LiveReader } from '../live/reader.ts';

/** What a reading came to. */
export type FeedResult =
  | {
      readonly ok: true;
      /** The map to show. */
      readonly map: MemoryMap;
      /** All maps that the source holds, and which of them this is. */
      readonly maps: readonly MemoryMap[];
      readonly index: number;
      /** True when somebody asked for this one of them. */
      readonly asked: boolean;
      readonly title: string;
      readonly liveness: Liveness;
      /** What is uncertain about it, a sentence each. */
      readonly notes: readonly string[];
    }
  | {
      readonly ok: false;
      readonly title: string;
      readonly liveness: Liveness;
      readonly message: string;
      readonly advice: string;
    };

export interface Feed extends vscode.Disposable {
  /** What is read; a live process is known for good only after the first reading. */
  readonly source: LayoutSource;
  /** How the tab calls it. */
  readonly title: string;
  /** The document that holds the text of the map. */
  readonly text: vscode.Uri;
  /** Fires when a new reading would give another map. */
  readonly onDidChange: vscode.Event<void>;
  /** What reads a live process again by itself; undefined for a file, and before the first reading. */
  readonly live: LiveReader | undefined;
  /** Fires when `live` is there, or goes on in another way. */
  readonly onDidChangeLive: vscode.Event<void>;
  /** Tells whether somebody looks at what is shown: only then it is read again by itself. */
  setSeen(isSeen: boolean): void;
  /**
   * Reads the map. Failures come as results in words.
   * @param again the user asked to read what may not tell of its changes
   * @throws Cancelled soon after the signal was aborted
   */
  read(signal: AbortSignal, again: boolean, onProgress: (progress: Progress) => void): Promise<FeedResult>;
  /** Of the maps that the text holds by now the index of the one that is shown. */
  pick(maps: readonly MemoryMap[]): number;
  /** Shows another of the source's maps from the next reading on. @param index of the maps of the last reading, from 0 */
  choose(index: number): void;
}

/** What is said of a map that changed during every attempt to read it. */
export function tornNote(): string {
  return vscode.l10n.t('The map changed while it was read: regions can overlap or be missing.');
}
