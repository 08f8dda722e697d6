/**
 * The maps of a document. An open text is read as it stands, with its unsaved edits; what is not open, or is too large for
 * VS Code to hand to extensions (50 MB), is read as a file: by the worker itself where the file is on this machine.
 */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { MapName } from '../../protocol/layout-state.ts';
import type { Liveness } from '../../protocol/layout.ts';
import { Cancelled } from '../../sources/cancelled.ts';
import type { Watch } from '../../sources/worker/thread.ts';
import type { Progress } from '../../sources/worker/protocol.ts';
import { parseProcessUri, SCHEME } from '../documents/process-uri.ts';
import { baseName } from '../platform/base-name.ts';
import { readBytes } from '../platform/read-bytes.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { findMap, nameOf, type WantedMap } from './choose-map.ts';
import type { LiveReader } from '../live/reader.ts';
import { tornNote, type Feed, type FeedResult } from './feed.ts';

/** Milliseconds without an edit before the picture follows: a person types faster than that. */
const SETTLE = 200;
/** A log that is written all the time does not settle: so long after a change the picture follows anyway, in milliseconds. */
const MOST_UNSETTLED = 1000;

export class DocumentFeed implements Feed {
  readonly source;
  readonly title: string;
  readonly text: vscode.Uri;
  private readonly services: Services;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private settling: NodeJS.Timeout | undefined;
  /** When the first change came that the picture has not followed. */
  private unsettledSince: number | undefined;
  /** The maps of a file that holds several, until it changes. */
  private kept: readonly MemoryMap[] | undefined;
  /** The maps of the last reading. */
  private names: readonly MapName[] = [];
  private wanted: WantedMap | undefined;
  private asked: boolean;
  private readonly changedLive = new vscode.EventEmitter<void>();
  readonly onDidChangeLive = this.changedLive.event;
  /** Set while the text is read again for somebody who looks at this. */
  private shown: vscode.Disposable | undefined;
  private told: Liveness = 'running';

  /** @param line of the map that is wanted, from 1; undefined for the first map */
  constructor(uri: vscode.Uri, services: Services, line?: number) {
    this.text = uri;
    this.services = services;
    this.wanted = line === undefined ? undefined : { atLine: line };
    this.asked = line !== undefined;
    this.source = { kind: 'document', uri: uri.toString() } as const;
    this.title = titleOf(uri);
    this.subscriptions = [
      this.changed,
      this.changedLive,
      services.liveTexts.onDidChangeState((text) => this.isMyUri(text) && this.tellLive()),
      services.documents.onDidChange((document) => this.isMine(document) && this.settle()),
      ...this.watchFile(),
    ];
  }

  /** The same map of a file that has another name now. */
  moved(uri: vscode.Uri): DocumentFeed {
    return Object.assign(new DocumentFeed(uri, this.services), { wanted: this.wanted, asked: this.asked });
  }

  get live(): LiveReader | undefined {
    return this.services.liveTexts.readerOf(this.text);
  }

  setSeen(isSeen: boolean): void {
    if (this.text.scheme !== SCHEME || isSeen === (this.shown !== undefined)) return;
    this.shown?.dispose();
    this.shown = isSeen ? this.services.liveTexts.show(this.text) : undefined;
  }

  async read(signal: AbortSignal, again: boolean, onProgress: (progress: Progress) => void): Promise<FeedResult> {
    const { liveness } = this;
    try {
      if (again && liveness !== 'file') {
        await vscode.commands.executeCommand('memoryMaps.refreshDocument', this.text);
      }
      if (again) this.kept = undefined;
      const maps = await this.readMaps(signal, onProgress);
      const index = this.pick(maps);
      const map = maps[index];
      if (!map) {
        const message = vscode.l10n.t('{0} holds no memory map.', this.title);
        return { ok: false, title: this.title, liveness, message, advice: '' };
      }
      this.names = maps.map(nameOf);
      this.wanted = nameOf(map);
      const shown = this.isOfText(map) ? map : withoutLines(map);
      const { asked, title } = this;
      const isTorn = this.services.liveTexts.peek(this.text)?.torn === true;
      const notes = isTorn ? [tornNote(), ...map.assumptions] : map.assumptions;
      return { ok: true, map: shown, maps, index, asked, title, liveness: this.liveness, notes };
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const message = vscode.l10n.t('{0} cannot be read: {1}', this.title, reasonOf(error));
      return { ok: false, title: this.title, liveness, message, advice: '' };
    }
  }

