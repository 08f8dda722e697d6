/** Where processes come from: what is debugged, what tasks and terminals started, and everything else. */
import type { ProcessInfo } from './process.ts';

/** Where a process comes from; a process that fits several is of the first. */
export type Origin = 'debuggee' | 'task' | 'terminal' | 'other';

/** A process that something of the workbench started. */
export interface OriginRoot {
  readonly origin: Exclude<Origin, 'other'>;
  readonly pid: number;
  /** The session, task or terminal by name. */
  readonly label: string;
}

/** A process with its origin. */
export interface OriginProcess {
  readonly process: ProcessInfo;
  readonly origin: Origin;
  /** The session, task or terminal that it comes from; empty for others. */
  readonly label: string;
}

const ORDER: readonly Origin[] = ['debuggee', 'task', 'terminal', 'other'];

/**
 * Sorts processes by where they come from, and by PID within. A debuggee is one process; a task is a process with all that it
 * started; of a terminal only what its shell started counts, as the shell is a tool and not what somebody works on.
 */
export function byOrigin(processes: readonly ProcessInfo[], roots: readonly OriginRoot[]): readonly OriginProcess[] {
  const children = childrenOf(processes);
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const found = new Map<ProcessInfo, OriginProcess>();
  for (const origin of ORDER) {
    for (const root of roots) {
      const process = root.origin === origin ? byPid.get(root.pid) : undefined;
      if (!process) continue;
      for (const each of membersOf(process, root.origin, children)) {
        if (!found.has(each)) found.set(each, { process: each, origin, label: root.label });
      }
    }
  }
  return processes
    .map((process) => found.get(process) ?? { process, origin: 'other' as const, label: '' })
    .sort((a, b) => ORDER.indexOf(a.origin) - ORDER.indexOf(b.origin) || a.process.pid - b.process.pid);
}

function membersOf(root: ProcessInfo, origin: Origin, children: Children): Iterable<ProcessInfo> {
  if (origin === 'debuggee') return [root];
  const members = descendants(root, children);
  if (origin === 'terminal') members.delete(root);
  return members;
}

type Children = ReadonlyMap<number, readonly ProcessInfo[]>;

function childrenOf(processes: readonly ProcessInfo[]): Children {
  const children = new Map<number, ProcessInfo[]>();
  for (const process of processes) {
    if (process.ppid === undefined) continue;
    const siblings = children.get(process.ppid);
    if (siblings) siblings.push(process);
    else children.set(process.ppid, [process]);
  }
  return children;
}

/** A process with all that it started. The list is read while PIDs are given out again: parents can seem to form a circle. */
function descendants(root: ProcessInfo, children: Children): Set<ProcessInfo> {
  const found = new Set([root]);
  for (const process of found) for (const child of children.get(process.pid) ?? []) found.add(child);
  return found;
}
