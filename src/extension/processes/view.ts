/**
 * The Processes view: its sources, its options, and when it is refreshed. A source refreshes while it stands open and is seen,
 * one list at a time, and costs nothing while it is hidden.
 */
import * as vscode from 'vscode';
import { inSlices } from '../../sources/in-slices.ts';
import { forestSteps, type ProcessForest, type SortKey, type TreeOptions } from '../../sources/process-tree.ts';
import { SourceFailure } from '../../sources/source.ts';
import { LOCAL, sourceKey, type SourceSpec } from '../../sources/source-spec.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { chosenColumns, COLUMNS_SETTING } from './columns.ts';
import { filtered } from './filtered.ts';
import { keepOptions, keptOptions } from './kept-options.ts';
import { type MoreNode, type Node, type ProcessNode, SourceNode } from './nodes.ts';
import { countText } from './source-item.ts';
import { type Listed, pauseOf, SourceLoop } from './source-loop.ts';
import { ProcessTree, type Shown } from './tree.ts';

/** The view's id in the manifest. */
export const VIEW = 'memoryMaps.processes';

const SETTING = 'memoryMaps.processes.refreshInterval';

/** A map that is opened again and is older than this is read again, in milliseconds. */
const STALE = 1000;

/** A source in the view, and what lists its processes. */
interface Listing {
  readonly node: SourceNode;
  readonly loop: SourceLoop;
  shown: Shown;
  /** The last list in order. */
  forest: ProcessForest | undefined;
  /** More of the list is still to come. */
  isPart: boolean;
  /** What the source's own row shows. */
  face: string;
}

const NOT_LISTED = { shown: { matching: 0, total: 0 }, forest: undefined, isPart: false, face: '' };

export class ProcessesView implements vscode.Disposable {
  readonly tree: ProcessTree;
  private readonly services: Services;
  private readonly memento: vscode.Memento;
  private readonly view: vscode.TreeView<Node>;
  private readonly subscriptions: vscode.Disposable[];
  private readonly listings = new Map<string, Listing>();
  private options: TreeOptions;
  private disposed = false;

