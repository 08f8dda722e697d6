/** What a command of the editor is about: the document and line that a link or a code lens names, or where the cursor is. */
import * as vscode from 'vscode';

export interface TargetLine {
  readonly document: vscode.TextDocument;
  /** From 1. */
  readonly line: number;
}

/** @param argument `{ uri, line }` of a code lens, or anything else: then the active editor; undefined without one */
export async function targetOf(argument: unknown): Promise<TargetLine | undefined> {
  const uri = fieldOf(argument, 'uri');
  const line = fieldOf(argument, 'line');
  if (typeof uri === 'string') {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
    return { document, line: typeof line === 'number' ? line : 1 };
  }
  const editor = vscode.window.activeTextEditor;
  return editor && { document: editor.document, line: editor.selection.active.line + 1 };
}

/** A field of an argument that may be anything. */
export function fieldOf(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null ? Reflect.get(argument, name) : undefined;
}
