/** The memory maps of open text documents, read off the main thread once for each version of a document. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { MapWorker } from '../../sources/worker/client.ts';

/** The language of maps documents, as the manifest declares it. */
export const LANGUAGE = 'procmaps';

interface Reading {
  readonly version: number;
  readonly maps: Promise<readonly MemoryMap[] | undefined>;
}

export class DocumentMaps implements vscode.Disposable {
  private readonly readings = new Map<string, Reading>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly worker: MapWorker;
  private readonly encoder = new TextEncoder();

  /** Fires when the text of a document changed, so that what was made of its maps is out of date. */
  readonly onDidChange = this.changed.event;

  constructor(worker: MapWorker) {
    this.worker = worker;
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidCloseTextDocument((document) => this.readings.delete(document.uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.changed.fire(document);
      }),
    ];
  }

  /**
   * The map of a document, the first when it holds several. See `all`.
   * @throws when the worker fails
   */
  async get(document: vscode.TextDocument): Promise<MemoryMap | undefined> {
    return (await this.all(document))?.[0];
  }

  /**
   * The maps of a document as its text stands now, one without regions when it holds none; undefined when the document changed or
   * closed while it was read, because what was read would no longer fit it. Rows carry the document's lines, from 1. What stands
   * around the maps is a problem only in a document that should be one.
   * @throws when the worker fails
   */
  async all(document: vscode.TextDocument): Promise<readonly MemoryMap[] | undefined> {
    const key = document.uri.toString();
    let reading = this.readings.get(key);
    if (reading?.version !== document.version) {
      const { version } = document;
      const text = { source: { file: key }, embedded: document.languageId !== LANGUAGE };
      const maps = this.worker
        .parseAll(this.encoder.encode(document.getText()), text)
        .then((result) => (document.isClosed || document.version !== version ? undefined : result));
      reading = { version, maps };
      this.readings.set(key, reading);
      // A failure is told to whoever asked; the next one to ask tries again.
      maps.catch(() => this.readings.get(key)?.maps === maps && this.readings.delete(key));
    }
    return reading.maps;
  }

  dispose(): void {
    this.readings.clear();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
