/** Which regions a command line's filter lets through. */
import { matchingRows, unknownFields } from '../core/filter/match.ts';
import { parseFilter, type Query } from '../core/filter/query.ts';
import type { Growth } from '../core/growth/compare.ts';
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import { rowNames } from '../core/memory-map/row-names.ts';
import { UsageError } from './command.ts';

/** By row 1 for each region that passes; undefined when all do. */
export interface Filtered {
  readonly query: Query;
  readonly mask: Uint8Array | undefined;
}

/** @param growth what the map is compared with, for words such as `new` @throws UsageError for what is no filter */
export function filterRows(text: string, map: MemoryMap, growth?: Growth): Filtered {
  const { query, errors } = parseFilter(text, { ...map, growth });
  const [error] = errors;
  if (error) throw new UsageError(`--filter, character ${error.from + 1}: ${error.message}`);
  return { query, mask: rowsOf(query, map, growth) };
}

/** The regions of a map that a filter lets through. */
export function rowsOf(query: Query, map: MemoryMap, growth?: Growth): Filtered['mask'] {
  const names = map.placed ? rowNames(map.regions, map.notes) : undefined;
  return matchingRows(query, { ...map, names, growth });
}

/** What a filter asks for and a map does not tell, a sentence; none where it tells all. */
export function untoldOf(query: Query, map: MemoryMap): readonly string[] {
  const unknown = unknownFields(query, map);
  return unknown.length > 0
    ? [`The source does not tell ${unknown.join(', ')}, so that no region matches these terms.`]
    : [];
}
