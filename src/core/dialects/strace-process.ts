/** The processes of a trace: which call is whose, and which of them share their memory and descriptors. */
import { AddressSpace } from './address-space.ts';
import { ByteText } from './byte-text.ts';
import type { LineCursor } from './line-cursor.ts';

/** The memory of a process and its threads. */
export class TracedMemory {
  readonly space: AddressSpace;
  /** Of the process that got it; undefined when the trace does not tell. */
  pid: number | undefined;
  /** The program's file, when the trace shows its execve. */
  program: string | undefined;
  /** The break, as brk() gave it last; undefined until the trace shows it. */
  breakEnd: number | undefined;
  /** Where System V segments are attached, and their sizes in bytes. */
  readonly attached: Map<number, number>;
  /** The trace shows its first call, or that of the process that it is a copy of. */
  isWhole = false;
  /** How many calls of its own changed it. */
  calls = 0;
  /** How many threads have it. */
  users = 0;
  /** Its process ended with it: nothing takes it away any more. */
  isFinal = false;
  readonly assumptions = new Set<string>();

  constructor(pid: number | undefined, from?: TracedMemory) {
    this.pid = pid;
    this.space = from ? from.space.copy() : new AddressSpace();
    this.program = from?.program;
    this.breakEnd = from?.breakEnd;
    this.attached = new Map(from?.attached);
    this.isWhole = from?.isWhole ?? false;
    if (from) for (const assumption of from.assumptions) this.assumptions.add(assumption);
  }
}

/** The files of open descriptors, by number; see `ReplayedFiles`. */
export type Descriptors = Map<number, number>;

/** The threads of a process: an execve ends all but the one that makes it. */
type ThreadGroup = Set<TracedProcess>;

/** A thread of the trace, which strace calls a process. */
export interface TracedProcess {
  pid: number | undefined;
  readonly group: ThreadGroup;
  memory: TracedMemory;
  readonly descriptors: Descriptors;
  /** A line has shown it, so it counts as a user of its memory. */
  isSeen: boolean;
  /** The start of a call that other lines interrupted; empty when there is none. */
  readonly pending: ByteText;
}

/** What a clone shares between parent and child. */
export interface Sharing {
  readonly memory: boolean;
  readonly descriptors: boolean;
  readonly group: boolean;
}

export class TracedProcesses {
  /** Everything that was mapped and is still shown, in the order in which it began. */
  readonly memories = new Set<TracedMemory>();
  /** Those that lines have shown. */
  private readonly alive = new Map<number, TracedProcess>();
  /** Children that no line has shown yet: strace may not follow them. */
  private readonly born = new Map<number, TracedProcess>();
  /** That of the line before. */
  private last: TracedProcess | undefined;
  /** The process of lines without a pid. */
  private unnamed: TracedProcess | undefined;
  /** Children that strace says it follows, before their parents' calls returned. */
  private readonly announced = new Set<number>();
  /** Clones that have not returned, and whose child no line has shown. */
  private cloning: { readonly parent: TracedProcess; readonly sharing: Sharing }[] = [];

  /**
   * The process that a line belongs to.
   * @param pid -1 when the line does not tell
   * @param cursor at the call of the line
   */
  of(pid: number, cursor: LineCursor): TracedProcess {
    if (pid >= 0) return (this.last = this.alive.get(pid) ?? this.meet(pid, beginsProcess(cursor)));
    // strace leaves the pid out as long as there is one process, and again when one is left.
    if (this.alive.size === 1) for (const only of this.alive.values()) return only;
    return (this.unnamed ??= this.see(newProcess(undefined, new TracedMemory(undefined), new Map(), new Set())));
  }

  /** Notes a clone that was interrupted: its child may be seen before it returns. */
  startClone(parent: TracedProcess, sharing: Sharing): void {
    this.cloning.push({ parent, sharing });
  }

  /** Notes a child that strace says it follows. */
  announce(pid: number): void {
    this.announced.add(pid);
  }

  /** Notes the child of a clone, as it is now. */
  endClone(parent: TracedProcess, child: number, sharing: Sharing): void {
    if (this.cloning.length > 0) this.cloning = this.cloning.filter((clone) => clone.parent !== parent);
    if (!this.alive.has(child)) this.born.set(child, bear(child, parent, sharing));
  }

  /** Gives a process new memory, as execve() does, and ends its threads. */
  exec(process: TracedProcess, program: string | undefined): void {
    const old = process.memory;
    for (const thread of process.group) if (thread !== process) this.exit(thread);
    old.users--;
    // Of a child of vfork it was the parent's.
    if (old.users === 0 && !old.isFinal) this.memories.delete(old);
    const memory = new TracedMemory(process.pid);
    memory.program = program;
    memory.isWhole = true;
    memory.users = 1;
    process.memory = memory;
    this.memories.add(memory);
  }

  /** Notes that a process ended: what it had mapped then is kept. */
  exit(process: TracedProcess): void {
    const { pid, memory, group } = process;
    if (!group.delete(process)) return;
    if (pid !== undefined) this.alive.delete(pid);
    if (process.isSeen) memory.users--;
    if (memory.pid === pid && group.size === 0) memory.isFinal = true;
  }

  /** A pid that no line had before. */
  private meet(pid: number, isNew: boolean): TracedProcess {
    const { unnamed, born, last } = this;
    const child = born.get(pid);
    born.delete(pid);
    if (!child && unnamed && unnamed.pid === undefined && !this.announced.has(pid)) {
      // With a second process strace begins to tell pids, also that of the first.
      unnamed.pid = pid;
      unnamed.memory.pid ??= pid;
      this.alive.set(pid, unnamed);
      return unnamed;
    }
    const cloning = child ? undefined : this.cloning.pop();
    if (child) return this.see(child);
    if (cloning) return this.see(bear(pid, cloning.parent, cloning.sharing));
    if (!last || isNew || this.announced.has(pid)) {
      return this.see(newProcess(pid, new TracedMemory(pid), new Map(), new Set()));
    }
    last.memory.assumptions.add(
      'PIDs that begin without a clone in the trace are taken for threads of the one before.',
    );
    return this.see(bear(pid, last, THREAD));
  }

  private see(process: TracedProcess): TracedProcess {
    const { pid, memory } = process;
    process.isSeen = true;
    memory.users++;
    this.memories.add(memory);
    if (pid !== undefined) this.alive.set(pid, process);
    return process;
  }
}

const THREAD: Sharing = { memory: true, descriptors: true, group: true };

/** True when a call is the first of a program: the dynamic linker and libc begin with the break. */
function beginsProcess(cursor: LineCursor): boolean {
  return cursor.startsWith('execve(') || cursor.startsWith('brk(NULL)') || cursor.startsWith('brk(0)');
}

/** A child as its parent is now. */
function bear(pid: number, parent: TracedProcess, sharing: Sharing): TracedProcess {
  return newProcess(
    pid,
    sharing.memory ? parent.memory : new TracedMemory(pid, parent.memory),
    sharing.descriptors ? parent.descriptors : new Map(parent.descriptors),
    sharing.group ? parent.group : new Set(),
  );
}

function newProcess(
  pid: number | undefined,
  memory: TracedMemory,
  descriptors: Descriptors,
  group: ThreadGroup,
): TracedProcess {
  const process = { pid, group, memory, descriptors, isSeen: false, pending: new ByteText() };
  group.add(process);
  return process;
}
