/**
 * The map of a document. An open text is read as it stands, with its unsaved edits; what is not open, or is too large for
 * VS Code to hand to extensions (50 MB), is read as a file.
 */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import { parseProcessUri, SCHEME } from '../documents/process-uri.ts';
import type { Services } from '../platform/services.ts';
import { reasonOf, type Feed, type FeedResult } from './feed.ts';

/** Milliseconds without an edit before the picture follows: a person types faster than that. */
const SETTLE = 200;

export class DocumentFeed implements Feed {
  readonly source;
  readonly title: string;
  readonly text: vscode.Uri;
  private readonly services: Services;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private settling: NodeJS.Timeout | undefined;

  constructor(uri: vscode.Uri, services: Services) {
    this.text = uri;
    this.services = services;
    this.source = { kind: 'document', uri: uri.toString() } as const;
    this.title = titleOf(uri);
    this.subscriptions = [
      this.changed,
      services.documents.onDidChange((document) => this.isMine(document) && this.settle()),
      ...this.watchFile(),
    ];
  }

  async read(signal: AbortSignal, again: boolean): Promise<FeedResult> {
    const liveness = this.text.scheme === SCHEME ? 'running' : 'file';
    try {
      if (again && liveness === 'running') {
        await vscode.commands.executeCommand('memoryMaps.refreshDocument', this.text);
      }
      const map = await this.readMap(signal);
      return { ok: true, map, title: this.title, liveness, notes: map.assumptions };
    } catch (error) {
      const message = vscode.l10n.t('{0} cannot be read: {1}', this.title, reasonOf(error));
      return { ok: false, title: this.title, liveness, message, advice: '' };
    }
  }

  dispose(): void {
    clearTimeout(this.settling);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Watches the file behind the document; a text that was never saved has none. */
  private watchFile(): vscode.Disposable[] {
    const { text } = this;
    if (vscode.workspace.fs.isWritableFileSystem(text.scheme) === undefined) return [];
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(text, '..'), baseName(text));
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

  private async readMap(signal: AbortSignal): Promise<MemoryMap> {
    for (let document = this.openText(); document; document = this.openText()) {
      const map = await this.services.documents.get(document);
      // Without a map the document was edited while it was read.
      if (map) return map;
      signal.throwIfAborted();
    }
    const bytes = await vscode.workspace.fs.readFile(this.text);
    signal.throwIfAborted();
    return this.services.worker.parse(bytes, { file: this.text.toString() }, signal);
  }

  private openText(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find((document) => this.isMine(document));
  }

  private isMine(document: vscode.TextDocument): boolean {
    return document.languageId === LANGUAGE && !document.isClosed && document.uri.toString() === this.source.uri;
  }

  private settle(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.changed.fire(), SETTLE);
  }
}

/** The file's name; of a live document also whose it is. */
function titleOf(uri: vscode.Uri): string {
  const process = parseProcessUri(uri);
  return process ? vscode.l10n.t('{0} of PID {1}', process.file, process.pid) : baseName(uri);
}

function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
