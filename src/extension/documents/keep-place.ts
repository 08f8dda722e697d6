/**
 * Keeps the place in a live text when another one takes its place. VS Code itself moves the cursor with its line only where a
 * single stretch of the text changed; a map changes in several at once. So a place is kept by the address of its region.
 */
import * as vscode from 'vscode';
import type { LiveTexts } from './live-texts.ts';

/** A line by its region. */
interface Anchor {
  /** Start of the region. */
  readonly start: bigint;
  /** How many lines below the region's first one. */
  readonly below: number;
  readonly character: number;
}

/** Where an editor stands. */
interface Place {
  readonly selections: readonly { readonly anchor: Anchor; readonly active: Anchor }[];
  /** The first line in view. */
  readonly top: Anchor | undefined;
}

/** The text of a region's first line. */
const REGION = /^([0-9a-f]{1,16})-[0-9a-f]{1,16} /;
/** How far above a line of smaps its region is looked for. */
const MOST_BELOW = 64;

/** Keeps the places of all editors of live texts. */
export function keepPlaces(texts: LiveTexts): vscode.Disposable {
  /** By editor, while its document is about to change. */
  const places = new Map<vscode.TextEditor, Place>();
  const note = (editor: vscode.TextEditor): void => void places.set(editor, placeOf(editor));
  return vscode.Disposable.from(
    texts.onWillChange(({ uri }) => editorsOf(uri).forEach(note)),
    // Who goes on working until the editor has the new text takes the place along.
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (places.has(textEditor)) note(textEditor);
    }),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      if (places.has(textEditor)) note(textEditor);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      for (const editor of editorsOf(document.uri)) {
        const place = places.get(editor);
        places.delete(editor);
        if (place) restore(editor, place);
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors((visible) => {
      for (const editor of places.keys()) if (!visible.includes(editor)) places.delete(editor);
    }),
  );
}

function editorsOf(uri: vscode.Uri): readonly vscode.TextEditor[] {
  const key = uri.toString();
  return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === key);
}

function placeOf({ document, selections, visibleRanges }: vscode.TextEditor): Place {
  const top = visibleRanges[0]?.start;
  return {
    selections: selections.flatMap((selection) => {
      const anchor = anchorOf(document, selection.anchor);
      const active = anchorOf(document, selection.active);
      return anchor && active ? [{ anchor, active }] : [];
    }),
    // At the very top there is nothing above that could push it away.
    top: top && top.line > 0 ? anchorOf(document, top) : undefined,
  };
}

function restore(editor: vscode.TextEditor, { selections, top }: Place): void {
  const { document } = editor;
  const wanted = selections.map(
    ({ anchor, active }) => new vscode.Selection(positionOf(document, anchor), positionOf(document, active)),
  );
  // Also where it looks the same: what is known here of the editor may be older than the text.
  if (wanted.length > 0) editor.selections = wanted;
  if (!top) return;
  const { line } = positionOf(document, top);
  editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
}

/** A position by its region; undefined above the first one. */
function anchorOf(document: vscode.TextDocument, { line, character }: vscode.Position): Anchor | undefined {
  const last = Math.min(line, document.lineCount - 1);
  for (let below = 0; below <= Math.min(last, MOST_BELOW); below++) {
    const start = regionStart(document, last - below);
    if (start !== undefined) return { start, below: below + line - last, character };
  }
  return undefined;
}

/** Where a region is now; the next one when it is gone. */
function positionOf(document: vscode.TextDocument, { start, below, character }: Anchor): vscode.Position {
  const line = lineOfRegion(document, start);
  const isThere = regionStart(document, line) === start;
  return document.validatePosition(new vscode.Position(line + (isThere ? below : 0), character));
}

/** The line of the first region that starts at an address or above; the last line when there is none. */
function lineOfRegion(document: vscode.TextDocument, start: bigint): number {
  let from = 0;
  let to = document.lineCount - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    let header = middle;
    while (header < to && regionStart(document, header) === undefined) header++;
    const found = regionStart(document, header);
    if (found !== undefined && found < start) from = header + 1;
    else to = middle;
  }
  while (from < document.lineCount - 1 && regionStart(document, from) === undefined) from++;
  return from;
}

function regionStart(document: vscode.TextDocument, line: number): bigint | undefined {
  const [, start] = REGION.exec(document.lineAt(line).text) ?? [];
  return start === undefined ? undefined : BigInt(`0x${start}`);
}
