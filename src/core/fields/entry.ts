/**
 * An entry of the field catalogue: what a field, flag or name of a memory map means. The tables of this folder are lists of
 * entries; hovers, the reference documentation and the grammar's word lists are made from them.
 */
import type { SourceId } from './sources.ts';

/** What one field, flag or name means. `meaning` and `why` are constants of ours in which backquotes mark code. */
export interface FieldEntry {
  /** As it stands in the file; capitals in it such as NAME or TID stand for what varies. */
  readonly name: string;
  /** What it is, in a few words that can stand after the name. */
  readonly label: string;
  /** What it says, in one or two sentences. */
  readonly meaning: string;
  /** What a reader can conclude from it, and what not. */
  readonly why: string;
  /** Unit of the value as printed, for instance `kB` (1024 bytes). */
  readonly unit?: string;
  /** The first kernel, C library or runtime that prints it; left out where no source tells. */
  readonly since?: string;
  readonly source: SourceId;
}

/** An entry that stands for names of a form. */
export interface NameEntry extends FieldEntry {
  /** Matches the whole name as printed, with ` (deleted)`; without it the name must be `name` itself. */
  readonly match?: RegExp;
}

/** The first entry of the tables that a name fits, in their order. */
export function findName(name: string, tables: readonly (readonly NameEntry[])[]): NameEntry | undefined {
  for (const table of tables) {
    for (const entry of table) {
      if (entry.match ? entry.match.test(name) : entry.name === name) return entry;
    }
  }
  return undefined;
}
