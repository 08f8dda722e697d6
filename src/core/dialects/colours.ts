/** Colour codes of a terminal: `ESC [ … m` and `ESC [ K`, as grep, git and loggers print them. */

export const ESCAPE = 0x1b;
/** No code has more characters between the bracket and its letter. */
const LONGEST = 16;

/** The bytes without colour codes; the bytes themselves when there are none. */
export function withoutColours(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(ESCAPE)) return bytes;
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const end = bytes[i] === ESCAPE && bytes[i + 1] === 0x5b ? codeEnd(bytes, i + 2) : -1;
    if (end < 0) out[length++] = bytes[i]!;
    else i = end;
  }
  return out.subarray(0, length);
}

/** Where the letter of a colour code stands, given where its numbers start; -1 when it is none. */
function codeEnd(bytes: Uint8Array, from: number): number {
  let p = from;
  while (p < bytes.length && p < from + LONGEST && (isDigit(bytes[p]!) || bytes[p] === 0x3b)) p++;
  return bytes[p] === 0x6d || bytes[p] === 0x4b ? p : -1;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
