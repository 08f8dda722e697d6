/**
 * The mapped files of a core file (NT_FILE, `fill_files_note()` in fs/binfmt_elf.c), as `eu-readelf -n` and `readelf -n` print
 * them: `start-end offset size path` under `15 files:`, or three numbers in a line and the path in the next.
 */
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
    if (count !== undefined && isElfutilsRow(cursor)) {
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

  /** Reads start and end, parted by `between`; a fault when they are not there. */
  protected addRow(cursor: LineCursor, takeBetween: () => boolean): LineFault | undefined {
    if (cursor.anyHex() <= 0) return fault(cursor, 'the start');
    const { low, high } = cursor;
    if (!takeBetween()) return fault(cursor, 'the end');
    const endAt = cursor.p;
    if (cursor.anyHex() <= 0) return fault(cursor, 'the end');
    if (cursor.high < high || (cursor.high === high && cursor.low <= low)) {
      return { at: endAt, reason: 'the region ends before it starts' };
    }
    this.sink.row(low, high, cursor.low, cursor.high, cursor.line);
    cursor.blanks();
    return undefined;
  }
}

class ElfutilsRows extends NoteRows {
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
    if (!isElfutilsRow(cursor)) return sink.count > 0 ? 'end' : 'other';
    const broken = this.addRow(cursor, () => cursor.take(DASH));
    if (broken) return broken;
    if (cursor.hex() > 0) sink.offset(cursor.low, cursor.high);
    cursor.blanks();
    cursor.decimal();
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
    const broken = this.addRow(cursor, () => cursor.blanks() > 0);
    if (broken) return broken;
    this.isOpen = true;
    if (cursor.prefixedHex() > 0 && pageSize !== undefined) {
      const offset = cursor.value * pageSize;
      sink.offset(offset % TWO_32, Math.floor(offset / TWO_32) % TWO_32);
    }
    return 'row';
  }
}

/** True when `start-end offset size` stands at the cursor; it does not move. */
function isElfutilsRow(cursor: LineCursor): boolean {
  const { p } = cursor;
  const isRow =
    cursor.hex() > 0 &&
    cursor.take(DASH) &&
    cursor.hex() > 0 &&
    cursor.blanks() > 0 &&
    cursor.hex() >= 8 &&
    cursor.blanks() > 0 &&
    cursor.decimal() >= 0;
  cursor.p = p;
  return isRow;
}

function fault(cursor: LineCursor, wanted: string): LineFault {
  return { at: cursor.p, reason: `${cursor.found(cursor.p)} stands where ${wanted} should be` };
}
