/** Fills a RegionTable row by row. Dialects write the columns directly, because a call a field would cost as much. */
import { ColumnBuffer } from './column-buffer.ts';
import { FileBuilder } from './file-builder.ts';
import { nextCapacity, SMALL_COLUMN, trimmed } from './trimmed.ts';
import type { RegionTable } from './region-table.ts';

/** So many rows a table has room for at least, and grows to at once when they do not do. */
const FEWEST_ROWS = 16;
const NEXT_ROWS = 256;
const BYTES_A_ROW = 33;

export class RegionBuilder {
  readonly files: FileBuilder;
  count = 0;
  capacity: number;
  start: Uint32Array;
  end: Uint32Array;
  offset: Uint32Array;
  perms: Uint8Array;
  file: Uint32Array;
  line: Uint32Array;
  /** False as soon as a row starts before the end of the row before it. */
  sorted = true;

  /** @param expected how many rows to make room for; more is no error. */
  constructor(expected: number) {
    this.capacity = Math.max(FEWEST_ROWS, Math.ceil(expected));
    this.files = new FileBuilder(this.capacity);
    const { start, end, offset, perms, file, line } = columns(this.capacity);
    this.start = start;
    this.end = end;
    this.offset = offset;
    this.perms = perms;
    this.file = file;
    this.line = line;
  }

  /** Makes room for at least one more row. */
  grow(): void {
    this.capacity = Math.max(NEXT_ROWS, nextCapacity(this.capacity));
    const { start, end, offset, perms, file, line } = columns(this.capacity);
    start.set(this.start);
    end.set(this.end);
    offset.set(this.offset);
    perms.set(this.perms);
    file.set(this.file);
    line.set(this.line);
    this.start = start;
    this.end = end;
    this.offset = offset;
    this.perms = perms;
    this.file = file;
    this.line = line;
  }

  /** The finished table. Its buffers are not much longer than it is. The kind column is still unset. */
  finish(): RegionTable {
    const { count } = this;
    return {
      count,
      start: trimmed(this.start, 2 * count),
      end: trimmed(this.end, 2 * count),
      offset: trimmed(this.offset, 2 * count),
      perms: trimmed(this.perms, count),
      file: trimmed(this.file, count),
      line: trimmed(this.line, count),
      kind: new Uint8Array(count),
      files: this.files.finish(),
      sorted: this.sorted,
    };
  }
}

/** Columns for so many rows, all 0. Small ones share one buffer. */
function columns(rows: number): Pick<RegionTable, 'start' | 'end' | 'offset' | 'perms' | 'file' | 'line'> {
  const buffer = 2 * rows <= SMALL_COLUMN ? new ColumnBuffer(BYTES_A_ROW * rows) : undefined;
  const words = (length: number): Uint32Array => buffer?.words(length) ?? new Uint32Array(length);
  return {
    start: words(2 * rows),
    end: words(2 * rows),
    offset: words(2 * rows),
    file: words(rows),
    line: words(rows),
    perms: buffer?.bytes(rows) ?? new Uint8Array(rows),
  };
}
