/** Whether the lines of a map's text are the map's. */
import { isReplayed } from '../../core/memory-map/dialect-names.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { linesAscend } from '../../core/memory-map/rows-by-line.ts';

/** True when the lines from a row to the next one are the row's: between the lines of events stands anything. */
export function hasRecords(map: MemoryMap): boolean {
  return !isReplayed(map) && linesAscend(map.regions);
}
