/** Fills a RegionTable row by row. Dialects write the columns directly, because a call a field would cost as much. */
import { FileBuilder } from './file-builder.ts';
import { trimmed } from './trimmed.ts';
import type { RegionTable } from './region-table.ts';

export class RegionBuilder {
  readonly files = new FileBuilder();
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
    this.capacity = Math.max(16, Math.ceil(expected));
    this.start = new Uint32Array(2 * this.capacity);
    this.end = new Uint32Array(2 * this.capacity);
    this.offset = new Uint32Array(2 * this.capacity);
    this.perms = new Uint8Array(this.capacity);
    this.file = new Uint32Array(this.capacity);
    this.line = new Uint32Array(this.capacity);
  }

  /** Makes room for at least one more row. */
  grow(): void {
    this.capacity *= 2;
    this.start = resize(this.start, 2 * this.capacity);
    this.end = resize(this.end, 2 * this.capacity);
    this.offset = resize(this.offset, 2 * this.capacity);
    const perms = new Uint8Array(this.capacity);
    perms.set(this.perms);
    this.perms = perms;
    this.file = resize(this.file, this.capacity);
    this.line = resize(this.line, this.capacity);
  }

  /** The finished table, in buffers of its own size. The kind column is still unset. */
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

function resize(column: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(column);
  return larger;
}
