/** The formats that a memory map can be written in. */
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { conversionNotes, refusal } from './conversion-notes.ts';
import { csvText } from './csv.ts';
import { mapsText } from './maps-text.ts';
import { markdownTable } from './markdown-table.ts';
import { normalFormText } from './normal-form.ts';
import type { RowMask } from './rows.ts';
import { smapsText } from './smaps-text.ts';

export type FormatId = 'maps' | 'smaps' | 'csv' | 'json' | 'markdown';

/** One format. */
export interface Format {
  readonly id: FormatId;
  /** A few words for a list. */
  readonly label: string;
  /** Of a file's name, with the dot. */
  readonly extension: string;
  /** What editors call the language. */
  readonly languageId: string;
  /** The map in pieces, a large one never as a whole. @param mask which regions, all when it is absent */
  write(map: MemoryMap, mask?: RowMask): Iterable<Uint8Array | string>;
  /** What is taken for granted or left out, a sentence each. */
  notes(map: MemoryMap, mask?: RowMask): readonly string[];
  /** Why the map cannot be in this format, a sentence; undefined when it can. */
  refuses(map: MemoryMap): string | undefined;
}

const TABLE: readonly Omit<Format, 'notes' | 'refuses'>[] = [
  { id: 'maps', label: '/proc/PID/maps text', extension: '.maps', languageId: 'procmaps', write: mapsText },
  { id: 'smaps', label: '/proc/PID/smaps text', extension: '.smaps', languageId: 'procmaps', write: smapsText },
  { id: 'csv', label: 'CSV', extension: '.csv', languageId: 'csv', write: csvText },
  { id: 'json', label: 'JSON', extension: '.json', languageId: 'json', write: normalFormText },
  { id: 'markdown', label: 'Markdown table', extension: '.md', languageId: 'markdown', write: markdownTable },
];

/** All formats, in the order in which they are offered. */
export const FORMATS: readonly Format[] = TABLE.map((format) => ({
  ...format,
  notes: (map, mask) => conversionNotes(map, format.id, mask),
  refuses: (map) => refusal(map, format.id),
}));

/** The format of this name; undefined when there is none. */
export function formatOf(id: unknown): Format | undefined {
  return FORMATS.find((format) => format.id === id);
}
