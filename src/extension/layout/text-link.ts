/**
 * The link between a picture and its text. Regions are found by their start address, never by line alone: the text may
 * have been edited, or read from the process at another moment than the picture.
 */
import * as vscode from 'vscode';
import { addressAt } from '../../core/memory-map/address.ts';
import { lastRowAtOrBefore, rowOfAddress } from '../../core/memory-map/region-table.ts';
import type { AddressWords, Reveal } from '../../protocol/layout.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';
import { reasonOf } from './feed.ts';

export class TextLink implements vscode.Disposable {
  private readonly services: Services;
  private followed: string | undefined;
  private readonly subscription: vscode.Disposable;

  /** @param moved called with the region's start when the cursor of the followed text went to another line */
  constructor(services: Services, moved: (start: AddressWords) => void) {
    this.services = services;
    let newest = 0;
    this.subscription = vscode.window.onDidChangeTextEditorSelection(async ({ textEditor }) => {
      if (textEditor.document.uri.toString() !== this.followed) return;
      const mine = ++newest;
      const start = await this.startAt(textEditor);
      if (start && mine === newest) moved(start);
    });
  }

  /** Listens to the cursor in this text from now on. */
  follow(text: vscode.Uri): void {
    this.followed = text.toString();
  }

  /** The start of the region that the cursor is on in a visible editor of the text. */
  async selected(text: vscode.Uri): Promise<AddressWords | undefined> {
    const editor = editorOf(text);
    return editor && (await this.startAt(editor));
  }

  /**
   * Puts the cursor on a region's line. A text that is not visible is opened only when the user asked to go there.
   */
  async reveal(text: vscode.Uri, panel: vscode.WebviewPanel, { start, line, focus }: Reveal): Promise<void> {
    const shown = editorOf(text);
    if (!shown && !focus) return;
    await this.open(text, panel, !focus, async (document) => (await this.lineOf(document, start)) ?? line);
  }

  /** Opens the text, at a line when one is given. */
  async show(text: vscode.Uri, panel: vscode.WebviewPanel, line?: number): Promise<void> {
    await this.open(text, panel, false, () => Promise.resolve(line));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async open(
    text: vscode.Uri,
    panel: vscode.WebviewPanel,
    preserveFocus: boolean,
    lineIn: (document: vscode.TextDocument) => Promise<number | undefined>,
  ): Promise<void> {
    try {
      const document = await vscode.workspace.openTextDocument(text);
      const line = await lineIn(document);
      const viewColumn = columnOf(text) ?? columnBeside(panel);
      const editor = await vscode.window.showTextDocument(document, { viewColumn, preserveFocus });
      if (line === undefined || line < 1 || line > document.lineCount) return;
      const { range } = document.lineAt(line - 1);
      // From the end to the start: the whole line is marked, and its start stays in view.
      editor.selection = new vscode.Selection(range.end, range.start);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } catch (error) {
      this.services.log.error(`Showing the text of ${text.path}`, error);
      void vscode.window.showWarningMessage(vscode.l10n.t('The text cannot be shown: {0}', reasonOf(error)));
    }
  }

  private async startAt(editor: vscode.TextEditor): Promise<AddressWords | undefined> {
    const { document, selection } = editor;
    if (document.languageId !== LANGUAGE) return undefined;
    const map = await this.services.documents.get(document);
    const row = map && lastRowAtOrBefore(map.regions, selection.active.line + 1);
    if (!map || row === undefined) return undefined;
    const { start } = map.regions;
    return [start[2 * row] ?? 0, start[2 * row + 1] ?? 0];
  }

  /** The line (from 1) of the region that starts at an address, in the document as it stands now. */
  private async lineOf(document: vscode.TextDocument, [low, high]: AddressWords): Promise<number | undefined> {
    const map = await this.services.documents.get(document);
    if (!map) return undefined;
    const words = Uint32Array.of(low, high);
    const row = rowOfAddress(map.regions, addressAt(words, 0));
    if (row === undefined) return undefined;
    return map.regions.line[row];
  }
}

function editorOf(text: vscode.Uri): vscode.TextEditor | undefined {
  const key = text.toString();
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
}

/** The column that has a tab with the text, visible or not. */
function columnOf(text: vscode.Uri): vscode.ViewColumn | undefined {
  const key = text.toString();
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === key),
  );
  return group?.viewColumn;
}

/** Another column than the picture's, where its text usually is; a new one when there is none. */
function columnBeside(panel: vscode.WebviewPanel): vscode.ViewColumn {
  const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== panel.viewColumn);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
