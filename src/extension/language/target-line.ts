/** What a command of the editor is about: the document and line that a link or a code lens names, or where the cursor is. */
import * as vscode from 'vscode';
import { readPlace } from '../layout/target.ts';

export interface TargetLine {
  readonly document: vscode.TextDocument;
  /** From 1. */
  readonly line: number;
}

/** @param argument `{ uri, line }` of a code lens, or anything else: then the active editor; undefined without one */
export async function targetOf(argument: unknown): Promise<TargetLine | undefined> {
  const place = readPlace(argument);
  if (place) return { document: await vscode.workspace.openTextDocument(place.uri), line: place.line ?? 1 };
  const editor = vscode.window.activeTextEditor;
  return editor && { document: editor.document, line: editor.selection.active.line + 1 };
}
