/** The filter that is typed: what of it is understood, what is wrong with it, and which rows it finds. */
import { matchingRows, unknownFields } from '../../core/filter/match.ts';
import { parseFilter, type FilterError } from '../../core/filter/query.ts';
import type { Listing } from '../../core/table/columns.ts';

export interface Search {
  readonly text: string;
  readonly errors: readonly FilterError[];
  /** Fields that are asked for and that no region of this map has. */
  readonly missing: readonly string[];
  /** By row 1 for what is found; undefined when all is. Terms with errors are left out. */
  readonly matches: Uint8Array | undefined;
}

/** The filter before anything is typed, or before there is a map. */
export function noSearch(text: string): Search {
  return { text, errors: [], missing: [], matches: undefined };
}

/** Searches a map. */
export function search(text: string, listing: Listing): Search {
  const { query, errors } = parseFilter(text, listing);
  return { text, errors, missing: unknownFields(query, listing), matches: matchingRows(query, listing) };
}
