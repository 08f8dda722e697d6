/** The rows of one source: keeps them up to date with its latest list, and finds out which look different now. */
import {
  type ContainerBranch,
  type ProcessBranch,
  type ProcessForest,
  processKey,
  type TreeOptions,
} from '../../sources/process-tree.ts';
import type { ProcessInfo } from '../../sources/process.ts';
import { sameFace } from './items.ts';
import { forgetMemory, type Pages } from './memory.ts';
import {
  ContainerNode,
  type Holder,
  KernelThreadsNode,
  type MemoryNode,
  type MoreNode,
  type Node,
  ProcessNode,
  type SourceNode,
} from './nodes.ts';

/**
 * How many rows are shown from the start: each crosses to the window, and the extension host does nothing else meanwhile.
 * Parents after them are closed until somebody opens them.
 */
const OPEN = 300;

/** Processes that a row shows below it at first; each further step doubles what is shown. */
export const PROCESS_PAGE = 200;

/** What `update` found. */
export interface Updated {
  readonly matching: number;
  readonly total: number;
  /** The rows that look different now, without those below them. */
  readonly changed: readonly Node[];
}

/** One update: what it shows and finds. */
interface Pass {
  readonly options: TreeOptions;
  readonly nodes: Map<string, ProcessNode>;
  readonly mores: Map<string, MoreNode>;
  readonly changed: Set<Node>;
}

/** Rows that are still to be made. */
interface Waiting {
  readonly holder: Holder;
  readonly branches: readonly ProcessBranch[];
}

export class SourceRows {
  readonly source: SourceNode;
  private readonly pages: Pages;
  private readonly kernelThreads: KernelThreadsNode;
  private nodes: ReadonlyMap<string, ProcessNode> = new Map();
  private mores: ReadonlyMap<string, MoreNode> = new Map();
  private containers: ReadonlyMap<string, ContainerNode> = new Map();

  /** @param pages how many rows each row shows below it */
  constructor(source: SourceNode, pages: Pages) {
    this.source = source;
    this.pages = pages;
    this.kernelThreads = new KernelThreadsNode(source);
  }

  /** Takes over a list in its order. Only what is shown has rows: what is beyond a page costs nothing. */
  update(forest: ProcessForest, options: TreeOptions): Updated {
    const pass: Pass = { options, nodes: new Map(), mores: new Map(), changed: new Set() };
    const containers = forest.containers.map((branch) => this.containerRow(branch, pass));
    const rows: SourceNode['children'][number][] = [...this.fill(this.source, forest.roots, pass), ...containers];
    for (const [i, { roots }] of forest.containers.entries()) {
      const holder = containers[i];
      if (holder) setChildren(holder, this.fill(holder, roots, pass), pass);
    }
    if (forest.kernelThreads.length > 0) {
      const { kernelThreads } = this;
      kernelThreads.count = forest.kernelThreads.length;
      setChildren(kernelThreads, this.fill(kernelThreads, forest.kernelThreads, pass), pass);
      rows.push(kernelThreads);
    }
    setChildren(this.source, rows, pass);
    for (const [id, node] of this.nodes) if (!pass.nodes.has(id)) forgetMemory(node.memory);
    this.nodes = pass.nodes;
    this.mores = pass.mores;
    this.containers = new Map(containers.map((node) => [node.id, node]));
    return { matching: forest.matching, total: forest.total, changed: topmost(pass.changed) };
  }

  /** The rows of processes that the user opened. */
  open(): ProcessNode[] {
    return [...this.nodes.values()].filter(({ wantsMemory }) => wantsMemory);
  }

  /** The memory rows whose maps were read; they are read again the next time. */
  forgetMemories(): MemoryNode[] {
    const memories = [...this.nodes.values()]
      .map(({ memory }) => memory)
      .filter(({ reading }) => reading !== undefined);
    for (const memory of memories) forgetMemory(memory);
    return memories;
  }

  /** The row that a process has now, when it is not this one any more; undefined when it is, or the process is not shown. */
  successor(node: ProcessNode): ProcessNode | undefined {
    return this.nodes.has(node.id) ? undefined : this.rowOf(node.process);
  }

  /** The row of a process; undefined when it is not shown. */
  rowOf(process: ProcessInfo): ProcessNode | undefined {
    const key = this.keyOf(process);
    return this.nodes.get(key) ?? this.nodes.get(parentId(key));
  }

