/** The memory maps of open text documents, read off the main thread once for each version of a document. */
import * as vscode from 'vscode';
import { mayHoldMaps } from '../../core/dialects/may-hold-maps.ts';
import type { MapSource, MemoryMap } from '../../core/memory-map/memory-map.ts';
import { Cancelled } from '../../sources/cancelled.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import { DocumentEdits } from './edits.ts';

/** The language of maps documents, as the manifest declares it. */
export const LANGUAGE = 'procmaps';

/** What was read of a version of a document. */
export interface DocumentReading {
  readonly document: vscode.TextDocument;
  readonly maps: readonly MemoryMap[];
}

interface Reading {
  readonly version: number;
  readonly language: string;
  readonly abort: AbortController;
  readonly maps: Promise<readonly MemoryMap[] | undefined>;
  /** Whether the document had maps before, as far as anybody was told. */
  readonly had: boolean;
  /** What came of it, once it is there. */
  done: readonly MemoryMap[] | undefined;
}

const NONE: readonly MemoryMap[] = [];

export class DocumentMaps implements vscode.Disposable {
  /** By document, not by its URI: an untitled text that is opened anew has the URI and the version of one that was closed. */
  private readonly readings = new WeakMap<vscode.TextDocument, Reading>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly read = new vscode.EventEmitter<DocumentReading>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly worker: MapWorker;
  private readonly encoder = new TextEncoder();
  private readonly edits = new DocumentEdits();

  /** Fires when the text of a document that has maps changed, so that what was made of them is out of date. */
  readonly onDidChange = this.changed.event;
  /** Fires when the maps of a document as it stands are known: for the first time, and after each change. */
  readonly onDidRead = this.read.event;

  constructor(worker: MapWorker) {
    this.worker = worker;
    this.subscriptions = [
      this.changed,
      this.read,
      vscode.workspace.onDidCloseTextDocument((document) => this.close(document)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.edits.record(event);
        const { document, contentChanges } = event;
        if (contentChanges.length > 0 && this.mayHaveMaps(document)) this.changed.fire(document);
      }),
    ];
  }

  /**
   * The maps of a document as its text stands now, in its order: of a maps document those of its whole text, of any other those
   * that stand in it. Rows carry the document's lines, from 1.
   * @returns undefined when the document changed or closed while it was read, because what was read would no longer fit it
   * @throws when the worker fails
   */
  async all(document: vscode.TextDocument): Promise<readonly MemoryMap[] | undefined> {
    const known = this.readings.get(document);
    if (known?.version === document.version && known.language === document.languageId) return known.maps;
    // What an edit has overtaken must not keep the worker from what is wanted now.
    known?.abort.abort();
    const { version, languageId } = document;
    const abort = new AbortController();
    const had = known?.done ? known.done.length > 0 : known?.had === true;
    const reading: Reading = {
      version,
      language: languageId,
      abort,
      had,
      maps: this.parse(document, abort.signal).then((maps) => {
        if (!maps || document.isClosed || document.version !== version) return undefined;
        reading.done = maps;
        // A document that has none and had none is nobody's news.
        if (maps.length > 0 || languageId === LANGUAGE || had) this.read.fire({ document, maps });
        return maps;
      }),
      done: undefined,
    };
    this.readings.set(document, reading);
    // A failure is told to whoever asked; the next one to ask tries again.
    reading.maps.catch(() => this.readings.get(document) === reading && this.readings.delete(document));
    return reading.maps;
  }

  /** As `all`, without waiting: undefined when the document was not read since its last change. */
  known(document: vscode.TextDocument): readonly MemoryMap[] | undefined {
    const reading = this.readings.get(document);
    return reading?.version === document.version ? reading.done : undefined;
  }

  /**
   * The maps that the events of a document (calls that strace saw, mappings that perf recorded) add up to at a line, from 1.
   * @throws when the worker fails
   */
  asOfLine(document: vscode.TextDocument, line: number): Promise<readonly MemoryMap[]> {
    const bytes = this.encoder.encode(document.getText());
    const text = {
      source: { file: document.uri.toString() },
      embedded: document.languageId !== LANGUAGE,
      untilLine: line,
    };
    return this.worker.parseAll(bytes, text);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async parse(document: vscode.TextDocument, signal: AbortSignal): Promise<readonly MemoryMap[] | undefined> {
    const isMaps = document.languageId === LANGUAGE;
    try {
      const maps = (await this.parseEdited(document, signal)) ?? (await this.parseWhole(document, signal));
      // Why an ordinary text holds no map is nobody's question.
      return isMaps || maps.some(({ regions }) => regions.count > 0) ? maps : NONE;
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      throw error;
    }
  }

  /** The maps of a document that the worker has, but for what was typed since; undefined when it needs the whole text. */
  private async parseEdited(
    document: vscode.TextDocument,
    signal: AbortSignal,
  ): Promise<readonly MemoryMap[] | undefined> {
    const pending = this.edits.pending(document);
    if (!pending) return undefined;
    const { version } = document;
    const maps = await this.worker.parseEdited({ ...pending, source: sourceOf(document) }, { signal });
    if (maps) this.edits.confirm(document, version);
    return maps;
  }

  private async parseWhole(document: vscode.TextDocument, signal: AbortSignal): Promise<readonly MemoryMap[]> {
    const { version, languageId } = document;
    const text = document.getText();
    const bytes = this.encoder.encode(text);
    const isMaps = languageId === LANGUAGE;
    // Most documents are no logs: they cost this look, and the worker hears nothing of them.
    if (!isMaps && !mayHoldMaps(bytes)) return NONE;
    const params = { source: sourceOf(document), embedded: !isMaps };
    const keep = this.edits.follow(document, text.length, bytes.length);
    if (!keep) return this.worker.parseAll(bytes, params, { signal });
    const maps = await this.worker.parseKept(bytes, params, keep, { signal });
    this.edits.confirm(document, version);
    return maps;
  }

  private close(document: vscode.TextDocument): void {
    this.readings.delete(document);
    const kept = this.edits.forget(document);
    if (kept !== undefined) this.worker.forgetText(kept).catch(() => undefined);
  }

  private mayHaveMaps(document: vscode.TextDocument): boolean {
    const reading = this.readings.get(document);
    return document.languageId === LANGUAGE || (reading !== undefined && reading.done?.length !== 0);
  }
}

function sourceOf(document: vscode.TextDocument): MapSource {
  return { file: document.uri.toString() };
}
