/**
 * The kinds a region can be of, and the groups that legends and totals count them in. The index of a kind in `KINDS` is
 * what RegionTable.kind holds; its `id` is what JSON says.
 */
import type { GroupId } from './groups.ts';

export { GROUPS, groupOf, type Group, type GroupId } from './groups.ts';

/** Which file of the process a file's regions belong to. */
export type Role = 'program' | 'library' | 'interpreter';

/** Kinds that parts of an ELF file have; they exist once for each role and once for a file whose role is not known. */
export type FilePartId = 'file-text' | 'file-rodata' | 'file-relro' | 'file-data' | 'bss' | 'file-padding';

/** What JSON calls a kind. */
export type KindId =
  | FilePartId
  | 'unknown'
  | 'heap'
  | 'arena'
  | 'arena-reserve'
  | 'stack'
  | 'thread-stack'
  | 'shadow-stack'
  | 'guard'
  | 'reserved'
  | 'anonymous'
  | 'named-anonymous'
  | 'executable-anonymous'
  | 'shared-memory'
  | 'data-file'
  | 'device'
  | 'vdso'
  | 'vvar'
  | 'vsyscall'
  | 'kernel-page'
  | 'kernel-object'
  | 'rollup';

/** One kind. */
export interface Kind {
  readonly id: KindId;
  /** Only file parts have one, and only when something tells it. */
  readonly role: Role | undefined;
  /** Two or three words for a tree or a legend, starting with a capital. */
  readonly label: string;
  readonly group: GroupId;
  /** What it is, in one sentence. */
  readonly description: string;
}

const ROLES: readonly { role: Role | undefined; label: string; of: string; group: GroupId }[] = [
  { role: 'program', label: 'Program', of: 'the program the process runs', group: 'program' },
  { role: 'library', label: 'Library', of: 'a shared library', group: 'library' },
  { role: 'interpreter', label: 'Dynamic linker', of: 'the dynamic linker', group: 'library' },
  {
    role: undefined,
    label: 'File',
    of: 'a mapped ELF file (program or library, nothing tells which)',
    group: 'library',
  },
];

const FILE_PARTS: readonly { id: FilePartId; label: string; description: (of: string) => string }[] = [
  {
    id: 'file-text',
    label: 'code',
    description: (of) => `Machine code of ${of}: its text segment, mapped from the file.`,
  },
  {
    id: 'file-rodata',
    label: 'read-only data',
    description: (of) => `Constants, headers and symbol tables of ${of}: a segment that is never written.`,
  },
  {
    id: 'file-relro',
    label: 'RELRO',
    description: (of) => `Data of ${of} that was written by relocation at start and made read-only after it (RELRO).`,
  },
  {
    id: 'file-data',
    label: 'data',
    description: (of) => `Initialised variables of ${of}: private pages of the file, copied when first written.`,
  },
  {
    id: 'bss',
    label: 'bss',
    description: (of) => `Variables of ${of} that start as zero: anonymous memory right behind its data segment.`,
  },
  {
    id: 'file-padding',
    label: 'padding',
    description: (of) => `A gap between the segments of ${of}, kept inaccessible so that nothing else is placed there.`,
  },
];

