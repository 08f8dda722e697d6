/**
 * The link between a picture and its text. Regions are found by their start address, never by line alone: the text may
 * have been edited, or read from the process at another moment than the picture.
 */
import * as vscode from 'vscode';
import { addressAt } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { rowOfAddress } from '../../core/memory-map/region-table.ts';
import { rowOfLine } from '../../core/memory-map/rows-by-line.ts';
import type { AddressWords, Reveal } from '../../protocol/layout.ts';
import type { Services } from '../platform/services.ts';
import { reasonOf, type Feed } from './feed.ts';

/** A region of the text at the cursor. */
export interface RegionPlace {
  readonly start: AddressWords;
  readonly line: number;
}

/** What of a feed the link needs. */
type Followed = Pick<Feed, 'text' | 'pick'>;

export class TextLink implements vscode.Disposable {
  private readonly services: Services;
  private followed: Followed | undefined;
  /** The selection that was made in the text for the picture. */
  private own: vscode.Selection | undefined;
  private readonly subscription: vscode.Disposable;

  /** @param moved called with the region that the cursor of the followed text went to */
  constructor(services: Services, moved: (place: RegionPlace) => void) {
    this.services = services;
    let newest = 0;
    this.subscription = vscode.window.onDidChangeTextEditorSelection(async ({ textEditor }) => {
      const { followed } = this;
      if (!followed || textEditor.document.uri.toString() !== followed.text.toString()) return;
      // The picture is not told of its own selection: it may have gone on by now.
      const isOwn = this.own?.isEqual(textEditor.selection) === true;
      this.own = undefined;
      if (isOwn) return;
      const mine = ++newest;
      const place = await this.placeIn(textEditor, followed);
      if (place && mine === newest) moved(place);
    });
  }

  /** Listens to the cursor in the text of this feed from now on. */
  follow(feed: Followed): void {
    this.followed = feed;
  }

  /** The region that the cursor is on in a visible editor of the text. */
  async selected(feed: Followed): Promise<RegionPlace | undefined> {
    const editor = editorOf(feed.text);
    return editor && (await this.placeIn(editor, feed));
  }

  /**
   * Puts the cursor on a region's line. A text that is not visible is opened only when the user asked to go there.
   */
  async reveal(feed: Followed, panel: vscode.WebviewPanel, { start, line, focus }: Reveal): Promise<void> {
    const shown = editorOf(feed.text);
    if (!shown && !focus) return;
    await this.open(feed.text, panel, { line, preserveFocus: !focus }, (document) =>
      this.lineOf(document, feed, start),
    );
  }

  /** Opens the text, at a line when one is given. */
  async show({ text }: Followed, panel: vscode.WebviewPanel, line?: number): Promise<void> {
    await this.open(text, panel, { line, preserveFocus: false });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** @param lineIn looks for a better line in the document as it stands */
  private async open(
    text: vscode.Uri,
    panel: vscode.WebviewPanel,
    { line, preserveFocus }: { readonly line: number | undefined; readonly preserveFocus: boolean },
    lineIn?: (document: vscode.TextDocument) => Promise<number | undefined>,
  ): Promise<void> {
    const viewColumn = columnOf(text) ?? columnBeside(panel);
    try {
      const document = await openDocument(text);
      if (!document) {
        await openLarge(text, { viewColumn, preserveFocus }, line);
        return;
      }
      const found = (await lineIn?.(document)) ?? line;
      const editor = await vscode.window.showTextDocument(document, { viewColumn, preserveFocus });
      if (found === undefined || found < 1 || found > document.lineCount) return;
      const { range } = document.lineAt(found - 1);
      // From the end to the start: the whole line is marked, and its start stays in view.
      this.own = new vscode.Selection(range.end, range.start);
      editor.selection = this.own;
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } catch (error) {
      this.services.log.error(`Showing the text of ${text.path}`, error);
      void vscode.window.showWarningMessage(vscode.l10n.t('The text cannot be shown: {0}', reasonOf(error)));
    }
  }

  private async placeIn({ document, selection }: vscode.TextEditor, feed: Followed): Promise<RegionPlace | undefined> {
    const map = await this.mapOf(document, feed);
    const line = selection.active.line + 1;
    if (!map || (map.range && (line < map.range.first || line > map.range.last))) return undefined;
    const row = rowOfLine(map.regions, line);
    if (row === undefined) return undefined;
    const { start, line: lines } = map.regions;
    return { start: [start[2 * row] ?? 0, start[2 * row + 1] ?? 0], line: lines[row] ?? 0 };
  }

  /** The line (from 1) of the region that starts at an address, in the document as it stands now. */
  private async lineOf(
    document: vscode.TextDocument,
    feed: Followed,
    [low, high]: AddressWords,
  ): Promise<number | undefined> {
    const map = await this.mapOf(document, feed);
    if (!map?.placed) return undefined;
    const words = Uint32Array.of(low, high);
    const row = rowOfAddress(map.regions, addressAt(words, 0));
    if (row === undefined) return undefined;
    return map.regions.line[row];
  }

  private async mapOf(document: vscode.TextDocument, feed: Followed): Promise<MemoryMap | undefined> {
    const maps = await this.services.documents.all(document);
    return maps?.[feed.pick(maps)];
  }
}

/**
 * The document of a text; undefined when VS Code does not hand it to extensions. It would load the whole of it before saying so.
 */
async function openDocument(text: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const key = text.toString();
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
  if (open) return open;
  const { size } = await vscode.workspace.fs.stat(text);
  return size > MOST_SYNCED ? undefined : vscode.workspace.openTextDocument(text);
}

/** Larger texts are not handed to extensions (`TextModel._MODEL_SYNC_LIMIT`), in characters. */
const MOST_SYNCED = 50 * 1024 * 1024;

/** Opens a text that extensions may not see. The workbench itself can go to a line of it. */
async function openLarge(
  text: vscode.Uri,
  options: { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus: boolean },
  line: number | undefined,
): Promise<void> {
  const at = Math.max(0, (line ?? 1) - 1);
  await vscode.commands.executeCommand('vscode.open', text, { ...options, selection: new vscode.Range(at, 0, at, 0) });
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
