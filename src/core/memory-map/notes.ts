/**
 * What a source says of addresses beside its regions: a crash log names the Java heap and the stacks of its threads, a core
 * file the threads' registers. It is better evidence of what a region is than anything that can be guessed from its form.
 */

/** Kinds that a note can give a region; see core/kinds. */
export const NOTE_KINDS = [
  'heap',
  'arena',
  'stack',
  'thread-stack',
  'guard',
  'reserved',
  'anonymous',
  'named-anonymous',
  'executable-anonymous',
  'data-file',
  'vdso',
  'vvar',
] as const;

export type NoteKind = (typeof NOTE_KINDS)[number];

/** A stretch of addresses that the source gives a name. */
export interface Note {
  readonly start: bigint;
  /** Exclusive. */
  readonly end: bigint;
  /** A few words with a capital: `Java heap`, `Stack of thread "main"`. May hold text from the source: escape it. */
  readonly label: string;
  /** What anonymous regions inside it are; undefined when the note only names them. */
  readonly kind?: NoteKind;
  /** Line of the source that says so, from 1; 0 where the source has no lines. */
  readonly line: number;
  /** How it is known, a sentence without a capital and a full stop: `the log says "Heap address: 0x…"`. */
  readonly because: string;
}

/** An address that the source points at. */
export interface Mark {
  readonly address: bigint;
  /** A few words: `fault address`, `sp of thread 4711`. May hold text from the source: escape it. */
  readonly label: string;
  /** Line of the source that says so, from 1; 0 where the source has no lines. */
  readonly line: number;
}

/** The notes that hold the whole of a region, narrowest first, then those that lie inside it, in address order. */
export function notesOf(
  notes: readonly Note[],
  start: bigint,
  end: bigint,
): { readonly around: readonly Note[]; readonly inside: readonly Note[] } {
  const around = notes.filter((note) => note.start <= start && end <= note.end);
  around.sort((a, b) => Number(a.end - a.start - (b.end - b.start)));
  const inside = notes.filter((note) => !around.includes(note) && note.start >= start && note.end <= end);
  return { around, inside };
}
