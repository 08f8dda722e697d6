/**
 * The texts of live documents and how they go on: each document that somebody looks at is read again at its pace, and shares the
 * reading with the layout of the same process.
 */
import * as vscode from 'vscode';
import type { LiveNews, ReadFailure } from '../../sources/process.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import type { LiveReader, Watcher } from '../live/reader.ts';
import type { LiveReaders, Watch } from '../live/readers.ts';
import { tabUri } from './open-failures.ts';
import { parseProcessUri, SCHEME, type ProcessDocument } from './process-uri.ts';
import { isFresh, type Snapshot, Snapshots, type TextChange } from './snapshots.ts';

/** What a refresh came to. */
export type Refreshed =
  | { readonly outcome: 'changed' | 'same' | 'ended'; readonly snapshot: Snapshot }
  | { readonly outcome: 'failed'; readonly failure: ReadFailure };

/** A document whose text has become another one. */
export interface LiveTextChange extends TextChange {
  readonly uri: vscode.Uri;
}

export class LiveTexts implements vscode.Disposable {
  private readonly readers: LiveReaders;
  private readonly snapshots: Snapshots;
  private readonly watched = new Map<string, { readonly text: Watcher; readonly watch: Watch }>();
  /** How many layouts that somebody looks at show a document. */
  private readonly shown = new Map<string, number>();
  private readonly willChange = new vscode.EventEmitter<LiveTextChange>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly state = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];

  /** Fires when another text was read, before editors are told. */
  readonly onWillChange = this.willChange.event;
  /** Fires when editors must take over another text. */
  readonly onDidChange = this.changed.event;
  /** Fires when a document is known anew, its process has ended, or it goes on in another way. */
  readonly onDidChangeState = this.state.event;

  constructor(worker: MapWorker, readers: LiveReaders) {
    this.readers = readers;
    this.snapshots = new Snapshots(worker, (uri) => this.isOpen(uri));
    this.subscriptions = [
      this.willChange,
      this.changed,
      this.state,
      vscode.window.onDidChangeVisibleTextEditors(() => this.look()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => isLiveUri(uri) && !this.isOpen(uri) && this.forget(uri)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => closed.length > 0 && this.sweep()),
    ];
  }

  /** The text of a document and what is known of its process, when it was read. */
  peek(uri: vscode.Uri): Snapshot | undefined {
    return this.snapshots.peek(uri);
  }

  /** The text of an open document, or a new one. */
  async get(uri: vscode.Uri, document: ProcessDocument): Promise<Snapshot | ReadFailure> {
    const snapshot = await this.snapshots.get(uri, document);
    if (!('ok' in snapshot)) this.follow(uri);
    return snapshot;
  }

  /** What reads a document again; undefined before it was read for the first time. */
  readerOf(uri: vscode.Uri): LiveReader | undefined {
    return this.watched.get(uri.toString())?.watch.reader;
  }

  /** Reads a process again; editors take over a text that differs. Undefined when the address names no map file. */
  async refresh(uri: vscode.Uri): Promise<Refreshed | undefined> {
    const document = parseProcessUri(uri);
    if (!document) return undefined;
    const before = await this.get(uri, document);
    if ('ok' in before) return { outcome: 'failed', failure: before };
    const watched = this.follow(uri);
    const reading = await watched?.watch.reader.read(watched.text);
    const snapshot = this.peek(uri) ?? before;
    if (snapshot.ended !== undefined) return { outcome: 'ended', snapshot };
    if (reading && !reading.ok) return { outcome: 'failed', failure: reading };
    return { outcome: snapshot.modified === before.modified ? 'same' : 'changed', snapshot };
  }

  /** A layout shows a document and is looked at, until this is disposed of. */
  show(uri: vscode.Uri): vscode.Disposable {
    const key = uri.toString();
    this.shown.set(key, (this.shown.get(key) ?? 0) + 1);
    this.look();
    return new vscode.Disposable(() => {
      const left = (this.shown.get(key) ?? 1) - 1;
      if (left > 0) this.shown.set(key, left);
      else this.shown.delete(key);
      this.look();
      this.sweep();
    });
  }

  dispose(): void {
    for (const { watch } of this.watched.values()) watch.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** True while an editor or a layout that is looked at shows the document. */
  private isSeen(uri: vscode.Uri): boolean {
    const key = uri.toString();
    return (
      this.shown.has(key) || vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === key)
    );
  }

  /** Open as a text, or in a tab of any editor: texts over 50 MB are in no document that extensions see. */
  private isOpen(uri: vscode.Uri): boolean {
    const key = uri.toString();
    const inTab = (tab: vscode.Tab): boolean => tabUri(tab)?.toString() === key;
    return (
      this.shown.has(key) ||
      vscode.workspace.textDocuments.some((document) => !document.isClosed && document.uri.toString() === key) ||
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(inTab))
    );
  }

  /** Has a document read again from now on; one that was opened anew may be of another process. */
  private follow(uri: vscode.Uri): { readonly text: Watcher; readonly watch: Watch } | undefined {
    const key = uri.toString();
    const snapshot = this.peek(uri);
    const document = parseProcessUri(uri);
    const known = this.watched.get(key);
    if (!snapshot || !document) return known;
    const { pid, startTime } = snapshot.process;
    if (known?.watch.reader.file.startTime === startTime) return known;
    known?.watch.dispose();
    const isSeen = (): boolean => this.isSeen(uri);
    const stamp = (): number | undefined => this.peek(uri)?.stamp;
    const text: Watcher = {
      wants: 'text',
      get isSeen() {
        return isSeen();
      },
      get stamp() {
        return stamp();
      },
      take: (news) => this.take(uri, news),
      confirm: () => this.snapshots.confirm(uri),
      end: ({ message }) => {
        this.snapshots.end(uri, message);
        this.state.fire(uri);
      },
    };
    const watch = this.readers.watch(document.source, { pid, file: document.file, startTime }, text);
    const states = watch.reader.onDidChange(() => this.state.fire(uri));
    const disposable = vscode.Disposable.from(watch, states);
    const entry = { text, watch: { reader: watch.reader, dispose: () => void disposable.dispose() } };
    this.watched.set(key, entry);
    this.state.fire(uri);
    return entry;
  }

  private take(uri: vscode.Uri, news: LiveNews): void {
    const wasTorn = this.peek(uri)?.torn;
    const change = this.snapshots.take(uri, news);
    if (change) {
      this.willChange.fire({ uri, ...change });
      this.changed.fire(uri);
    }
    if (change || wasTorn !== news.torn) this.state.fire(uri);
  }

  private look(): void {
    for (const { watch } of this.watched.values()) watch.reader.update();
  }

  /** Lets go of documents that were closed. */
  private sweep(): void {
    for (const key of this.snapshots.uris) {
      const uri = vscode.Uri.parse(key, true);
      const snapshot = this.peek(uri);
      // One that was just read is about to open.
      if (!this.isOpen(uri) && snapshot && !isFresh(snapshot)) this.forget(uri);
    }
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.snapshots.forget(uri);
    this.watched.get(key)?.watch.dispose();
    this.watched.delete(key);
  }
}

/** True for a document that is read from a process. */
export function isLiveUri(uri: vscode.Uri | undefined): uri is vscode.Uri {
  return uri?.scheme === SCHEME;
}
