/**
 * What deserves a second look in a map, as a table: what a rule looks at decides by bytes of a region's columns which rows can be
 * meant at all, and only for those the rest is asked. The words are in words.ts.
 */
import { kindOf, type Kind } from '../kinds/kinds.ts';
import { anonymousEntries, deletedEntries, fileEntries } from '../kinds/traits.ts';
import { sameWords } from './ground.ts';
import type { FileColumns } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import { sizeNumberAt } from '../memory-map/region-table.ts';
import type { Ground } from './ground.ts';

/** How much a finding weighs; 0 is none. */
export const Severity = { note: 1, warning: 2, grave: 3 } as const;
export type SeverityLevel = (typeof Severity)[keyof typeof Severity];

/** One rule. All that is given must be true of a region. */
export interface FindingRule {
  readonly id: string;
  readonly severity: SeverityLevel;
  /** What is found, in a few words that start with a capital. */
  readonly title: string;
  /** Of known permission bits. */
  readonly perms?: (bits: number) => boolean;
  readonly kind?: (kind: Kind) => boolean;
  /** By file entry 1 for those that it is true of. */
  readonly entries?: (files: FileColumns) => Uint8Array;
  /** Counters without which nothing can be said. */
  readonly needs?: readonly string[];
  readonly is?: (ground: Ground, row: number) => boolean;
}

const MIB = 2 ** 20;
/** In bytes: smaller mappings of data files are no finding. */
const LARGE_COPY = MIB;
/** In bytes, and the part of it that is in use at most: what is set aside far in advance. */
const LARGE_RESERVE = 64 * MIB;
const USED_PART = 16;
/** In kB, and the part of what is in use at least. */
const LEAST_SWAP = 64;
const SWAPPED_PART = 4;

const has = (wanted: number) => (bits: number) => (bits & wanted) === wanted;
const runs = has(Perm.execute);
const isStack = ({ group }: Kind): boolean => group === 'stack' || group === 'thread-stack';
const isHeap = ({ group }: Kind): boolean => group === 'heap';
const anyAccess = Perm.read | Perm.write | Perm.execute;
/** Kinds whose memory is not counted in Rss, or that the kernel places. */
const isUncounted = ({ group }: Kind): boolean => ['reserved', 'device', 'kernel', 'rollup'].includes(group);

/** The rules; the bit of rule `i` is `1 << i`. At most 16. */
export const FINDING_RULES = [
  {
    id: 'executable-stack',
    severity: Severity.grave,
    title: 'Executable stack',
    perms: runs,
    kind: isStack,
  },
  {
    id: 'executable-heap',
    severity: Severity.grave,
    title: 'Executable heap',
    perms: runs,
    kind: isHeap,
  },
  {
    id: 'wx',
    severity: Severity.grave,
    title: 'Writable and executable',
    perms: has(Perm.write | Perm.execute),
    kind: (kind) => !isStack(kind) && !isHeap(kind),
  },
  {
    id: 'deleted',
    severity: Severity.warning,
    title: 'File deleted or replaced',
    // Programs unlink their shared memory as soon as all have it, and files that only serve as memory for code.
    kind: ({ id }) => id !== 'shared-memory' && id !== 'executable-anonymous',
    entries: deletedEntries,
  },
  {
    id: 'changed-code',
    severity: Severity.warning,
    title: 'Code changed in memory',
    perms: (bits) => runs(bits) && (bits & (Perm.write | Perm.shared)) === 0,
    entries: fileEntries,
    needs: ['Anonymous'],
    is: ({ counter }, row) => counter('Anonymous', row) > 0,
  },
  {
    id: 'copied-file',
    severity: Severity.note,
    title: 'Large copy of a file',
    perms: (bits) => (bits & (Perm.execute | Perm.shared)) === 0,
    kind: ({ id }) => id === 'data-file',
    needs: ['Anonymous'],
    is: ({ counter }, row) => counter('Anonymous', row) * 1024 >= LARGE_COPY,
  },
  {
    id: 'joinable',
    severity: Severity.note,
    title: 'Could be one region with the one before it',
    perms: (bits) => (bits & Perm.shared) === 0 && (bits & anyAccess) !== 0,
    kind: (kind) => !isStack(kind),
    entries: anonymousEntries,
    is: isJoinable,
  },
  {
    id: 'unshared',
    severity: Severity.note,
    title: 'Shared memory whose pages no other process has',
    perms: has(Perm.shared),
    kind: ({ id }) => id === 'shared-memory',
    needs: ['Rss', 'Shared_Clean', 'Shared_Dirty'],
    is: ({ counter, isMappedOnce }, row) =>
      counter('Rss', row) > 0 &&
      counter('Shared_Clean', row) === 0 &&
      counter('Shared_Dirty', row) === 0 &&
      isMappedOnce(row),
  },
  {
    id: 'barely-used',
    severity: Severity.note,
    title: 'Far larger than what is used',
    perms: (bits) => (bits & anyAccess) !== 0,
    kind: (kind) => !isUncounted(kind),
    needs: ['Rss'],
    is: isBarelyUsed,
  },
  {
    id: 'swapped',
    severity: Severity.note,
    title: 'Much of it is in swap',
    needs: ['Rss', 'Swap'],
    is: ({ counter }, row) => {
      const swap = counter('Swap', row);
      return swap >= LEAST_SWAP && swap * SWAPPED_PART >= swap + counter('Rss', row);
    },
  },
  {
    id: 'locked',
    severity: Severity.note,
    title: 'Locked in RAM',
    needs: ['Locked'],
    is: ({ counter }, row) => counter('Locked', row) > 0,
  },
] as const satisfies readonly FindingRule[];

export type FindingId = (typeof FINDING_RULES)[number]['id'];

/**
 * True when a region goes on where the one before it ends, and nothing that the map tells is different. In an smaps the flags
 * and the protection key are the same too.
 */
function isJoinable({ regions, counters, counter, rowBefore }: Ground, row: number): boolean {
  const before = rowBefore(row);
  if (before === undefined) return false;
  const { start, end, perms, file, kind } = regions;
  return (
    sameWords(end, before, start, row) &&
    !sameWords(start, before, end, before) &&
    perms[before] === perms[row] &&
    file[before] === file[row] &&
    kind[before] === kind[row] &&
    counters?.vmFlags[before] === counters?.vmFlags[row] &&
    Object.is(counter('ProtectionKey', before), counter('ProtectionKey', row))
  );
}

/** Flags of memory that is mapped without being counted in Rss: hugetlb pages, pages of devices. */
const UNCOUNTED_FLAGS = ['ht', 'pf', 'io'];

function isBarelyUsed({ regions, counter, flags }: Ground, row: number): boolean {
  const { perms, file, files } = regions;
  // A file that is only read is as large as it is, and its unread parts cost nothing.
  if ((perms[row]! & Perm.write) === 0 && fileEntries(files)[file[row]!] === 1) return false;
  const size = sizeNumberAt(regions, row);
  if (!(size >= LARGE_RESERVE)) return false;
  const rss = counter('Rss', row);
  const swap = counter('Swap', row);
  const used = (rss + (Number.isNaN(swap) ? 0 : swap)) * 1024;
  return used * USED_PART < size && !UNCOUNTED_FLAGS.some((flag) => flags(row).includes(flag));
}

/** The kinds that a rule is for, by index. */
export function kindsOf({ kind }: FindingRule, count: number): readonly boolean[] {
  return Array.from({ length: count }, (_, index) => kind?.(kindOf(index)) ?? true);
}
