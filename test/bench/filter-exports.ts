/** What the bench of filters calls. */
import { ABSENT, type Counters } from '../../src/core/memory-map/counters.ts';
import type { RegionTable } from '../../src/core/memory-map/region-table.ts';

export { parseMemoryMap } from '../../src/core/dialects/parse.ts';
export { parseFilter } from '../../src/core/filter/query.ts';
export { matchingRows } from '../../src/core/filter/match.ts';

/** Counters for a table without the text of an smaps, which would be 750 MB for a million regions. */
export function makeCounters({ count }: RegionTable): Counters {
  const values = new Uint32Array(count);
  for (let row = 0; row < count; row++) values[row] = row % 16 === 0 ? ABSENT : 4 * ((row * 7919) % 1024);
  return {
    columns: [{ key: 'Rss', family: 'smaps', unit: 'kB', values, wide: new Map() }],
    vmFlags: Uint32Array.from(values, (_, row) => row % 3),
    flagSets: [[], ['rd', 'mr'], ['rd', 'wr', 'mr', 'dd']],
  };
}
