/**
 * The figures there are, and where each stands. Those of `status` cost some microseconds; `statm` tells a part of the same
 * counters in pages of a size that it does not tell, so it is not asked. Those of `smaps_rollup` are counted by walking the page
 * tables under the process's own lock (Documentation/filesystems/proc.rst).
 */
import type { KernelVersion } from '../doctor/kernel-version.ts';

export type FigureName = StatusName | RollupName | 'uss' | 'regions' | 'oomScore';

export type StatusName =
  | 'rss'
  | 'rssAnon'
  | 'rssFile'
  | 'rssShmem'
  | 'size'
  | 'peakSize'
  | 'peakRss'
  | 'swap'
  | 'locked'
  | 'pinned'
  | 'pageTables'
  | 'data'
  | 'stack'
  | 'threads';

export type RollupName =
  | 'exactRss'
  | 'pss'
  | 'privateClean'
  | 'privateDirty'
  | 'exactSwap'
  | 'swapPss'
  | 'lockedPss'
  | 'anonHuge'
  | 'shmemHuge'
  | 'fileHuge'
  | 'sharedHugetlb'
  | 'privateHugetlb';

/** A field of a file. */
export interface FieldName {
  readonly key: string;
  /** The first Linux that printed it; undefined when that is older than Linux 3. */
  readonly since?: KernelVersion;
}

const v = (major: number, minor: number): KernelVersion => ({ major, minor });

/** Fields of `status`: amounts in kB, `threads` a count. */
export const STATUS_FIELDS: Readonly<Record<StatusName, FieldName>> = {
  rss: { key: 'VmRSS' },
  rssAnon: { key: 'RssAnon', since: v(4, 5) },
  rssFile: { key: 'RssFile', since: v(4, 5) },
  rssShmem: { key: 'RssShmem', since: v(4, 5) },
  size: { key: 'VmSize' },
  peakSize: { key: 'VmPeak' },
  peakRss: { key: 'VmHWM' },
  swap: { key: 'VmSwap' },
  locked: { key: 'VmLck' },
  pinned: { key: 'VmPin', since: v(3, 2) },
  pageTables: { key: 'VmPTE' },
  data: { key: 'VmData' },
  stack: { key: 'VmStk' },
  threads: { key: 'Threads' },
};

/** The first Linux with `smaps_rollup`. */
export const ROLLUP_SINCE = v(4, 14);

/** Fields of `smaps_rollup`, in kB. */
export const ROLLUP_FIELDS: Readonly<Record<RollupName, FieldName>> = {
  exactRss: { key: 'Rss' },
  pss: { key: 'Pss' },
  privateClean: { key: 'Private_Clean' },
  privateDirty: { key: 'Private_Dirty' },
  exactSwap: { key: 'Swap' },
  swapPss: { key: 'SwapPss' },
  lockedPss: { key: 'Locked' },
  anonHuge: { key: 'AnonHugePages' },
  shmemHuge: { key: 'ShmemPmdMapped' },
  fileHuge: { key: 'FilePmdMapped', since: v(5, 4) },
  sharedHugetlb: { key: 'Shared_Hugetlb' },
  privateHugetlb: { key: 'Private_Hugetlb' },
};
