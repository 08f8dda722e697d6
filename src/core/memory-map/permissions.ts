/**
 * The permission field of a region, as bits. The first three letters are the protection now in force, the fourth tells
 * how the mapping was made (`show_vma_header_prefix()` in fs/proc/task_mmu.c; `nommu_vma_show()` in
 * fs/proc/task_nommu.c for the capital S).
 */
export const Perm = {
  read: 1,
  write: 2,
  execute: 4,
  /** `s`: made with MAP_SHARED (VM_MAYSHARE); without it the mapping is private, that is copy-on-write. */
  shared: 8,
  /** `S`, printed by kernels without an MMU only: really shared (VM_MAYSHARE and VM_SHARED). */
  nommuShared: 16,
  /** The source did not tell the offset. */
  offsetUnknown: 32,
  /** The source did not tell device and inode. */
  fileIdUnknown: 64,
  /** The source did not tell the permissions; the other permission bits mean nothing then. */
  unknown: 128,
} as const;

/** The four letters the kernel would print, or undefined when the source did not tell them. */
export function formatPerms(bits: number): string | undefined {
  if (bits & Perm.unknown) return undefined;
  return (
    (bits & Perm.read ? 'r' : '-') +
    (bits & Perm.write ? 'w' : '-') +
    (bits & Perm.execute ? 'x' : '-') +
    (bits & Perm.nommuShared ? 'S' : bits & Perm.shared ? 's' : 'p')
  );
}

/** The bits of a four-letter field such as `r-xp`, or undefined when it is not one. */
export function parsePerms(text: string): number | undefined {
  if (!/^[r-][w-][x-][spS]$/.test(text)) return undefined;
  return (
    (text[0] === 'r' ? Perm.read : 0) |
    (text[1] === 'w' ? Perm.write : 0) |
    (text[2] === 'x' ? Perm.execute : 0) |
    (text[3] === 's' ? Perm.shared : text[3] === 'S' ? Perm.shared | Perm.nommuShared : 0)
  );
}
