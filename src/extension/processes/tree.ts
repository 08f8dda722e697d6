/** The Processes view's data: sources, their processes, and the memory of each. */
import * as vscode from 'vscode';
import type { ProcessForest, TreeOptions } from '../../sources/process-tree.ts';
import { failureSentences } from '../documents/open-failures.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import { type Column, needsFigures } from './columns.ts';
import { containerTooltip } from './container-item.ts';
import { FiguresReader } from './figures-reader.ts';
import { itemOf, processTooltip, regionTooltip } from './items.ts';
import { forgetMemory, groupChildren, loadMemory, memoryChildren, type Pages, PAGE } from './memory.ts';
import type { GroupNode, MemoryNode, MoreNode, Node, NoteNode, ProcessNode, SourceNode } from './nodes.ts';
import { sourceTooltip } from './source-item.ts';
import { parentOf, PROCESS_PAGE, SourceRows } from './rows.ts';

/** What is shown of a source. */
export interface Shown {
  readonly matching: number;
  readonly total: number;
}

/** What the tree asks for: the processes of a source that was opened. */
export type ListSource = (source: SourceNode) => Promise<void>;

export class ProcessTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly services: Pick<Services, 'worker' | 'log'>;
  private readonly listSource: ListSource;
  private readonly changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly pages: Pages = new Map();
  private readonly rows = new Map<SourceNode, SourceRows>();
  private readonly figures: FiguresReader;
  private columns: readonly Column[] | undefined;
  private sources: readonly SourceNode[] = [];
  private isEmpty = false;
  /** Sources whose rows VS Code waits for. */
  private readonly asked = new Set<SourceNode>();

  constructor(services: Pick<Services, 'worker' | 'log'>, listSource: ListSource) {
    this.services = services;
    this.listSource = listSource;
    this.figures = new FiguresReader(services, (rows) => this.changed.fire(rows));
  }

  /** Shows these columns from now on. */
  showColumns(columns: readonly Column[]): void {
    this.columns = columns;
    this.changed.fire(undefined);
  }

  /** Reads the figures of rows that are looked at: these, and those that are open. See FiguresReader. */
  lookAt(rows: readonly Node[]): void {
    const looked = new Set<ProcessNode>();
    for (const each of this.rows.values()) for (const node of each.open()) looked.add(node);
    if (needsFigures(this.columns ?? [])) for (const row of rows) if (row.kind === 'process') looked.add(row);
    for (const node of looked) void this.look(node);
  }

  /** Shows these sources. */
  setSources(sources: readonly SourceNode[]): void {
    this.sources = sources;
    for (const source of this.rows.keys()) if (!sources.includes(source)) this.rows.delete(source);
    for (const source of sources) if (!this.rows.has(source)) this.rows.set(source, new SourceRows(source, this.pages));
    this.changed.fire(undefined);
  }

  /** Shows nothing, so that VS Code says what the manifest has for an empty view. */
  setEmpty(isEmpty: boolean): void {
    if (this.isEmpty === isEmpty) return;
    this.isEmpty = isEmpty;
    this.changed.fire(undefined);
  }

  /**
   * Takes over the list of a source, and tells VS Code of the rows that look different now, and of no others.
   * @param isOther the source's own row looks different
   */
  update(source: SourceNode, forest: ProcessForest, options: TreeOptions, isOther = false): Shown {
    const rows = this.rows.get(source);
    if (!rows) return { matching: 0, total: 0 };
    const { changed, ...shown } = rows.update(forest, options);
    // Whoever waits for the rows of the source gets them as they are now.
    const told: readonly Node[] = isOther ? [source] : this.asked.has(source) ? [] : changed;
    if (told.length > 0 && !this.isEmpty) this.changed.fire([...told]);
    return shown;
  }

  /** Shows a source's own row anew, with what is below it. */
  refreshSource(source: SourceNode): void {
    if (!this.isEmpty) this.changed.fire([source]);
  }

  /** Reads again the maps of a source that are shown. */
  renewMemory(source: SourceNode): void {
    const memories = this.rows.get(source)?.forgetMemories() ?? [];
    if (memories.length > 0) this.changed.fire(memories);
  }

  /** Reads one map again, when the one that is shown is older than this many milliseconds. */
  renewOlder(memory: MemoryNode, age: number): void {
    if (!memory.read || Math.abs(Date.now() - memory.read.readAt) < age) return;
    forgetMemory(memory);
    this.changed.fire([memory]);
  }

  /** See `SourceRows.successor`. */
  successor(node: Node): ProcessNode | undefined {
    if (node.kind !== 'process') return undefined;
    for (const rows of this.rows.values()) if (rows.source.spec === node.source) return rows.successor(node);
    return undefined;
  }

  /** Shows the memory of a process under it, or takes it away again. */
  wantMemory(node: ProcessNode, wants: boolean): void {
    if (node.wantsMemory === wants) return;
    node.wantsMemory = wants;
    if (wants) void this.look(node);
    if (node.children.length > 0) this.changed.fire([node]);
  }

  /** Doubles what a row shows below it. @returns the source that is to be updated for it */
  showMore({ parent }: MoreNode): SourceNode | undefined {
    const isGroup = parent.kind === 'group';
    this.pages.set(parent.id, 2 * (this.pages.get(parent.id) ?? (isGroup ? PAGE : PROCESS_PAGE)));
    if (!isGroup) return sourceOf(parent);
    this.changed.fire([parent]);
    return undefined;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return itemOf(node, this.columns);
  }

  getParent(node: Node): Node | undefined {
    return parentOf(node);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.kind) {
      case undefined:
        return this.isEmpty ? [] : [...this.sources];
      case 'source':
        if (!node.list && !node.failure) await this.first(node);
        return [...sourceNotes(node), ...node.children];
      case 'process':
        if (node.children.length > 0 && !node.wantsMemory) return [...node.children];
        // Later on they are read with the list: what is told of a row asks for its children again.
        if (!node.figures.read) void this.look(node);
        // The memory's row stands open: with the map read, it tells at once what is in it.
        await this.read(node.memory);
        return [node.figures, node.memory, ...node.children];
      case 'container':
      case 'kernel-threads':
        return [...node.children];
      case 'memory': {
        const told = node.read !== undefined;
        const children = memoryChildren(node, await this.read(node));
        if (!told) this.changed.fire([node]);
        return children;
      }
      case 'group':
        return this.regions(node);
      case 'figures':
      case 'region':
      case 'more':
      case 'note':
        return [];
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind === 'process') {
      await this.look(node);
      item.tooltip = processTooltip(node, await this.whyNot(node));
    }
    if (node.kind === 'region') item.tooltip = regionTooltip(node);
    if (node.kind === 'source') item.tooltip = sourceTooltip(node);
    if (node.kind === 'container') item.tooltip = containerTooltip(node);
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private look(node: ProcessNode): Promise<void> {
    return this.figures.look(node, needsFigures(this.columns ?? []));
  }

  /** Lists the processes of a source that has no list, as far as it is needed to show something. */
  private async first(source: SourceNode): Promise<void> {
    this.asked.add(source);
    try {
      await this.listSource(source);
    } finally {
      this.asked.delete(source);
    }
  }

  private regions(node: GroupNode): Node[] {
    const { read } = node.parent;
    return read?.ok ? groupChildren(node, read, this.pages) : [];
  }

  private async read(memory: MemoryNode): ReturnType<typeof loadMemory> {
    try {
      return await loadMemory(memory, this.services.worker);
    } catch (error) {
      forgetMemory(memory);
      this.services.log.error(`Reading the map of process ${memory.parent.pid}`, error);
      const message = reasonOf(error);
      return { ok: false, readAt: Date.now(), title: message, message, advice: '' };
    }
  }

  /** Why the memory of a process cannot be read, in sentences; undefined when it can. */
  private async whyNot({ process, source, pid, startTime }: ProcessNode): Promise<string | undefined> {
    if (process.access === 'allowed') return undefined;
    try {
      const failure = await this.services.worker.explainAccess(source, { pid, file: 'maps', startTime });
      return failure && failureSentences(failure);
    } catch (error) {
      this.services.log.warn(`Asking why process ${pid} cannot be read`, error);
      return undefined;
    }
  }
}

function sourceOf(node: Node): SourceNode | undefined {
  let at: Node | undefined = node;
  while (at && at.kind !== 'source') at = parentOf(at);
  return at;
}

/** What is to be said of a source before its processes: why there is no list, or what the list lacks. */
function sourceNotes(source: SourceNode): NoteNode[] {
  const { failure, list } = source;
  const note = (name: string, text: string | undefined, icon: NoteNode['icon']): NoteNode[] =>
    text === undefined || text === ''
      ? []
      : [{ kind: 'note', id: `${source.id}/${name}`, parent: source, text, detail: '', icon }];
  return [
    ...note('failure', failure?.message, 'warning'),
    ...note('advice', failure?.advice, 'lightbulb'),
    ...note('unavailable', list?.unavailable, 'warning'),
    ...note('hidden', list?.hidden, 'info'),
  ];
}
