/**
 * The map in a journal of systemd-coredump as an array of the numbers of its bytes, as `journalctl -o json` prints what is not
 * UTF-8. Other forms are rows of the kernel, see coredump-frame.ts.
 */
import { ByteArrayLines } from './byte-array-lines.ts';
import { COREDUMP } from './coredump-frame.ts';
import type { Candidate, Dialect, Opening } from './dialect.ts';
import { KernelRowReader } from './kernel-row-reader.ts';
import { NO_HEADING } from './map-heading.ts';
import { NEEDLES } from './may-hold-maps.ts';
import { LineCursor } from './line-cursor.ts';
import { RowShape, Shape } from './row-shape.ts';

const FIELD = NEEDLES.coredump;

/** No word in it looks like an address: the field's name makes the line worth asking. */
export const COREDUMP_BYTES: Dialect = {
  name: 'systemd-coredump',
  triggers: 0,
  needle: FIELD,
  open({ cursor, word }: Candidate): Opening | undefined {
    const { bytes, line } = cursor;
    let p = word + FIELD.length;
    for (const wanted of ['"', ':', '[']) {
      while (bytes[p] === 0x20) p++;
      if (bytes[p++] !== wanted.charCodeAt(0)) return undefined;
    }
    const row = new LineCursor();
    if (!new ByteArrayLines(bytes, p, line).next(row)) return undefined;
    if (new RowShape().read(row.bytes, row.from, row.to) !== Shape.whole) return undefined;
    return {
      reader: new KernelRowReader(COREDUMP, NO_HEADING, undefined),
      rowAt: word,
      headings: 0,
      lines: new ByteArrayLines(bytes, p, line),
    };
  },
};
