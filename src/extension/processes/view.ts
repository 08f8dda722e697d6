/**
 * The Processes view: its options, and when it is refreshed. It refreshes while it is seen, one refresh at a time, and
 * costs nothing while it is hidden.
 */
import * as vscode from 'vscode';
import type { SortKey, TreeOptions } from '../../sources/process-tree.ts';
import type { ProcessList } from '../../sources/process.ts';
import type { Services } from '../platform/services.ts';
import type { Node, ProcessNode } from './nodes.ts';
import { ProcessTree } from './tree.ts';

/** The view's id in the manifest. */
export const VIEW = 'memoryMaps.processes';

const SETTING = 'memoryMaps.processes.refreshInterval';

/** A map that is opened again and is older than this is read again, in milliseconds. */
const STALE = 1000;

/** What is remembered from session to session. */
const REMEMBERED = 'processes.options';

export class ProcessesView implements vscode.Disposable {
  readonly tree: ProcessTree;
  private readonly services: Services;
  private readonly memento: vscode.Memento;
  private readonly view: vscode.TreeView<Node>;
  private readonly subscriptions: vscode.Disposable[];
  private options: TreeOptions;
  private list: ProcessList = { processes: [] };
  private timer: NodeJS.Timeout | undefined;
  private refreshing: Promise<void> | undefined;
  private disposed = false;

  constructor(services: Services, memento: vscode.Memento) {
    this.services = services;
    this.memento = memento;
    this.options = { filter: '', sort: 'pid', hierarchy: true, ...remembered(memento) };
    this.tree = new ProcessTree(services);
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this.tree });
    this.subscriptions = [
      this.view,
      this.tree,
      this.view.onDidChangeVisibility(({ visible }) => void (visible ? this.refresh() : this.rest())),
      this.view.onDidExpandElement(({ element }) => {
        if (element.kind === 'process') {
          this.tree.wantMemory(element, true);
          this.tree.renewOlder(element.memory, STALE);
        }
        if (element.kind === 'memory') this.tree.renewOlder(element, STALE);
      }),
      this.view.onDidCollapseElement(({ element }) => {
        if (element.kind === 'process') this.tree.wantMemory(element, false);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(SETTING) && this.wait()),
    ];
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

  /** Changes how the list is shown, and shows it so at once. */
  change(options: Partial<TreeOptions>): void {
    this.options = { ...this.options, ...options };
    const { sort, hierarchy } = this.options;
    void this.memento.update(REMEMBERED, { sort, hierarchy });
    this.tellContext();
    this.show();
  }

  /** Opens the memory of a process in the view. */
  async showMemory(node: ProcessNode): Promise<void> {
    this.tree.wantMemory(node, true);
    await this.view.reveal(node.memory, { select: true, focus: true, expand: true });
  }

  /**
   * Lists the processes again. A refresh that is under way already counts.
   * @param renew also what seems not to have changed, and the maps that are shown
   */
  refresh(renew = false): Promise<void> {
    this.stopWaiting();
    this.refreshing ??= this.load(renew).finally(() => {
      this.refreshing = undefined;
      this.wait();
    });
    return this.refreshing;
  }

  dispose(): void {
    this.disposed = true;
    this.stopWaiting();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async load(renew: boolean): Promise<void> {
    try {
      this.list = await this.services.worker.listProcesses({ renew });
      if (this.disposed) return;
      this.show();
      if (renew) this.tree.renewMemory();
    } catch (error) {
      if (this.disposed) return;
      this.services.log.error('Listing processes', error);
      this.view.message = error instanceof Error ? error.message : String(error);
    }
  }

  private show(): void {
    const { filter } = this.options;
    const { matching, total } = this.tree.update(this.list.processes, this.options);
    this.keepSelection();
    const { hidden, unavailable } = this.list;
    void setContext(
      'unavailable',
      unavailable === undefined ? '' : process.platform === 'linux' ? 'procfs' : 'platform',
    );
    // VS Code shows what the manifest says of an empty view only where there is no message.
    const empty = filter !== '' && matching === 0;
    void setContext('empty', empty);
    this.view.description = unavailable === undefined ? String(total) : '';
    const filtered =
      filter === '' || empty ? undefined : vscode.l10n.t('“{0}”: {1} of {2} processes', filter, matching, total);
    this.view.message = [filtered, hidden].filter((line) => line !== undefined).join('\n');
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

  /** Refreshes when the interval has passed, if there is one and the view is seen. */
  private wait(): void {
    this.stopWaiting();
    const seconds = vscode.workspace.getConfiguration().get<number>(SETTING, 0);
    if (this.disposed || !this.view.visible || !(seconds > 0)) return;
    this.timer = setTimeout(() => void this.refresh(), Math.max(1, seconds) * 1000);
  }

  /** A view that is hidden costs nothing: no timer, no open files. */
  private async rest(): Promise<void> {
    this.stopWaiting();
    await this.refreshing;
    if (this.disposed || this.view.visible) return;
    try {
      await this.services.worker.forgetProcesses();
    } catch (error) {
      this.services.log.warn('Letting go of the process list', error);
    }
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

function setContext(key: string, value: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', `${VIEW}.${key}`, value);
}

/** The options of the last session, as far as they make sense. */
function remembered(memento: vscode.Memento): Partial<TreeOptions> {
  const told = memento.get<Partial<TreeOptions>>(REMEMBERED);
  return {
    ...(typeof told?.hierarchy === 'boolean' && { hierarchy: told.hierarchy }),
    ...(SORT_KEYS.some((key) => key === told?.sort) && { sort: told?.sort ?? 'pid' }),
  };
}

/** Every order, as the pick list shows them. */
export const SORT_KEYS: readonly SortKey[] = ['pid', 'name', 'rss', 'threads', 'user'];
