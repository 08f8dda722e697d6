/**
 * Names that the kernel itself gives to regions (`get_vma_name()` in fs/proc/task_mmu.c and the architectures' special
 * mappings). They start with `[`, while a path starts with `/`.
 */
import type { NameEntry } from './entry.ts';

/** The kernel's pseudo-paths. */
export const KERNEL_NAMES: readonly NameEntry[] = [
  {
    name: '[heap]',
    label: 'the brk heap',
    meaning: 'Memory that grows with brk: small allocations of malloc in the first thread.',
    why: 'It is not the whole heap: allocations of about 128 KiB and more, other threads’ arenas and the heaps of Go, Java or V8 lie elsewhere. It can be several regions.',
    source: 'brk',
  },
  {
    name: '[stack]',
    label: 'the stack of the main thread',
    meaning: 'It starts at 132 KiB, grows down when it is used, and never shrinks.',
    why: 'Its limit is `ulimit -s`, not its size here. The stacks of other threads have no name.',
    source: 'procMaps',
  },
  {
    name: '[stack:TID]',
    match: /^\[stack:\d+\]$/,
    label: 'the stack of a thread',
    meaning: 'The stack of the thread with this ID, as the kernel guessed it.',
    why: 'Only Linux 3.4 to 4.4 print it, so the dump comes from such a kernel.',
    since: 'Linux 3.4',
    source: 'procMaps',
  },
  {
    name: '[vdso]',
    label: 'code that the kernel lends to the process',
    meaning: 'A small shared library inside the kernel: reading the clock and the like without a system call.',
    why: 'Every process has it. A backtrace through it is normal; no file on disk belongs to it.',
    source: 'vdso',
  },
  {
    name: '[vvar]',
    label: 'data that the vDSO reads',
    meaning: 'Pages of the kernel with the time and other values, readable by the process.',
    why: 'Every process has it. Debuggers cannot read it through `/proc/PID/mem`.',
    source: 'vdso',
  },
  {
    name: '[vvar_vclock]',
    label: 'clock pages that the vDSO reads',
    meaning: 'Clock pages of the hypervisor (KVM, Hyper-V), split from [vvar].',
    why: 'Harmless. It tells that the dump comes from a recent kernel.',
    since: 'a release between Linux 6.12 and 6.18',
    source: 'vdso',
  },
  {
    name: '[vsyscall]',
    label: 'the old system call page of x86-64',
    meaning: 'A page at the fixed address 0xffffffffff600000, kept for very old programs.',
    why: 'It is not the process’s own memory: 4 KiB that VmSize does not count. `--xp` means that it cannot be read, `r-xp` that it can.',
    source: 'taskMmu',
  },
  {
    name: '[vectors]',
    label: 'kernel helpers of 32-bit ARM',
    meaning: 'The page at 0xffff0000 with small routines of the kernel that programs may call.',
    why: 'It tells that the process is 32-bit ARM.',
    source: 'armHelpers',
  },
  {
    name: '[sigpage]',
    label: 'signal return code of 32-bit ARM',
    meaning: 'The code that a signal handler returns to.',
    why: 'A backtrace that goes through it shows where a signal arrived.',
    source: 'taskMmu',
  },
  {
    name: '[kuser]',
    label: 'kernel helpers of Nios II',
    meaning: 'A page with small routines of the kernel that programs may call.',
    why: 'It tells that the process runs on Nios II.',
    source: 'taskMmu',
  },
  {
    name: '[gic]',
    label: 'registers of the MIPS interrupt controller',
    meaning: 'A page of the interrupt controller that the process may read, used to read the time.',
    why: 'It tells that the process runs on MIPS.',
    source: 'taskMmu',
  },
  {
    name: '[uprobes]',
    label: 'slots of user-space probes',
    meaning: 'Instructions that were moved here because a probe replaced them in the program.',
    why: 'Somebody is tracing this process with perf, bpftrace or SystemTap. It also explains changed pages in its code.',
    source: 'uprobes',
  },
  {
    name: '[uprobes-trampoline]',
    label: 'fast path of user-space probes (x86)',
    meaning: 'Code that a probe jumps through instead of trapping.',
    why: 'Somebody is tracing this process with perf, bpftrace or SystemTap.',
    since: 'a release between Linux 6.12 and 7.2',
    source: 'uprobes',
  },
  {
    name: '[rollup]',
    label: 'the whole process, not a region',
    meaning: 'The head of smaps_rollup: the lines below it are sums over all regions.',
    why: 'The range only tells the first and last address, and the permissions mean nothing.',
    since: 'Linux 4.14',
    source: 'rollupAbi',
  },
  {
    name: '[anon:<fault>]',
    label: 'a name that could not be read',
    meaning: 'The program gave the region a name, but the kernel could not read it.',
    why: 'Only older Android kernels, which read the name from the program’s own memory, print it.',
    source: 'bionic',
  },
];

/** What holds for every private named region; the table of known names is in runtime-names.ts. */
export const NAMED_ANONYMOUS: NameEntry = {
  name: '[anon:NAME]',
  match: /^\[anon:.*\]$/s,
  label: 'private memory that the program named',
  meaning: 'Memory without a file. The program gave it this name with prctl(PR_SET_VMA_ANON_NAME).',
  why: 'The name is the program’s own word, not a fact of the kernel. A missing name means nothing: many kernels are built without the feature.',
  since: 'Linux 5.17, earlier on Android',
  source: 'procRst',
};

/** Shared memory with a name of the program's. */
export const NAMED_SHARED: NameEntry = {
  name: '[anon_shmem:NAME]',
  match: /^\[anon_shmem:.*\]$/s,
  label: 'shared memory that the program named',
  meaning:
    'Shared memory. The program gave it this name with prctl(PR_SET_VMA_ANON_NAME), which replaces the path it would have.',
  why: 'Device and inode are still those of the shared object: look for the same pair to find its other mappings.',
  since: 'Linux 6.2',
  source: 'procRst',
};

/** A name in brackets that the catalogue does not know. */
export const UNKNOWN_PSEUDO_NAME: NameEntry = {
  name: '[NAME]',
  match: /^\[/,
  label: 'a name that this catalogue does not know',
  meaning: 'Names in brackets come from the kernel, not from a file. This one is unknown here.',
  why: 'New kernels and other architectures bring new names. The permissions and the neighbours are the best clue.',
  source: 'taskMmu',
};
