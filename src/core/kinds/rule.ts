/** What a rule is, and the words that rules tell their evidence in. */
import { addressAt, formatAddress } from '../memory-map/address.ts';
import { formatBytes } from '../memory-map/size.ts';
import { formatPerms } from '../memory-map/permissions.ts';
import type { MapFacts } from './facts.ts';
import type { KindId } from './kinds.ts';
import type { NameClass } from './names.ts';
import { sizeAt } from './geometry.ts';

/** How sure a rule is: `certain` when the kernel or the definition says it, `guess` when other things look the same. */
export type Confidence = 'certain' | 'likely' | 'guess';

/** One row of the table of rules. For a region the rules of its name class and permissions are tried in order. */
export interface Rule {
  readonly id: string;
  /** The classes of names the rule is for. */
  readonly on: readonly NameClass[];
  /** Permissions the rule is for, such as `rw?p` (`?` is any letter); a list is for each of them; absent is for all. */
  readonly perms?: readonly string[];
  /**
   * Which signs the region must have, all of them: bits of `Sign` for regions without a name, of `PartSign` for parts of ELF
   * files (signs.ts). Absent when name and permissions say it all.
   */
  readonly needs?: number;
  readonly gives: KindId;
  /** Whose role a file part has: the region's own file, or that of the region below. */
  readonly owner?: 'below';
  readonly confidence: Confidence;
  /** What the rule looks at, for the documentation: a phrase. */
  readonly looksAt: string;
  /** The evidence for one region: sentences with its values, without a capital and a full stop. */
  readonly because: (m: MapFacts, row: number) => readonly string[];
}

/** The size of a row as text. */
export function sizeOfRow(m: MapFacts, row: number): string {
  return formatBytes(sizeAt(m, row));
}

/** The permissions of a row as the kernel prints them. */
export function permsOf(m: MapFacts, row: number): string {
  return formatPerms(m.perms[row]!) ?? 'unknown';
}

/** Start of a row as the kernel prints it. */
export function startText(m: MapFacts, row: number): string {
  return formatAddress(addressAt(m.start, row));
}

/** End of a row as the kernel prints it. */
export function endText(m: MapFacts, row: number): string {
  return formatAddress(addressAt(m.end, row));
}

/** The name of a row without ` (deleted)`. It comes from the source: escape it where it is shown. */
export function nameOf(m: MapFacts, row: number): string {
  return m.nameOfEntry(m.file[row]!);
}

/** A sentence that is the same for every region. */
export function fact(...sentences: string[]): () => readonly string[] {
  return () => sentences;
}

/** `the name is NAME: WHY`. */
export function named(why: string): Rule['because'] {
  return (m, row) => [`the name is ${nameOf(m, row)}: ${why}`];
}
