import * as vscode from 'vscode';

/** The message of an error, as a sentence for the user. */
export function reasonOf(error: unknown): string {
  // File systems name only the file in it.
  if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound')
    return vscode.l10n.t('There is no such file.');
  return error instanceof Error ? error.message : String(error);
}
