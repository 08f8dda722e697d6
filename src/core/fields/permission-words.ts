/**
 * The whole permission field in plain words: eight combinations of r, w and x, each private, shared, or shared as
 * kernels without an MMU print it (`nommu_vma_show()` in fs/proc/task_nommu.c).
 */

/** What a combination of permission letters says. */
export interface PermissionWords {
  /** The four letters. */
  readonly perms: string;
  /** What it allows, in plain words. */
  readonly plain: string;
  /** Where the processor allows more than the letters say; left out where it does not. */
  readonly hardware?: string;
  /** What usually has it. */
  readonly owner: string;
  /** Why somebody should look twice; left out where there is nothing to say. */
  readonly care?: string;
  /** True where `care` is for memory without a file only. */
  readonly fileIsFine?: boolean;
}

const W_AND_X = 'Bytes can be written here and then executed, which takes away a layer of protection.';

const X86_READS = 'On x86 it can be read too: the processor has no write-only memory.';

const WITH_MMU: readonly PermissionWords[] = [
  {
    perms: '---p',
    plain: 'Reserved addresses without access; they cost address space, not memory.',
    owner: 'guard pages of stacks, reserves of heaps and arenas, padding between ELF segments',
  },
  {
    perms: 'r--p',
    plain: 'Read-only private data.',
    owner: 'ELF headers and constants, RELRO data after relocation, locale files, fonts',
  },
  {
    perms: '-w-p',
    plain: 'Private data that may be written, but not read.',
    hardware: X86_READS,
    owner: 'almost nothing: an odd choice, not a dangerous one',
  },
  {
    perms: 'rw-p',
    plain: 'Ordinary private data: readable and writable, not executable.',
    owner: 'variables, heap, stacks, malloc arenas',
  },
  {
    perms: '--xp',
    plain: 'Execute-only private code: it can run, but not be read as data.',
    owner: '[vsyscall], [uprobes], programs built for execute-only memory',
  },
  {
    perms: 'r-xp',
    plain: 'Private code: readable and executable, not writable.',
    owner: 'the text of programs and libraries, the vDSO, finished JIT code',
    care: 'No file is behind it: code that was made at run time, usually by a JIT compiler.',
    fileIsFine: true,
  },
  {
    perms: '-wxp',
    plain: 'Private memory that can be written and executed.',
    hardware: X86_READS,
    owner: 'rare; the same as rwxp in practice',
    care: `${W_AND_X} Hardly anything needs this.`,
  },
  {
    perms: 'rwxp',
    plain: 'Private memory that can be read, written and executed (W+X).',
    owner: 'classic JIT compilers (Node.js, HotSpot), Valgrind, trampolines, programs with an executable stack',
    care: `${W_AND_X} Normal for a JIT compiler, worth a question elsewhere.`,
  },
  {
    perms: '---s',
    plain: 'A shared mapping without access: reserved addresses of a shared object.',
    owner: 'placeholders for GPU buffers and guest memory of virtual machines',
  },
  {
    perms: 'r--s',
    plain: 'A read-only view of something shared: others may change it while you read.',
    owner: 'caches such as gconv-modules.cache, Java’s modules file, read-only IPC',
  },
  {
    perms: '-w-s',
    plain: 'Shared memory for writing only.',
    hardware: X86_READS,
    owner: 'doorbell registers of devices',
  },
  {
    perms: 'rw-s',
    plain:
      'Shared data, readable and writable: every process that maps it sees what is written, and a file gets it on disk.',
    owner: 'shared memory, memfd, database files, device registers, ring buffers',
  },
  {
    perms: '--xs',
    plain: 'Shared execute-only code.',
    owner: 'the run side of a JIT compiler that maps its code twice',
    care: 'Look for a writable mapping of the same device and inode: that is the side the code is written through.',
  },
  {
    perms: 'r-xs',
    plain: 'Shared code: readable and executable, not writable through this mapping.',
    owner: 'the run side of a JIT compiler that maps its code twice (.NET, libffi, PHP)',
    care: 'Look for a writable mapping of the same device and inode: the code can be changed through that one.',
  },
  {
    perms: '-wxs',
    plain: 'Shared memory that can be written and executed.',
    hardware: X86_READS,
    owner: 'rare; the same as rwxs in practice',
    care: `${W_AND_X} Other processes that map it can change the code as well. Hardly anything needs this.`,
  },
  {
    perms: 'rwxs',
    plain: 'Shared memory that can be read, written and executed (W+X).',
    owner: 'rare: the JIT buffer of PHP, some emulators',
    care: `${W_AND_X} Other processes that map it can change the code as well.`,
  },
];

/** The 16 combinations and the eight with the capital S. */
export const PERMISSION_WORDS: readonly PermissionWords[] = [
  ...WITH_MMU,
  ...WITH_MMU.filter(({ perms }) => perms.endsWith('s')).map(({ perms, plain, owner, care }) => ({
    perms: `${perms.slice(0, 3)}S`,
    plain: `${plain} No MMU: the letters say what was asked for, the hardware seldom enforces them.`,
    owner,
    ...(care ? { care } : {}),
  })),
];

/** What a four-letter field says; undefined when it is not one. */
export function permissionWords(perms: string): PermissionWords | undefined {
  return PERMISSION_WORDS.find((words) => words.perms === perms);
}