  constructor(services: Services, memento: vscode.Memento) {
    this.services = services;
    this.memento = memento;
    this.options = { filter: '', sort: 'pid', hierarchy: true, ...keptOptions(memento) };
    this.tree = new ProcessTree(services, async (source) => this.listings.get(source.id)?.loop.some());
    this.updateSources();
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this.tree });
    this.subscriptions = [
      this.view,
      this.tree,
      services.sources.onDidChange((mayAnswer) => {
        this.updateSources();
        if (mayAnswer) for (const listing of this.listings.values()) void this.retry(listing);
      }),
      this.view.onDidChangeVisibility(({ visible }) => void (visible ? this.refresh() : this.rest())),
      this.view.onDidExpandElement(({ element }) => this.expanded(element)),
      this.view.onDidCollapseElement(({ element }) => this.collapsed(element)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) for (const { loop } of this.listings.values()) loop.wait();
        if (event.affectsConfiguration(COLUMNS_SETTING)) this.tree.showColumns(chosenColumns());
      }),
      this.view.onDidChangeSelection(({ selection }) => this.tree.lookAt(selection)),
    ];
    this.tree.showColumns(chosenColumns());
    this.tellContext();
    if (this.view.visible) void this.refresh();
  }

  /** The filter that is in force; empty when there is none. */
  get filter(): string {
    return this.options.filter;
  }

  /** The order that is in force. */
  get sort(): SortKey {
    return this.options.sort;
  }

  /** Changes how the lists are shown, and shows them so at once. */
  change(options: Partial<TreeOptions>): void {
    this.options = { ...this.options, ...options };
    keepOptions(this.memento, this.options);
    this.tellContext();
    void this.orderAll();
  }

  /** Shows the next rows of a row that does not show all. */
  showMore(node: MoreNode): void {
    const source = this.tree.showMore(node);
    const forest = source && this.listings.get(source.id)?.forest;
    if (source && forest) this.tree.update(source, forest, this.options);
  }

  /** Opens the memory of a process in the view. */
  async showMemory(node: ProcessNode): Promise<void> {
    this.tree.wantMemory(node, true);
    await this.view.reveal(node.memory, { select: true, focus: true, expand: true });
  }

  /** Opens a source in the view, which lists its processes. */
  async showSource(spec: SourceSpec): Promise<void> {
    await vscode.commands.executeCommand(`${VIEW}.focus`);
    await this.listings.get(sourceKey(LOCAL))?.loop.list(); // Its first list would push the row out of sight again.
    // VS Code takes a moment to take over a new row, says nothing when it has, and may show the row without opening it.
    for (const pause of [0, 50, 200, 1000]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const node = this.listings.get(sourceKey(spec))?.node;
      if (!node || this.disposed) return;
      try {
        await this.view.reveal(node, { select: true, focus: true, expand: true });
        if (node.isOpen) return;
      } catch (error) {
        this.services.log.debug(`Showing ${node.id}`, error);
      }
    }
  }

  /**
   * Lists the processes of the sources that stand open again. A refresh that is under way already counts.
   * @param renew also what seems not to have changed, and the maps that are shown
   */
  async refresh(renew = false): Promise<void> {
    const open = [...this.listings.values()].filter(({ node }) => node.isOpen);
    await Promise.all(open.map(({ loop }) => loop.list(renew)));
  }

  /** Lists the processes of one source again, whether it stands open or not. */
  async refreshSource({ id }: SourceNode): Promise<void> {
    await this.listings.get(id)?.loop.list(true);
  }

  dispose(): void {
    this.disposed = true;
    for (const { loop } of this.listings.values()) loop.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Shows the sources that there are now. */
  private updateSources(): void {
    const before = new Map(this.listings);
    this.listings.clear();
    for (const spec of this.services.sources.all) {
      const key = sourceKey(spec);
      this.listings.set(key, before.get(key) ?? this.newListing(spec));
    }
    for (const [key, { loop }] of before) if (!this.listings.has(key)) loop.dispose();
    this.tree.setSources([...this.listings.values()].map(({ node }) => node));
  }

  /** Lists a source again that is seen and did not answer. */
  private async retry({ node, loop }: Listing): Promise<void> {
    await loop.underWay;
    if (node.failure && node.isOpen && this.view.visible) await loop.list();
  }

  private newListing(spec: SourceSpec): Listing {
    const node = new SourceNode(spec);
    const loop = new SourceLoop(
      spec,
      this.services,
      (listed, renew) => this.take(listing, listed, renew),
      () => this.intervalOf(node),
    );
    const listing: Listing = { node, loop, ...NOT_LISTED };
    return listing;
  }

  private async orderAll(): Promise<void> {
    for (const listing of this.listings.values()) await this.order(listing);
    this.show();
  }

  private async take(listing: Listing, listed: Listed, renew: boolean): Promise<void> {
    if (this.disposed) return;
    const { node } = listing;
    if ('list' in listed) {
      node.list = listed.list;
      node.failure = undefined;
      node.listedAt = Date.now();
      await this.order(listing, listed.isWhole);
      this.tree.lookAt(this.view.selection);
      if (renew) this.tree.renewMemory(node);
    } else {
      const { error } = listed;
      if (!(error instanceof SourceFailure)) this.services.log.error(`Listing the processes of ${node.id}`, error);
      node.failure = {
        message: reasonOf(error),
        advice: error instanceof SourceFailure ? error.advice : '',
      };
      listing.isPart = false;
      listing.face = faceOf(node);
      this.tree.refreshSource(node);
    }
    this.show();
  }

  /**
   * Puts the list of a source in order, in slices, and shows it, unless there is another list or order by then.
   * @param isWhole the list is, so that its source's own row tells of it
   */
  private async order(listing: Listing, isWhole = !listing.isPart): Promise<void> {
    const { node } = listing;
    const { list } = node;
    const { options } = this;
    if (!list) return;
    const forest = await inSlices(forestSteps(list.processes, options));
    if (this.disposed || list !== node.list || options !== this.options) return;
    const face = isWhole ? faceOf(node) : listing.face;
    listing.shown = this.tree.update(node, forest, options, face !== listing.face);
    listing.forest = forest;
    listing.isPart = !isWhole;
    listing.face = face;
  }

  private show(): void {
    const { filter } = this.options;
    const listings = [...this.listings.values()];
    // Without a /proc of this machine and without others there is nothing to show but why.
    const [only] = listings;
    const unavailable = listings.length === 1 && only?.node.list?.unavailable !== undefined;
    void setContext('unavailable', unavailable ? (process.platform === 'linux' ? 'procfs' : 'platform') : '');
    const found = filtered(filter, listings);
    if (!found) return;
    // VS Code shows what the manifest says of an empty view only where there is no row and no message.
    void setContext('empty', found.isEmpty);
    this.tree.setEmpty(found.isEmpty || unavailable);
    this.keepSelection();
    this.view.message = found.message;
  }

  private expanded(node: Node): void {
    if (node.kind === 'source') {
      node.isOpen = true;
      const listing = this.listings.get(node.id);
      // The first list comes with the rows themselves.
      if (node.list || node.failure) void listing?.loop.list();
    }
    if (node.kind === 'process') {
      this.tree.wantMemory(node, true);
      this.tree.renewOlder(node.memory, STALE);
    }
    if (node.kind === 'memory') this.tree.renewOlder(node, STALE);
  }

  private collapsed(node: Node): void {
    if (node.kind === 'process') this.tree.wantMemory(node, false);
    if (node.kind !== 'source') return;
    node.isOpen = false;
    void this.listings.get(node.id)?.loop.rest();
  }

  /** A process that is selected stays so when its row is another one now. */
  private keepSelection(): void {
    const [selected] = this.view.selection;
    const successor = selected && this.tree.successor(selected);
    if (successor && this.view.visible) void this.view.reveal(successor, { select: true, focus: false });
  }

  private tellContext(): void {
    void setContext('filtered', this.options.filter !== '');
    void setContext('hierarchy', this.options.hierarchy);
  }

  /** How long to wait for the next list; undefined when nobody sees the source, or wants no other list. */
  private intervalOf({ isOpen, failure, spec }: SourceNode): number | undefined {
    // A source that failed is asked again when the user says so: it may be off for the night.
    if (this.disposed || !this.view.visible || !isOpen || failure || spec.kind === 'saved') return undefined;
    return pauseOf(vscode.workspace.getConfiguration().get<unknown>(SETTING));
  }

  /** A view that is hidden costs nothing: no timer, no open files, no connections. */
  private async rest(): Promise<void> {
    await Promise.all([...this.listings.values()].map(({ loop }) => loop.rest()));
  }
}

/** What of a source's own row is shown: when it stays the same, so does the row. */
function faceOf({ list, failure }: SourceNode): string {
  return JSON.stringify([failure, list?.hidden, list?.unavailable, list && countText(list)]);
}

function setContext(key: string, value: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', `${VIEW}.${key}`, value);
}
