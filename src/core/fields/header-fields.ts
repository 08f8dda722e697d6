/**
 * The columns of a region's line, the same in maps, smaps and smaps_rollup (`show_vma_header_prefix()` and
 * `show_map_vma()` in fs/proc/task_mmu.c, proc_pid_maps(5)).
 */
import type { FieldEntry } from './entry.ts';

/** The columns by the name that `fieldAt` gives them. */
export const HEADER_FIELDS = {
  range: {
    name: 'Address range',
    label: 'where the region lies',
    meaning: 'The first address of the region and the address after its last one, in hex.',
    why: 'An address from a backtrace or a fault is in this region when start <= address < end.',
    unit: 'hex',
    source: 'procMaps',
  },
  perms: {
    name: 'Permissions',
    label: 'what the process may do here',
    meaning: 'Read, write and execute as they are in force now, then `p` for private or `s` for shared.',
    why: 'An access that the letters do not allow ends in SIGSEGV.',
    source: 'procMaps',
  },
  offset: {
    name: 'Offset',
    label: 'where in the file the region starts',
    meaning: 'The byte of the file that lies at the first address of the region, in hex.',
    why: 'It turns an address into a place in the file: file offset = address - start of the region + this offset.',
    unit: 'bytes, in hex',
    source: 'procMaps',
  },
  device: {
    name: 'Device',
    label: 'where the file system is',
    meaning: 'Major and minor number of the device that holds the file system of the mapped file, in hex.',
    why: 'Together with the inode it names the file, also after a rename. `stat` and `ls -l` print these numbers in decimal.',
    unit: 'hex:hex',
    source: 'devices',
  },
  inode: {
    name: 'Inode',
    label: 'the number of the file on its device',
    meaning: 'The inode number of the mapped file, in decimal. `0` means that no file is behind the region.',
    why: 'If the file at that path has another inode now, it was replaced, and the process still runs the old one.',
    source: 'procMaps',
  },
  name: {
    name: 'Pathname',
    label: 'what is mapped',
    meaning: 'The path of the mapped file, as seen from the root directory of whoever read the map.',
    why: 'In a container or a chroot the same path can be another file for you: `/proc/PID/root` leads to the right one.',
    source: 'procMaps',
  },
  deleted: {
    name: '(deleted)',
    label: 'the name is gone, the mapping is not',
    meaning:
      'The directory entry that was opened no longer exists: the file was removed, or another one was renamed over it.',
    why: 'Typical after an update: the process still runs the old file, and its disk space stays in use until it ends.',
    source: 'dPath',
  },
} as const satisfies Readonly<Record<string, FieldEntry>>;

/** The name of a column. */
export type HeaderFieldId = keyof typeof HEADER_FIELDS;

/** The two ends of the address range. */
export const RANGE_ENDS = {
  start: {
    name: 'Start address',
    label: 'the first address of the region',
    meaning: 'The first address that belongs to the region. On kernels with an MMU it is a multiple of the page size.',
    why: 'Subtract it from an address in the region to get the distance into it, then add the offset for the place in the file.',
    unit: 'hex',
    source: 'procMaps',
  },
  end: {
    name: 'End address',
    label: 'the address after the last one',
    meaning: 'The first address that no longer belongs to the region: end - start is the exact size.',
    why: 'A pointer equal to the end is already outside, unless the next region starts right there.',
    unit: 'hex',
    source: 'procMaps',
  },
} as const satisfies Readonly<Record<string, FieldEntry>>;

/** The letters of the permission field; `-` has a meaning at each of the first three places. */
export const PERMISSION_LETTERS: readonly Readonly<Record<string, FieldEntry>>[] = [
  {
    r: {
      name: 'r',
      label: 'readable',
      meaning: 'The process may read from the region.',
      why: 'Reading a page that is not in RAM yet brings it there: from the file, or as zeros.',
      source: 'procMaps',
    },
    '-': {
      name: '-',
      label: 'not readable',
      meaning: 'The process may not read from the region.',
      why: 'With `-` in the first three places the region only reserves addresses. A region with `w` alone can be read on x86 all the same.',
      source: 'mmap',
    },
  },
  {
    w: {
      name: 'w',
      label: 'writable',
      meaning: 'The process may write to the region.',
      why: 'In a private mapping the first write to a page makes a copy of it, and that copy costs RAM.',
      source: 'procMaps',
    },
    '-': {
      name: '-',
      label: 'not writable',
      meaning: 'The process may not write to the region now.',
      why: 'Clean file pages can be dropped and read again at any time, so they are the cheapest kind of memory.',
      source: 'mprotect',
    },
  },
  {
    x: {
      name: 'x',
      label: 'executable',
      meaning: 'The processor may run instructions from the region.',
      why: 'Programs and libraries need it for their code. On memory without a file it is a JIT compiler, or code put there by something else.',
      source: 'procMaps',
    },
    '-': {
      name: '-',
      label: 'not executable',
      meaning: 'Jumping into the region ends in SIGSEGV.',
      why: 'That is right for data, heap and stacks: bytes that arrive there cannot be run.',
      source: 'procMaps',
    },
  },
  {
    p: {
      name: 'p',
      label: 'private',
      meaning: 'Made with MAP_PRIVATE: writes stay in this process (copy-on-write) and never reach the file.',
      why: 'It says nothing about sharing RAM right now: pages that nobody wrote to are still shared with others.',
      source: 'mmap',
    },
    s: {
      name: 's',
      label: 'shared',
      meaning: 'Made with MAP_SHARED: what is written is seen by every process that maps the same object.',
      why: 'For a file on disk, writes reach the disk. It does not mean that another process maps it now.',
      source: 'mmap',
    },
    S: {
      name: 'S',
      label: 'shared, on a kernel without an MMU',
      meaning: 'Shared for reading and writing (VM_MAYSHARE and VM_SHARED). Only kernels without an MMU print it.',
      why: 'On such a kernel a small `s` can also be a private read-only mapping whose memory is used by several processes.',
      source: 'taskNommu',
    },
  },
];

/** A name that is neither a path nor in brackets nor one of the kernel's objects. */
export const NOT_A_PATH: FieldEntry = {
  name: 'NAME',
  label: 'a name that is not a path',
  meaning: 'The kernel prints paths from the root, starting with `/`. This text is unknown here.',
  why: 'A program or a person may have shortened or changed the line: compare it with the original.',
  source: 'procMaps',
};

/** A name that is not a path, where others than the kernel print names. */
export const TOOLS_NAME: FieldEntry = {
  name: 'NAME',
  label: 'a name as the source prints it',
  meaning: 'The source names the object so. It is not the whole path that the kernel has of it.',
  why: 'Sources that leave out the folders, such as `pmap` without `-p` and messages of segfaults, print files of one name alike.',
  source: 'pmap',
};

/** A row of showmap, which adds up all regions of a name. */
export const SIZE_ONLY: FieldEntry = {
  name: 'Size',
  label: 'how much is mapped under this name',
  meaning: 'All regions of this name together. The source tells no addresses, and so not where they lie.',
  why: 'It is address space that is set aside, whether anything is behind it or not.',
  source: 'showmap',
};

/** A region without a name. */
export const NAMELESS: FieldEntry = {
  name: 'no name',
  label: 'anonymous memory',
  meaning: 'Nothing stands in the last column: the memory comes from no file and nobody named it.',
  why: 'It is what large allocations, thread stacks and allocator pools look like in plain maps.',
  source: 'procMaps',
};
