/** Which files of /proc a snapshot holds, and why. */

/** The map files that walk the page tables of the process while it waits for its mmap lock; they are read once. */
export const COSTLY_FILES = ['smaps', 'smaps_rollup', 'numa_maps'] as const;

/**
 * Files of a process beside its maps: what it is and what it was started with (`auxv` tells page size and entry point), how much
 * memory it has by the kernel's own count, what limits it, which devices its mappings name (`mountinfo`), and what a core dump of
 * it would hold. `environ` is not among them.
 */
export const PROCESS_FILES = [
  'status',
  'statm',
  'cmdline',
  'comm',
  'limits',
  'auxv',
  'cgroup',
  'oom_score',
  'oom_score_adj',
  'personality',
  'coredump_filter',
  'ksm_stat',
  'uid_map',
  'mountinfo',
] as const;

/** What a thread has of its own, or not at all: of a process whose main thread has ended these are still the main thread's. */
export const NOT_OF_THREADS: ReadonlySet<string> = new Set(['comm', 'coredump_filter']);

/** Of each process, when all processes are saved. */
export const FEW_FILES = ['status', 'statm', 'cmdline', 'comm'] as const;

/** What was left out on purpose. */
export const LEFT_OUT = [
  { file: 'environ', reason: 'the environment holds passwords and keys of many programs' },
] as const;

/** Files of the machine: which kernel it is, how it hands out memory, and how much there is. */
export const MACHINE_FILES = [
  'sys/kernel/osrelease',
  'sys/kernel/version',
  'sys/kernel/hostname',
  'sys/kernel/arch',
  'sys/kernel/randomize_va_space',
  'sys/vm/max_map_count',
  'sys/vm/overcommit_memory',
  'sys/vm/overcommit_ratio',
  'sys/vm/overcommit_kbytes',
  'sys/vm/mmap_min_addr',
  'sys/vm/swappiness',
  'version',
  'uptime',
  'meminfo',
  'swaps',
  'devices',
] as const;

/** Why a file is missing, by the code of the system call that failed. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the kernel did not have it',
  ESRCH: 'the process had no memory any more',
  EACCES: 'it was not allowed to be read',
  EPERM: 'it was not allowed to be read',
};

/** Why a file is missing, a part of a sentence. */
export function whyMissing(code: string): string {
  return REASONS[code] ?? `reading it failed with ${code}`;
}