  /** False for a map of an archive, whose lines are those of a file inside of it. */
  private isOfText({ source: { file } }: MemoryMap): boolean {
    return file === this.text.fsPath || file === this.text.toString();
  }

  pick(maps: readonly MemoryMap[]): number {
    return findMap(maps, this.wanted);
  }

  choose(index: number): void {
    const name = this.names[index];
    if (!name) return;
    this.wanted = name;
    this.asked = true;
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.shown?.dispose();
    this.shown = undefined;
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Watches the file behind the document; a text that was never saved has none. */
  private watchFile(): vscode.Disposable[] {
    const { text } = this;
    if (!this.hasFile)
      return [vscode.workspace.onDidOpenTextDocument((document) => this.isMine(document) && this.settle())];
    // A name is no pattern: any character may stand where it has one that means something in patterns.
    const name = baseName(text).replaceAll(/[[\]{}*]/g, '?');
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(text, '..'), name);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const settle = (): void => this.settle();
    return [
      watcher,
      // The text of an open document changes by itself when its file does.
      watcher.onDidChange(() => this.openText() ?? settle()),
      watcher.onDidCreate(settle),
      watcher.onDidDelete(settle),
    ];
  }

  private async readMaps(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<readonly MemoryMap[]> {
    for (let document = await this.document(); document; document = await this.document()) {
      const maps = await orAborted(this.services.documents.all(document), signal);
      // Without maps the document was edited while it was read.
      if (maps) return maps;
    }
    this.kept ??= await this.readFile({ signal, onProgress });
    const maps = this.kept;
    // One map is in the view already: only a choice between several needs them here.
    if (maps.length === 1) this.kept = undefined;
    return maps;
  }

  private async readFile(watch: Watch): Promise<readonly MemoryMap[]> {
    const { worker } = this.services;
    const text = { source: { file: this.text.toString() } };
    if (this.text.scheme === 'file') return worker.readFile(this.text.fsPath, text, watch);
    const bytes = await orAborted(readBytes(this.text), watch.signal);
    return worker.parseAll(bytes, text, watch);
  }

  /**
   * The text when it is open. What has no file is opened anew, as an extension or a notebook may still have it.
   * @throws when it is gone
   */
  private async document(): Promise<vscode.TextDocument | undefined> {
    const open = this.openText();
    if (open || this.hasFile) return open;
    // A text that was never saved would come back as an empty one.
    if (this.text.scheme === 'untitled') throw new Error(vscode.l10n.t('it was closed without being saved.'));
    try {
      return await vscode.workspace.openTextDocument(this.text);
    } catch {
      throw new Error(vscode.l10n.t('it is closed, and what showed it gives it no more.'));
    }
  }

  private get hasFile(): boolean {
    return vscode.workspace.fs.isWritableFileSystem(this.text.scheme) !== undefined;
  }

  private openText(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find((document) => this.isMine(document));
  }

  private isMine(document: vscode.TextDocument): boolean {
    return !document.isClosed && this.isMyUri(document.uri);
  }

  private isMyUri(uri: vscode.Uri): boolean {
    return uri.toString() === this.source.uri;
  }

  private get liveness(): Liveness {
    if (this.text.scheme !== SCHEME) return 'file';
    return this.services.liveTexts.peek(this.text)?.ended === undefined ? 'running' : 'ended';
  }

  /** That a process has ended is told with its last picture. */
  private tellLive(): void {
    this.changedLive.fire();
    const { liveness } = this;
    if (liveness !== this.told) this.changed.fire();
    this.told = liveness;
  }

  private settle(): void {
    this.kept = undefined;
    clearTimeout(this.settling);
    const now = performance.now();
    this.unsettledSince ??= now;
    const left = this.unsettledSince + MOST_UNSETTLED - now;
    this.settling = setTimeout(
      () => {
        this.unsettledSince = undefined;
        this.changed.fire();
      },
      Math.min(SETTLE, left),
    );
  }
}

function withoutLines(map: MemoryMap): MemoryMap {
  return { ...map, regions: { ...map.regions, line: new Uint32Array(map.regions.count) } };
}

/** What a promise gives, unless the signal is aborted before. @throws Cancelled */
function orAborted<Result>(promise: Thenable<Result>, signal: AbortSignal | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Cancelled());
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject);
  });
}

/** The file's name; of a live document also whose it is. */
function titleOf(uri: vscode.Uri): string {
  const process = parseProcessUri(uri);
  return process ? vscode.l10n.t('{0} of PID {1}', process.file, process.pid) : baseName(uri);
}
