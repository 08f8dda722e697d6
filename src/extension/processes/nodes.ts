/** The rows of the Processes view. A row lives as long as what it stands for, so that VS Code keeps its state. */
import type { GroupTotal } from '../../core/layout/groups.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { Figures } from '../../sources/figures/read-figures.ts';
import type { Container, ProcessIdentity, ProcessInfo, ProcessList, ReadFailure } from '../../sources/process.ts';
import { fieldOf } from '../../sources/debug/values.ts';
import { sourceKey, type SourceSpec } from '../../sources/source-spec.ts';

/** Whether a command was called with a row of this kind: keybindings and other extensions call it with anything. */
export function isRow<K extends Node['kind']>(value: unknown, kind: K): value is Extract<Node, { kind: K }> {
  return fieldOf(value, 'kind') === kind;
}

export type Node =
  | SourceNode
  | ProcessNode
  | KernelThreadsNode
  | FiguresNode
  | ContainerNode
  | MemoryNode
  | GroupNode
  | RegionNode
  | MoreNode
  | NoteNode;

/** A source with its processes. */
export class SourceNode {
  readonly kind = 'source';
  readonly id: string;
  readonly spec: SourceSpec;
  children: readonly (ProcessNode | ContainerNode | KernelThreadsNode | MoreNode)[] = [];
  /** The last list; undefined before the first. */
  list: ProcessList | undefined = undefined;
  /** Why there is no list, or no newer one. */
  failure: { readonly message: string; readonly advice: string } | undefined = undefined;
  /** When the last list came, in milliseconds since 1970. */
  listedAt = 0;
  /** It stands open, so that its processes are listed again and again. */
  isOpen: boolean;

  constructor(spec: SourceSpec) {
    this.id = sourceKey(spec);
    this.spec = spec;
    // Others are asked when somebody opens them: they may be far away, or off.
    this.isOpen = spec.kind === 'local';
  }
}

/** A process. Commands of other features are called with it: they read `source`, `pid` and `startTime`. */
export class ProcessNode {
  readonly kind = 'process';
  readonly id: string;
  readonly source: SourceSpec;
  readonly pid: number;
  readonly startTime: string | undefined;
  process: ProcessInfo;
  /** False for a process that only leads to one that fits the filter. */
  matches = true;
  parent: SourceNode | ProcessNode | KernelThreadsNode | ContainerNode;
  children: readonly (ProcessNode | MoreNode)[] = [];
  /** Its children are shown from the start. */
  standsOpen = true;
  readonly figures: FiguresNode;
  readonly memory: MemoryNode;
  /**
   * The user opened this process. Processes with children stand open from the start, and there every second row would be
   * the memory of one that nobody asked for.
   */
  wantsMemory = false;

  constructor(id: string, parent: SourceNode, process: ProcessInfo) {
    this.id = id;
    this.source = parent.spec;
    this.parent = parent;
    this.pid = process.pid;
    this.startTime = process.startTime;
    this.process = process;
    this.figures = new FiguresNode(this);
    this.memory = new MemoryNode(this);
  }
}

/** The folder of the kernel's threads. */
export class KernelThreadsNode {
  readonly kind = 'kernel-threads';
  readonly id: string;
  readonly parent: SourceNode;
  children: readonly (ProcessNode | MoreNode)[] = [];
  /** How many there are, also where not all are shown. */
  count = 0;

  constructor(parent: SourceNode) {
    this.id = `${parent.id}/kernel-threads`;
    this.parent = parent;
  }
}

/** The figures of a process, once somebody looked at it. */
export class FiguresNode {
  readonly kind = 'figures';
  readonly id: string;
  readonly parent: ProcessNode;
  reading: Promise<void> | undefined = undefined;
  /** What reading them came to last, and when, in milliseconds since 1970. */
  read: Figures | ReadFailure | undefined = undefined;
  readAt = 0;

  constructor(parent: ProcessNode) {
    this.id = `${parent.id}/figures`;
    this.parent = parent;
  }
}

/** A container of the source with its processes. */
export class ContainerNode {
  readonly kind = 'container';
  readonly id: string;
  readonly parent: SourceNode;
  readonly container: Container;
  /** Its processes are shown from the start. */
  readonly standsOpen: boolean;
  children: readonly (ProcessNode | MoreNode)[] = [];
  /** The name of the process that was there first. */
  main = '';
  /** How many of its processes fit the filter, also where not all are shown. */
  count = 0;

  constructor(id: string, parent: SourceNode, container: Container, standsOpen: boolean) {
    this.id = id;
    this.parent = parent;
    this.container = container;
    this.standsOpen = standsOpen;
  }
}

/** What has processes below it. */
export type Holder = SourceNode | ProcessNode | KernelThreadsNode | ContainerNode;

/** The memory of a process: what its map says, once it was read. */
export class MemoryNode {
  readonly kind = 'memory';
  readonly id: string;
  readonly parent: ProcessNode;
  reading: Promise<MemoryRead> | undefined = undefined;
  /** What `reading` came to. */
  read: MemoryRead | undefined = undefined;

  constructor(parent: ProcessNode) {
    this.id = `${parent.id}/memory`;
    this.parent = parent;
  }
}

/** What reading a map came to, and when, in milliseconds since 1970. */
export type MemoryRead = MapRead | MemoryFailure;

/** Why there is no map; see ReadFailure. */
export interface MemoryFailure extends Pick<ReadFailure, 'ok' | 'title' | 'message' | 'advice'> {
  readonly readAt: number;
}

/** A map with its totals by group. */
export interface MapRead {
  readonly ok: true;
  readonly readAt: number;
  readonly map: MemoryMap;
  readonly process: ProcessIdentity;
  /** See LiveMap. */
  readonly torn: boolean;
  readonly totals: readonly GroupTotal[];
  /** The index in GROUPS of each row's group. */
  readonly groups: Uint8Array;
}

/** All regions of one group of kinds. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly parent: MemoryNode;
  readonly total: GroupTotal;
}

/** One region. */
export interface RegionNode {
  readonly kind: 'region';
  readonly id: string;
  readonly parent: GroupNode;
  readonly read: MapRead;
  /** Its row in the map's table. */
  readonly row: number;
}

/** Shows further regions of its group, or further processes. */
export interface MoreNode {
  readonly kind: 'more';
  readonly id: string;
  readonly parent: GroupNode | Holder;
  /** How many it shows next, and how many there are. */
  next: number;
  left: number;
}

/** A sentence: why there is no map or no list, or what can be done. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly parent: MemoryNode | SourceNode;
  readonly text: string;
  /** The whole of it, where `text` is short for it. */
  readonly detail: string;
  readonly icon: 'lock' | 'lightbulb' | 'warning' | 'info';
}
