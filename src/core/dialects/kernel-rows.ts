/**
 * Maps and smaps inside another text: in a crash log, a mail, a bug report, a program. The rows are the kernel's, so they are put
 * together as a clean text and read by the readers of whole files.
 */
import { latin1 } from './bytes.ts';
import { ESCAPE, withoutColours } from './colours.ts';
import { Trigger, type Candidate, type Dialect, type Opening } from './dialect.ts';
import { escapesOf, EscapedLines } from './escaped-lines.ts';
import { frameOf } from './frames.ts';
import { InterleavedRows } from './interleaved-rows.ts';
import { KernelRowReader } from './kernel-row-reader.ts';
import { headingOf, NO_HEADING } from './map-heading.ts';
import { dressOf, LONGEST_DRESSED, undress, type Dress } from './row-dress.ts';
import { RowShape, Shape, type ShapeOf } from './row-shape.ts';
import { senderOf } from './senders.ts';

/** A row that opens a map has its offset at least. */
const FIELDS_TO_OPEN = 3;
/** Rows above the first one with five digits: below 64 KiB there is no room for more. */
const MOST_ROWS_ABOVE = 15;
/** A row with addresses of four digits or less, as QEMU's user emulation prints it; a kernel prints eight digits at least. */
const SHORT_ROW = /^\W{0,40}[0-9a-f]{1,4}-[0-9a-f]{1,5} +[r-][w-][x-][psS] +[0-9a-f]+ +[0-9a-f]+:[0-9a-f]+ /;

/** What may stand behind a range in the place of the kernel's blank: a tab, an unbreakable blank, an entity, a colour. */
const DRESSED_BLANKS = new Set([0x20, 0x09, 0xc2, 0xa0, 0x26, ESCAPE]);

const shape = new RowShape();

export const KERNEL_ROWS: Dialect = {
  name: 'maps',
  triggers: Trigger.range,
  open(candidate: Candidate): Opening | undefined {
    const { cursor, word } = candidate;
    const { bytes, to, line } = cursor;
    const found = shape.read(bytes, word, to);
    if (found === Shape.none) return undefined;
    const isRow = opens(found);
    if (!isRow && !DRESSED_BLANKS.has(bytes[shape.rangeEnd] ?? 0)) return undefined;
    const depth = isRow ? escapesOf(bytes, word, to) : 0;
    const dress = dressOf(candidate, depth > 0);
    if (!isRow && !isDressedRow(bytes, word, to, dress)) return undefined;
    const rowsAbove = depth > 0 ? 0 : shortRowsAbove(candidate);
    const { frame, headings } = frameOf(candidate, rowsAbove);
    // A frame tells whose map it is.
    const heading = frame ? NO_HEADING : headingOf(candidate, rowsAbove);
    const rows = new KernelRowReader(frame, heading, dress);
    const prefix = cursor.text(cursor.from, word);
    const sender = depth > 0 || dress ? undefined : senderOf(prefix);
    return {
      reader: sender === undefined ? rows : new InterleavedRows(rows, prefix, sender),
      rowAt: word,
      headings: Math.max(headings, heading.lines),
      rowsAbove,
      ...(depth > 0 ? { lines: new EscapedLines(bytes, word, to, line, depth) } : {}),
    };
  },
};

function opens(found: ShapeOf): boolean {
  return (
    found !== Shape.none && shape.fields >= FIELDS_TO_OPEN && (found !== Shape.odd || shape.fields > FIELDS_TO_OPEN)
  );
}

/** True when a row stands at a place once its dress and its colours are off. */
function isDressedRow(bytes: Uint8Array, from: number, to: number, dress: Dress | undefined): boolean {
  const plain = withoutColours(bytes.subarray(from, Math.min(to, from + LONGEST_DRESSED)));
  return undress(latin1(plain, 0, plain.length), dress).isRow;
}

function shortRowsAbove(candidate: Candidate): number {
  let rows = 0;
  while (rows < MOST_ROWS_ABOVE && SHORT_ROW.test(candidate.above(rows + 1))) rows++;
  return rows;
}
