/**
 * The link between a picture and its text. Regions are found by their start address, never by line alone: the text may
 * have been edited, or read from the process at another moment than the picture.
 */
import * as vscode from 'vscode';
import { addressAt } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { rowOfAddress } from '../../core/memory-map/region-table.ts';
import { rowOfLine } from '../../core/memory-map/rows-by-line.ts';
import type { AddressWords, RegionStart, Reveal } from '../../protocol/layout.ts';
import { isMove } from '../documents/keep-place.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { columnOf, showText } from '../platform/show-text.ts';
import type { Feed } from './feed.ts';

/** A region of the text at the cursor, and the one at the other end of what is selected. */
export interface CursorPlace extends RegionStart {
  readonly anchor: RegionStart | undefined;
}

/** What of a feed the link needs. */
type Followed = Pick<Feed, 'text' | 'pick'>;

export class TextLink implements vscode.Disposable {
  private readonly services: Services;
  private followed: Followed | undefined;
  /** Selections that were made in the text for the picture, and that the text has not told of yet: clicks may come faster. */
  private own: readonly vscode.Selection[] = [];
  private readonly subscription: vscode.Disposable;

  /** @param moved called with the region that the cursor of the followed text went to */
  constructor(services: Services, moved: (place: CursorPlace) => void) {
    this.services = services;
    let newest = 0;
    this.subscription = vscode.window.onDidChangeTextEditorSelection(async (event) => {
      const { followed } = this;
      const { textEditor } = event;
      if (!followed || !isMove(event) || textEditor.document.uri.toString() !== followed.text.toString()) return;
      // The picture is not told of its own selection: it may have gone on by now.
      if (this.takesOwn(event.selections[0])) return;
      const mine = ++newest;
      const place = await this.placeIn(textEditor, followed);
      if (place && mine === newest) moved(place);
    });
  }

  /** True for a selection of our own, which is then told, with all before it. */
  private takesOwn(selection: vscode.Selection | undefined): boolean {
    const at = this.own.findIndex((each) => selection?.isEqual(each));
    this.own = this.own.slice(at + 1);
    return at >= 0;
  }

  /** Listens to the cursor in the text of this feed from now on. */
  follow(feed: Followed): void {
    this.followed = feed;
  }

  /** The region that the cursor is on in a visible editor of the text. */
  async selected(feed: Followed): Promise<CursorPlace | undefined> {
    const editor = editorOf(feed.text);
    return editor && (await this.placeIn(editor, feed));
  }

  /**
   * Puts the cursor on a region's line. A text that is not visible is opened only when the user asked to go there.
   */
  async reveal(feed: Followed, panel: vscode.WebviewPanel, { start, line, focus, anchor }: Reveal): Promise<void> {
    const shown = editorOf(feed.text);
    if (!shown && !focus) return;
    await this.open(feed.text, panel, { line, anchor: anchor?.line, preserveFocus: !focus }, async (document) => {
      const found = await this.lineOf(document, feed, start);
      const other = anchor && (await this.lineOf(document, feed, anchor.start));
      return { line: found ?? line, anchor: other ?? anchor?.line };
    });
  }

  /** Opens the text, at a line when one is given. */
  async show({ text }: Followed, panel: vscode.WebviewPanel, line?: number): Promise<void> {
    await this.open(text, panel, { line, anchor: undefined, preserveFocus: false });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** @param linesIn looks for better lines in the document as it stands */
  private async open(
    text: vscode.Uri,
    panel: vscode.WebviewPanel,
    { preserveFocus, ...told }: Lines & { readonly preserveFocus: boolean },
    linesIn?: (document: vscode.TextDocument) => Promise<Lines>,
  ): Promise<void> {
    const viewColumn = columnOf(text) ?? columnBeside(panel);
    try {
      const document = await openDocument(text);
      if (!document) {
        await openLarge(text, { viewColumn, preserveFocus }, told.line);
        return;
      }
      const { line, anchor = line } = (await linesIn?.(document)) ?? told;
      const editor = await showText(document, { viewColumn, preserveFocus });
      const isIn = (each: number | undefined): each is number =>
        each !== undefined && each >= 1 && each <= document.lineCount;
      if (!isIn(line) || !isIn(anchor)) return;
      const { range } = document.lineAt(line - 1);
      const other = document.lineAt(anchor - 1).range;
      // To the start where it can be: whole lines are marked, and their start stays in view.
      const isUp = line <= anchor;
      const own = new vscode.Selection(isUp ? other.end : other.start, isUp ? range.start : range.end);
      // Of what is selected already the text tells nothing.
      if (!own.isEqual(editor.selection)) this.own = [...this.own, own];
      editor.selection = own;
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } catch (error) {
      this.services.log.error(`Showing the text of ${text.path}`, error);
      void vscode.window.showWarningMessage(
        plainMessage(vscode.l10n.t('The text cannot be shown: {0}', reasonOf(error))),
      );
    }
  }

  private async placeIn({ document, selection }: vscode.TextEditor, feed: Followed): Promise<CursorPlace | undefined> {
    const map = await this.mapOf(document, feed);
    if (!map) return undefined;
    const { start, end, active, anchor } = selection;
    // A selection that ends at the start of a line has nothing of that line.
    const last = end.line > start.line && end.character === 0 ? end.translate(-1) : end;
    const [here, other] = [active, anchor].map((place) => startOn(map, place.isEqual(end) ? last : place));
    return here && { ...here, anchor: other?.line === here.line ? undefined : other };
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

/** Lines from 1, the one with the cursor and the one where the selection begins. */
interface Lines {
  readonly line: number | undefined;
  readonly anchor: number | undefined;
}

/** The region that a place of the text is on. */
function startOn(map: MemoryMap, { line: zeroBased }: vscode.Position): RegionStart | undefined {
  const line = zeroBased + 1;
  if (map.range && (line < map.range.first || line > map.range.last)) return undefined;
  const row = rowOfLine(map.regions, line);
  if (row === undefined) return undefined;
  const { start, line: lines } = map.regions;
  return { start: [start[2 * row] ?? 0, start[2 * row + 1] ?? 0], line: lines[row] ?? 0 };
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

/** Another column than the picture's, where its text usually is; a new one when there is none. */
function columnBeside(panel: vscode.WebviewPanel): vscode.ViewColumn {
  const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== panel.viewColumn);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
