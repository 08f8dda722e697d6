/** Properties that a region of any kind can have. */
import { mappedFile, NO_FILE, type FileColumns } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

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

const ALWAYS_DELETED =
  /^\/(?:memfd:|SYSV[0-9a-fA-F]{8}$|dev\/zero$|anon_hugepage$|\[aio\]$|secretmem$|drm mm object|i915|dmabuf:|dev\/ashmem)/;

/** The traits of a row. */
export function traitsAt(table: RegionTable, row: number): Traits {
  const perms = table.perms[row] ?? Perm.unknown;
  const both = Perm.write | Perm.execute;
  return {
    deleted: isDeletedEntry(table.files, table.file[row] ?? NO_FILE),
    writeExecute: (perms & (both | Perm.unknown)) === both,
  };
}

/** True when a file entry is a file that was removed or replaced after it was mapped; see `Traits.deleted`. */
function isDeletedEntry(files: FileColumns, entry: number): boolean {
  const { deleted, path } = mappedFile(files, entry);
  return deleted && !ALWAYS_DELETED.test(path);
}
