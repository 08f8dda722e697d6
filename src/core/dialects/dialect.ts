/**
 * What a dialect is: it tells whether one of its maps starts at a line, and reads that map line by line. It sees no file and no
 * prefix of a log; `find.ts` finds the lines that are worth asking, `block.ts` hands them over one by one.
 */
import type { DialectName } from '../memory-map/memory-map.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Lines, RunReader } from './lines.ts';
import type { Reading } from './part-parser.ts';

/** The words that make a line worth asking. */
export const Trigger = {
  /** Hex digits, a dash, hex digits: `7ffb00000-7ffb75000`, also with `0x` or grouped by `'`. */
  range: 1,
  /** Five or more hex digits after `0x`, and another `0x` behind them after blanks or ` - `, or a colour's code. */
  pair: 2,
  /** Eight to sixteen hex digits between blanks, with something behind them that a row may go on with. */
  plain: 4,
  /** Eight or more dashes: the rule under a table's heading. */
  rule: 8,
  /** Hex digits, a plus, hex digits behind a bracket or a comma: `[55a3c518e000+1000`, where a region starts and its size. */
  sum: 16,
  /** Five or more hex digits after `0x`, with nothing but blanks before them in their line. */
  leading: 32,
  /** Five or more hex digits after `0x`, behind a bracket, a comma or `= `: an argument or a result. */
  argument: 64,
} as const;

/** A line that may start a map. */
export interface Candidate {
  /** On the start of the whole line; `from` and `to` are its bounds. */
  readonly cursor: LineCursor;
  /** Where the word that was found starts in the cursor's bytes, with its `0x` when it has one; or where the needle does. */
  readonly word: number;
  /** Where the text starts that no map before this one has taken. */
  readonly free: number;
  /** What happens after this line is left out of maps that are put together from events; infinite when nothing is. */
  readonly untilLine: number;
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
  /** How many lines above are rows: rows whose addresses are too short to be looked for. Between them and the heading stands nothing. */
  readonly rowsAbove?: number;
  /** Where to get the rows when they do not stand a line each; the lines of the text when it is absent. */
  readonly lines?: Lines;
}

/** Where a map stands in its text: a reader may look around for what else is said of it. */
export interface Surroundings {
  /** Where the text starts that no map before this one has taken, and that line's number. */
  readonly free: number;
  readonly freeLine: number;
  /** Where the line of the row starts that opened the map, and where that row starts in it. */
  readonly from: number;
  readonly rowAt: number;
  /** Where the first line after the map starts, and its number. */
  readonly end: number;
  readonly next: number;
}

/**
 * What a line is to a map that is being read.
 * - `row`: of the map, and it added a row or completed one
 * - `part`: of the map, but no row: a counter, a rule, a repeated heading
 * - `last`: the map's footer: it belongs to the map, and nothing after it does
 * - `other`: nothing of this map; a few such lines between rows are told as problems
 * - `aside`: nothing of this map, as may stand between its lines: what a traced program prints
 * - `end`: the map has ended before this line
 * - a fault: a broken line of the map, with the reason
 */
export type LineOutcome = 'row' | 'part' | 'last' | 'other' | 'aside' | 'end' | LineFault;

/** What is wrong with a line: the place in the cursor's bytes, and the reason in words for the user. */
export interface LineFault {
  readonly at: number;
  readonly reason: string;
  /** True when the line is a row for certain, and only a field behind its addresses is wrong. */
  readonly isField?: boolean;
}

/** Reads one map. The first line it gets is the one that it was opened at. */
export interface LineReader extends RunReader {
  /** The cursor is at the start of a line, whose prefix is already behind it. Nothing of the cursor may be kept. */
  readLine(cursor: LineCursor): LineOutcome;
  /**
   * @param text the whole text, for what a report says of the map in other places
   * @param around where the map stands in it; a reader that looks at nothing from `free` to `end` twice stays linear
   */
  finish(text: Uint8Array, around: Surroundings): Reading;
  /** The maps of other processes, whose lines stand between those of this one; asked after `finish`. */
  others?(): readonly Reading[];
  /** The dialect, when only the lines tell (maps or smaps). */
  readonly dialect?: DialectName;
}

export interface Dialect {
  readonly name: DialectName;
  /** `Trigger` bits. */
  readonly triggers: number;
  /** A text of at least eight ASCII characters that makes a line worth asking, when no word of an address does. */
  readonly needle?: string;
  /** Tells whether a map starts here. Called for every line with a word of its triggers: look at a few bytes first. */
  open(candidate: Candidate): Opening | undefined;
}
