/** The formats that a memory map can be written in. */
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { conversionNotes, refusal } from './conversion-notes.ts';
import { csvText } from './csv.ts';
import type { FormatId } from './format-id.ts';
import { mapsText } from './maps-text.ts';
import { markdownTable } from './markdown-table.ts';
import { normalFormText } from './normal-form.ts';
import type { RowMask } from './rows.ts';
import { smapsText } from './smaps-text.ts';

export type { FormatId } from './format-id.ts';

/** What a format is called. */
export interface FormatName {
  readonly id: FormatId;
  /** A few words for a list. */
  readonly label: string;
  /** Of a file's name, with the dot. */
  readonly extension: string;
  /** What editors call the language. */
  readonly languageId: string;
}

/** One format. */
export interface Format extends FormatName {
  /** The map in pieces, a large one never as a whole. @param mask which regions, all when it is absent */
  readonly write: (map: MemoryMap, mask?: RowMask) => Iterable<Uint8Array | string>;
  /** What is taken for granted or left out, a sentence each. */
  readonly notes: (map: MemoryMap, mask?: RowMask) => readonly string[];
  /** Why the map cannot be in this format, a sentence; undefined when it can. */
  readonly refuses: (map: MemoryMap) => string | undefined;
}

/** All formats, in the order in which they are offered. */
export const FORMATS: readonly Format[] = [
  format('maps', '/proc/PID/maps text', '.maps', 'procmaps', mapsText),
  format('smaps', '/proc/PID/smaps text', '.smaps', 'procmaps', smapsText),
  format('csv', 'CSV', '.csv', 'csv', csvText),
  format('json', 'JSON', '.json', 'json', normalFormText),
  format('markdown', 'Markdown table', '.md', 'markdown', markdownTable),
];

/** The format of this name; undefined when there is none. */
export function formatOf(id: unknown): Format | undefined {
  return FORMATS.find((each) => each.id === id);
}

/** A format for a list: what it is called, and what it would do to a map. */
export interface OfferedFormat extends FormatName {
  /** See `Format.notes`; empty when the format is refused. */
  readonly notes: readonly string[];
  /** See `Format.refuses`. */
  readonly refusal: string | undefined;
}

/** All formats with what each would do to a map, in the order of the table. */
export function offeredFormats(map: MemoryMap, mask?: RowMask): readonly OfferedFormat[] {
  return FORMATS.map(({ id, label, extension, languageId, notes, refuses }) => {
    const reason = refuses(map);
    return { id, label, extension, languageId, notes: reason === undefined ? notes(map, mask) : [], refusal: reason };
  });
}

function format(id: FormatId, label: string, extension: string, languageId: string, write: Format['write']): Format {
  return {
    id,
    label,
    extension,
    languageId,
    write,
    notes: (map, mask) => conversionNotes(map, id, mask),
    refuses: (map) => refusal(map, id),
  };
}