const OTHER_KINDS: readonly Omit<Kind, 'role'>[] = [
  {
    id: 'heap',
    label: 'Heap (brk)',
    group: 'heap',
    description: 'The brk heap: small allocations of malloc. Large ones and those of other threads lie elsewhere.',
  },
  {
    id: 'arena',
    label: 'Allocator arena',
    group: 'heap',
    description:
      'Heap of an allocator outside brk: malloc’s arenas for threads other than the first, the heaps of Go and Java.',
  },
  {
    id: 'arena-reserve',
    label: 'Arena reserve',
    group: 'reserved',
    description: 'The part of an arena that is not in use yet: address space only, no memory.',
  },
  {
    id: 'stack',
    label: 'Main stack',
    group: 'stack',
    description: 'The stack of the first thread; it grows down up to the stack limit of the process.',
  },
  {
    id: 'thread-stack',
    label: 'Thread stack',
    group: 'thread-stack',
    description: 'The stack of a thread, with its thread-local storage; several stacks can share one region.',
  },
  {
    id: 'shadow-stack',
    label: 'Shadow stack',
    group: 'thread-stack',
    description: 'Return addresses kept by the processor (x86 CET, arm64 GCS, RISC-V) to find a smashed stack.',
  },
  {
    id: 'guard',
    label: 'Guard',
    group: 'reserved',
    description: 'An inaccessible stretch beside a stack or buffer: running into it ends in a fault, not in damage.',
  },
  {
    id: 'reserved',
    label: 'Reserved',
    group: 'reserved',
    description: 'Inaccessible address space kept for later use; it costs no memory.',
  },
  {
    id: 'anonymous',
    label: 'Anonymous',
    group: 'anonymous',
    description: 'Private memory without a file: large allocations, allocator pools, buffers.',
  },
  {
    id: 'named-anonymous',
    label: 'Named anonymous',
    group: 'anonymous',
    description: 'Private memory without a file that the program gave a name (PR_SET_VMA_ANON_NAME).',
  },
  {
    id: 'executable-anonymous',
    label: 'Executable anonymous',
    group: 'jit',
    description:
      'Code that comes from no file on disk: made at run time by a JIT compiler, or put there by something else.',
  },
  {
    id: 'shared-memory',
    label: 'Shared memory',
    group: 'shared',
    description: 'Memory that several processes or several mappings can share; no file on disk is behind it.',
  },
  {
    id: 'data-file',
    label: 'Data file',
    group: 'file',
    description: 'A file mapped for its content: locale, cache, font, archive, database.',
  },
  {
    id: 'device',
    label: 'Device memory',
    group: 'device',
    description: 'Memory of a device or its driver; it is not counted in Rss as a rule.',
  },
  {
    id: 'vdso',
    label: 'vDSO',
    group: 'kernel',
    description: 'Code of the kernel that runs in the process, for instance to read the clock without a system call.',
  },
  { id: 'vvar', label: 'vDSO data', group: 'kernel', description: 'Data of the kernel that the vDSO reads.' },
  {
    id: 'vsyscall',
    label: 'vsyscall',
    group: 'kernel',
    description: 'The legacy entry page of x86-64 at a fixed address; not part of the process’s own memory.',
  },
  {
    id: 'kernel-page',
    label: 'Kernel page',
    group: 'kernel',
    description: 'A page that the kernel puts into the process: signal return code, helpers, probe slots.',
  },
  {
    id: 'kernel-object',
    label: 'Kernel object',
    group: 'kernel',
    description: 'A buffer of a kernel object (perf, io_uring, BPF, KVM, packet socket) mapped into the process.',
  },
  {
    id: 'rollup',
    label: 'Whole process',
    group: 'rollup',
    description: 'Not a region: the sums over all regions, from the first address to the last.',
  },
];

/** The kind of a region that no rule fits, and of every region before it is classified. */
export const UNKNOWN_KIND = 0;

/** All kinds. The index is what RegionTable.kind holds; entry 0 is `unknown`. */
export const KINDS: readonly Kind[] = [
  { id: 'unknown', role: undefined, label: 'Unknown', group: 'unknown', description: 'Nothing tells what this is.' },
  ...ROLES.flatMap(({ role, label, of, group }) =>
    FILE_PARTS.map((part) => ({
      id: part.id,
      role,
      label: `${label} ${part.label}`,
      group,
      description: part.description(of),
    })),
  ),
  ...OTHER_KINDS.map((kind) => ({ ...kind, role: undefined })),
];

const indexes = new Map(KINDS.map((kind, index) => [`${kind.id} ${kind.role ?? ''}`, index]));

/** The index of a kind in `KINDS`: of a file part in the given role, or of another kind (which has no role). */
export function kindIndex(id: KindId, role?: Role): number {
  return indexes.get(`${id} ${role ?? ''}`) ?? UNKNOWN_KIND;
}

/** The kind with an index of RegionTable.kind; an index that is not in the table is `unknown`. */
export function kindOf(index: number): Kind {
  const kind = KINDS[index] ?? KINDS[UNKNOWN_KIND];
  if (!kind) throw new Error('The table of kinds is empty');
  return kind;
}
