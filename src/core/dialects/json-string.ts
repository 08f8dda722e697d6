/** Finds where the plain characters of a JSON string end. Most of a JSON text is strings. */

/** A byte four times, as a little-endian word. */
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const BLANKS = 0x20202020;
const ONES = 0x01010101;
const UPPER_BITS = 0x80808080;

/** 1 for the bytes that end or change a run of a string's characters: the quote, the backslash and control characters. */
const STOPS = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x20 || byte === 0x22 || byte === 0x5c ? 1 : 0));
/** The first place from `from` on that holds a quote, a backslash or a control character; the end of the bytes when none does. */
export function plainEnd(bytes: Uint8Array, view: DataView, from: number): number {
  const last = view.byteLength - 4;
  let p = from;
  for (; p <= last; p += 4) {
    const word = view.getInt32(p, true);
    const quotes = word ^ QUOTES;
    const slashes = word ^ BACKSLASHES;
    // The upper bit of a byte tells that it is 0 in the first two terms, and below a blank in the third.
    const found = ((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes) | ((word - BLANKS) & ~word);
    if ((found & UPPER_BITS) !== 0) break;
  }
  while (p < bytes.length && STOPS[bytes[p]!] === 0) p++;
  return p;
}
