/** What others than smaps count in a region's row: the words of numa_maps (`show_numa_map()` in fs/proc/task_mmu.c), columns of tools. */
import type { KeyEntry } from './smaps-keys.ts';

const NUMA = { unit: 'pages', source: 'numaMaps', summable: true } as const;
const TOLD = { source: 'numaMaps', summable: false } as const;

/** The words of numa_maps. Pages are of the size that `kernelpagesize_kB` tells: a huge one is one page. */
export const NUMA_KEYS: readonly KeyEntry[] = [
  {
    ...TOLD,
    name: 'policy',
    label: 'memory policy',
    meaning:
      'From which nodes the kernel takes memory for the region: `default`, `bind`, `interleave`, `prefer`, `local`.',
    why: 'It is about pages to come. Where those are that exist `N0`, `N1` … tell.',
  },
  {
    ...TOLD,
    name: 'policy_flags',
    label: 'mode flags of the memory policy',
    meaning:
      'With `static` the nodes are as they were given, with `relative` they count among those that the process may use.',
    why: 'They matter when the nodes that a process may use are changed, by cpusets for instance.',
  },
  {
    ...TOLD,
    name: 'policy_nodes',
    label: 'nodes of the memory policy',
    meaning: 'The nodes that the policy names, as a list such as `0-1,3`.',
    why: 'A policy of one node that is full slows the program down, or ends it where the policy is `bind`.',
  },
  {
    ...NUMA,
    name: 'anon',
    label: 'anonymous pages',
    meaning: 'Pages in RAM that belong to no file: heap, stacks, copies of pages of files.',
    why: 'What the program itself allocated.',
  },
  {
    ...NUMA,
    name: 'dirty',
    label: 'dirty pages',
    meaning: 'Pages in RAM that were written to.',
    why: 'They cannot be dropped: they go to swap or to their file first.',
  },
  {
    ...NUMA,
    name: 'mapped',
    label: 'mapped pages',
    meaning: 'All pages of the region that are in RAM. It is printed only where it differs from `anon` and `dirty`.',
    why: 'Where it is missing, take `anon` or `dirty`; where all three are, no page of the region is in RAM.',
  },
  {
    ...TOLD,
    name: 'mapmax',
    label: 'most mappings of one page',
    meaning: 'The page that is mapped most often is mapped so many times. It is printed from 2 on.',
    why: 'A sign of how much is shared, and with how many processes.',
  },
  {
    ...NUMA,
    name: 'swapcache',
    label: 'pages with a place in swap',
    meaning: 'Pages in RAM that also have a place in swap.',
    why: 'They were in swap, or are about to go there: memory is or was short.',
  },
  {
    ...NUMA,
    name: 'active',
    label: 'active pages',
    meaning: 'Pages that the kernel takes for used. It is printed only where not all are.',
    why: 'The others are the first to be taken away when memory is short.',
  },
  {
    ...NUMA,
    name: 'writeback',
    label: 'pages under writeback',
    meaning: 'Pages that are being written to disk now.',
    why: 'Many of them in each reading mean that the disk does not keep up.',
  },
  {
    ...TOLD,
    name: 'kernelpagesize_kB',
    label: 'page size',
    meaning: 'How large the pages of the region are.',
    why: 'The other numbers of the row count pages of this size.',
    unit: 'kB',
  },
];

/** `N0`, `N1` …: pages on a node. */
const NODE_PAGES: KeyEntry = {
  ...NUMA,
  name: 'N0',
  label: 'pages on this node',
  meaning: 'So many pages of the region are in the RAM of the NUMA node with this number.',
  why: 'Memory of another node than that of the CPU that uses it is slower.',
};

const COLUMN = { source: 'pmap', summable: false } as const;
const ANDROID = { source: 'androidCrash', summable: false } as const;

/** Columns that tools have of their own. */
export const TOOL_KEYS: readonly KeyEntry[] = [
  {
    ...COLUMN,
    name: 'Dirty',
    label: 'dirty pages of pmap',
    meaning: 'Pages in RAM that were written to, shared and private ones together.',
    why: 'They cannot be dropped: they go to swap or to their file first.',
    unit: 'kB',
    partOf: 'Rss',
    summable: true,
  },
  {
    ...COLUMN,
    name: 'Device',
    label: 'device of the file system',
    meaning: 'Major and minor number of the device that the file is on, in hex. `pmap -d` does not tell the inode.',
    why: 'Files of one name on different devices are different files.',
  },
  {
    ...COLUMN,
    source: 'lldb',
    name: 'section',
    label: 'section or segment of the file',
    meaning:
      'Where in the file the region begins, as LLDB calls the part: `PT_LOAD[2]` is the third segment that is loaded.',
    why: '`image dump sections` in LLDB lists them with their addresses.',
  },
  {
    ...COLUMN,
    source: 'valgrind',
    name: 'segment',
    label: 'kind of segment in Valgrind',
    meaning:
      '`file`, `anon` and `shm` are the program’s, `FILE` and `ANON` are Valgrind’s own, `RSVN` is only set aside.',
    why: 'Memory of Valgrind itself is none that the program would have without it.',
  },
  {
    ...COLUMN,
    source: 'core',
    name: 'Dumped',
    label: 'how much of the region the core file holds',
    meaning: 'The rest was left out by the kernel’s filter, or cut off with the file.',
    why: 'What is left out of a file can be read from the file itself; other memory is lost.',
    unit: 'kB',
    summable: true,
  },
  {
    ...COLUMN,
    source: 'showmap',
    name: '#',
    label: 'number of regions',
    meaning: 'So many regions have this name. The row counts them together.',
    why: 'A number that grows tells of mappings that are never given back.',
  },
  {
    ...ANDROID,
    name: 'BuildId',
    label: 'build ID of the file',
    meaning: 'The linker’s mark of this very build of the file (NT_GNU_BUILD_ID).',
    why: 'Only a file, or a file of symbols, with the same build ID tells the right names for its addresses.',
  },
  {
    ...ANDROID,
    name: 'load bias',
    label: 'load bias of the file',
    meaning: 'The lowest address that the file’s own segments have. Addresses in the file count from it.',
    why: 'It has to be added to a distance from the first byte of the file before symbols are looked up.',
  },
];

const known = new Map([...NUMA_KEYS, ...TOOL_KEYS].map((entry) => [entry.name, entry]));

/** The entry of a word of numa_maps or of a tool's column; undefined for what is not known. */
export function toolKeyEntry(key: string): KeyEntry | undefined {
  return known.get(key) ?? (/^N\d{1,4}$/.test(key) ? NODE_PAGES : undefined);
}
