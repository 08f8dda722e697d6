/** Opens live documents of processes, and regions in them. */
import * as vscode from 'vscode';
import { formatAddress } from '../../core/memory-map/address.ts';
import type { MapFile } from '../../sources/process.ts';
import { LOCAL, type SourceSpec } from '../../sources/source-spec.ts';
import type { Services } from '../platform/services.ts';
import { failureSentences } from './open-failures.ts';
import { processUri } from './process-uri.ts';

/** A process as commands name it. */
export interface NamedProcess {
  readonly pid: number;
  readonly startTime?: string | undefined;
  readonly name: string;
}

/** Where a region is looked for. */
export interface RegionOptions {
  /** Where the process runs; this machine where it is not said. */
  readonly source?: SourceSpec;
  /** Reads the document again when it is open and does not have the region. */
  readonly fresh?: boolean;
}

/** How long a document that is read again may take to show it, in milliseconds. */
const RELOAD_LIMIT = 5000;

/** Opens a map file of a process, or says why it cannot be read: an editor would say less. */
export async function openProcessFile(
  process: NamedProcess,
  file: MapFile,
  { worker }: Services,
  source = LOCAL,
): Promise<void> {
  const { pid, startTime } = process;
  const failure = await worker.explainAccess(source, { pid, file, startTime });
  if (failure) void vscode.window.showWarningMessage(failureSentences(failure));
  else await vscode.commands.executeCommand('vscode.open', processUri(source, process, file));
}

/**
 * Opens the live document where the region stands now: lines move when the map changes, addresses stay.
 * @param start where the region starts
 * @param told the line of a reading of its own, from 1: the region is looked for outwards from there
 */
export async function showRegion(
  process: NamedProcess,
  start: bigint,
  told: number,
  { source = LOCAL, fresh = false }: RegionOptions = {},
): Promise<void> {
  const uri = processUri(source, process, 'maps');
  const document = await vscode.workspace.openTextDocument(uri);
  const near = Math.max(0, told - 1);
  const begins = `${formatAddress(start)}-`;
  let line = lineThatStarts(document, begins, near);
  if (line === undefined && fresh) {
    const changed = nextChange(document);
    await vscode.commands.executeCommand('memoryMaps.refreshDocument', uri);
    await changed;
    line = lineThatStarts(document, begins, near);
  }
  line ??= Math.min(near, document.lineCount - 1);
  // The address range is selected: it is seen, and the long row of blanks before a name is not.
  // The text ends with an empty line, which has none.
  const selection = new vscode.Range(line, 0, line, Math.max(0, document.lineAt(line).text.indexOf(' ')));
  await vscode.window.showTextDocument(document, { selection, preview: true });
}

/** The line that starts so, looked for outwards from where it was; undefined when there is none. */
function lineThatStarts(document: vscode.TextDocument, start: string, near: number): number | undefined {
  for (let away = 0; away < document.lineCount; away++) {
    for (const line of [near - away, near + away]) {
      if (line >= 0 && line < document.lineCount && document.lineAt(line).text.startsWith(start)) return line;
    }
  }
  return undefined;
}

/** Resolves when the document's text changes, or after a while when it does not. */
function nextChange(document: vscode.TextDocument): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(late);
      changes.dispose();
      resolve();
    };
    const late = setTimeout(done, RELOAD_LIMIT);
    const changes = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document === document && change.contentChanges.length > 0) done();
    });
  });
}
