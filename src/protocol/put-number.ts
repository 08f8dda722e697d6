/** Writes numbers in groups of seven bits, lowest first (LEB128), as packed tables have them. See take-number.ts. */

/** Writes a number of two words at a place, ten bytes at most. Gives the place behind it. */
export function putNumber(out: Uint8Array, from: number, lowest: number, highest: number): number {
  let at = from;
  let low = lowest;
  let high = highest;
  while (high !== 0 || low > 127) {
    out[at++] = (low & 127) | 128;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  out[at++] = low;
  return at;
}
