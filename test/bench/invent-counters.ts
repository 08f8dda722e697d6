/** Counters as smaps has them, for as many regions as one likes: the text of a million records would be 750 MB. */
import type { CounterColumn, Counters } from '../../src/core/memory-map/counters.ts';
import { finish } from '../../src/core/memory-map/radix-sort.ts';
import { sizeNumberAt, type RegionTable } from '../../src/core/memory-map/region-table.ts';
import { packCounters } from '../../src/protocol/pack-counters.ts';
import type { PackedCounters } from '../../src/protocol/packed-counters.ts';

/** How much of a region each part has, in eighths: all of it is drawn by Fill, none empty. */
const PARTS: readonly (readonly [key: string, eighths: number])[] = [
  ['Rss', 7],
  ['Pss', 6],
  ['Shared_Clean', 1],
  ['Shared_Dirty', 1],
  ['Private_Clean', 2],
  ['Private_Dirty', 3],
  ['Swap', 1],
];

/** @param more kB that each second region has grown by */
export function inventCounters(regions: RegionTable, more: number): PackedCounters {
  const columns = PARTS.map(([key, eighths]): CounterColumn => {
    const values = new Uint32Array(regions.count);
    for (let row = 0; row < regions.count; row++) {
      const size = Math.min(2 ** 31, sizeNumberAt(regions, row) / 1024);
      values[row] = (size * eighths) / 8 + (row % 2 === 0 ? more : 0);
    }
    return { key, family: 'smaps', unit: 'kB', values, wide: new Map() };
  });
  const counters: Counters = { columns, vmFlags: new Uint32Array(regions.count), flagSets: [[]] };
  return finish(packCounters(counters, regions));
}
