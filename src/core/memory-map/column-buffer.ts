/**
 * Cuts columns out of one buffer. A buffer of its own costs about a microsecond, more than filling a small column does, and a
 * log may hold tens of thousands of small maps.
 */
export class ColumnBuffer {
  private readonly buffer: ArrayBuffer;
  private used = 0;

  /** @param size how many bytes all columns together need */
  constructor(size: number) {
    this.buffer = new ArrayBuffer(size);
  }

  /** The next column of 32-bit words, all 0. Columns of bytes come after those of words. */
  words(length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.buffer, this.take(4 * length), length);
  }

  /** The next column of signed 32-bit integers, all 0. */
  integers(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.buffer, this.take(4 * length), length);
  }

  /** The next column of bytes, all 0. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, this.take(length), length);
  }

  private take(size: number): number {
    const from = this.used;
    this.used += size;
    return from;
  }
}
