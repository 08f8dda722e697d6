/** The forms of rows that pmap prints, told by what stands in them: headings are translated, left out by -q, or cut off. */
import { COLON, DASH, SPACE, TAB } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import { readFourPerms, readPerms, sharingBits } from './perms.ts';

/**
 * - `plain`: address, size with a K, mode, name
 * - `extended` (-x): address, size and other numbers, mode, name
 * - `device` (-d): address, size, mode, offset, device, name
 * - `full` (-X, -XX): the header of a row of smaps, then its counters
 */
export type PmapForm = 'plain' | 'extended' | 'device' | 'full';

export interface PmapRow {
  readonly form: PmapForm;
  /** How many numbers stand between the size and the mode; 0 in all forms but `extended`. */
  readonly numbers: number;
}

/** Addresses have eight digits or more. */
export const FEWEST_DIGITS = 8;
/** More numbers than any pmap prints before the mode. */
const MOST_NUMBERS = 8;

const LETTER_K = 0x4b;
const LETTER_R = 0x52;

/** The form of the row whose address is behind the cursor; undefined when it is none. */
export function rowAt(cursor: LineCursor): PmapRow | undefined {
  if (isFull(cursor)) return { form: 'full', numbers: 0 };
  if (cursor.decimal() < 0) return undefined;
  if (cursor.take(LETTER_K)) {
    return cursor.blanks() > 0 && modeLength(cursor) > 0 ? { form: 'plain', numbers: 0 } : undefined;
  }
  for (let numbers = 0; numbers <= MOST_NUMBERS && cursor.blanks() > 0; numbers++) {
    const length = modeLength(cursor);
    if (length === 0) {
      if (readCell(cursor) === undefined) return undefined;
      continue;
    }
    cursor.p += length;
    if (numbers === 0 && isDevice(cursor)) return { form: 'device', numbers };
    return { form: 'extended', numbers };
  }
  return undefined;
}

/** Reads a number or the dash that stands for an unknown one (NaN); undefined when something else stands there. */
export function readCell(cursor: LineCursor): number | undefined {
  const value = cursor.decimal();
  if (value < 0) return cursor.take(DASH) && isWordEnd(cursor, cursor.p) ? NaN : undefined;
  return isWordEnd(cursor, cursor.p) ? value : undefined;
}

/** True for the line between the rows and their sums. */
export function isRule(line: string): boolean {
  return line.startsWith('---') || line.startsWith('===');
}

/** How long the mode at the cursor is: `r-x--`, `rw-s-`, or `r-xp` as busybox prints it; 0 when it is none. */
export function modeLength({ bytes, p, to }: LineCursor): number {
  if (p + 4 > to || readPerms(bytes, p) < 0) return 0;
  if (bytes[p + 3] !== DASH && sharingBits(bytes[p + 3]) < 0) return 0;
  if (p + 4 === to || bytes[p + 4] === SPACE) return 4;
  return (bytes[p + 4] === DASH || bytes[p + 4] === LETTER_R) && (p + 5 === to || bytes[p + 5] === SPACE) ? 5 : 0;
}

/** The permission bits of a mode: pmap writes a dash for the `p` of private. */
export function modeBits({ bytes, p }: LineCursor): number {
  return readPerms(bytes, p) | (bytes[p + 3] === DASH ? 0 : sharingBits(bytes[p + 3]));
}

/** True when permissions, offset, device, inode and a number follow; does not move. */
function isFull(cursor: LineCursor): boolean {
  const { bytes, p } = cursor;
  let found = false;
  if (readFourPerms(bytes, p) >= 0) {
    cursor.p = p + 4;
    found =
      cursor.blanks() > 0 &&
      cursor.hex() >= FEWEST_DIGITS &&
      cursor.blanks() > 0 &&
      cursor.hex() > 0 &&
      cursor.take(COLON) &&
      cursor.hex() > 0 &&
      cursor.blanks() > 0 &&
      cursor.decimal() >= 0 &&
      cursor.blanks() > 0 &&
      readCell(cursor) !== undefined;
  }
  cursor.p = p;
  return found;
}

/** Goes over an offset of 16 digits and a device such as `0fe:00000`. */
function isDevice(cursor: LineCursor): boolean {
  return (
    cursor.blanks() > 0 &&
    cursor.hex() === 16 &&
    cursor.blanks() > 0 &&
    cursor.hex() > 0 &&
    cursor.take(COLON) &&
    cursor.hex() > 0
  );
}

function isWordEnd({ bytes, to }: LineCursor, p: number): boolean {
  return p === to || bytes[p] === SPACE || bytes[p] === TAB;
}
