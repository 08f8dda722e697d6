/** Text that is written a byte at a time and taken away in pieces, so that a large one is never held as a whole. */

/** About how long pieces are. */
const PIECE = 1 << 16;
/** A piece is full when less than this is left, which a usual line still fits into. */
const RESERVE = 1 << 12;

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

export class ByteChunks {
  bytes = new Uint8Array(PIECE);
  /** Where the next byte goes. */
  p = 0;

  /** True when it is time to `take` what was written. */
  get isFull(): boolean {
    return this.p > PIECE - RESERVE;
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.p + count <= this.bytes.length) return;
    const larger = new Uint8Array(2 * (this.p + count));
    larger.set(this.bytes.subarray(0, this.p));
    this.bytes = larger;
  }

  /** What was written since the last time; its buffer is not written to again. */
  take(): Uint8Array {
    const piece = this.bytes.subarray(0, this.p);
    this.bytes = new Uint8Array(PIECE);
    this.p = 0;
    return piece;
  }

  /** Adds bytes. */
  put(source: Uint8Array): void {
    this.reserve(source.length);
    const { bytes, p } = this;
    // Most are a few bytes, which a loop copies sooner than a call.
    for (let i = 0; i < source.length; i++) bytes[p + i] = source[i]!;
    this.p = p + source.length;
  }

  /** Adds `count` blanks; there must be room. */
  blanks(count: number): void {
    const { bytes } = this;
    let { p } = this;
    for (const end = p + count; p < end; p++) bytes[p] = 0x20;
    this.p = p;
  }

  /** Adds two words in hex with at least `least` digits, at most 8; there must be room for 16. */
  hex(high: number, low: number, least: number): void {
    const { bytes } = this;
    let { p } = this;
    if (high !== 0) {
      for (let shift = topShift(high); shift >= 0; shift -= 4) bytes[p++] = DIGITS[(high >>> shift) & 15]!;
    }
    const shift = high !== 0 ? 28 : Math.max(4 * (least - 1), topShift(low));
    for (let at = shift; at >= 0; at -= 4) bytes[p++] = DIGITS[(low >>> at) & 15]!;
    this.p = p;
  }

  /** Adds a whole number up to 2^53 in decimal, with blanks before it up to `width`; there must be room. */
  decimal(value: number, width = 0): void {
    let digits = 1;
    for (let power = 10; value >= power; power *= 10) digits++;
    this.blanks(width - digits);
    const { bytes, p } = this;
    let rest = value;
    for (let at = p + digits - 1; at >= p; at--) {
      const tenth = Math.floor(rest / 10);
      bytes[at] = 0x30 + (rest - 10 * tenth);
      rest = tenth;
    }
    this.p = p + digits;
  }
}

/** How far the highest digit of a word that is not 0 stands to the left, in bits; 0 for 0. */
function topShift(word: number): number {
  return word === 0 ? 0 : (31 - Math.clz32(word)) & ~3;
}
