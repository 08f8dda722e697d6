/**
 * The texts of live documents. An editor must see one and the same text between asking for its size and reading it, and
 * must keep it when the process ends; so each document has a snapshot, and only a refresh makes a new one.
 */
import * as vscode from 'vscode';
import type { ProcessIdentity, ReadFailure } from '../../sources/process.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import { tabUri } from './open-failures.ts';
import type { ProcessDocument } from './process-uri.ts';

/** A text with what is known of its process. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  readonly process: ProcessIdentity;
  /** The map changed during every attempt to read it. */
  readonly torn: boolean;
  /** Times in milliseconds since 1970. `modified` moves on with every text that differs. */
  readonly modified: number;
  readonly readAt: number;
  /** Set once the process has ended, with the sentence that says so. The text is its last one then. */
  readonly ended: string | undefined;
}

/** What a refresh came to. */
export type Refreshed =
  | { readonly outcome: 'changed' | 'same' | 'ended'; readonly snapshot: Snapshot }
  | { readonly outcome: 'failed'; readonly failure: ReadFailure };

/** A snapshot without an open document serves the calls that make up one opening. */
const OPENING_MS = 2000;

/** Failures after which there will be no further map. */
const ENDINGS: ReadonlySet<ReadFailure['reason']> = new Set(['gone', 'reused', 'zombie']);

export class Snapshots {
  private readonly worker: MapWorker;
  private readonly known = new Map<string, Snapshot>();
  private readonly reading = new Map<string, Promise<Snapshot | ReadFailure>>();

  constructor(worker: MapWorker) {
    this.worker = worker;
  }

  /** The snapshot as it stands, without reading. */
  peek(uri: vscode.Uri): Snapshot | undefined {
    return this.known.get(uri.toString());
  }

  /** The snapshot of an open document, or a new one. */
  async get(uri: vscode.Uri, document: ProcessDocument): Promise<Snapshot | ReadFailure> {
    const known = this.peek(uri);
    if (known && (isOpen(uri) || Date.now() - known.readAt < OPENING_MS)) return known;
    const key = uri.toString();
    let reading = this.reading.get(key);
    if (!reading) {
      reading = this.read(uri, document, undefined).finally(() => this.reading.delete(key));
      this.reading.set(key, reading);
    }
    return reading;
  }

  /** Reads the process again, always the one that the snapshot is of. A process that has ended leaves its last text. */
  async refresh(uri: vscode.Uri, document: ProcessDocument): Promise<Refreshed> {
    const before = this.peek(uri);
    const startTime = document.startTime ?? before?.process.startTime;
    const after = await this.read(uri, { ...document, startTime }, before);
    if ('ok' in after) {
      if (!before || !ENDINGS.has(after.reason)) return { outcome: 'failed', failure: after };
      const snapshot = { ...before, ended: after.message };
      this.known.set(uri.toString(), snapshot);
      return { outcome: 'ended', snapshot };
    }
    return { outcome: after.modified === before?.modified ? 'same' : 'changed', snapshot: after };
  }

  /** Forgets a document that was closed. */
  forget(uri: vscode.Uri): void {
    this.known.delete(uri.toString());
  }

  private async read(
    uri: vscode.Uri,
    { source, pid, file, startTime }: ProcessDocument,
    before: Snapshot | undefined,
  ): Promise<Snapshot | ReadFailure> {
    const live = await this.worker.readText(source, { pid, file, startTime });
    if (!live.ok) return live;
    const { bytes, process, torn } = live;
    const readAt = Date.now();
    const same = before && equal(before.bytes, bytes);
    const modified = same ? before.modified : Math.max(readAt, (before?.modified ?? 0) + 1);
    const snapshot: Snapshot = {
      bytes: same ? before.bytes : bytes,
      process,
      torn,
      modified,
      readAt,
      ended: undefined,
    };
    this.known.set(uri.toString(), snapshot);
    return snapshot;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** Open as a text, or in a tab of any editor: texts over 50 MB are in no document that extensions see. */
function isOpen(uri: vscode.Uri): boolean {
  const key = uri.toString();
  const inTab = (tab: vscode.Tab): boolean => tabUri(tab)?.toString() === key;
  return (
    vscode.workspace.textDocuments.some((document) => !document.isClosed && document.uri.toString() === key) ||
    vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(inTab))
  );
}
