/** What host tests do with documents. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A file of test/fixtures, which the tests run in. */
export function fixture(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests run with test/fixtures open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** The line (from 0) of the first one after a line that holds the text. */
export function lineWith(document: vscode.TextDocument, text: string, after = -1): number {
  for (let line = after + 1; line < document.lineCount; line++) {
    if (document.lineAt(line).text.includes(text)) return line;
  }
  throw new Error(`No line with ${text}`);
}

/** Waits until a condition gives something. @throws when it has not after some seconds */
export async function until<Value>(
  condition: () => Value | undefined | Promise<Value | undefined>,
  seconds = 30,
): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    // One that is slow to tell is asked again when it has told.
    const isLast = Date.now() > end;
    const value = await condition();
    if (value !== undefined) return value;
    if (isLast) throw new Error(`The condition was not met in ${seconds} seconds.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
