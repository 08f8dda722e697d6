/** The memory maps of open text documents, read off the main thread once for each version of a document. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { MapWorker } from '../../sources/worker/client.ts';

/** The language of maps documents, as the manifest declares it. */
export const LANGUAGE = 'procmaps';

interface Reading {
  readonly version: number;
  readonly map: Promise<MemoryMap | undefined>;
}

export class DocumentMaps implements vscode.Disposable {
  private readonly readings = new Map<string, Reading>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly worker: MapWorker;
  private readonly encoder = new TextEncoder();

  /** Fires when the text of a maps document changed, so that what was made of its map is out of date. */
  readonly onDidChange = this.changed.event;

  constructor(worker: MapWorker) {
    this.worker = worker;
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidCloseTextDocument((document) => this.readings.delete(document.uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.languageId === LANGUAGE && contentChanges.length > 0) this.changed.fire(document);
      }),
    ];
  }

  /**
   * The map of a document as its text stands now; undefined when the document changed or closed while it was read, because
   * what was read would no longer fit it. Rows carry the document's lines, from 1.
   * @throws when the worker fails
   */
  async get(document: vscode.TextDocument): Promise<MemoryMap | undefined> {
    const key = document.uri.toString();
    let reading = this.readings.get(key);
    if (reading?.version !== document.version) {
      const { version } = document;
      const map = this.worker
        .parse(this.encoder.encode(document.getText()), { file: key })
        .then((result) => (document.isClosed || document.version !== version ? undefined : result));
      reading = { version, map };
      this.readings.set(key, reading);
      // A failure is told to whoever asked; the next one to ask tries again.
      map.catch(() => this.readings.get(key)?.map === map && this.readings.delete(key));
    }
    return reading.map;
  }

  dispose(): void {
    this.readings.clear();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
