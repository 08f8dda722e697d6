/** Problems of maps as diagnostics. A damaged line costs no region but its own, so they are warnings. */
import * as vscode from 'vscode';
import type { MemoryMap, Problem } from '../../core/memory-map/memory-map.ts';
import { visible } from '../../core/fields/text.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';
import { isRevision } from './document-access.ts';

/** Registers the diagnostics of visible documents; they follow each change of their text. */
export function registerDiagnostics(context: vscode.ExtensionContext, { documents, log }: Services): void {
  const collection = vscode.languages.createDiagnosticCollection('memoryMaps');
  const read = (document: vscode.TextDocument): void => {
    documents.all(document).catch((error: unknown) => log.error(`Reading the maps of ${document.uri.path}`, error));
  };
  const readVisible = (): void => {
    for (const { document } of vscode.window.visibleTextEditors) read(document);
  };
  context.subscriptions.push(
    collection,
    documents.onDidRead(({ document, maps }) => {
      // The problems are those of the file, and would be listed twice.
      if (!isRevision(document)) collection.set(document.uri, diagnosticsOf(document, maps));
    }),
    documents.onDidChange((document) => read(document)),
    vscode.window.onDidChangeVisibleTextEditors(readVisible),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
  readVisible();
}

function diagnosticsOf(document: vscode.TextDocument, maps: readonly MemoryMap[]): vscode.Diagnostic[] {
  const found: vscode.Diagnostic[] = [];
  for (const map of maps) {
    // Why an ordinary document holds no map is nobody's question.
    if (map.regions.count === 0 && document.languageId !== LANGUAGE) continue;
    for (const problem of map.problems) found.push(diagnosticOf(document, problem));
  }
  return found;
}

function diagnosticOf(document: vscode.TextDocument, { line, column, reason }: Problem): vscode.Diagnostic {
  const at = Math.min(Math.max(line, 1), document.lineCount) - 1;
  const { text, range } = document.lineAt(at);
  // Columns count bytes; up to there a row is ASCII but for what a log put before it.
  const from = Math.min(column - 1, text.trimEnd().length);
  const place = from < range.end.character ? new vscode.Range(at, from, at, text.trimEnd().length) : range;
  const diagnostic = new vscode.Diagnostic(place, sentence(reason), vscode.DiagnosticSeverity.Warning);
  diagnostic.source = 'Memory Maps';
  return diagnostic;
}

function sentence(reason: string): string {
  const shown = visible(reason);
  return `${shown.charAt(0).toUpperCase()}${shown.slice(1)}.`;
}
