/** Properties that a region of any kind can have. */
import type { FileColumns } from '../memory-map/file-table.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';

/** See the members. */
export interface Traits {
  /**
   * The mapped file was removed or replaced after it was mapped. Not set for memfd, System V, shared anonymous memory and
   * other objects without a directory entry, which the kernel always marks so (`d_path()` in fs/d_path.c).
   */
  readonly deleted: boolean;
  /** Writable and executable at once. */
  readonly writeExecute: boolean;
}

/** The traits of a row. */
export function traitsAt(table: RegionTable, row: number): Traits {
  const perms = table.perms[row] ?? Perm.unknown;
  const both = Perm.write | Perm.execute;
  return {
    deleted: isDeletedEntry(table.files, table.file[row] ?? NO_FILE),
    writeExecute: (perms & Perm.unknown) === 0 && (perms & both) === both,
  };
}

const ALWAYS_DELETED =
  /^\/(?:memfd:|SYSV[0-9a-fA-F]{8} |dev\/zero |anon_hugepage |\[aio\] |secretmem |drm mm object|i915|dmabuf:|dev\/ashmem)/;

/** True when a file entry is a file that was removed or replaced. */
export function isDeletedEntry(files: FileColumns, entry: number): boolean {
  const from = entry === NO_FILE ? 0 : (files.nameEnd[entry - 1] ?? 0);
  const to = files.nameEnd[entry] ?? 0;
  if (to - from < 10 || files.nameBytes[from] === 0x5b) return false;
  // Paths are bytes: as latin1 each is a character, and the marks are ASCII.
  const name = new TextDecoder('latin1').decode(files.nameBytes.subarray(from, to));
  return (name.endsWith(' (deleted)') || name.startsWith('(deleted)/')) && !ALWAYS_DELETED.test(name);
}
