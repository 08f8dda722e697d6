/** What reading a text gives, and the parsers that take it in parts, so that parsing can go on while the rest is being read. */
import type { Counters } from '../memory-map/counters.ts';
import type { Architecture, Problem } from '../memory-map/memory-map.ts';
import type { NameColumn } from '../memory-map/name-column.ts';
import type { Mark, Note } from '../memory-map/notes.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/** What was read. The regions have no kinds yet. */
export interface Reading {
  readonly regions: RegionTable;
  readonly counters: Counters | undefined;
  readonly problems: readonly Problem[];
  /** True when every problem is a wrong field of a row, so that the text is one map for certain. */
  readonly inOrder?: boolean;
  /** False when the source tells sizes without addresses; true when it is absent. */
  readonly placed?: boolean;
  /** Whose map it is, when the text tells. */
  readonly title?: string;
  readonly pid?: number;
  /** True when all rows are of one process, whatever their order; else their addresses tell. */
  readonly single?: true;
  /** What the source says in so many words; guessed from the map when it is absent. */
  readonly arch?: Architecture;
  readonly pageSize?: number;
  /** Where pathnames start in the lines, when that is where a kernel has them. */
  readonly nameColumn?: NameColumn | undefined;
  /** What had to be taken for granted, a sentence each, starting with a capital and ending with a full stop. */
  readonly assumptions?: readonly string[];
  readonly notes?: readonly Note[];
  readonly marks?: readonly Mark[];
}

export interface PartParser {
  /** Reads the next part of the text. Parts end where lines end; nothing of the bytes is kept. */
  add(bytes: Uint8Array): void;
  /** What all parts together gave. */
  finish(): Reading;
}
