/** Where the root file system is that the paths of a dump are of. */
import * as vscode from 'vscode';
import { parseProcessUri } from '../documents/process-uri.ts';

/** The setting as a path without a slash at its end; empty for this machine's own root. `${workspaceFolder}` stands for the folder. */
export function sysrootOf(document: vscode.Uri): string {
  const told = vscode.workspace.getConfiguration('memoryMaps', document).get('sysroot', '').trim();
  const folder = vscode.workspace.getWorkspaceFolder(document) ?? vscode.workspace.workspaceFolders?.[0];
  return told.replaceAll('${workspaceFolder}', folder?.uri.fsPath ?? '').replace(/\/+$/, '');
}

/** As `sysrootOf`; undefined where the files are not to be had: of a process of another machine, and no sysroot is told. */
export function filesBelow(document: vscode.Uri): string | undefined {
  const sysroot = sysrootOf(document);
  const process = parseProcessUri(document);
  return sysroot === '' && process && process.source.kind !== 'local' ? undefined : sysroot;
}
