/**
 * What a source says of addresses beside its regions: a crash log names the Java heap and the stacks of its threads, a core
 * file the threads' registers. It is better evidence of what a region is than anything that can be guessed from its form.
 */

/** Kinds that a note can give a region; see core/kinds. */
export type NoteKind =
  | 'heap'
  | 'arena'
  | 'stack'
  | 'thread-stack'
  | 'guard'
  | 'reserved'
  | 'anonymous'
  | 'named-anonymous'
  | 'executable-anonymous'
  | 'data-file';

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
  const { ordered, highest } = indexOf(notes);
  const around: Note[] = [];
  const inside: Note[] = [];
  const above = countBelow(ordered, start + 1n);
  // Of the notes before a place none reaches further than the highest end says.
  let first = above;
  while (first > 0 && highest[first - 1]! >= end) first--;
  for (let i = first; i < above; i++) if (ordered[i]!.end >= end) around.push(ordered[i]!);
  for (let i = countBelow(ordered, start); i < ordered.length && ordered[i]!.start < end; i++) {
    const note = ordered[i]!;
    if (note.end <= end && !(note.start === start && note.end === end)) inside.push(note);
  }
  around.sort((a, b) => Number(a.end - a.start - (b.end - b.start)));
  return { around, inside };
}

/** Notes in address order, and the highest end of each one and those before it. */
interface NoteIndex {
  readonly ordered: readonly Note[];
  readonly highest: readonly bigint[];
}

const indexes = new WeakMap<readonly Note[], NoteIndex>();

/** A crash log names some thousand stacks, and each region is asked about. */
function indexOf(notes: readonly Note[]): NoteIndex {
  let index = indexes.get(notes);
  if (!index) {
    const ordered = [...notes].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
    const highest: bigint[] = [];
    let most = 0n;
    for (const { end } of ordered) highest.push((most = end > most ? end : most));
    indexes.set(notes, (index = { ordered, highest }));
  }
  return index;
}

/** How many notes start below an address. */
function countBelow(ordered: readonly Note[], address: bigint): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ordered[middle]!.start < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
