/** What is kept of a map so that later readings can be compared with it: its columns as they are, without a copy. */
import type { CounterColumn, Counters } from '../memory-map/counters.ts';
import { addressOrder, type RegionTable } from '../memory-map/region-table.ts';

/** A map that can be compared. */
export interface Reading {
  readonly regions: RegionTable;
  /** undefined when the source has none. */
  readonly counters: Counters | undefined;
  /** False when the source tells sizes without addresses: regions are then told apart by their names. */
  readonly placed: boolean;
}

/** Where regions lie and what they are: under 40 bytes a region with its memory, the file table aside. */
export interface Baseline extends Pick<RegionTable, 'count' | 'start' | 'end' | 'perms' | 'offset' | 'file' | 'files'> {
  readonly placed: boolean;
  /** Rows in the order of addresses; undefined where a row is its place. */
  readonly order: Uint32Array | undefined;
  /** The counters that tell memory, as far as the source has them. */
  readonly memory: readonly CounterColumn[];
}

/** Counters that tell how much memory a region has; the first that both readings tell is compared. */
const MEMORY: readonly string[] = ['Rss', 'Pss'];

/** Keeps a map. The rest of it is no longer held. */
export function takeBaseline({ regions, counters, placed }: Reading): Baseline {
  const { count, start, end, perms, offset, file, files } = regions;
  const memory = MEMORY.flatMap(
    (key) => counters?.columns.find((column) => column.key === key && column.unit === 'kB') ?? [],
  );
  return { count, start, end, perms, offset, file, files, placed, order: addressOrder(regions), memory };
}
