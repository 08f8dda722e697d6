/** Reads numbers in groups of seven bits, lowest first (LEB128), as packed tables have them. */

/** Reads the number at a place into two words, low word first. Gives the place behind it. */
export function takeNumber(bytes: Uint8Array, from: number, wide: Uint32Array): number {
  let at = from;
  let byte = bytes[at++] ?? 0;
  let low = byte & 127;
  let high = 0;
  for (let bit = 7; byte > 127; bit += 7) {
    byte = bytes[at++] ?? 0;
    const bits = byte & 127;
    if (bit < 32) low |= bits << bit;
    if (bit >= 32) high |= bits << (bit - 32);
    else if (bit > 25) high |= bits >>> (32 - bit);
  }
  wide[0] = low;
  wide[1] = high;
  return at;
}
