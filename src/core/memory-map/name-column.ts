/**
 * Where pathnames start in maps text. The kernel pads the header of a region to 25 + 6 * sizeof(void *) columns, so the word size
 * of the kernel that printed a map, not that of the process, can be told from it (`show_vma_header_prefix()` in
 * fs/proc/task_mmu.c). A header that is longer has one more blank.
 */

/** Bytes before a pathname: 73 on 64-bit kernels, 49 on 32-bit ones. */
export type NameColumn = 73 | 49;

export const NAME_COLUMN_64: NameColumn = 73;
export const NAME_COLUMN_32: NameColumn = 49;
