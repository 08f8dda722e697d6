/** Shows texts where they stand. */
import * as vscode from 'vscode';

/**
 * An editor of a text: the one that shows it already where that has no tab of its own, as a cell of a notebook, a side of a
 * comparison or an output channel; else the one of its tab, which is opened.
 */
export async function showText(
  document: vscode.TextDocument,
  options: vscode.TextDocumentShowOptions = {},
): Promise<vscode.TextEditor> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  if (shown && columnOf(document.uri) === undefined) return shown;
  return vscode.window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Active,
    ...options,
  });
}

/** The column that has a tab with a text, visible or not. */
export function columnOf(text: vscode.Uri): vscode.ViewColumn | undefined {
  const key = text.toString();
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === key),
  );
  return group?.viewColumn;
}
