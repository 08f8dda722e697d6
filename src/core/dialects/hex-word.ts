/**
 * Hex digits four at a time. The bytes come as one little-endian word; bit 6 tells a letter from a digit, whose value must then be
 * 10 or more, or less.
 */

/** The value of four lower-case hex digits; -1 when a byte is something else. */
export function hexWord(word: number): number {
  const letters = (word >>> 6) & 0x01010101;
  const digits = ((word ^ 0x30303030) - Math.imul(letters, 0x47)) | 0;
  if ((digits & 0xf0f0f0f0) !== 0 || ((((digits + 0x06060606) >>> 4) & 0x01010101) ^ letters) !== 0) return -1;
  const pairs = (digits << 4) | (digits >>> 8);
  return ((pairs & 0xff) << 8) | ((pairs >>> 16) & 0xff);
}

/** As `hexWord`, for digits of either case. */
export function anyHexWord(word: number): number {
  return hexWord(word | ((word >>> 1) & 0x20202020));
}
