/** What tables of regions are written from: of a map what they tell. */
import type { MemoryMap } from '../memory-map/memory-map.ts';

export type TableSource = Pick<MemoryMap, 'regions' | 'placed' | 'counters' | 'notes'>;
