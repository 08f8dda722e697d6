/** The changes between two maps one by one, the largest first: for a report, where `Growth` is for a table of regions. */
import { counterColumn } from '../memory-map/counters.ts';
import { formatPerms } from '../memory-map/permissions.ts';
import { sizeNumberAt } from '../memory-map/region-table.ts';
import { takeBaseline, type Reading } from './baseline.ts';
import { bytesAt, compare, type Change, type Growth, type SplitGrowth } from './compare.ts';

/** What became of one region. */
export interface RegionChange {
  readonly what: keyof typeof Change | 'gone';
  /** Of the later map, or of the earlier one when it is gone. */
  readonly row: number;
  /** The difference in bytes; NaN where a map does not tell the region's end. */
  readonly size: number;
  /** The difference of the counter in bytes, of all parts where a region was split; undefined where it is not known. */
  readonly memory: number | undefined;
  readonly split?: SplitGrowth | undefined;
  /** What its permissions were, as the kernel prints them, where they were others. */
  readonly permsWere?: string | undefined;
}

/** What two maps differ in. */
export interface Comparison {
  /** By the rows of the later map. */
  readonly growth: Growth;
  /** The counter that both maps tell, such as `Rss`; undefined when there is none. */
  readonly memoryKey: string | undefined;
  /** By the difference of that counter, then of the size; regions that are as they were are left out. */
  readonly changes: readonly RegionChange[];
}

/** By `Change`. */
const WORDS = ['same', 'new', 'grown', 'shrunk'] as const;

/** Compares two maps. @param isOther see `pairRegions` */
export function changesBetween(before: Reading, after: Reading, isOther: boolean): Comparison {
  const growth = compare(takeBaseline(before), after, isOther);
  const { changes, size, memory, permsWere, goneRows } = growth;
  const memoryKey = memory?.key;
  const known = (bytes: number | undefined): number | undefined => (Number.isNaN(bytes) ? undefined : bytes);
  const stayed = Array.from(changes, (change, row): RegionChange => {
    const split = memory?.splits.get(row);
    const bytes = known(split ? split.bytes : memory?.bytes[row]);
    const perms = permsWere.get(row);
    return {
      what: WORDS[change] ?? 'same',
      row,
      size: size[row] ?? NaN,
      memory: bytes,
      split,
      permsWere: perms === undefined ? undefined : formatPerms(perms),
    };
  });
  const column = before.counters && memoryKey !== undefined ? counterColumn(before.counters, memoryKey) : undefined;
  const gone = Array.from(goneRows, (row): RegionChange => {
    const bytes = column && known(bytesAt(column, row));
    return {
      what: 'gone',
      row,
      size: -sizeNumberAt(before.regions, row) || NaN,
      memory: bytes === undefined ? undefined : -bytes,
    };
  });
  const differing = stayed.filter(
    ({ what, memory: bytes, permsWere: perms }) => what !== 'same' || Boolean(bytes) || perms !== undefined,
  );
  const weight = ({ memory: bytes = 0 }: RegionChange): number => Math.abs(bytes);
  const sizeOf = ({ size: bytes }: RegionChange): number => Math.abs(bytes) || 0;
  return {
    growth,
    memoryKey,
    changes: [...differing, ...gone].sort((a, b) => weight(b) - weight(a) || sizeOf(b) - sizeOf(a)),
  };
}
