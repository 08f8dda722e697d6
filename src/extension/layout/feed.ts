/** Where the maps of layouts come from: a document or file, or a live process. A feed reads and tells of changes. */
import type * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { LayoutSource, Liveness } from '../../protocol/layout.ts';

/** What a reading came to. */
export type FeedResult =
  | {
      readonly ok: true;
      readonly map: MemoryMap;
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
  /**
   * Reads the map. Failures come as results in words.
   * @param again the user asked to read what may not tell of its changes
   */
  read(signal: AbortSignal, again: boolean): Promise<FeedResult>;
}

/** The message of an error, as a sentence for the user. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
