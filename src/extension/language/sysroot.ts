/** Where the root file system is that the paths of a dump are of. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { parseProcessUri } from '../documents/process-uri.ts';

/**
 * The setting as a path without a slash at its end; empty for this machine's own root. `${workspaceFolder}` stands for the folder,
 * `~` for the home directory; a path that is not absolute starts at the folder.
 */
export function sysrootOf(document: vscode.Uri): string {
  const set = vscode.workspace.getConfiguration('memoryMaps', document).get<unknown>('sysroot');
  const told = typeof set === 'string' ? set.trim() : '';
  if (told === '') return '';
  const folder = vscode.workspace.getWorkspaceFolder(document) ?? vscode.workspace.workspaceFolders?.[0];
  const base = folder?.uri.fsPath ?? '';
  const path = told.replaceAll('${workspaceFolder}', () => base).replace(/^~(?=$|[/\\])/, () => homedir());
  return resolve(base, path).replace(/\/+$/, '');
}

/** As `sysrootOf`; undefined where the files are not to be had: of a process of another machine, and no sysroot is told. */
export function filesBelow(document: vscode.Uri): string | undefined {
  const sysroot = sysrootOf(document);
  const process = parseProcessUri(document);
  return sysroot === '' && process && process.source.kind !== 'local' ? undefined : sysroot;
}
