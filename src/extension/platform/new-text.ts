/** Opens texts that have no file. */
import * as vscode from 'vscode';

/**
 * A text without a file. VS Code gives it the name of one that was closed (Untitled-1), and while the backup of that one is not
 * gone yet, also what stood in it: what was asked for is put in its place.
 * @param options its text, with one sort of line ends, and its language
 * @throws what VS Code throws for a text that is too large for extensions
 */
export async function newText(options: {
  readonly content: string;
  readonly language?: string;
}): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(options);
  if (document.getText() !== options.content) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), options.content);
    await vscode.workspace.applyEdit(edit);
  }
  return document;
}
