/** Selectors of one document. */
import type * as vscode from 'vscode';

/** A pattern for this document and no other: the signs that patterns are made of stand for themselves. */
export function documentPattern({ fsPath }: vscode.Uri): string {
  return fsPath.replace(/[*?{}[\]!]/g, '[$&]');
}
