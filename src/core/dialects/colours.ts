/** Colour codes of a terminal: `ESC [ … m` and `ESC [ K`, as grep, git and loggers print them. */

import { isDigit } from '../memory-map/digit.ts';
import { SPACE } from './bytes.ts';

export const ESCAPE = 0x1b;
/** No code has more characters between the bracket and its letter. */
const LONGEST = 16;

/**
 * The bytes of a line without colour codes; the bytes themselves when there are none. Who colours a part of a line also ends the
 * colour in it: where no code does, only those before the first word are colours, and others are of a pathname.
 */
export function withoutColours(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(ESCAPE)) return bytes;
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let behindWord = false;
  let ends = false;
  /** What the line is without the codes before its first word alone. */
  let from = 0;
  for (let i = 0; i < bytes.length; i++) {
    const end = bytes[i] === ESCAPE && bytes[i + 1] === 0x5b ? codeEnd(bytes, i + 2) : -1;
    if (end < 0) {
      behindWord ||= bytes[i] !== SPACE;
      out[length++] = bytes[i]!;
      continue;
    }
    ends ||= isReset(bytes, i + 2, end);
    i = end;
    if (!behindWord) from = end + 1;
  }
  return ends ? out.subarray(0, length) : bytes.subarray(from);
}

/** True for the numbers of a code that ends a colour: none, zeros, or 39, the colour of plain text. */
function isReset(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from === 2 && bytes[from] === 0x33 && bytes[from + 1] === 0x39) return true;
  for (let i = from; i < to; i++) if (bytes[i] !== 0x30 && bytes[i] !== 0x3b) return false;
  return true;
}

/** Where the letter of a colour code stands, given where its numbers start; -1 when it is none. */
function codeEnd(bytes: Uint8Array, from: number): number {
  let p = from;
  while (p < bytes.length && p < from + LONGEST && (isDigit(bytes[p]) || bytes[p] === 0x3b)) p++;
  return bytes[p] === 0x6d || bytes[p] === 0x4b ? p : -1;
}
