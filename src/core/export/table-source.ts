/** What tables of regions are written from: of a map what they tell. */
import type { MemoryMap } from '../memory-map/memory-map.ts';

export interface TableSource extends Pick<MemoryMap, 'regions' | 'placed' | 'counters' | 'notes'> {
  /** Columns of what the map itself does not tell; they come last. */
  readonly more?: readonly MoreColumn[];
}

/** A column that is not of the map. Its cells are the program's own and hold nothing that needs to be escaped; its heading can name a file. */
export interface MoreColumn {
  readonly heading: string;
  readonly isNumber: boolean;
  readonly cell: (row: number) => string;
}
