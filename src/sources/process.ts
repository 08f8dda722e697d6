/** What a source of maps tells about processes. Sources differ, these types do not: local procfs is the first of them. */
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import type { TextChanges } from './text-changes.ts';

/** The files of a process that hold its map, in the names of proc(5). */
export type MapFile = 'maps' | 'smaps' | 'smaps_rollup';

/** The map files by rising cost: maps walks the regions, smaps and its rollup the page tables as well. */
export const MAP_FILES: readonly MapFile[] = ['maps', 'smaps_rollup', 'smaps'];

/** The largest PID there can be, exclusive (PID_MAX_LIMIT in include/linux/threads.h). */
export const PID_LIMIT = 4 * 1024 * 1024;

/** True for the name of a map file. */
export function isMapFile(name: string): name is MapFile {
  return MAP_FILES.some((file) => file === name);
}

/**
 * Whether the map can be read, as the process list tells it without opening the map:
 * `allowed`; `denied` (the kernel's ptrace access check failed); `no-memory` (a kernel thread or a zombie: there is no
 * map). Of a process whose main thread alone has ended it is not told, and counts as `allowed`.
 */
export type Access = 'allowed' | 'denied' | 'no-memory';

/** One process of a list. What the source did not tell is undefined, never 0. */
export interface ProcessInfo {
  readonly pid: number;
  /** The parent's PID; 0 for the first process and for those whose parent lives outside of the PID namespace. */
  readonly ppid: number | undefined;
  /** The name to show: `comm`, completed from the command line where the kernel cut it at 15 bytes. Safe to print. */
  readonly name: string;
  /** The command line with its arguments separated by blanks, safe to print; empty when there is none. */
  readonly command: string;
  /** Effective user ID. */
  readonly uid: number | undefined;
  /** The user's name, or the user ID in digits when it has none. */
  readonly user: string | undefined;
  /** The state letter of proc_pid_stat(5): R, S, D, Z, T, t, I, X. */
  readonly state: string | undefined;
  /** Resident set size in kB; undefined for kernel threads and zombies, which have none. */
  readonly rss: number | undefined;
  readonly threads: number | undefined;
  /**
   * When the process started, in clock ticks after boot, in digits. PID and start time together name a process for
   * good: a PID alone is given to another process later.
   */
  readonly startTime: string | undefined;
  readonly kernelThread: boolean;
  readonly access: Access;
  /** The container that it runs in, or `none`; absent when that is not told. */
  readonly container?: Container | 'none';
}

/** What keeps a container. */
export type ContainerRuntime = 'docker' | 'podman' | 'containerd' | 'cri-o' | 'lxc' | 'systemd-nspawn';

/** A container, as the control group of its processes names it. */
export interface Container {
  /** Undefined when the control group does not tell. */
  readonly runtime: ContainerRuntime | undefined;
  /** 64 hexadecimal digits, or the name where the runtime has no others. Safe to print. */
  readonly id: string;
  /** The UID of the Kubernetes pod that it is part of. */
  readonly pod: string | undefined;
}

/** The processes of a source at one moment. */
export interface ProcessList {
  /** In no particular order. */
  readonly processes: readonly ProcessInfo[];
  /** Set when there are processes that the source does not show, with the reason. */
  readonly hidden?: string;
  /** Set when there is no list at all, with the reason: not Linux, or no procfs. */
  readonly unavailable?: string;
}

/** A process, so that no other with the same PID can be taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** See ProcessInfo; undefined where it was not saved: then the PID alone names the process. */
  readonly startTime: string | undefined;
  /** See ProcessInfo. */
  readonly name: string;
}

/** How to list. */
export interface ListOptions {
  /** Reads everything again, also of processes that have not run since. */
  readonly renew?: boolean;
}

/** A map file of a process. With a start time, another process that has the PID by now is refused. */
export interface ProcessFile {
  readonly pid: number;
  readonly file: MapFile;
  readonly startTime: string | undefined;
}

/** The same of any file that tells of a process's memory. */
export interface MemoryFile extends Omit<ProcessFile, 'file'> {
  readonly file: MapFile | 'pagemap';
}

