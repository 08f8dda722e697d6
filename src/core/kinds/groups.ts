/** The groups that legends and totals count kinds in. */

/** Groups of kinds, for colours, legends and totals. */
export type GroupId =
  | 'program'
  | 'library'
  | 'heap'
  | 'stack'
  | 'thread-stack'
  | 'anonymous'
  | 'jit'
  | 'shared'
  | 'file'
  | 'device'
  | 'kernel'
  | 'reserved'
  | 'rollup'
  | 'unknown';

/** One group. */
export interface Group {
  readonly id: GroupId;
  readonly label: string;
  readonly description: string;
}

/** The groups in the order of a legend. */
export const GROUPS: readonly Group[] = [
  { id: 'program', label: 'Program', description: 'The main program: its code, constants and variables.' },
  {
    id: 'library',
    label: 'Libraries',
    description: 'Shared libraries and the dynamic linker; other ELF files when nothing tells their part.',
  },
  { id: 'heap', label: 'Heap', description: 'The brk heap and the arenas of allocators.' },
  { id: 'stack', label: 'Main stack', description: 'The stack of the first thread.' },
  { id: 'thread-stack', label: 'Thread stacks', description: 'Stacks of the other threads, and shadow stacks.' },
  {
    id: 'anonymous',
    label: 'Anonymous',
    description: 'Private memory without a file that is not known as heap or stack.',
  },
  { id: 'jit', label: 'Executable anonymous', description: 'Code that comes from no file, as JIT compilers make it.' },
  {
    id: 'shared',
    label: 'Shared memory',
    description: 'Memory that can be shared: memfd, System V, POSIX, anonymous.',
  },
  { id: 'file', label: 'Data files', description: 'Files mapped for their content.' },
  { id: 'device', label: 'Devices', description: 'Memory of devices and their drivers.' },
  { id: 'kernel', label: 'Kernel', description: 'Pages and buffers that the kernel provides.' },
  { id: 'reserved', label: 'Reserved and guards', description: 'Inaccessible address space; it costs no memory.' },
  { id: 'rollup', label: 'Whole process', description: 'Sums over all regions (smaps_rollup).' },
  { id: 'unknown', label: 'Unknown', description: 'Regions that no rule fits.' },
];

/** The group with an id. */
export function groupOf(id: GroupId): Group {
  const group = GROUPS.find((candidate) => candidate.id === id);
  if (!group) throw new Error(`No group has the id ${id}`);
  return group;
}
