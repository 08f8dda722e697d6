/** What is told about one field of one line: the value as it is here, then what such a field means. */
import type { MemoryMap } from '../memory-map/memory-map.ts';
import type { FieldEntry } from './entry.ts';
import { SOURCES, type Source } from './sources.ts';
import { prose, quoted, type Text } from './text.ts';

/** The explanation of a field. Views render it; nothing in it is escaped yet. */
export interface Explanation {
  /** The field as it stands in the text, or its name. */
  readonly title: Text;
  /** What it is, in a few words. */
  readonly label: string;
  /** What the value says here and in this map, a short line each. */
  readonly here: readonly Text[];
  readonly meaning: Text;
  readonly why: Text;
  /** The first kernel, C library or runtime that has it. */
  readonly since?: string;
  readonly source: Source;
}

/** A region in its map. */
export interface Place {
  readonly map: MemoryMap;
  readonly row: number;
}

/** An explanation made of an entry of the catalogue. */
export function explanation(entry: FieldEntry, here: readonly Text[], title: Text = [quoted(entry.name)]): Explanation {
  return {
    title,
    label: entry.label,
    here,
    meaning: prose(entry.meaning),
    why: prose(entry.why),
    ...(entry.since === undefined ? {} : { since: entry.since }),
    source: SOURCES[entry.source],
  };
}

/** The page size that is counted with, and whether it had to be assumed. */
export function pageSizeOf(place: Place | undefined): { readonly size: bigint; readonly assumed: boolean } {
  const known = place?.map.pageSize;
  return known === undefined || known <= 0 ? { size: 4096n, assumed: true } : { size: BigInt(known), assumed: false };
}
