/** The vDSO in sources that name files only, as procps' pmap does: to that everything else is `[ anon ]`. */
import { NO_FILE } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { contiguous, sizeAt } from './geometry.ts';

/** In bytes, at most: it has one or two pages, and four or five of data before it (`map_vdso()` in arch/x86/entry/vdso/vma.c). */
const LARGEST_CODE = 16 * 1024;
const LARGEST_DATA = 64 * 1024;
const READ_EXECUTE = Perm.read | Perm.execute;

/**
 * The row of a vDSO without a name: a little code right behind a little memory that is only read, as nothing else in the map is; -1
 * for none. Programs that make code at run time have more of it, or can write what stands before.
 */
export function unnamedVdso(table: RegionTable, perms: Uint8Array, below: Int32Array | undefined): number {
  let found = -1;
  for (let row = 0; row < table.count; row++) {
    if (perms[row] !== READ_EXECUTE || table.file[row] !== NO_FILE || sizeAt(table, row) > LARGEST_CODE) continue;
    const data = below ? below[row]! : row - 1;
    if (data < 0 || !isDataOfVdso(table, perms, data) || !contiguous(table, data, row)) continue;
    if (found >= 0) return -1;
    found = row;
  }
  return found;
}

/** Whether a row can be the data of a vDSO, by what it is. */
export function isDataOfVdso(
  table: Pick<RegionTable, 'start' | 'end' | 'offset' | 'file'>,
  perms: Uint8Array,
  row: number,
): boolean {
  return perms[row] === Perm.read && table.file[row] === NO_FILE && sizeAt(table, row) <= LARGEST_DATA;
}
