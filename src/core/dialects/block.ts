/** Reads one map out of a text: hands its lines to its dialect until they are no longer of the map. */
import type { DialectName, LineRange } from '../memory-map/memory-map.ts';
import { endsInReturn, lineAbove, NEWLINE } from './bytes.ts';
import type { Dialect, LineFault, Opening } from './dialect.ts';
import { escapesAround, EscapedLines } from './escaped-lines.ts';
import { LineCursor } from './line-cursor.ts';
import { TextLines, type Lines } from './lines.ts';
import type { Reading } from './part-parser.ts';
import { isQuotedPrintable, QuotedPrintableLines } from './quoted-printable.ts';

/** So many lines that are not of the map may stand between two rows: a message of another thread, a wrapped path. */
const FOREIGN_LINES = 2;
/** So many lines may that a dialect expects there: what a traced program prints. */
const ASIDES = 200;
/** So many blank lines may. */
const BLANK_LINES = 1;
/** Lines that are read without asking whether to go on: about 10 ms. */
const LINES_AT_ONCE = 2 ** 15;
/** As many rows that are read in one go take a few. */
const ROWS_AT_ONCE = 2 ** 14;

/** A map in a text. */
export interface Block {
  readonly dialect: DialectName;
  readonly range: LineRange;
  readonly reading: Reading;
  /** The maps of other processes whose lines stand in the same range. */
  readonly others: readonly Reading[];
}

/** A line that opens a map. */
export interface Found {
  readonly dialect: Dialect;
  readonly opening: Opening;
  /** Where the line starts and ends, and its number. */
  readonly from: number;
  readonly to: number;
  readonly line: number;
  /** Where the text starts that no map before this one has taken, and that line's number. */
  readonly free: number;
  readonly freeLine: number;
}

/** A block, and where to go on looking for the next one. */
export interface ReadBlock extends Block {
  /** Where the text goes on behind it, and that line's number. */
  readonly end: number;
  readonly next: number;
}

/**
 * Reads the map that opens at a line.
 * @param goesOn asked once in a while, with how many bytes are behind; it throws to stop
 */
export function readBlock(bytes: Uint8Array, found: Found, goesOn?: (done: number) => void): ReadBlock {
  const { dialect, opening, free, freeLine } = found;
  const { reader, headings, rowsAbove = 0 } = opening;
  const from = rowsAbove > 0 ? lineAbove(bytes, found.from, free, rowsAbove).from : found.from;
  const line = found.line - rowsAbove;
  const lines = opening.lines ?? linesOf(bytes, found, from, line);
  const cursor = new LineCursor();
  const takesRuns = reader.readRun !== undefined && lines.run !== undefined;
  // A reader that takes not even its first line must not be asked for it again.
  let end = Math.min(bytes.length, found.to + 1);
  let next = found.line + 1;
  let last = line;
  let foreign = 0;
  let asides = 0;
  let blank = 0;
  /** Faults since the last row: they are the map's when another row follows. */
  let faults: LocatedFault[] = [];
  const kept: LocatedFault[] = [];
  /** The dialect knows the last of them for a broken line of the map. */
  let isBroken = false;
  while (lines.next(cursor)) {
    if (cursor.line % LINES_AT_ONCE === 0) goesOn?.(lines.end);
    const outcome = reader.readLine(cursor);
    if (outcome === 'end') break;
    if (outcome === 'row' || outcome === 'part' || outcome === 'last') {
      if (faults.length > 0) {
        kept.push(...faults);
        faults = [];
      }
      foreign = 0;
      asides = 0;
      blank = 0;
      if (outcome === 'row' && takesRuns && lines.run!(reader, ROWS_AT_ONCE) > 0) goesOn?.(lines.end);
      last = Math.max(cursor.line, lines.endLine - 1);
      end = lines.end;
      next = lines.endLine;
      if (outcome === 'last') break;
      continue;
    }
    if (outcome === 'aside') {
      if (++asides > ASIDES) break;
      continue;
    }
    if (isBlank(cursor)) {
      if (++blank > BLANK_LINES) break;
      continue;
    }
    faults.push(located(cursor, outcome));
    isBroken = outcome !== 'other';
    if (++foreign > FOREIGN_LINES) break;
  }
  // A row that the text ends in the middle of: nothing follows that would show that it was one.
  if (foreign === 1 && isBroken && lines.end === bytes.length && bytes.at(-1) !== NEWLINE) kept.push(...faults);
  const { rowAt } = opening;
  const reading = reader.finish(bytes, { free, freeLine, from: found.from, rowAt, end, next });
  const problems = kept.length > 0 ? [...reading.problems, ...kept].sort((a, b) => a.line - b.line) : reading.problems;
  return {
    dialect: reader.dialect ?? dialect.name,
    range: { first: line - headings, last },
    reading: { ...reading, problems },
    others: reader.others?.() ?? [],
    end,
    next,
  };
}

/** The lines of a map whose rows stand a line each, or in a string of one line. */
function linesOf(bytes: Uint8Array, found: Found, from: number, line: number): Lines {
  const { from: rowLine, to, opening } = found;
  const depth = from === rowLine ? escapesAround(bytes, rowLine, opening.rowAt, to) : 0;
  if (depth > 0) return new EscapedLines(bytes, opening.rowAt, to, line, depth);
  const prefix = { from: rowLine, to: opening.rowAt };
  if (isQuotedPrintable(bytes, rowLine)) return new QuotedPrintableLines(bytes, from, prefix, line);
  return new TextLines(bytes, from, prefix, line, endsInReturn(bytes, rowLine));
}

interface LocatedFault {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

function located(cursor: LineCursor, fault: LineFault | 'other'): LocatedFault {
  const { line, lineStart } = cursor;
  if (fault !== 'other') return { line, column: Math.max(1, fault.at - lineStart + 1), reason: fault.reason };
  return {
    line,
    column: Math.max(1, cursor.from - lineStart + 1),
    reason: `${cursor.found(cursor.from)} stands between the rows of a map and is none of them`,
  };
}

function isBlank(cursor: LineCursor): boolean {
  cursor.restart();
  cursor.blanks();
  return cursor.atEnd;
}
