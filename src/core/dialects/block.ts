/** Reads one map out of a text: hands its lines to its dialect until they are no longer of the map. */
import type { DialectName, LineRange } from '../memory-map/memory-map.ts';
import type { Dialect, LineFault, Opening } from './dialect.ts';
import { lineEnd } from './bytes.ts';
import { LineCursor } from './line-cursor.ts';
import { EscapedLines, endsInReturn, TextLines } from './lines.ts';
import type { Reading } from './part-parser.ts';

/** So many lines that are not of the map may stand between two rows: a message of another thread, a wrapped path. */
const FOREIGN_LINES = 2;
/** So many blank lines may. */
const BLANK_LINES = 1;
/** Lines that are read without asking whether to go on: about 10 ms. */
const LINES_AT_ONCE = 2 ** 15;

/** A map in a text. */
export interface Block {
  readonly dialect: DialectName;
  readonly range: LineRange;
  readonly reading: Reading;
}

/** A block, and where to go on looking for the next one. */
export interface ReadBlock extends Block {
  /** The start of the first line after it, and that line's number. */
  readonly end: number;
  readonly next: number;
}

/**
 * Reads the map that opens at a line.
 * @param from where the line of the first row starts
 * @param line its number
 * @param goesOn asked once in a while, with how many bytes are behind; it throws to stop
 */
export function readBlock(
  bytes: Uint8Array,
  dialect: Dialect,
  opening: Opening,
  from: number,
  line: number,
  goesOn?: (done: number) => void,
): ReadBlock {
  const { reader, rowAt, headings, escaped } = opening;
  const lines = escaped
    ? new EscapedLines(bytes, rowAt, lineEnd(bytes, from), line)
    : new TextLines(bytes, from, rowAt, line, endsInReturn(bytes, from));
  const cursor = new LineCursor();
  let { end } = lines;
  let last = line;
  let foreign = 0;
  let blank = 0;
  /** Faults since the last row: they are the map's when another row follows. */
  let faults: LocatedFault[] = [];
  const kept: LocatedFault[] = [];
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
      blank = 0;
      last = cursor.line;
      ({ end } = lines);
      if (outcome === 'last') break;
      continue;
    }
    if (isBlank(cursor)) {
      if (++blank > BLANK_LINES) break;
      continue;
    }
    faults.push(located(cursor, outcome));
    if (++foreign > FOREIGN_LINES) break;
  }
  const reading = reader.finish(bytes);
  const problems = kept.length > 0 ? [...reading.problems, ...kept].sort((a, b) => a.line - b.line) : reading.problems;
  return {
    dialect: reader.dialect ?? dialect.name,
    range: { first: line - headings, last },
    reading: { ...reading, problems },
    // A reader that takes not even its first line must not be asked for it again.
    end: Math.max(end, Math.min(bytes.length, lineEnd(bytes, from) + 1)),
    next: last + 1,
  };
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
