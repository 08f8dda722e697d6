/** Where the root file system is that the paths of a dump are of. */
import * as vscode from 'vscode';

/** The setting as a path without a slash at its end; empty for this machine's own root. `${workspaceFolder}` stands for the folder. */
export function sysrootOf(document: vscode.Uri): string {
  const told = vscode.workspace.getConfiguration('memoryMaps', document).get('sysroot', '').trim();
  const folder = vscode.workspace.getWorkspaceFolder(document) ?? vscode.workspace.workspaceFolders?.[0];
  return told.replaceAll('${workspaceFolder}', folder?.uri.fsPath ?? '').replace(/\/+$/, '');
}
