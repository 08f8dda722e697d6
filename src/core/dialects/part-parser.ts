/** What every dialect's parser does: it takes a text in parts, so that parsing can go on while the rest is still being read. */
import type { Counters } from '../memory-map/counters.ts';
import type { Problem } from '../memory-map/memory-map.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/** What was read. The regions have no kinds yet. */
export interface Reading {
  readonly regions: RegionTable;
  readonly counters: Counters | undefined;
  readonly problems: readonly Problem[];
}

export interface PartParser {
  /** Reads the next part of the text. Parts end where lines end; nothing of the bytes is kept. */
  add(bytes: Uint8Array): void;
  /** What all parts together gave. */
  finish(): Reading;
}
