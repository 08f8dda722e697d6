/**
 * Keeps the place in a live text when another one takes its place. VS Code changes the stretch from the first line that differs to
 * the last one: the cursor stays with its line only outside of it, and a map changes in several places at once. The view stays
 * where it is in the window, so that what comes above pushes its lines away. So both are kept by the address of a region.
 */
import * as vscode from 'vscode';
import type { LiveTexts } from './live-texts.ts';

/** A line by its region. */
interface Anchor {
  /** Start of the region. */
  readonly start: bigint;
  /** How many lines below the region's first one. */
  readonly below: number;
  readonly line: number;
  readonly character: number;
}

/** Where an editor stands. */
interface Place {
  readonly selections: readonly { readonly anchor: Anchor; readonly active: Anchor }[];
  /** The first line in view. */
  readonly top: Anchor | undefined;
}

/** The text of a region's first line. */
const REGION = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) /;
/** How far above a line of smaps its region is looked for. */
const MOST_BELOW = 64;

/** Where the cursor of an editor was put back to last. */
const putBack = new WeakMap<vscode.TextEditor, vscode.Selection | undefined>();

/**
 * True when somebody moved the cursor: neither VS Code itself, which gives no kind when a text changes around the cursor or is shown
 * again, nor we, who put it back after that.
 */
export function isMove({ textEditor, kind }: vscode.TextEditorSelectionChangeEvent): boolean {
  const isCommand = kind === vscode.TextEditorSelectionChangeKind.Command;
  return kind !== undefined && !(isCommand && putBack.get(textEditor)?.isEqual(textEditor.selection));
}

/** Keeps the places of all editors of live texts. */
export function keepPlaces(texts: LiveTexts): vscode.Disposable {
  /** By editor, while its document is about to change. */
  const places = new Map<vscode.TextEditor, Place>();
  /** What was brought to the top of an editor, until it tells what it shows now. */
  const revealed = new Map<vscode.TextEditor, Anchor>();
  return vscode.Disposable.from(
    texts.onWillChange(({ uri }) => {
      for (const editor of editorsOf(uri)) {
        places.set(editor, { selections: selectionsOf(editor), top: revealed.get(editor) ?? topOf(editor) });
      }
    }),
    // Who moves the cursor until the editor has the new text takes the place along. What has no kind is VS Code's own doing: it may
    // be told before the new text is, and would be looked for in the old one.
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      const place = places.get(textEditor);
      if (place && kind !== undefined) places.set(textEditor, { ...place, selections: selectionsOf(textEditor) });
    }),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => void revealed.delete(textEditor)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      for (const editor of editorsOf(document.uri)) {
        const place = places.get(editor);
        places.delete(editor);
        if (!place) continue;
        restore(editor, place, contentChanges);
        if (place.top) revealed.set(editor, place.top);
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors((visible) => {
      for (const editor of [...places.keys(), ...revealed.keys()]) {
        if (visible.includes(editor)) continue;
        places.delete(editor);
        revealed.delete(editor);
      }
    }),
  );
}

function editorsOf(uri: vscode.Uri): readonly vscode.TextEditor[] {
  const key = uri.toString();
  return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === key);
}

function selectionsOf({ document, selections }: vscode.TextEditor): Place['selections'] {
  return selections.flatMap((selection) => {
    const anchor = anchorOf(document, selection.anchor);
    const active = anchorOf(document, selection.active);
    return anchor && active ? [{ anchor, active }] : [];
  });
}

/** At the very top there is nothing above that could push the text away. */
function topOf({ document, visibleRanges }: vscode.TextEditor): Place['top'] {
  const top = visibleRanges[0]?.start;
  return top && top.line > 0 ? anchorOf(document, top) : undefined;
}

function restore(
  editor: vscode.TextEditor,
  { selections, top }: Place,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): void {
  const { document } = editor;
  const isTouched = ({ line }: Anchor): boolean =>
    changes.some(({ range }) => range.start.line <= line && line <= range.end.line);
  if (selections.some(({ anchor, active }) => isTouched(anchor) || isTouched(active))) {
    const kept = selections.map(
      ({ anchor, active }) => new vscode.Selection(positionOf(document, anchor), positionOf(document, active)),
    );
    putBack.set(editor, kept[0]);
    editor.selections = kept;
  }
  if (!top || changes.every(({ range }) => range.start.line > top.line)) return; // What is in view stayed where it is.
  const line = Math.min(positionOf(document, top).line + linesAbove(editor), document.lineCount - 1);
  editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
}

/** How many lines the editor leaves above a line that it reveals at the top, for the headings that stick there. */
function linesAbove({ document, visibleRanges }: vscode.TextEditor): number {
  const settings = vscode.workspace.getConfiguration('editor', document);
  const sticky = settings.get('stickyScroll.enabled', true) ? settings.get('stickyScroll.maxLineCount', 5) : 0;
  const rows = visibleRanges.reduce((sum, { start, end }) => sum + end.line - start.line + 1, 0);
  return Math.floor(Math.min(Math.max(sticky, settings.get('cursorSurroundingLines', 0)), rows / 2));
}

/** A position by its region; undefined above the first one. */
function anchorOf(document: vscode.TextDocument, { line, character }: vscode.Position): Anchor | undefined {
  const last = Math.min(line, document.lineCount - 1);
  for (let below = 0; below <= Math.min(last, MOST_BELOW); below++) {
    const region = regionAt(document, last - below);
    if (region) return { start: region.start, below: below + line - last, line, character };
  }
  return undefined;
}

/** Where a region is now, which may have grown at its start; the next one when it is gone. */
function positionOf(document: vscode.TextDocument, { start, below, character }: Anchor): vscode.Position {
  const line = lineOfRegion(document, start);
  const region = regionAt(document, line);
  const isThere = region !== undefined && region.start <= start && start < region.end;
  return document.validatePosition(new vscode.Position(line + (isThere ? below : 0), character));
}

/** The line of the first region that ends above an address: the one that holds it, else the next; the last line when there is none. */
function lineOfRegion(document: vscode.TextDocument, address: bigint): number {
  let from = 0;
  let to = document.lineCount - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    let header = middle;
    while (header < to && regionAt(document, header) === undefined) header++;
    const region = regionAt(document, header);
    if (region !== undefined && region.end <= address) from = header + 1;
    else to = middle;
  }
  while (from < document.lineCount - 1 && regionAt(document, from) === undefined) from++;
  return from;
}

/** The region whose first line this is. */
function regionAt(document: vscode.TextDocument, line: number): { start: bigint; end: bigint } | undefined {
  const [, start, end] = REGION.exec(document.lineAt(line).text) ?? [];
  return start === undefined || end === undefined
    ? undefined
    : { start: BigInt(`0x${start}`), end: BigInt(`0x${end}`) };
}
