/** Tells from the first lines of a maps text where its kernel starts pathnames. */
import { NAME_COLUMN_32, NAME_COLUMN_64, type NameColumn } from '../memory-map/name-column.ts';
import { lineEnd, SPACE, textStart } from './bytes.ts';

/** The program comes first in a map, so that a pathname is near; a text without one near its start tells nothing. */
const LOOKED_AT = 1 << 16;
/** Blanks between the fields of a header: one after the range, permissions, offset, device and inode. */
const FIELDS = 5;

/**
 * The column, or undefined when no line near the start is in a kernel's form and tells. Costs no more for a large text.
 * @param indent how many blanks stand before each line
 */
export function nameColumnOf(bytes: Uint8Array, indent = 0): NameColumn | undefined {
  const head = bytes.subarray(textStart(bytes), LOOKED_AT);
  for (let from = 0; from < head.length;) {
    const end = lineEnd(head, from);
    const column = columnOfLine(head, from + indent, end);
    if (column !== undefined) return column;
    from = end + 1;
  }
  return undefined;
}

function columnOfLine(bytes: Uint8Array, from: number, end: number): NameColumn | undefined {
  let p = from;
  for (let field = 0; field < FIELDS; field++) {
    const start = p;
    while (p < end && bytes[p] !== SPACE) p++;
    if (p === start || p === end) return undefined;
    p++;
  }
  const header = p - from;
  while (p < end && bytes[p] === SPACE) p++;
  const column = p - from;
  // A header that reaches column 72 is followed by one more blank on every kernel.
  if (p === end || header >= NAME_COLUMN_64 - 1) return undefined;
  if (column === NAME_COLUMN_64) return NAME_COLUMN_64;
  return column === Math.max(NAME_COLUMN_32, header + 1) ? NAME_COLUMN_32 : undefined;
}
