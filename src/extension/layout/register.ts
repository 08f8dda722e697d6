/**
 * Layouts in the workbench: the command that opens one beside the text, the custom editor "Memory Maps Layout", and the
 * panels that VS Code brings back after a restart. One manager for all three, as they show the same view.
 */
import * as vscode from 'vscode';
import { readStateSource } from '../../protocol/layout-state.ts';
import type { LayoutSource } from '../../protocol/layout.ts';
import { LOCAL, sourceOf } from '../../sources/source-spec.ts';
import type { Services } from '../platform/services.ts';
import { DocumentFeed } from './document-feed.ts';
import type { Feed } from './feed.ts';
import { ProcessFeed } from './process-feed.ts';
import { readTarget, type Target } from './target.ts';
import type { Shown } from './shown.ts';
import { LayoutView } from './view.ts';

const PANEL = 'memoryMaps.layoutPanel';
const EDITOR = 'memoryMaps.layout';
/** All processes take turns in one panel, so that looking through them does not fill the window with tabs. */
const PROCESS_PANEL = 'process';

/** The layout in which the user works. */
export interface ActiveLayout {
  /** The document that it shows; undefined while the user works elsewhere. */
  readonly activeText: vscode.Uri | undefined;
}

/** The layouts of processes, for who knows that a map has changed: procfs tells nobody. */
export interface ProcessLayouts {
  /** Reads and draws again what shows a process: now, or once it is seen. One reading at a time. */
  processChanged(pid: number): void;
  /** True when a layout of the process is in view. */
  isSeen(pid: number): boolean;
}

/** Registers the layout's command, custom editor and serializer. */
export function registerLayout(context: vscode.ExtensionContext, services: Services): ProcessLayouts & ActiveLayout {
  const layouts = new Layouts(context.extensionUri, services);
  context.subscriptions.push(
    layouts,
    vscode.workspace.onDidRenameFiles(({ files }) => layouts.renamed(files)),
    services.sources.onDidChange(() => layouts.retry()),
    vscode.window.registerWebviewPanelSerializer(PANEL, layouts),
    vscode.window.registerCustomEditorProvider(EDITOR, layouts, { supportsMultipleEditorsPerDocument: true }),
    vscode.commands.registerCommand('memoryMaps.showLayout', (argument: unknown) => layouts.open(argument)),
    vscode.commands.registerCommand('memoryMaps.refreshLayout', (argument: unknown) => {
      // A process as `showLayout` takes it: read again wherever it is seen, with one read.
      const target = argument === undefined ? undefined : readTarget(argument);
      return target?.kind === 'process' ? services.readers.refresh(target) : layouts.active()?.refresh(true);
    }),
    vscode.commands.registerCommand('memoryMaps.layout.export', (argument: unknown) =>
      layouts.active()?.exports.run(argument),
    ),
    vscode.commands.registerCommand('memoryMaps.layout.setBaseline', () => layouts.active()?.baselines.set()),
    vscode.commands.registerCommand('memoryMaps.layout.compare', async (shown: unknown, other: unknown) =>
      (await import('./compare-with.ts')).compare(layouts, shown, other),
    ),
    vscode.commands.registerCommand('memoryMaps.showLayoutText', () => layouts.active()?.showText()),
  );
  return layouts;
}

