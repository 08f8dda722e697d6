/**
 * VmFlags about access, sharing and what backs a region (`show_smap_vma_flags()` in fs/proc/task_mmu.c, the bits in
 * include/linux/mm.h). The kernel does not promise to keep the codes. The other flags are in vm-flags-advice.ts.
 */
import type { FieldEntry } from './entry.ts';

/** A two-letter code of the VmFlags line. */
export interface FlagEntry extends FieldEntry {
  /** The bit's name in the kernel source; left out for `??`, which stands for several. */
  readonly constant?: string;
}

/** Flags about access, sharing and backing. */
export const ACCESS_FLAGS: readonly FlagEntry[] = [
  {
    name: 'rd',
    constant: 'VM_READ',
    label: 'readable now',
    meaning: 'The region can be read: the `r` of the permissions.',
    why: 'A memory protection key can still forbid it.',
    source: 'procRst',
  },
  {
    name: 'wr',
    constant: 'VM_WRITE',
    label: 'writable now',
    meaning: 'The region can be written: the `w` of the permissions.',
    why: 'A page that is still shared with a parent, a child or a private file mapping is copied when it is first written.',
    source: 'procRst',
  },
  {
    name: 'ex',
    constant: 'VM_EXEC',
    label: 'executable now',
    meaning: 'The region can be executed: the `x` of the permissions.',
    why: 'Expected on code, worth a look on anything else.',
    source: 'procRst',
  },
  {
    name: 'mr',
    constant: 'VM_MAYREAD',
    label: 'may be made readable',
    meaning: 'mprotect may give the region read permission.',
    why: 'Without it the region can never be read.',
    source: 'procRst',
  },
  {
    name: 'mw',
    constant: 'VM_MAYWRITE',
    label: 'may be made writable',
    meaning: 'mprotect may give the region write permission.',
    why: 'Without it the region can never be written, for instance a shared mapping of a file that was opened read-only.',
    source: 'procRst',
  },
  {
    name: 'me',
    constant: 'VM_MAYEXEC',
    label: 'may be made executable',
    meaning: 'mprotect may give the region execute permission.',
    why: 'Without it the region can never hold running code, for instance a file from a file system mounted noexec.',
    source: 'procRst',
  },
  {
    name: 'sh',
    constant: 'VM_SHARED',
    label: 'shared for writing',
    meaning: 'A shared mapping through which writes reach the object.',
    why: 'A shared mapping of a file opened read-only has `ms` but not `sh`: it can never write.',
    source: 'procRst',
  },
  {
    name: 'ms',
    constant: 'VM_MAYSHARE',
    label: 'made as shared',
    meaning: 'Made with MAP_SHARED: the `s` of the permissions.',
    why: 'It does not mean that somebody else maps the object now.',
    source: 'procRst',
  },
  {
    name: 'gd',
    constant: 'VM_GROWSDOWN',
    label: 'grows down',
    meaning: 'The kernel extends the region downwards when the page below it is touched: the main stack.',
    why: 'It grows up to the stack limit (`ulimit -s`) and never shrinks. 256 pages below it (1 MiB as a rule) are kept free.',
    source: 'procRst',
  },
  {
    name: 'pf',
    constant: 'VM_PFNMAP',
    label: 'raw physical pages',
    meaning: 'The pages are physical addresses that the kernel does not manage as memory, such as device registers.',
    why: 'Rss stays 0 however much is mapped.',
    source: 'procRst',
  },
  {
    name: 'io',
    constant: 'VM_IO',
    label: 'device memory',
    meaning: 'Memory-mapped I/O or the like: reading or writing may do something in a device.',
    why: 'Debuggers and core dumps leave it alone, and so should you.',
    source: 'procRst',
  },
  {
    name: 'mm',
    constant: 'VM_MIXEDMAP',
    label: 'mixed pages',
    meaning: 'The region can hold ordinary pages and raw physical ones side by side.',
    why: 'Rss counts the ordinary pages only. Rings of packet sockets and BPF maps have it.',
    source: 'procRst',
  },
  {
    name: 'ht',
    constant: 'VM_HUGETLB',
    label: 'hugetlb pages',
    meaning: 'The region is backed by pages of the hugetlb pool.',
    why: 'Rss and Pss are 0: look at Shared_Hugetlb and Private_Hugetlb.',
    source: 'hugetlb',
  },
  {
    name: 'sf',
    constant: 'VM_SYNC',
    label: 'synchronous page faults',
    meaning: 'Made with MAP_SYNC: a file on persistent memory, mapped directly (DAX).',
    why: 'Flushing the processor’s caches is enough to make writes durable.',
    since: 'Linux 4.15',
    source: 'mmap',
  },
  {
    name: 'ss',
    constant: 'VM_SHADOW_STACK',
    label: 'shadow stack',
    meaning: 'Return addresses that the processor keeps to compare (x86 CET, arm64 GCS, RISC-V).',
    why: 'A protection at work: a return address overwritten on the ordinary stack is noticed.',
    since: 'a release between Linux 6.1 and 6.12',
    source: 'shadowStack',
  },
  {
    name: 'sl',
    constant: 'VM_SEALED',
    label: 'sealed',
    meaning: 'The region was sealed with mseal: mprotect, munmap and mremap are refused.',
    why: 'A protection at work: nobody can change the permissions or replace the mapping.',
    since: 'a release between Linux 6.1 and 6.12',
    source: 'mseal',
  },
  {
    name: 'gu',
    constant: 'VM_MAYBE_GUARD',
    label: 'may hold guard pages',
    meaning: 'Some pages may be guards (MADV_GUARD_INSTALL): touching one ends in SIGSEGV.',
    why: 'Newer C libraries guard thread stacks this way, without a region of their own. Merged neighbours inherit the flag; without it there are certainly none.',
    source: 'madvise',
  },
  {
    name: 'bt',
    constant: 'VM_ARM64_BTI',
    label: 'branch targets checked (arm64)',
    meaning: 'Indirect branches into this code must land on marked instructions.',
    why: 'A protection at work: code is harder to misuse by jumping into its middle.',
    source: 'taskMmu',
  },
  {
    name: 'ar',
    constant: 'VM_ARCH_1',
    label: 'architecture flag',
    meaning:
      'Its meaning depends on the processor: PAT on x86, access ordering on PowerPC, growing up on PA-RISC, ADI on SPARC.',
    why: 'On x86 it marks memory with special caching, as drivers map it.',
    source: 'procRst',
  },
  {
    name: 'mt',
    constant: 'VM_MTE',
    label: 'memory tagging (arm64)',
    meaning: 'The pages carry tags that must match the tag in the pointer.',
    why: 'Overruns and use after free are caught when they happen.',
    source: 'memoryTagging',
  },
  {
    name: 'mp',
    constant: 'VM_MPX',
    label: 'bounds tables (x86 MPX)',
    meaning: 'Bounds tables of Intel MPX. Old kernels only: MPX was removed.',
    why: 'It tells that the dump comes from an old kernel.',
    source: 'taskMmu',
  },
];
