/** Services of a test's own, beside those of the extension. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DocumentMaps } from '../../src/extension/documents/document-maps.ts';
import { LiveTexts } from '../../src/extension/documents/live-texts.ts';
import { LiveReaders } from '../../src/extension/live/readers.ts';
import { KnownSources } from '../../src/extension/platform/known-sources.ts';
import type { Services } from '../../src/extension/platform/services.ts';
import { MapWorker } from '../../src/sources/worker/client.ts';

export type OwnServices = Services & vscode.Disposable;

let made = 0;

/** Makes them. They end with `dispose`. */
export function makeServices({ extensionPath }: vscode.Extension<unknown>): OwnServices {
  const worker = new MapWorker(join(extensionPath, 'dist', 'worker.js'));
  // Channels of one name end together.
  const log = vscode.window.createOutputChannel(`Memory Maps test ${++made}`, { log: true });
  const documents = new DocumentMaps(worker);
  const sources = new KnownSources(worker, log);
  const readers = new LiveReaders(worker);
  const liveTexts = new LiveTexts(worker, readers);
  const all = vscode.Disposable.from(liveTexts, readers, sources, documents, worker, log);
  return { worker, log, documents, sources, readers, liveTexts, dispose: () => all.dispose() };
}
