/** Which processes a view shows, in what order and under which parent. */
import { parseProcessFilter, processMatcher } from './process-filter.ts';
import { containerKey } from './container.ts';
import type { Container, ProcessInfo } from './process.ts';

/** What processes can be ordered by, as the pick list shows it. */
export const SORT_KEYS = ['pid', 'name', 'rss', 'threads', 'user'] as const;

export type SortKey = (typeof SORT_KEYS)[number];

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

/** The processes of a container, apart from those of the machine. */
export interface ContainerBranch {
  readonly container: Container;
  /** See `containerKey`. */
  readonly key: string;
  /** The one that was there first, which runs what the container is for. */
  readonly main: ProcessInfo;
  readonly roots: readonly ProcessBranch[];
  /** How many of its processes fit the filter. */
  readonly matching: number;
}

/** All that is shown. */
export interface ProcessForest {
  readonly roots: readonly ProcessBranch[];
  /** The containers that hold something to show, the one that was there first before the others. */
  readonly containers: readonly ContainerBranch[];
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

/** Processes of a step: less than a millisecond. */
const STEP = 250;

/** Filters, orders and nests a list, in small steps for `inSlices`: it can have thousands. */
export function* forestSteps(
  processes: readonly ProcessInfo[],
  options: TreeOptions,
): Generator<undefined, ProcessForest> {
  const fits = processMatcher(parseProcessFilter(options.filter).query, processes);
  const order = ORDERS[options.sort];
  const wordsOf = WORDS[options.sort] ?? (() => '');
  const byOrder: Order = (a, b) => order(a, b) || a.process.pid - b.process.pid;

  const branches = new Map<number, Branch>();
  const kernelThreads: Branch[] = [];
  let matching = 0;
  for (const [i, process] of processes.entries()) {
    if (i % STEP === STEP - 1) yield;
    const branch: Branch = {
      process,
      children: NONE,
      matches: fits(process),
      words: wordsOf(process),
      group: groupOf(process),
      isShown: false,
      isReached: false,
    };
    if (branch.matches) matching++;
    if (!process.kernelThread) branches.set(process.pid, branch);
    else if (branch.matches) kernelThreads.push(branch);
  }
  yield;
  const tops = options.hierarchy ? yield* nest(branches) : [...branches.values()].filter(({ matches }) => matches);
  yield;
  for (const branch of branches.values()) if (branch.children.length > 1) branch.children.sort(byOrder);
  yield;
  const { roots, containers } = byContainer(tops.sort(byOrder), branches);
  return {
    roots,
    containers,
    kernelThreads: kernelThreads.sort(byOrder),
    matching,
    total: processes.length,
  };
}

/** Of thousands of processes few have children. A list of its own is made for the first. */
const NONE: Branch[] = [];

interface Branch extends ProcessBranch {
  children: Branch[];
  readonly words: string;
  /** The key of its container; empty for none. */
  readonly group: string;
  /** It fits the filter, or leads to one that does. */
  isShown: boolean;
  /** A root leads to it. */
  isReached: boolean;
}

function groupOf({ container }: ProcessInfo): string {
  return container === undefined || container === 'none' ? '' : containerKey(container);
}

/** Takes the branches of containers apart from the others. */
function byContainer(
  tops: Branch[],
  branches: ReadonlyMap<number, Branch>,
): { roots: Branch[]; containers: ContainerBranch[] } {
  if (tops.every(({ group }) => group === '')) return { roots: tops, containers: [] };
  type Held = { container: Container; main: ProcessInfo; roots: Branch[]; matching: number; first: number };
  const containers = new Map<string, Held>();
  for (const branch of tops) {
    const { process } = branch;
    const { container } = process;
    if (container === undefined || container === 'none') continue;
    const known = containers.get(branch.group);
    if (known) known.roots.push(branch);
    else containers.set(branch.group, { container, main: process, roots: [branch], matching: 0, first: Infinity });
  }
  for (const { group, matches, process } of branches.values()) {
    const known = containers.get(group);
    if (!known) continue;
    if (isOlder(process, known.main)) known.main = process;
    if (!matches) continue;
    known.matching++;
    known.first = Math.min(known.first, process.pid);
  }
  return {
    roots: tops.filter(({ group }) => group === ''),
    containers: [...containers].map(([key, held]) => ({ key, ...held })).sort((a, b) => a.first - b.first),
  };
}

function isOlder(a: ProcessInfo, b: ProcessInfo): boolean {
  const difference = Number(a.startTime ?? 0) - Number(b.startTime ?? 0);
  return difference === 0 ? a.pid < b.pid : difference < 0;
}

/** Puts each branch under its parent, without those that neither fit nor hold one that does. Gives the roots. */
function* nest(branches: ReadonlyMap<number, Branch>): Generator<undefined, Branch[]> {
  let looked = 0;
  for (const branch of branches.values()) {
    if (++looked % STEP === 0) yield;
    // Up to the first ancestor that is shown already; a circle of parents ends there as well.
    let at: Branch | undefined = branch.matches ? branch : undefined;
    for (; at && !at.isShown; at = parentOf(branches, at)) at.isShown = true;
  }
  const roots: Branch[] = [];
  // A circle has a process whose parent has the higher PID.
  let mayHaveCircles = false;
  for (const branch of branches.values()) {
    if (++looked % STEP === 0) yield;
    if (!branch.isShown) continue;
    const parent = parentOf(branches, branch);
    if (!parent) {
      roots.push(branch);
      continue;
    }
    if (parent.process.pid > branch.process.pid) mayHaveCircles = true;
    if (parent.children === NONE) parent.children = [branch];
    else parent.children.push(branch);
  }
  return mayHaveCircles ? roots.concat(yield* cutCircles(branches, roots)) : roots;
}

/**
 * The list is read while processes end and PIDs are given out again, so that parents can seem to form a circle, which no
 * root leads to. Each is cut open at its lowest PID, which becomes a root.
 */
function* cutCircles(branches: ReadonlyMap<number, Branch>, roots: readonly Branch[]): Generator<undefined, Branch[]> {
  let looked = 0;
  function* reach(from: readonly Branch[]): Generator<undefined, void> {
    const waiting = [...from];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      if (++looked % STEP === 0) yield;
      if (at.isReached) continue;
      at.isReached = true;
      waiting.push(...at.children);
    }
  }
  yield* reach(roots);
  const inCircles = [...branches.values()].filter(({ isShown, isReached }) => isShown && !isReached);
  const cut: Branch[] = [];
  for (const branch of inCircles.sort((a, b) => a.process.pid - b.process.pid)) {
    if (branch.isReached) continue;
    cut.push(branch);
    yield* reach([branch]);
    const parent = parentOf(branches, branch);
    if (parent) parent.children = parent.children.filter((child) => child !== branch);
  }
  return cut;
}

/** The parent, unless it lives outside of the container: what starts a container is not part of it. */
function parentOf(branches: ReadonlyMap<number, Branch>, { process, group }: Branch): Branch | undefined {
  if (process.ppid === undefined || process.ppid === process.pid) return undefined;
  const parent = branches.get(process.ppid);
  return parent?.group === group ? parent : undefined;
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
