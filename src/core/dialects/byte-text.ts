/** A text in bytes that is put together again and again: a buffer for each would cost more than reading it. */
export class ByteText {
  /** As many as `length` are of the text. */
  bytes: Uint8Array = new Uint8Array(0);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Adds the bytes from one place up to another. */
  append(bytes: Uint8Array, from: number, to: number): void {
    const { length } = this;
    const end = length + to - from;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(2 * end);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const own = this.bytes;
    for (let p = from, at = length; p < to; p++, at++) own[at] = bytes[p]!;
    this.length = end;
  }
}
