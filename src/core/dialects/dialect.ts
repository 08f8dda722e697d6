/**
 * What a dialect is: it tells whether one of its maps starts at a line, and reads that map line by line. It sees no file and no
 * prefix of a log; `find.ts` finds the lines that are worth asking, `block.ts` hands them over one by one.
 */
import type { DialectName } from '../memory-map/memory-map.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';

/** The words that make a line worth asking. */
export const Trigger = {
  /** Hex digits, a dash, hex digits: `7ffb00000-7ffb75000`, also with `0x` or grouped by `'`. */
  range: 1,
  /** Five or more hex digits after `0x`. */
  prefixed: 2,
  /** Eight to sixteen hex digits between blanks. */
  plain: 4,
  /** Eight or more dashes: the rule under a table's heading. */
  rule: 8,
} as const;

/** A line that may start a map. */
export interface Candidate {
  /** On the start of the whole line; `from` and `to` are its bounds. */
  readonly cursor: LineCursor;
  /** Where the word that was found starts in the cursor's bytes; with its `0x`, when it has one. */
  readonly word: number;
  /** Where its hex digits, or the dashes of a rule, end. */
  readonly wordEnd: number;
  /**
   * The start of a line before this one as text, a character a byte: 1 is the line directly above. Empty when there is none, or
   * when it belongs to another map. Long lines are cut.
   */
  above(distance: number): string;
}

/** A map that starts at a candidate. */
export interface Opening {
  readonly reader: LineReader;
  /** Where the first row starts in the line: what stands before it is a log's prefix, and so are its likes on later lines. */
  readonly rowAt: number;
  /** How many lines above belong to the map: its heading. */
  readonly headings: number;
  /** The rows stand in one line, parted by the two characters `\n`, as in a JSON string. */
  readonly escaped?: boolean;
}

/**
 * What a line is to a map that is being read.
 * - `row`: of the map, and it added a row or completed one
 * - `part`: of the map, but no row: a counter, a rule, a repeated heading
 * - `last`: the map's footer: it belongs to the map, and nothing after it does
 * - `other`: nothing of this map; a few such lines between rows are told as problems
 * - `end`: the map has ended before this line
 * - a fault: a broken line of the map, with the reason
 */
export type LineOutcome = 'row' | 'part' | 'last' | 'other' | 'end' | LineFault;

/** What is wrong with a line: the place in the cursor's bytes, and the reason in words for the user. */
export interface LineFault {
  readonly at: number;
  readonly reason: string;
}

/** Reads one map. The first line it gets is the one that it was opened at. */
export interface LineReader {
  /** The cursor is at the start of a line, whose prefix is already behind it. Nothing of the cursor may be kept. */
  readLine(cursor: LineCursor): LineOutcome;
  /** @param text the whole text, for what a report says of the map in other places */
  finish(text: Uint8Array): Reading;
  /** The dialect, when only the lines tell (maps or smaps). */
  readonly dialect?: DialectName;
}

export interface Dialect {
  readonly name: DialectName;
  /** `Trigger` bits. */
  readonly triggers: number;
  /** Tells whether a map starts here. Called for every line with a word of its triggers: look at a few bytes first. */
  open(candidate: Candidate): Opening | undefined;
}
