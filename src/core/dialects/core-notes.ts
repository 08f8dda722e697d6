/**
 * The mapped files of a core file (NT_FILE, `fill_files_note()` in fs/binfmt_elf.c), as `eu-readelf -n` and `readelf -n` print
 * them: `start-end offset size path` under `15 files:`, or three numbers in a line and the path in the next.
 */
import { AddressRange } from './address-range.ts';
import { DASH } from './bytes.ts';
import type { Candidate, Dialect, LineFault, LineOutcome, LineReader, Opening } from './dialect.ts';
import { Trigger } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Reading } from './part-parser.ts';
import { RowSink } from './row-sink.ts';

const ELFUTILS_HEADING = /^\s+(\d{1,9}) files:$/;
const BINUTILS_HEADING = /^\s+Start +End +Page Offset$/;
const PAGE_SIZE = /^\s+Page size: (\d{1,9})$/;
const TWO_32 = 4294967296;
/** `eu-readelf` prints at least so many of an offset. */
const OFFSET_DIGITS = 8;

export const CORE_NOTES: Dialect = {
  name: 'core-notes',
  triggers: Trigger.range | Trigger.leading,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word } = candidate;
    cursor.p = cursor.from;
    cursor.blanks();
    if (cursor.p !== word) return undefined;
    const above = candidate.above(1);
    const count = ELFUTILS_HEADING.exec(above)?.[1];
    if (count !== undefined && new ElfutilsRow().read(cursor) >= 0) {
      return { reader: new ElfutilsRows(Number(count), cursor.line - 1), rowAt: cursor.from, headings: 1 };
    }
    if (!BINUTILS_HEADING.test(above)) return undefined;
    const pageSize = PAGE_SIZE.exec(candidate.above(2))?.[1];
    const reader = new BinutilsRows(pageSize === undefined ? undefined : Number(pageSize));
    return { reader, rowAt: cursor.from, headings: pageSize === undefined ? 1 : 2 };
  },
};

/** What both have in common. */
abstract class NoteRows implements LineReader {
  protected readonly sink = new RowSink();

  abstract readLine(cursor: LineCursor): LineOutcome;

  finish(): Reading {
    const { assumptions } = this.sink;
    assumptions.add('A core file names its mapped files only: other memory is missing, and permissions are not told.');
    return { ...this.sink.finish(), single: true };
  }
}

class ElfutilsRows extends NoteRows {
  private readonly row = new ElfutilsRow();
  private readonly files: number;
  private readonly heading: number;

  constructor(files: number, heading: number) {
    super();
    this.files = files;
    this.heading = heading;
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink } = this;
    cursor.blanks();
    const { row } = this;
    const endAt = row.read(cursor);
    if (endAt < 0) return sink.count > 0 ? 'end' : 'other';
    if (row.isEmpty) return endsEarly(endAt);
    const { startLow, startHigh, endLow, endHigh } = row;
    sink.row(startLow, startHigh, endLow, endHigh, cursor.line);
    sink.offset(row.offsetLow, row.offsetHigh);
    cursor.blanks();
    sink.name(cursor.bytes, cursor.p, cursor.to);
    return 'row';
  }

  override finish(): Reading {
    const reading = super.finish();
    const { count } = this.sink;
    if (count === this.files) return reading;
    const reason = `the heading tells of ${this.files} files, and ${count} were read`;
    return { ...reading, problems: [{ line: this.heading, column: 1, reason }, ...reading.problems] };
  }
}

class BinutilsRows extends NoteRows {
  private readonly pageSize: number | undefined;
  /** A row waits for its path. */
  private isOpen = false;

  constructor(pageSize: number | undefined) {
    super();
    this.pageSize = pageSize;
  }

  readLine(cursor: LineCursor): LineOutcome {
    const { sink, pageSize } = this;
    cursor.blanks();
    if (this.isOpen) {
      this.isOpen = false;
      sink.name(cursor.bytes, cursor.p, cursor.to);
      return 'part';
    }
    if (!cursor.startsWith('0x')) return 'end';
    if (cursor.prefixedHex() <= 0) return cursor.misplaced('the start');
    const { low, high } = cursor;
    if (cursor.blanks() === 0) return cursor.misplaced('the end');
    const endAt = cursor.p;
    if (cursor.anyHex() <= 0) return cursor.misplaced('the end');
    if (cursor.high < high || (cursor.high === high && cursor.low <= low)) return endsEarly(endAt);
    sink.row(low, high, cursor.low, cursor.high, cursor.line);
    cursor.blanks();
    this.isOpen = true;
    if (cursor.prefixedHex() > 0 && pageSize !== undefined) {
      const offset = cursor.value * pageSize;
      sink.offset(offset % TWO_32, Math.floor(offset / TWO_32) % TWO_32);
    }
    return 'row';
  }
}

/** What stands before the path of a row of `eu-readelf`. */
class ElfutilsRow extends AddressRange {
  offsetLow = 0;
  offsetHigh = 0;

  /** Goes over `start-end offset size`; gives where the end stands, -1 when the cursor is at something else. */
  read(cursor: LineCursor): number {
    if (cursor.hex() <= 0 || !cursor.take(DASH)) return -1;
    this.setStart(cursor);
    const endAt = cursor.p;
    if (cursor.hex() <= 0 || cursor.blanks() === 0) return -1;
    this.setEnd(cursor);
    if (cursor.hex() < OFFSET_DIGITS || cursor.blanks() === 0) return -1;
    this.offsetLow = cursor.low;
    this.offsetHigh = cursor.high;
    return cursor.decimal() < 0 ? -1 : endAt;
  }
}

function endsEarly(at: number): LineFault {
  return { at, reason: 'the region ends before it starts' };
}
