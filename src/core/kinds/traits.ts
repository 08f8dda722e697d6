/** Properties that a region of any kind can have. */
import { isDigit } from '../memory-map/digit.ts';
import { DELETED, DELETED_PREFIX } from '../memory-map/name.ts';
import { NO_FILE, type FileColumns } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/** See the members. */
export interface Traits {
  /**
   * The mapped file was removed or replaced after it was mapped. Not set for memfd, System V, shared anonymous memory, files of
   * O_TMPFILE and other objects without a directory entry, which the kernel always marks so (`d_path()` in fs/d_path.c).
   */
  readonly deleted: boolean;
  /** Writable and executable at once. */
  readonly writeExecute: boolean;
}

/** Objects that never had a directory entry: how their paths start, and how long the paths are that are always as long. */
const ALWAYS_DELETED: readonly (readonly [start: string, length?: number])[] = [
  ['/memfd:'],
  ['/SYSV', '/SYSV00000000'.length],
  ['/dev/zero', '/dev/zero'.length],
  ['/anon_hugepage', '/anon_hugepage'.length],
  ['/[aio]', '/[aio]'.length],
  ['/secretmem', '/secretmem'.length],
  ['/drm mm object'],
  ['/i915'],
  ['/dmabuf:'],
  ['/dev/ashmem'],
];

/** What DELETED ends with, and DELETED_PREFIX starts with. */
const OPENING = 0x28;
const CLOSING = 0x29;
const SLASH = 0x2f;
const NUMBER_SIGN = 0x23;

/** The traits of a row. */
export function traitsAt(table: RegionTable, row: number): Traits {
  const perms = table.perms[row] ?? Perm.unknown;
  const both = Perm.write | Perm.execute;
  const entry = table.file[row] ?? NO_FILE;
  return {
    deleted: isDeleted(table.files, table.files.nameEnd[entry - 1] ?? 0, table.files.nameEnd[entry] ?? 0),
    writeExecute: (perms & (both | Perm.unknown)) === both,
  };
}

/**
 * True for the name of a file that was removed or replaced after it was mapped; see `Traits.deleted`. Names are read as
 * bytes: a map can have a hundred thousand of them.
 */
function isDeleted(files: FileColumns, from: number, to: number): boolean {
  const { nameBytes } = files;
  // Nearly all names are told by two bytes.
  if (from === to) return false;
  if (nameBytes[to - 1] !== CLOSING && nameBytes[from] !== OPENING) return false;
  if (startsWith(files, from, to, '[')) return false;
  const isBehind = startsWith(files, to - DELETED.length, to, DELETED) && to - from >= DELETED.length;
  if (!isBehind && !startsWith(files, from, to, DELETED_PREFIX)) return false;
  const start = isBehind ? from : from + DELETED_PREFIX.length - 1;
  const end = isBehind ? to - DELETED.length : to;
  if (isTemporary(nameBytes, start, end)) return false;
  return !ALWAYS_DELETED.some(
    ([text, length = end - start]) => end - start === length && startsWith(files, start, end, text),
  );
}

/** True for a path that ends in `/#` and a number: what open() made with O_TMPFILE never had a name, and has its inode for one. */
function isTemporary(nameBytes: Uint8Array, start: number, end: number): boolean {
  let at = end;
  while (at > start && isDigit(nameBytes[at - 1] ?? 0)) at--;
  return at < end && at - 1 > start && nameBytes[at - 1] === NUMBER_SIGN && nameBytes[at - 2] === SLASH;
}

/** By file entry 1 for what `Traits.deleted` is true of. */
export const deletedEntries = remembered((files, _, from, to) => isDeleted(files, from, to));

/** By file entry 1 for memory that no file is behind, and that has no name or one given by prctl (`[anon:…]`). */
export const anonymousEntries = remembered(
  (files, i, from, to) => !hasInode(files, i) && (from === to || startsWith(files, from, to, '[anon:')),
);

/**
 * By file entry 1 for what maps a file: it has an inode, or a path where the source does not tell inodes. memfd, System V and
 * shared anonymous memory are files to the kernel.
 */
export const fileEntries = remembered(
  (files, i, from, to) =>
    hasInode(files, i) || startsWith(files, from, to, '/') || startsWith(files, from, to, '(deleted)/'),
);

/**
 * What is true of each file entry, told once for a table and remembered for its life: do not write to it.
 * @param isTrue of an entry whose name lies in `nameBytes` from `from` to `to`
 */
function remembered(
  isTrue: (files: FileColumns, entry: number, from: number, to: number) => boolean,
): (files: FileColumns) => Uint8Array {
  const known = new WeakMap<FileColumns, Uint8Array>();
  return (files) => {
    let found = known.get(files);
    if (found) return found;
    found = new Uint8Array(files.count);
    let from = 0;
    for (let i = 0; i < found.length; i++) {
      const to = files.nameEnd[i] ?? 0;
      if (isTrue(files, i, from, to)) found[i] = 1;
      from = to;
    }
    known.set(files, found);
    return found;
  };
}

function hasInode({ inode }: FileColumns, entry: number): boolean {
  return inode[2 * entry] !== 0 || inode[2 * entry + 1] !== 0;
}

function startsWith({ nameBytes }: FileColumns, from: number, to: number, start: string): boolean {
  if (to - from < start.length) return false;
  for (let i = 0; i < start.length; i++) if (nameBytes[from + i] !== start.charCodeAt(i)) return false;
  return true;
}
