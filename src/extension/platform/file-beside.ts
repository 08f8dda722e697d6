/** Where a file is offered to be saved. */
import * as vscode from 'vscode';

/** A file of a name in the folder of a source, when it has one; else in the folder that is open. */
export function fileBeside(source: vscode.Uri, name: string): vscode.Uri {
  const isFile = vscode.workspace.fs.isWritableFileSystem(source.scheme) === true && source.scheme !== 'untitled';
  const folder = isFile ? vscode.Uri.joinPath(source, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name);
}
