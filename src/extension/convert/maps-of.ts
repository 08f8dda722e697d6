/** The maps that the commands of this folder work on. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { readBytes } from '../platform/read-bytes.ts';
import type { Services } from '../platform/services.ts';

/**
 * The maps of a document as its file has them, or as its text stands when it has unsaved edits or no file: an editor's text has
 * lost what is not UTF-8, and takes a CR in a name for the end of a line.
 * @throws when the file cannot be read, or the worker fails
 */
export async function mapsOf(uri: vscode.Uri, { worker }: Services): Promise<readonly MemoryMap[]> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  const isText = document !== undefined && (document.isDirty || document.isUntitled || !hasFile(uri));
  const bytes = isText ? new TextEncoder().encode(document.getText()) : await readBytes(uri);
  return worker.parseAll(bytes, { source: { file: uri.toString() } });
}

/** False for what an extension or the workbench only shows, such as an output channel. */
function hasFile({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}
