/**
 * A listing of /proc/PID/map_files: `lr-------- 1 root root 64 Nov 23 05:09 558e6e9e5000-558e6e9e6000 -> /usr/bin/x`
 * (`proc_map_files_readdir()` in fs/proc/base.c). Each link is a mapped file; memory without a file has none.
 */
import { DASH } from './bytes.ts';
import type { Candidate, Dialect, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { RowSink } from './row-sink.ts';
import { Word } from './word.ts';

const ARROW = new Word(' -> ');
const LETTER_L = 0x6c;
const SLASH = 0x2f;
/** The mode, links, owner, size and date of a link. */
const LONGEST_HEAD = 200;
const FOLDER = /\/proc\/(\d{1,10})\/(?:task\/\d{1,10}\/)?map_files/;
const TOTAL = /^total \d{1,12}$/;

export const MAP_FILES: Dialect = {
  name: 'map-files',
  triggers: Trigger.range,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word } = candidate;
    const { bytes, from } = cursor;
    if (bytes[from] !== LETTER_L || word - from > LONGEST_HEAD) return undefined;
    cursor.p = word;
    if (!isLink(cursor)) return undefined;
    const total = TOTAL.test(candidate.above(1)) ? 1 : 0;
    const folder = FOLDER.exec(cursor.text(from, word))?.[1];
    const above = folder ?? FOLDER.exec(candidate.above(total + 1))?.[1];
    const headings = above === folder ? total : total + 1;
    return { reader: new Links(above), rowAt: from, headings };
  },
};

class Links implements LineReader {
  private readonly sink = new RowSink();
  /** How far the arrow of the last row is from the start of its line. */
  private column = 0;

  constructor(pid: string | undefined) {
    this.sink.belongsTo(pid);
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { from } = cursor;
    if (cursor.byte() !== LETTER_L) return 'other';
    // Most arrows stand in the column of the one before.
    cursor.p = from + this.column;
    if (cursor.takeWord(ARROW) && this.readLink(cursor, from + this.column) === 'row') return 'row';
    const arrow = arrowIn(cursor);
    if (arrow < 0) return { at: from, reason: 'the link has no target' };
    this.column = arrow - from;
    return this.readLink(cursor, arrow);
  }

  /** Reads a link whose arrow stands at a place. */
  private readLink(cursor: LineCursor, arrow: number): LineOutcome {
    const { sink } = this;
    const { bytes, from, to } = cursor;
    let start = arrow;
    while (start > from && bytes[start - 1] !== 0x20 && bytes[start - 1] !== SLASH) start--;
    cursor.p = start;
    if (cursor.hex() <= 0 || !cursor.take(DASH)) return { at: start, reason: 'the link is not named after addresses' };
    const { low, high } = cursor;
    const endAt = cursor.p;
    if (cursor.hex() <= 0 || cursor.p !== arrow) return { at: endAt, reason: 'the link is not named after addresses' };
    if (cursor.high < high || (cursor.high === high && cursor.low <= low)) {
      return { at: endAt, reason: 'the region ends before it starts' };
    }
    sink.row(low, high, cursor.low, cursor.high, cursor.line);
    sink.name(bytes, arrow + ARROW.length, to);
    return 'row';
  }

  finish(): Reading {
    const { assumptions } = this.sink;
    assumptions.add(
      'map_files has files only: memory without a file is missing, and permissions and offsets are not told.',
    );
    return { ...this.sink.finish(), single: true };
  }
}

/** True when the cursor is at addresses that a link is named after. */
function isLink(cursor: LineCursor): boolean {
  return cursor.hex() > 0 && cursor.take(DASH) && cursor.hex() > 0 && cursor.takeWord(ARROW);
}

/** Where the first arrow of a line stands; -1 without one. */
function arrowIn(cursor: LineCursor): number {
  const { bytes, from, to } = cursor;
  for (let p = from; p < to; p++) {
    if (bytes[p] !== 0x20 || bytes[p + 1] !== DASH) continue;
    cursor.p = p;
    if (cursor.takeWord(ARROW)) return p;
  }
  return -1;
}