  /** Makes the rows below a row, and all below them. Gives those right below it. */
  private fill(top: Holder, branches: readonly ProcessBranch[], pass: Pass): (ProcessNode | MoreNode)[] {
    const waiting: Waiting[] = [];
    const rows = this.place({ holder: top, branches }, pass, waiting);
    let open = rows.length;
    // Not by recursion: a chain of processes can be longer than the stack is deep.
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      const { holder } = at;
      const children = at.branches.length === 0 ? NONE : this.place(at, pass, waiting);
      setChildren(holder, children, pass);
      if (holder.kind !== 'process') continue;
      if (!this.nodes.has(holder.id)) holder.standsOpen = open + children.length <= OPEN;
      if (holder.standsOpen) open += children.length;
    }
    return rows;
  }

  /** Makes the rows right below one; the rows below them wait, the first on top: they count in the order in which they stand. */
  private place({ holder, branches }: Waiting, pass: Pass, waiting: Waiting[]): (ProcessNode | MoreNode)[] {
    const shown =
      branches.length > PROCESS_PAGE ? branches.slice(0, this.pages.get(holder.id) ?? PROCESS_PAGE) : branches;
    const rows: (ProcessNode | MoreNode)[] = [];
    const below: Waiting[] = [];
    for (const branch of shown) {
      const node = this.processRow(branch, holder, pass);
      rows.push(node);
      below.push({ holder: node, branches: branch.children });
    }
    waiting.push(...below.toReversed());
    if (shown.length < branches.length) rows.push(this.moreRow(holder, branches.length, shown.length, pass));
    return rows;
  }

  /** The row of a process. One that may have had another row, as long as it had no children, goes on as that was. */
  private processRow(branch: ProcessBranch, holder: Holder, { options, nodes, changed }: Pass): ProcessNode {
    const { process, matches } = branch;
    const id = this.rowId(branch, options);
    const known = this.nodes.get(id);
    if (known && (!sameFace(known.process, process) || known.parent !== holder)) changed.add(known);
    const node = known ?? new ProcessNode(id, this.source, process);
    if (!known) node.wantsMemory = this.rowOf(process)?.wantsMemory ?? false;
    node.process = process;
    node.matches = matches;
    node.parent = holder;
    nodes.set(id, node);
    return node;
  }

  private moreRow(holder: Holder, all: number, shown: number, { mores, changed }: Pass): MoreNode {
    const id = `${holder.id}/more`;
    const left = all - shown;
    const node = this.mores.get(id) ?? { kind: 'more', id, parent: holder, left, next: 0 };
    if (node.left !== left) changed.add(node);
    Object.assign(node, { left, next: Math.min(left, shown) });
    mores.set(id, node);
    return node;
  }

  /** As with processes, one that is shown for what fits the filter is a row of its own, which stands open. */
  private containerRow({ container, key, main, matching }: ContainerBranch, { options, changed }: Pass): ContainerNode {
    const { filter } = options;
    const id = `${this.source.id}/container/${key}${filter === '' ? '' : `?${filter}`}`;
    const node = this.containers.get(id) ?? new ContainerNode(id, this.source, container, filter !== '');
    if (node.count !== matching || node.main !== main.name) changed.add(node);
    node.count = matching;
    node.main = main.name;
    return node;
  }

  /**
   * VS Code remembers by id which rows are open. A process that becomes a parent must open although it was closed, and so
   * must one that only leads to a match of the filter: each is a row of its own.
   */
  private rowId({ process, children, matches }: ProcessBranch, { filter }: TreeOptions): string {
    const key = this.keyOf(process);
    return matches ? (children.length > 0 ? parentId(key) : key) : `${key}?${filter}`;
  }

  private keyOf(process: ProcessInfo): string {
    return `${this.source.id}/${processKey(process)}`;
  }
}

const NONE: readonly ProcessNode[] = [];

function setChildren(holder: Holder, children: Holder['children'], { changed }: Pass): void {
  if (!sameRows(holder.children, children)) changed.add(holder);
  Object.assign(holder, { children });
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

/** The row above; undefined for a source. */
export function parentOf(node: Node): Node | undefined {
  return node.kind === 'source' ? undefined : node.parent;
}
