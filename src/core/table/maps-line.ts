/** A region as a line of maps, as the kernel prints it (`show_vma_header_prefix()` in fs/proc/task_mmu.c). */
import { formatAddress } from '../memory-map/address.ts';
import { regionAt, type RegionTable } from '../memory-map/region-table.ts';

/** Where the name starts on kernels of 64 bits: `25 + sizeof(void *) * 6` characters from the start. */
const NAME_COLUMN = 73;

/**
 * The line of a row, without its newline. What the source did not tell is `?` in every place, so that nobody takes it for
 * something that was read.
 */
export function mapsLine(regions: RegionTable, row: number): string {
  const { start, end, perms, offset, file, hasFileId } = regionAt(regions, row);
  const head = [
    `${formatAddress(start)}-${formatAddress(end)}`,
    perms ?? '????',
    offset === undefined ? '????????' : formatAddress(offset),
    hasFileId ? `${file.device} ${file.inode}` : '??:?? ?',
  ].join(' ');
  return file.name === '' ? `${head} ` : `${head} `.padEnd(NAME_COLUMN) + file.name;
}
