/** The rows of one source: keeps them up to date with its latest list, and finds out which look different now. */
import { buildForest, type ProcessBranch, processKey, type TreeOptions } from '../../sources/process-tree.ts';
import type { ProcessInfo } from '../../sources/process.ts';
import { sameFace } from './items.ts';
import { forgetMemory } from './memory.ts';
import { KernelThreadsNode, type MemoryNode, type Node, ProcessNode, type SourceNode } from './nodes.ts';

/** What `update` found. */
export interface Updated {
  readonly matching: number;
  readonly total: number;
  /** The rows that look different now, without those below them. */
  readonly changed: readonly Node[];
}

export class SourceRows {
  readonly source: SourceNode;
  private readonly kernelThreads: KernelThreadsNode;
  private nodes = new Map<string, ProcessNode>();

  constructor(source: SourceNode) {
    this.source = source;
    this.kernelThreads = new KernelThreadsNode(source);
  }

  /** Takes over a list. */
  update(processes: readonly ProcessInfo[], options: TreeOptions): Updated {
    const { source } = this;
    const forest = buildForest(processes, options);
    const next = new Map<string, ProcessNode>();
    const changed = new Set<Node>();
    const place = (branches: readonly ProcessBranch[], parent: ProcessNode['parent']): ProcessNode[] => {
      return branches.map((branch) => {
        const { process, matches } = branch;
        const id = this.rowId(branch, options);
        const known = this.nodes.get(id);
        const node = known ?? this.newRow(id, process);
        if (known && (!sameFace(known.process, process) || known.parent !== parent)) changed.add(known);
        Object.assign(node, { process, matches, parent });
        next.set(id, node);
        return node;
      });
    };
    const setChildren = (node: { children: readonly Node[] } & Node, children: readonly Node[]): void => {
      if (!sameRows(node.children, children)) changed.add(node);
      Object.assign(node, { children });
    };

    const tops = place(forest.roots, source);
    const waiting = forest.roots.map((branch, i) => ({ branch, node: tops[i] }));
    // Not by recursion: a chain of processes can be longer than the stack is deep.
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      const { branch, node } = at;
      if (!node) continue;
      const children = place(branch.children, node);
      setChildren(node, children);
      branch.children.forEach((child, i) => waiting.push({ branch: child, node: children[i] }));
    }
    const roots: Node[] = [...tops];
    if (forest.kernelThreads.length > 0) {
      setChildren(this.kernelThreads, place(forest.kernelThreads, this.kernelThreads));
      roots.push(this.kernelThreads);
    }
    const { nodes } = this;
    this.nodes = next;
    for (const [id, node] of nodes) if (!next.has(id)) forgetMemory(node.memory);
    setChildren(source, roots);
    return { matching: forest.matching, total: forest.total, changed: topmost(changed) };
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

  /** A row for a process that may have had another one, as long as it had no children. */
  private newRow(id: string, process: ProcessInfo): ProcessNode {
    const node = new ProcessNode(id, this.source, process);
    node.wantsMemory = this.rowOf(process)?.wantsMemory ?? false;
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
