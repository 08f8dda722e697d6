/** What the features share. There is one of each for the life of the extension. */
import * as vscode from 'vscode';
import { MapWorker } from '../../sources/worker/client.ts';
import { DocumentMaps } from '../documents/document-maps.ts';
import { LiveTexts } from '../documents/live-texts.ts';
import { LiveReaders } from '../live/readers.ts';
import { KnownSources } from './known-sources.ts';

export interface Services {
  /** The "Memory Maps" output channel; its level is the user's to set. */
  readonly log: vscode.LogOutputChannel;
  /** Reads and parses off the main thread. Its thread starts with the first request. */
  readonly worker: MapWorker;
  /** The sources of processes that the user has. */
  readonly sources: KnownSources;
  /** The memory maps of open text documents. */
  readonly documents: DocumentMaps;
  /** What reads live maps again while somebody looks at them. */
  readonly readers: LiveReaders;
  /** The texts of live documents. */
  readonly liveTexts: LiveTexts;
}

/** Makes the services; they end with the extension. */
export function createServices(context: vscode.ExtensionContext): Services {
  const log = vscode.window.createOutputChannel('Memory Maps', { log: true });
  const worker = new MapWorker(vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath);
  const documents = new DocumentMaps(worker);
  const sources = new KnownSources(worker, log);
  const readers = new LiveReaders(worker);
  const liveTexts = new LiveTexts(worker, readers);
  context.subscriptions.push(log, worker, documents, sources, readers, liveTexts);
  return { log, worker, documents, sources, readers, liveTexts };
}
