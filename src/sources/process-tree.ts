/** Which processes a view shows, in what order and under which parent. */
import { parseProcessFilter, processMatcher } from './process-filter.ts';
import type { ProcessInfo } from './process.ts';

/** What processes can be ordered by. */
export type SortKey = 'name' | 'pid' | 'rss' | 'threads' | 'user';

/** How the list is shown. */
export interface TreeOptions {
  /** See process-filter.ts; terms that are wrong are left out, and an empty filter shows every process. */
  readonly filter: string;
  readonly sort: SortKey;
  /** True: each process under its parent; false: a flat list. */
  readonly hierarchy: boolean;
}

/** A process with those that it started. */
export interface ProcessBranch {
  readonly process: ProcessInfo;
  readonly children: readonly ProcessBranch[];
  /** False for a process that is only shown because one under it fits the filter. */
  readonly matches: boolean;
}

/** All that is shown. */
export interface ProcessForest {
  readonly roots: readonly ProcessBranch[];
  /** Kernel threads that fit the filter. They have no memory of their own and stand apart. */
  readonly kernelThreads: readonly ProcessBranch[];
  /** How many processes fit the filter, kernel threads included. */
  readonly matching: number;
  readonly total: number;
}

/** What makes a process the same one in two lists. */
export function processKey({ pid, startTime }: ProcessInfo): string {
  return `${pid}:${startTime ?? '?'}`;
}

/** Filters, orders and nests a list. */
export function buildForest(processes: readonly ProcessInfo[], options: TreeOptions): ProcessForest {
  const fits = processMatcher(parseProcessFilter(options.filter).query, processes);
  const order = ORDERS[options.sort];
  const wordsOf = WORDS[options.sort] ?? (() => '');
  const byOrder: Order = (a, b) => order(a, b) || a.process.pid - b.process.pid;

  const branches = new Map<number, Branch>();
  const kernelThreads: Branch[] = [];
  let matching = 0;
  for (const process of processes) {
    const branch: Branch = { process, children: [], matches: fits(process), words: wordsOf(process) };
    if (branch.matches) matching++;
    if (!process.kernelThread) branches.set(process.pid, branch);
    else if (branch.matches) kernelThreads.push(branch);
  }
  const roots = options.hierarchy ? nest(branches) : [...branches.values()].filter(({ matches }) => matches);
  for (const { children } of branches.values()) children.sort(byOrder);
  return {
    roots: roots.sort(byOrder),
    kernelThreads: kernelThreads.sort(byOrder),
    matching,
    total: processes.length,
  };
}

interface Branch extends ProcessBranch {
  children: Branch[];
  readonly words: string;
}

/** Puts each branch under its parent, without those that neither fit nor hold one that does. Gives the roots. */
function nest(branches: ReadonlyMap<number, Branch>): Branch[] {
  const shown = new Set<Branch>();
  for (const branch of branches.values()) {
    // Up to the first ancestor that is shown already; a circle of parents ends there as well.
    let at: Branch | undefined = branch.matches ? branch : undefined;
    for (; at && !shown.has(at); at = parentOf(branches, at)) shown.add(at);
  }
  const roots: Branch[] = [];
  for (const branch of shown) {
    const parent = parentOf(branches, branch);
    if (parent) parent.children.push(branch);
    else roots.push(branch);
  }
  return roots.concat(cutCircles(shown, roots));
}

/**
 * The list is read while processes end and PIDs are given out again, so that parents can seem to form a circle, which no
 * root leads to. Each is cut open at its lowest PID, which becomes a root.
 */
function cutCircles(shown: ReadonlySet<Branch>, roots: readonly Branch[]): Branch[] {
  const reached = new Set<Branch>();
  const reach = (from: readonly Branch[]): void => {
    const waiting = [...from];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      waiting.push(...at.children);
    }
  };
  reach(roots);
  const cut: Branch[] = [];
  if (reached.size === shown.size) return cut;
  for (const branch of [...shown].sort((a, b) => a.process.pid - b.process.pid)) {
    if (reached.has(branch)) continue;
    cut.push(branch);
    reach([branch]);
    for (const other of shown) other.children = other.children.filter((child) => child !== branch);
  }
  return cut;
}

function parentOf(branches: ReadonlyMap<number, Branch>, { process }: Branch): Branch | undefined {
  return process.ppid === undefined || process.ppid === process.pid ? undefined : branches.get(process.ppid);
}

type Order = (a: Branch, b: Branch) => number;

/** Names upwards, amounts downwards; what is not known comes last. Equals are ordered by PID. */
const ORDERS: Readonly<Record<SortKey, Order>> = {
  pid: () => 0,
  name: (a, b) => compareWords(a.words, b.words),
  user: (a, b) => compareWords(a.words, b.words),
  rss: ({ process: a }, { process: b }) => (b.rss ?? -1) - (a.rss ?? -1),
  threads: ({ process: a }, { process: b }) => (b.threads ?? -1) - (a.threads ?? -1),
};

/** What an order by words compares, made once for each process and not for each comparison. */
const WORDS: Readonly<Partial<Record<SortKey, (process: ProcessInfo) => string>>> = {
  name: ({ name }) => name.toLowerCase(),
  user: ({ user, name }) => `${user ?? AFTER_ALL}\n${name.toLowerCase()}`,
};

const AFTER_ALL = '\uffff';

function compareWords(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
