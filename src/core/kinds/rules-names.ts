/** Rules for regions whose name says what they are: the kernel's names, shared memory, devices, kernel objects. */
import { named, nameOf, permsOf, type Rule } from './rule.ts';
import { kernelObject, kernelPage, runtimeOf, sharedMemory } from './name-words.ts';
import { Perm } from '../memory-map/permissions.ts';
import { isDeletedEntry } from './traits.ts';

/** Memory without a file on disk that may still have a name. */
const MEMORY = [
  'anon-shmem',
  'memfd',
  'sysv',
  'zero',
  'posix-shm',
  'ashmem',
  'anon-hugepage',
  'hugetlbfs',
  'secretmem',
] as const;

export const NAME_RULES: readonly Rule[] = [
  {
    id: 'heap-name',
    on: ['heap'],
    gives: 'heap',
    confidence: 'certain',
    looksAt: 'the name [heap]',
    because: (m, row) => [
      'the name is [heap]: the kernel marks the brk area so',
      ...(m.table.perms[row] === 0
        ? ['it is inaccessible: musl keeps the first page of brk so, and mprotect() can']
        : []),
    ],
  },
  {
    id: 'stack-name',
    on: ['stack'],
    gives: 'stack',
    confidence: 'certain',
    looksAt: 'the name [stack]',
    because: (m, row) => [
      'the name is [stack]: the kernel marks the region that holds the start of the first thread’s stack so',
      ...(m.table.perms[row]! & Perm.execute
        ? ['it is executable: the program or a library asked for an executable stack']
        : []),
    ],
  },
  {
    id: 'stack-of-thread-name',
    on: ['stack-of-thread'],
    gives: 'thread-stack',
    confidence: 'certain',
    looksAt: 'the name [stack:TID] of kernels 3.4 to 4.4',
    because: named('kernels 3.4 to 4.4 mark the region that the stack pointer of that thread is in so'),
  },
  {
    id: 'vdso-name',
    on: ['vdso'],
    gives: 'vdso',
    confidence: 'certain',
    looksAt: 'the name [vdso]',
    because: named('the kernel maps this shared object into every process'),
  },
  {
    id: 'vvar-name',
    on: ['vvar'],
    gives: 'vvar',
    confidence: 'certain',
    looksAt: 'the names [vvar] and [vvar_vclock]',
    because: named('the kernel’s data pages that the vDSO reads'),
  },
  {
    id: 'vsyscall-name',
    on: ['vsyscall'],
    gives: 'vsyscall',
    confidence: 'certain',
    looksAt: 'the name [vsyscall]',
    because: named('a page at a fixed address, listed after all regions although the process did not map it'),
  },
  {
    id: 'kernel-page-name',
    on: ['kernel-page'],
    gives: 'kernel-page',
    confidence: 'certain',
    looksAt: 'the names of pages that only some architectures or tracers have',
    because: (m, row) => [`the name is ${nameOf(m, row)}: ${kernelPage(nameOf(m, row))}`],
  },
  {
    id: 'rollup-name',
    on: ['rollup'],
    gives: 'rollup',
    confidence: 'certain',
    looksAt: 'the name [rollup]',
    because: named('the header of smaps_rollup; its range goes from the first region to the last'),
  },
  {
    id: 'bracketed-name',
    on: ['bracketed'],
    gives: 'kernel-page',
    confidence: 'guess',
    looksAt: 'another name in brackets',
    because: named('names in brackets come from the kernel, and this one is not known here'),
  },
  {
    id: 'named-guard',
    on: ['anon-stack', 'anon-guard'],
    perms: ['---p'],
    gives: 'guard',
    confidence: 'certain',
    looksAt: 'a stack’s or guard’s [anon:…] name without any permission',
    because: (m, row) => [`the name is ${nameOf(m, row)} and the region is inaccessible`, ...runtimeOf(nameOf(m, row))],
  },
  {
    id: 'named-thread-stack',
    on: ['anon-stack'],
    gives: 'thread-stack',
    confidence: 'certain',
    looksAt: 'the [anon:…] names that bionic and glibc give stacks',
    because: namedByRuntime,
  },
  {
    id: 'named-arena-reserve',
    on: ['anon-arena'],
    perms: ['---p'],
    gives: 'arena-reserve',
    confidence: 'certain',
    looksAt: 'the [anon:…] name of a malloc arena without any permission',
    because: namedByRuntime,
  },
  {
    id: 'named-arena',
    on: ['anon-arena'],
    gives: 'arena',
    confidence: 'certain',
    looksAt: 'the [anon:…] name that glibc gives arenas',
    because: namedByRuntime,
  },
  {
    id: 'named-reserve',
    on: ['anon', 'anon-bss'],
    perms: ['---?'],
    gives: 'reserved',
    confidence: 'certain',
    looksAt: 'an [anon:…] name without any permission',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)}: nothing can be read or written`,
      ...namedByRuntime(m, row),
    ],
  },
  {
    id: 'named-bss',
    on: ['anon-bss'],
    gives: 'bss',
    owner: 'below',
    confidence: 'certain',
    looksAt: 'the [anon:…] names that bionic and glibc give bss',
    because: namedByRuntime,
  },
  {
    id: 'memory-executable',
    on: [...MEMORY, 'anon', 'anon-guard'],
    perms: ['??x?'],
    gives: 'executable-anonymous',
    confidence: 'certain',
    looksAt: 'execute permission on memory that no file on disk is behind',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)} and the name ${nameOf(m, row)} is of memory, not of a file on disk`,
      ...runtimeOf(nameOf(m, row)),
    ],
  },
  {
    id: 'named-anonymous',
    on: ['anon', 'anon-guard'],
    gives: 'named-anonymous',
    confidence: 'certain',
    looksAt: 'a name [anon:…]',
    because: namedByRuntime,
  },
  {
    id: 'memory-private',
    on: ['zero', 'anon-hugepage'],
    perms: ['???p'],
    gives: 'anonymous',
    confidence: 'certain',
    looksAt: 'a private mapping of /dev/zero or of huge pages',
    because: (m, row) => [
      `${nameOf(m, row)} is mapped privately (${permsOf(m, row)}): pages of its own, filled with zeros`,
    ],
  },
  {
    id: 'shared-memory-name',
    on: MEMORY,
    gives: 'shared-memory',
    confidence: 'certain',
    looksAt: 'the names of memfd, System V, POSIX, ashmem, secret, huge-page and anonymous shared memory',
    because: (m, row) => [
      `the name is ${nameOf(m, row)}: ${sharedMemory(nameOf(m, row))}`,
      ...runtimeOf(nameOf(m, row)),
    ],
  },
  {
    id: 'property-area',
    on: ['property-area'],
    gives: 'shared-memory',
    confidence: 'certain',
    looksAt: 'paths below /dev/__properties__',
    because: named('Android’s system properties, a tmpfs file that init shares with every process'),
  },
  {
    id: 'kernel-object-name',
    on: ['aio', 'kernel-object'],
    gives: 'kernel-object',
    confidence: 'certain',
    looksAt: 'names without a path: anon_inode:…, socket:[…], /[aio]',
    because: (m, row) => [`the name is ${nameOf(m, row)}: ${kernelObject(nameOf(m, row))}`],
  },
  {
    id: 'kernel-file',
    on: ['kernel-file'],
    gives: 'kernel-object',
    confidence: 'likely',
    looksAt: 'paths below /proc, /sys and /selinux',
    because: named('files of these file systems are made by the kernel, not stored on a disk'),
  },
  {
    id: 'device-name',
    on: ['device', 'device-resource', 'device-inode', 'gpu-object'],
    gives: 'device',
    confidence: 'certain',
    looksAt: 'paths below /dev, PCI resources below /sys, and objects of graphics drivers',
    because: named('memory of a device or its driver; the offset can be a number that only the driver understands'),
  },
  {
    id: 'shared-code-deleted',
    on: ['shared-code'],
    perms: ['??xs', '??xS'],
    test: (m, row) => isDeletedEntry(m.table.files, m.table.file[row]!),
    gives: 'executable-anonymous',
    confidence: 'likely',
    looksAt: 'a deleted file whose code is mapped shared, as libffi and JIT compilers do to keep W^X',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)}: a program’s own code is mapped privately`,
      'the file is deleted: it served as memory that is mapped twice, once to write and once to execute',
    ],
  },
  {
    id: 'shared-code',
    on: ['shared-code'],
    perms: ['??xs', '??xS'],
    gives: 'file-text',
    confidence: 'guess',
    looksAt: 'a file whose code is mapped shared',
    because: (m, row) => [`the permissions are ${permsOf(m, row)}: code of a file, mapped shared`],
  },
];

function namedByRuntime(...[m, row]: Parameters<Rule['because']>): readonly string[] {
  return [
    `the name is ${nameOf(m, row)}: the program named this memory with PR_SET_VMA_ANON_NAME`,
    ...runtimeOf(nameOf(m, row)),
  ];
}
