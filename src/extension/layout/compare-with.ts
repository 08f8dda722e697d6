/** Compares a layout with another map: a file, or what another editor shows. */
import * as vscode from 'vscode';
import { chooseMap } from '../documents/choose-map.ts';
import { baseName } from '../platform/base-name.ts';
import { plainLabel } from '../platform/plain-label.ts';
import { plainMessage } from '../platform/plain-message.ts';
import type { Feed } from './feed.ts';
import type { Target } from './target.ts';
import type { LayoutView } from './view.ts';

/** The layouts that are open. */
export interface OpenLayouts {
  /** By what they show; editors are in `views` alone. */
  readonly panels: ReadonlyMap<string, LayoutView>;
  readonly views: ReadonlySet<LayoutView>;
  open(argument: unknown): Promise<unknown>;
  active(): LayoutView | undefined;
  feedOf(target: Target): Feed;
}

/**
 * Compares a layout with another map.
 * @param shown a file whose layout is opened; nothing for the layout that the user works in
 * @param other a file, or several of which one is another than `shown`, as the Explorer gives them; nothing to ask the user
 * @returns true when they are compared
 */
export async function compare(layouts: OpenLayouts, shown: unknown, other: unknown): Promise<boolean> {
  if (shown instanceof vscode.Uri) await layouts.open(shown);
  const view = shown instanceof vscode.Uri ? layouts.panels.get(shown.toString()) : layouts.active();
  return view !== undefined && compareView(layouts, view, other);
}

/** Compares a layout, see `compare`. @param other also a document's address */
export async function compareView(layouts: OpenLayouts, view: LayoutView, other: unknown): Promise<boolean> {
  const isOther = (uri: unknown): uri is vscode.Uri =>
    uri instanceof vscode.Uri && uri.toString() !== view.text.toString();
  const given = typeof other === 'string' ? vscode.Uri.parse(other, true) : [other].flat().find(isOther);
  const uri = given ?? (await chooseFile(view, openMaps(layouts).filter(isOther)));
  return uri !== undefined && compareWith(layouts, view, uri);
}

/** What is open and holds maps, each once. */
function openMaps({ views }: OpenLayouts): readonly vscode.Uri[] {
  const texts = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'procmaps');
  const open = [...texts.map(({ uri }) => uri), ...[...views].map(({ text }) => text)];
  return [...new Map(open.map((uri) => [uri.toString(), uri])).values()];
}

/** The file that the user chooses; undefined when none is chosen. */
async function chooseFile(view: LayoutView, open: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Compare {0} with', view.feed.title);
  if (open.length > 0) {
    const picks = open.map((uri) => ({
      label: plainLabel(baseName(uri)),
      description: plainLabel(vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..'))),
      uri,
    }));
    const file = { label: vscode.l10n.t('A File…'), description: '', uri: undefined };
    const picked = await vscode.window.showQuickPick([...picks, file], { title, matchOnDescription: true });
    if (!picked || picked.uri) return picked?.uri;
  }
  const { text } = view;
  const folder = text.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(text, '..') };
  return (await vscode.window.showOpenDialog({ title, openLabel: vscode.l10n.t('Compare'), ...folder }))?.[0];
}

/**
 * Reads a map and makes it the baseline. Of several maps it is the one that is called as the one that is shown, or that the user
 * chooses. What goes wrong is told.
 */
async function compareWith(layouts: OpenLayouts, view: LayoutView, uri: vscode.Uri): Promise<boolean> {
  const { source, current } = view;
  const feed = layouts.feedOf({ kind: 'document', uri, line: undefined });
  const reading = new AbortController();
  const { signal } = reading;
  const title = plainMessage(vscode.l10n.t('Reading {0}', feed.title));
  try {
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title },
      (_, token) => {
        token.onCancellationRequested(() => reading.abort());
        return feed.read(signal, false, () => undefined);
      },
    );
    const maps = result.ok ? result.maps.filter(({ regions }) => regions.count > 0) : [];
    if (!result.ok || maps.length === 0) {
      const message = result.ok ? vscode.l10n.t('{0} holds no memory map.', feed.title) : result.message;
      void vscode.window.showErrorMessage(plainMessage(message));
      return false;
    }
    const shown = current?.type === 'snapshot' ? current.maps[current.map]?.title : undefined;
    const alike = maps.filter((map) => shown !== undefined && map.title === shown);
    const map = alike.length === 1 ? alike[0] : await chooseMap(maps, vscode.l10n.t('Choose a Memory Map'));
    if (!map) return false;
    const message = await view.snapshotOf(feed, { ...result, map, index: result.maps.indexOf(map) }, signal);
    if (message.type === 'failure') return false;
    view.baselines.use(message, source);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    feed.dispose();
  }
}
