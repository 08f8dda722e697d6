/**
 * The texts of live documents. An editor must see one and the same text between asking for its size and reading it, and
 * must keep it when the process ends; so each document has a snapshot, and only a further reading makes a new one.
 */
import type * as vscode from 'vscode';
import { equalBytes } from '../../sources/equal-bytes.ts';
import type { LiveNews, LiveReading, ProcessIdentity, ReadFailure } from '../../sources/process.ts';
import { textChanges, type TextChanges } from '../../sources/text-changes.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import type { ProcessDocument } from './process-uri.ts';

/** A text with what is known of its process. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  /** See LiveReading. */
  readonly stamp: number;
  readonly process: ProcessIdentity;
  /** The map changed during every attempt to read it. */
  readonly torn: boolean;
  /** Times in milliseconds since 1970. `modified` moves on with every text that differs. */
  readonly modified: number;
  readonly readAt: number;
  /** Set once the process has ended, with the sentence that says so. The text is its last one then. */
  readonly ended: string | undefined;
}

/** A text that took the place of another. */
export interface TextChange {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly changes: TextChanges;
}

/** A snapshot without an open document serves the calls that make up one opening. */
const OPENING_MS = 2000;

/** Texts that the worker could not compare are compared here up to this size: a few milliseconds. */
const MOST_COMPARED = 2 ** 20;

const NO_CHANGES: TextChanges = { marks: [], count: 0 };

export class Snapshots {
  private readonly worker: MapWorker;
  private readonly isOpen: (uri: vscode.Uri) => boolean;
  private readonly known = new Map<string, Snapshot>();
  private readonly reading = new Map<string, Promise<Snapshot | ReadFailure>>();

  /** @param isOpen true for a document that somebody shows */
  constructor(worker: MapWorker, isOpen: (uri: vscode.Uri) => boolean) {
    this.worker = worker;
    this.isOpen = isOpen;
  }

  /** The snapshot as it stands, without reading. */
  peek(uri: vscode.Uri): Snapshot | undefined {
    return this.known.get(uri.toString());
  }

  /** The addresses of all that are kept. */
  get uris(): readonly string[] {
    return [...this.known.keys()];
  }

  /** The snapshot of an open document, or a new one. */
  async get(uri: vscode.Uri, document: ProcessDocument): Promise<Snapshot | ReadFailure> {
    const known = this.peek(uri);
    if (known && (this.isOpen(uri) || isFresh(known))) return known;
    const key = uri.toString();
    let reading = this.reading.get(key);
    if (!reading) {
      reading = this.read(uri, document).finally(() => this.reading.delete(key));
      this.reading.set(key, reading);
    }
    return reading;
  }

  /** Takes a further reading; undefined when the text is the one that is here already. */
  take(uri: vscode.Uri, { bytes, stamp, process, torn, changes }: LiveNews): TextChange | undefined {
    const before = this.peek(uri);
    if (!before || !bytes) return undefined;
    const readAt = Date.now();
    const same = equalBytes(before.bytes, bytes);
    const modified = same ? before.modified : Math.max(readAt, before.modified + 1);
    const after = { bytes: same ? before.bytes : bytes, stamp, process, torn, modified, readAt, ended: undefined };
    this.known.set(uri.toString(), after);
    if (same) return undefined;
    const isSmall = Math.max(before.bytes.length, bytes.length) <= MOST_COMPARED;
    return { before, after, changes: changes ?? (isSmall ? textChanges(before.bytes, bytes) : NO_CHANGES) };
  }

  /** The text was read and is the same. */
  confirm(uri: vscode.Uri): void {
    const before = this.peek(uri);
    if (before) this.known.set(uri.toString(), { ...before, readAt: Date.now() });
  }

  /** The process has ended: the text stays. */
  end(uri: vscode.Uri, ended: string): void {
    const before = this.peek(uri);
    if (before) this.known.set(uri.toString(), { ...before, ended });
  }

  /** Forgets a document that was closed. */
  forget(uri: vscode.Uri): void {
    this.known.delete(uri.toString());
  }

  private async read(
    uri: vscode.Uri,
    { source, pid, file, startTime }: ProcessDocument,
  ): Promise<Snapshot | ReadFailure> {
    const ask = { unless: undefined, text: true, map: false };
    const live: LiveReading | ReadFailure = await this.worker.readLive(source, { pid, file, startTime }, ask);
    if (!live.ok) return live;
    if (live.same || !live.bytes) throw new Error('The text that was asked for did not come.');
    const { bytes, stamp, process, torn } = live;
    const readAt = Date.now();
    const snapshot = { bytes, stamp, process, torn, modified: readAt, readAt, ended: undefined };
    this.known.set(uri.toString(), snapshot);
    return snapshot;
  }
}

/** True for a snapshot that was just made for a document that is about to open. */
export function isFresh({ readAt }: Snapshot): boolean {
  return Date.now() - readAt < OPENING_MS;
}
