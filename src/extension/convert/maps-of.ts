/** The maps that the commands of this folder work on. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { Services } from '../platform/services.ts';

/**
 * The maps of a document as its file has them, or as its text stands when it has unsaved edits: an editor's text has lost what is
 * not UTF-8, and takes a CR in a name for the end of a line.
 * @throws when the file cannot be read, or the worker fails
 */
export async function mapsOf(uri: vscode.Uri, { worker }: Services): Promise<readonly MemoryMap[]> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  const isText = document !== undefined && (document.isDirty || document.isUntitled);
  const bytes = isText ? new TextEncoder().encode(document.getText()) : await vscode.workspace.fs.readFile(uri);
  return worker.parseAll(bytes, { source: { file: uri.toString() } });
}

/** The map that a line of a document (from 1) belongs to, with the lines of its text; the first one when it belongs to none. */
export async function mapAt(
  document: vscode.TextDocument,
  line: number,
  { documents }: Services,
): Promise<MemoryMap | undefined> {
  return (await documents.get(document, line)) ?? (await documents.get(document));
}
