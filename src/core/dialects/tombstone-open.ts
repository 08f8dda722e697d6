/** Tells whether the map of a tombstone starts at a line, and which columns it has. */
import { parseAddress } from '../memory-map/address.ts';
import { DASH, SPACE } from './bytes.ts';
import type { Candidate } from './dialect.ts';
import type { LineCursor } from './line-cursor.ts';
import { readPerms } from './perms.ts';
import type { Place } from './tombstone-head.ts';

/** The columns behind the permissions. */
export type Form = 'offset and size' | 'size' | 'name';

/** Where a map starts in the text, and what its heading says. */
export interface Top extends Place {
  /** The line of the heading. */
  readonly heading: number;
  /** How many rows the heading tells of. */
  readonly entries: number | undefined;
  /** The address of a line `--->Fault address falls at` that stands above the first row, or of the heading. */
  readonly fault: bigint | undefined;
}

export interface TombstoneStart {
  readonly form: Form;
  readonly top: Top;
  readonly rowAt: number;
  readonly headings: number;
}

// Ruby's report has a heading of its own: `* Process memory map:`.
const HEADING = /(?<!rocess )memory map(?: \((\d{1,9}) entr(?:y|ies)\))?:/;
const AROUND = /memory map around (?:fault )?addr ([0-9a-f]{8,16}):/;
const FAULT_LINE = /--->Fault address falls at ([0-9a-f']{8,17}) before/;
const BELOW_HEADING = /\(fault address prefixed with --->\)|\(no map (?:below|for address)\)|^\s*$/;
/** Lines from the heading to the first row. */
const MOST_HEADINGS = 4;
/** How wide what stands before a row is: blanks or `--->`. */
const MARKER = 4;

/** The start of the map whose first row may stand at a candidate. */
export function openTombstone(candidate: Candidate): TombstoneStart | undefined {
  const { cursor, word, free } = candidate;
  const { from, line } = cursor;
  cursor.p = word;
  const row = readRow(cursor);
  if (!row) return undefined;
  const { headings, entries, fault } = headingOf(candidate);
  // Android 4 alone has rows without numbers, and other reports have such rows too.
  if (headings === 0 && !row.isProven) return undefined;
  const top = { free, from, line, heading: line - headings, entries, fault };
  return { form: row.form, top, rowAt: markerBefore(cursor, word), headings };
}

/**
 * The form of the row at the cursor. It is proven to be a tombstone's when its size is that of its addresses: then it needs no
 * heading, because nothing else looks so.
 */
function readRow(cursor: LineCursor): { readonly form: Form; readonly isProven: boolean } | undefined {
  if (cursor.hex() < 5) return undefined;
  const start = cursor.value;
  if (!cursor.take(DASH) || cursor.hex() < 5) return undefined;
  const end = cursor.value;
  // A region of no bytes ends one byte before it starts.
  if (end + 1 < start || cursor.blanks() === 0) return undefined;
  const { bytes, p } = cursor;
  if (readPerms(bytes, p) < 0) return bytes[p] === 0x5b || bytes[p] === 0x2f ? NAME : undefined;
  cursor.p = p + 3;
  if (cursor.p < cursor.to && bytes[cursor.p] !== SPACE) return undefined;
  cursor.blanks();
  const numbers = cursor.p;
  if (cursor.hex() <= 0) return NAME;
  const fits = (size: number): boolean => size > 0 && (size === end - start || size === end - start + 1);
  if (cursor.blanks() > 0 && cursor.hex() > 0 && (cursor.atEnd || cursor.byte() === SPACE)) {
    return { form: 'offset and size', isProven: fits(cursor.value) };
  }
  cursor.p = numbers;
  return { form: 'size', isProven: fits(cursor.decimal()) };
}

const NAME = { form: 'name', isProven: false } as const;

function headingOf(candidate: Candidate): { headings: number; entries: number | undefined; fault: bigint | undefined } {
  let fault: bigint | undefined;
  for (let headings = 1; headings <= MOST_HEADINGS; headings++) {
    const text = candidate.above(headings);
    const around = AROUND.exec(text)?.[1];
    if (around !== undefined) return { headings, entries: undefined, fault: parseAddress(around) };
    const heading = HEADING.exec(text);
    if (heading) return { headings, entries: heading[1] === undefined ? undefined : Number(heading[1]), fault };
    const digits = FAULT_LINE.exec(text)?.[1];
    if (digits !== undefined) fault = parseAddress(digits);
    else if (!BELOW_HEADING.test(text)) break;
  }
  return { headings: 0, entries: undefined, fault: undefined };
}

/** Where the row starts that a word belongs to: at its marker, or at as many blanks. */
function markerBefore(cursor: LineCursor, word: number): number {
  cursor.p = Math.max(cursor.from, word - MARKER);
  if (cursor.startsWith('--->')) return cursor.p;
  let p = word;
  while (p > cursor.p && cursor.bytes[p - 1] === SPACE) p--;
  return p;
}
