/**
 * gdb's `info proc mappings` (gdb/linux-tdep.c): `start end size offset [perms] objfile` under a heading. gdb before 12 and core
 * files have no permissions; a core shows mapped files only. gdb 17 prints a table of its own, where a blank follows each name and
 * the heading says `File` in the place of `objfile`. On Solaris (gdb/procfs.c) flags stand in the place of
 * permissions: `----r-x`.
 */
import { lineAbove } from './above.ts';
import { SPACE } from './bytes.ts';
import { Trigger, type Candidate, type Dialect, type LineOutcome, type LineReader } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { readFourPerms, readPerms } from './perms.ts';
import { RowSink } from './row-sink.ts';

const HEADING = /Start Addr +End Addr +Size +Offset/;
/** The heading of a table whose last column, too, has a blank behind it. */
const NAMES_END_IN_BLANK = /\bFile\s*$/;
const TITLE = /^\s*(?:Mapped address spaces:|process (\d+))/;
/** Lines from the title to the first row: a blank one and the heading. */
const MOST_HEADINGS = 6;

export const GDB: Dialect = {
  name: 'gdb',
  triggers: Trigger.pair,
  open(candidate: Candidate) {
    const { cursor, word } = candidate;
    cursor.p = word;
    if (!isRow(cursor)) return undefined;
    const above = candidate.above(1);
    if (!HEADING.test(above)) return undefined;
    let headings = 1;
    let pid: number | undefined;
    for (let i = 2; i <= MOST_HEADINGS; i++) {
      const title = TITLE.exec(lineAbove(candidate, i));
      if (!title) continue;
      headings = i;
      if (title[1] !== undefined) pid = Number(title[1]);
    }
    return { reader: new GdbRows(above, pid), rowAt: word, headings };
  },
};

class GdbRows implements LineReader {
  private readonly sink = new RowSink();
  private readonly hasFlags: boolean;
  private readonly hasBlanks: boolean;

  constructor(heading: string, pid: number | undefined) {
    this.hasFlags = heading.includes('Flags');
    this.hasBlanks = NAMES_END_IN_BLANK.test(heading);
    this.sink.belongsTo(pid);
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    if (cursor.prefixedHex() <= 0) return 'other';
    const { low, high } = cursor;
    cursor.blanks();
    if (cursor.prefixedHex() <= 0) return { at: cursor.p, reason: 'the end address is missing' };
    if (cursor.high < high || (cursor.high === high && cursor.low <= low)) {
      return { at: cursor.p, reason: 'the region ends before it starts' };
    }
    sink.row(low, high, cursor.low, cursor.high, cursor.line);
    cursor.blanks();
    // The size follows from the addresses.
    if (cursor.prefixedHex() <= 0) return 'row';
    cursor.blanks();
    if (cursor.prefixedHex() > 0) sink.offset(cursor.low, cursor.high);
    cursor.blanks();
    this.readRights(cursor);
    cursor.blanks();
    const { bytes, p, to } = cursor;
    // A paste may have lost the blank.
    sink.name(bytes, p, this.hasBlanks && to > p && bytes[to - 1] === SPACE ? to - 1 : to);
    return 'row';
  }

  finish(): Reading {
    this.sink.assumptions.add('gdb tells no device and no inode; file names alone say which regions belong together.');
    return this.sink.finish();
  }

  private readRights(cursor: LineCursor): void {
    const { bytes, p, to } = cursor;
    const length = this.hasFlags ? 7 : 4;
    if (p + length > to) return;
    const perms = this.hasFlags ? readPerms(bytes, p + 4) : readFourPerms(bytes, p);
    if (perms < 0) return;
    this.sink.perms(perms);
    cursor.p = p + length;
  }
}

/** True when two addresses stand at the cursor, parted by blanks, and the size between them. */
function isRow(cursor: LineCursor): boolean {
  if (cursor.prefixedHex() <= 0 || cursor.blanks() === 0) return false;
  const start = cursor.value;
  if (cursor.prefixedHex() <= 0 || cursor.blanks() === 0) return false;
  const size = cursor.value - start;
  if (cursor.prefixedHex() <= 0) return false;
  // On Solaris the end is the last byte. Other texts have three numbers in a row that are no such thing.
  return cursor.value === size || cursor.value === size + 1;
}