class Layouts
  implements vscode.WebviewPanelSerializer, vscode.CustomReadonlyEditorProvider, vscode.Disposable, ProcessLayouts
{
  private readonly extension: vscode.Uri;
  private readonly services: Services;
  /** Panels by what they show. */
  readonly panels = new Map<string, LayoutView>();
  readonly views = new Set<LayoutView>();

  constructor(extension: vscode.Uri, services: Services) {
    this.extension = extension;
    this.services = services;
  }

  /**
   * Shows a layout in its panel.
   * @param argument nothing for the active editor, a Uri, `{ uri, line }`, or a process as the Processes view gives it,
   *   with `beside` for one that is to stand beside the active editor
   * @returns when the picture stands; undefined when there is nothing to show
   */
  async open(argument: unknown): Promise<Shown | undefined> {
    const target = readTarget(argument);
    if (!target) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open a maps or smaps file, or choose a process in the Processes view, to see its layout.'),
      );
      return undefined;
    }
    const key = keyOf(target);
    const feed = this.feedOf(target);
    const open = this.panels.get(key);
    if (open) {
      await open.reveal();
      return open.show(feed);
    }
    const isBeside = target.kind === 'document' || target.beside;
    const panel = vscode.window.createWebviewPanel(PANEL, vscode.l10n.t('Layout of {0}', feed.title), {
      viewColumn: isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      preserveFocus: isBeside,
    });
    return this.add(panel, feed, key).refresh();
  }

  get activeText(): vscode.Uri | undefined {
    return this.active()?.text;
  }

  /** The view that the user works in. */
  active(): LayoutView | undefined {
    return [...this.views].find(({ panel }) => panel.active);
  }

  /** Files or folders have other names: panels go with them, as VS Code's own editors do. */
  renamed(files: vscode.FileRenameEvent['files']): void {
    for (const { oldUri, newUri } of files) {
      const old = oldUri.toString();
      const moved = [...this.panels].filter(([key]) => key === old || key.startsWith(`${old}/`));
      for (const [key, view] of moved) {
        const { feed } = view;
        if (!(feed instanceof DocumentFeed)) continue;
        const uri = vscode.Uri.parse(newUri.toString() + key.slice(old.length), true);
        this.panels.delete(key);
        this.panels.set(uri.toString(), view);
        this.start(view, view.show(feed.moved(uri)));
      }
    }
  }

  /** Reads what could not be read again: its source may be asked now. */
  retry(): void {
    for (const view of this.views) if (view.current?.type === 'failure') view.changed();
  }

  processChanged(pid: number): void {
    for (const view of this.ofProcess(pid)) view.changed();
  }

  isSeen(pid: number): boolean {
    return this.ofProcess(pid).some(({ panel }) => panel.visible);
  }

  /** Comes to its end before the picture: VS Code shows the page only after that. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const source = readStateSource(state);
    if (source) {
      const target = targetOf(source);
      this.start(this.add(panel, this.feedOf(target), keyOf(target)));
    } else panel.dispose();
    return Promise.resolve();
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    this.start(this.add(panel, new DocumentFeed(uri, this.services)));
  }

  dispose(): void {
    for (const view of this.views) view.dispose();
  }

  /** @param key what the panel is found by; none for an editor */
  private add(panel: vscode.WebviewPanel, feed: Feed, key?: string): LayoutView {
    const view = new LayoutView(panel, feed, this.extension, this.services, key !== undefined);
    this.views.add(view);
    view.compare = (uri) => {
      this.start(
        view,
        import('./compare-with.ts').then(({ compareView }) => compareView(this, view, uri)),
      );
    };
    if (key !== undefined) {
      this.panels.set(key, view);
      panel.iconPath = {
        light: vscode.Uri.joinPath(this.extension, 'media', 'file-light.svg'),
        dark: vscode.Uri.joinPath(this.extension, 'media', 'file-dark.svg'),
      };
    }
    panel.onDidDispose(() => {
      this.views.delete(view);
      for (const [each, shown] of this.panels) if (shown === view) this.panels.delete(each);
    });
    return view;
  }

  private start(view: LayoutView, reading: Promise<unknown> = view.refresh()): void {
    reading.catch((error: unknown) => this.services.log.error(view.panel.title, error));
  }

  private ofProcess(pid: number): readonly LayoutView[] {
    return [...this.views].filter(({ source }) => source.kind === 'process' && source.pid === pid);
  }

  feedOf(target: Target): Feed {
    return target.kind === 'document'
      ? new DocumentFeed(target.uri, this.services, target.line)
      : new ProcessFeed(target, this.services);
  }
}

function keyOf(target: Target): string {
  return target.kind === 'document' ? target.uri.toString() : PROCESS_PANEL;
}

function targetOf(source: LayoutSource): Target {
  return source.kind === 'document'
    ? { kind: 'document', uri: vscode.Uri.parse(source.uri, true), line: undefined }
    : {
        kind: 'process',
        source: sourceOf(source.source) ?? LOCAL,
        pid: source.pid,
        startTime: source.startTime,
        name: undefined,
        beside: false,
      };
}
