/** Reads files of any file system. */
import * as vscode from 'vscode';

/**
 * The bytes of a file, which are the caller's own. VS Code gives a Buffer of a file system in this extension host as it is, not a
 * copy: moved to the worker, it would be gone from who keeps it.
 */
export async function readBytes(uri: vscode.Uri): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await vscode.workspace.fs.readFile(uri));
}
