/** The calls of a trace that concern descriptors and processes: which file is mapped, and in whose memory. */
import type { LineCursor } from './line-cursor.ts';
import { span } from './replay.ts';
import { comma, flagsAt, latin1, numberAt, resultAt, skipArgument, wordTable } from './strace-args.ts';
import type { CallReader } from './strace-calls.ts';
import type { StraceFiles } from './strace-files.ts';
import type { Sharing, TracedProcess, TracedProcesses } from './strace-process.ts';

/** As `CallReader`, for calls that begin and replace processes. */
export type TaskReader = (
  cursor: LineCursor,
  process: TracedProcess,
  files: StraceFiles,
  processes: TracedProcesses,
) => boolean;

const CLONE_VM = 0x100;
const CLONE_FILES = 0x400;
const CLONE_THREAD = 0x10000;
const CLONE = wordTable({ CLONE_VM, CLONE_FILES, CLONE_THREAD });
const DUPLICATE = wordTable({ F_DUPFD: 1, F_DUPFD_CLOEXEC: 1 });

const open: CallReader = (cursor, process, files) => openPath(cursor, process, files, undefined);

const openat: CallReader = (cursor, process, files) => {
  const isRelative = cursor.takeText('AT_FDCWD');
  if (!isRelative) numberAt(cursor);
  const directory = files.texts.path(cursor);
  // The next text is read into the same place.
  const bytes = directory?.bytes.slice(directory.from, directory.to);
  return comma(cursor) && openPath(cursor, process, files, bytes);
};

function openPath(
  cursor: LineCursor,
  process: TracedProcess,
  files: StraceFiles,
  directory: Uint8Array | undefined,
): boolean {
  const name = files.texts.string(cursor);
  const file = name ? files.path(directory, name) : 0;
  const descriptor = resultAt(cursor);
  if (!Number.isNaN(descriptor)) files.open(process, descriptor, files.opened(cursor, file));
  return true;
}

const memfd: CallReader = (cursor, process, files) => {
  const name = files.texts.string(cursor);
  const text = name ? latin1(name) : '';
  const descriptor = resultAt(cursor);
  const file = files.names.another(files.names.file(span(`/memfd:${text} (deleted)`)));
  if (!Number.isNaN(descriptor)) files.open(process, descriptor, file);
  return true;
};

/** A call whose descriptor stands for something that has no path. */
function opens(name: string): CallReader {
  return (cursor, process, files) => {
    const descriptor = resultAt(cursor);
    if (!Number.isNaN(descriptor)) files.open(process, descriptor, files.names.another(files.names.file(span(name))));
    return true;
  };
}

const close: CallReader = (cursor, process, files) => {
  const descriptor = numberAt(cursor);
  if (Number.isNaN(descriptor)) return false;
  if (resultAt(cursor) === 0) files.open(process, descriptor, 0);
  return true;
};

/** dup, dup2 and dup3: the result is the new descriptor. */
const dup: CallReader = (cursor, process, files) => {
  const old = numberAt(cursor);
  if (Number.isNaN(old)) return false;
  const descriptor = resultAt(cursor);
  if (!Number.isNaN(descriptor)) files.open(process, descriptor, process.descriptors.get(old) ?? 0);
  return true;
};

const fcntl: CallReader = (cursor, process, files, line) => {
  const { p } = cursor;
  skipArgument(cursor);
  if (!comma(cursor) || flagsAt(cursor, DUPLICATE) !== 1) return true;
  cursor.p = p;
  return dup(cursor, process, files, line);
};

/** By name; calls that make descriptors nobody maps are left out. */
export const DESCRIPTOR_CALLS: Readonly<Record<string, CallReader>> = {
  open,
  creat: open,
  openat,
  openat2: openat,
  close,
  dup,
  dup2: dup,
  dup3: dup,
  fcntl,
  fcntl64: fcntl,
  memfd_create: memfd,
  memfd_secret: opens('/secretmem (deleted)'),
  io_uring_setup: opens('anon_inode:[io_uring]'),
  perf_event_open: opens('anon_inode:[perf_event]'),
};

const clone: TaskReader = (cursor, process, _files, processes) => {
  const sharing = sharingOf(cursor);
  const child = resultAt(cursor);
  if (child > 0) processes.endClone(process, child, sharing);
  return true;
};

const fork: TaskReader = (cursor, process, _files, processes) => {
  const child = resultAt(cursor);
  if (child > 0) processes.endClone(process, child, FORK);
  return true;
};

const vfork: TaskReader = (cursor, process, _files, processes) => {
  const child = resultAt(cursor);
  if (child > 0) processes.endClone(process, child, VFORK);
  return true;
};

const FORK: Sharing = { memory: false, descriptors: false, group: false };
/** The child has its parent's memory until it calls execve. */
const VFORK: Sharing = { memory: true, descriptors: false, group: false };

const execve: TaskReader = (cursor, process, files, processes) => {
  const name = files.texts.string(cursor);
  if (resultAt(cursor) === 0) {
    processes.exec(process, name && new TextDecoder().decode(name.bytes.subarray(name.from, name.to)));
  }
  return true;
};

const execveat: TaskReader = (cursor, process, files, processes) => {
  skipArgument(cursor);
  return comma(cursor) && execve(cursor, process, files, processes);
};

/** By name. */
export const TASK_CALLS: Readonly<Record<string, TaskReader>> = {
  clone,
  clone2: clone,
  clone3: clone,
  fork,
  vfork,
  execve,
  execveat,
};

/** What the child of a call shares that has not returned; undefined when it makes no child. @param name the call's */
export function sharingOfPending(name: string, cursor: LineCursor): Sharing | undefined {
  if (name === 'fork') return FORK;
  if (name === 'vfork') return VFORK;
  return name.startsWith('clone') ? sharingOf(cursor) : undefined;
}

/** Reads `flags=CLONE_VM|…` somewhere in the arguments; does not move. */
function sharingOf(cursor: LineCursor): Sharing {
  const { p, to } = cursor;
  const at = cursor.text(p, Math.min(to, p + 200)).indexOf('flags=');
  let flags = 0;
  if (at >= 0) {
    cursor.p = p + at + 'flags='.length;
    flags = flagsAt(cursor, CLONE);
    cursor.p = p;
  }
  return {
    memory: (flags & CLONE_VM) !== 0,
    descriptors: (flags & CLONE_FILES) !== 0,
    group: (flags & CLONE_THREAD) !== 0,
  };
}
