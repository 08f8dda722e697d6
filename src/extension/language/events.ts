/** Maps that are put together from events, such as the calls of a trace. */
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { linesAscend } from '../../core/memory-map/rows-by-line.ts';

const REPLAYED: ReadonlySet<string | undefined> = new Set(['strace', 'perf-mmap']);

/** True for a map that each line of its text has another state of. */
export function isReplayed({ dialect }: MemoryMap): boolean {
  return REPLAYED.has(dialect);
}

/** True when the lines from a row to the next one are the row's: between the lines of events stands anything. */
export function hasRecords(map: MemoryMap): boolean {
  return !isReplayed(map) && linesAscend(map.regions);
}
