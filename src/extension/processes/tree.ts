/** The Processes view's data: keeps its rows up to date with the latest list, and tells VS Code what changed. */
import * as vscode from 'vscode';
import { buildForest, type ProcessBranch, processKey, type TreeOptions } from '../../sources/process-tree.ts';
import type { ProcessInfo } from '../../sources/process.ts';
import { LOCAL } from '../../sources/source-spec.ts';
import { failureSentences } from '../documents/open-failures.ts';
import type { Services } from '../platform/services.ts';
import { type Column, needsFigures } from './columns.ts';
import { FiguresReader } from './figures-reader.ts';
import { itemOf, processTooltip, regionTooltip, sameFace } from './items.ts';
import { forgetMemory, groupChildren, loadMemory, memoryChildren, type Pages, PAGE } from './memory.ts';
import { type GroupNode, KernelThreadsNode, type MemoryNode, type MoreNode, type Node, ProcessNode } from './nodes.ts';

/** What `update` found. */
export interface Shown {
  readonly matching: number;
  readonly total: number;
}

export class ProcessTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly services: Pick<Services, 'worker' | 'log'>;
  private readonly changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly kernelThreads = new KernelThreadsNode();
  private readonly pages: Pages = new Map();
  private nodes = new Map<string, ProcessNode>();
  private roots: readonly Node[] = [];
  private readonly figures: FiguresReader;
  private columns: readonly Column[] | undefined;

  constructor(services: Pick<Services, 'worker' | 'log'>) {
    this.services = services;
    this.figures = new FiguresReader(services, (rows) => this.changed.fire(rows));
  }

  /** Shows these columns from now on. */
  showColumns(columns: readonly Column[]): void {
    this.columns = columns;
    this.changed.fire(undefined);
  }

  /** Reads the figures of rows that are looked at: these, and those that are open. See FiguresReader. */
  lookAt(rows: readonly Node[]): void {
    const tells = needsFigures(this.columns ?? []);
    for (const node of this.nodes.values()) {
      if (node.wantsMemory || (tells && rows.includes(node))) void this.look(node);
    }
  }

  /** Takes over a list, and tells VS Code of the rows that look different now, and of no others. */
  update(processes: readonly ProcessInfo[], options: TreeOptions): Shown {
    const forest = buildForest(processes, options);
    const next = new Map<string, ProcessNode>();
    const changed = new Set<Node>();
    const place = (branches: readonly ProcessBranch[], parent: ProcessNode['parent']): ProcessNode[] => {
      return branches.map((branch) => {
        const { process, matches } = branch;
        const id = rowId(branch, options);
        const known = this.nodes.get(id);
        const node = known ?? this.newRow(id, process);
        if (known && (!sameFace(known.process, process) || known.parent !== parent)) changed.add(known);
        Object.assign(node, { process, matches, parent });
        next.set(id, node);
        return node;
      });
    };
    const setChildren = (node: ProcessNode | KernelThreadsNode, children: readonly ProcessNode[]): void => {
      if (!sameRows(node.children, children)) changed.add(node);
      node.children = children;
    };

    const roots: Node[] = place(forest.roots, undefined);
    const waiting = forest.roots.map((branch, i) => ({ branch, node: roots[i] }));
    // Not by recursion: a chain of processes can be longer than the stack is deep.
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      const { branch, node } = at;
      if (!(node instanceof ProcessNode)) continue;
      const children = place(branch.children, node);
      setChildren(node, children);
      branch.children.forEach((child, i) => waiting.push({ branch: child, node: children[i] }));
    }
    if (forest.kernelThreads.length > 0) {
      setChildren(this.kernelThreads, place(forest.kernelThreads, this.kernelThreads));
      roots.push(this.kernelThreads);
    }
    const { nodes, roots: before } = this;
    this.nodes = next;
    this.roots = roots;
    for (const [id, node] of nodes) if (!next.has(id)) forgetMemory(node.memory);
    if (!sameRows(before, roots)) this.changed.fire(undefined);
    else {
      const rows = topmost(changed);
      if (rows.length > 0) this.changed.fire(rows);
    }
    return { matching: forest.matching, total: forest.total };
  }

  /** Reads again the maps that are shown. */
  renewMemory(): void {
    const memories: Node[] = [];
    for (const { memory } of this.nodes.values()) {
      if (!memory.reading) continue;
      forgetMemory(memory);
      memories.push(memory);
    }
    if (memories.length > 0) this.changed.fire(memories);
  }

  /** Reads one map again, when the one that is shown is older than this many milliseconds. */
  renewOlder(memory: MemoryNode, age: number): void {
    if (!memory.read || Date.now() - memory.read.readAt < age) return;
    forgetMemory(memory);
    this.changed.fire([memory]);
  }

  /** The row that a process has now, when it is not this one any more; undefined when it is, or the process is not shown. */
  successor(node: Node): ProcessNode | undefined {
    if (node.kind !== 'process' || this.nodes.has(node.id)) return undefined;
    const key = processKey(node.process);
    return this.nodes.get(key) ?? this.nodes.get(parentId(key));
  }

  /** Shows the memory of a process under it, or takes it away again. */
  wantMemory(node: ProcessNode, wants: boolean): void {
    if (node.wantsMemory === wants) return;
    node.wantsMemory = wants;
    if (wants) void this.look(node);
    if (node.children.length > 0) this.changed.fire([node]);
  }

  /** Doubles what a group shows. */
  showMore({ parent }: MoreNode): void {
    this.pages.set(parent.id, 2 * (this.pages.get(parent.id) ?? PAGE));
    this.changed.fire([parent]);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return itemOf(node, this.columns);
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'kernel-threads' ? undefined : node.parent;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.kind) {
      case undefined:
        return [...this.roots];
      case 'process':
        if (node.children.length > 0 && !node.wantsMemory) return [...node.children];
        // Later on they are read with the list: what is told of a row asks for its children again.
        if (!node.figures.read) void this.look(node);
        // The memory's row stands open: with the map read, it tells at once what is in it.
        await this.read(node.memory);
        return [node.figures, node.memory, ...node.children];
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
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private look(node: ProcessNode): Promise<void> {
    return this.figures.look(node, needsFigures(this.columns ?? []));
  }

  /** A row for a process that may have had another one, as long as it had no children. */
  private newRow(id: string, process: ProcessInfo): ProcessNode {
    const key = processKey(process);
    const node = new ProcessNode(id, LOCAL, process);
    node.wantsMemory = (this.nodes.get(key) ?? this.nodes.get(parentId(key)))?.wantsMemory ?? false;
    return node;
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
      const message = error instanceof Error ? error.message : String(error);
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

/**
 * VS Code remembers by id which rows are open. A process that becomes a parent must open although it was closed, and so
 * must one that only leads to a match of the filter: each is a row of its own.
 */
function rowId({ process, children, matches }: ProcessBranch, { filter }: TreeOptions): string {
  const key = processKey(process);
  return matches ? (children.length > 0 ? parentId(key) : key) : `${key}?${filter}`;
}

function parentId(key: string): string {
  return `${key}+`;
}

function sameRows(a: readonly Node[], b: readonly Node[]): boolean {
  return a.length === b.length && a.every((node, i) => node === b[i]);
}

/** Telling of a row tells of all that is under it. */
function topmost(rows: ReadonlySet<Node>): Node[] {
  return [...rows].filter((row) => {
    for (let at = parentOf(row); at; at = parentOf(at)) if (rows.has(at)) return false;
    return true;
  });
}

function parentOf(node: Node): Node | undefined {
  return node.kind === 'kernel-threads' ? undefined : node.parent;
}