/** A stretch of the address space of a process. */
export interface PageStretch {
  readonly pid: number;
  readonly startTime: string | undefined;
  /** Addresses; the end is exclusive. */
  readonly start: bigint;
  readonly end: bigint;
  /** Pages that are left out at the start, for what is read in parts. */
  readonly from: number;
}

/** What the page tables say of a stretch. */
export interface PageReading {
  readonly ok: true;
  /** In bytes. */
  readonly pageSize: number;
  /** Pages of the stretch. */
  readonly total: number;
  /** A byte a page (core/pages/states.ts), from the first one that was asked for; as many as are read at a time, or are left. */
  readonly pages: Uint8Array<ArrayBuffer>;
}

/** Why a map could not be read. */
export type FailureReason =
  | 'gone'
  | 'reused'
  | 'replaced'
  | 'kernel-thread'
  | 'zombie'
  | 'no-memory'
  | 'denied'
  | 'hidden'
  | 'unsupported'
  | 'unavailable'
  /** The source of the process cannot be reached. */
  | 'unreachable'
  | 'error';

/** Reasons after which there will be no further map of the process. */
export const ENDINGS: ReadonlySet<FailureReason> = new Set(['gone', 'reused', 'zombie']);

/** A read that gave no map: what happened, and what can be done, in plain sentences that are safe to print. */
export interface ReadFailure {
  readonly ok: false;
  readonly pid: number;
  readonly reason: FailureReason;
  /** A few words that stand for the message where there is no room for it. */
  readonly title: string;
  readonly message: string;
  /** The next step; empty when there is nothing to be done. */
  readonly advice: string;
}

/** A map read from a live process. */
export interface LiveMap {
  readonly ok: true;
  readonly map: MemoryMap;
  /** How long it took to tell the kinds of the regions once they were read, in milliseconds. */
  readonly kindsMs: number;
  readonly process: ProcessIdentity;
  /** True when the map changed during every attempt, so that regions overlap or are out of order. */
  readonly torn: boolean;
}

/** The text of a map file, byte for byte as the kernel printed it. */
export interface LiveText {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly process: ProcessIdentity;
  /** See LiveMap. */
  readonly torn: boolean;
}

/** Who listens on a TCP port. */
export interface PortOwners {
  readonly port: number;
  /** False when the sockets of this machine cannot be listed at all. */
  readonly isReadable: boolean;
  /** Processes that hold a listening socket of the port, with the address that it listens on. */
  readonly holders: readonly { readonly pid: number; readonly address: string }[];
  /** Listening sockets that no process holds whose open files may be read: whose they are, and the address. */
  readonly unseen: readonly { readonly uid: number; readonly user: string; readonly address: string }[];
  /** Of how many processes the open files may not be read. */
  readonly refused: number;
}

/** What is wanted of a map file that is read again and again. */
export interface LiveAsk {
  /** The stamp of the text that is there already: while the file says the same, nothing is sent. */
  readonly unless: number | undefined;
  readonly text: boolean;
  readonly map: boolean;
}

/** A map file read again. */
export type LiveReading = LiveNews | LiveSame;

/** What every reading tells. */
interface LiveRead {
  readonly ok: true;
  /** Of the text: two texts of a process with the same stamp are the same. */
  readonly stamp: number;
  /** How long reading took, in milliseconds. */
  readonly readMs: number;
  /** False where maps do not change. */
  readonly isLive: boolean;
}

/** The file is byte for byte as it was. */
export interface LiveSame extends LiveRead {
  readonly same: true;
}

/** The file says something else, or nobody has what it says. */
export interface LiveNews extends LiveRead {
  readonly same: false;
  readonly process: ProcessIdentity;
  /** See LiveMap. */
  readonly torn: boolean;
  /** What was asked for. */
  readonly bytes: Uint8Array | undefined;
  readonly map: MemoryMap | undefined;
  /** What differs from the text that is there; undefined when that is not known any more. */
  readonly changes: TextChanges | undefined;
}
