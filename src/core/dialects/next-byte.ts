/** Finds the next place of a byte that most texts do not hold, line after line, without searching far ahead. */

/** So many bytes are searched at a time: a map must not search all the text behind it. */
const STRETCH = 4096;

export class NextByte {
  private readonly bytes: Uint8Array;
  private readonly byte: number;
  /** The byte stands nowhere between the place that was asked for last and here. */
  private clearTo = 0;

  constructor(bytes: Uint8Array, byte: number) {
    this.bytes = bytes;
    this.byte = byte;
  }

  /** Where the byte stands first from `from` on and before `to`; `to` when it does not. Asked upwards. */
  before(from: number, to: number): number {
    const { bytes, byte } = this;
    let place = Math.max(from, this.clearTo);
    while (place < to && bytes[place] !== byte) {
      const end = Math.min(bytes.length, place + STRETCH);
      const found = bytes.subarray(place, end).indexOf(byte);
      place = found < 0 ? end : place + found;
    }
    this.clearTo = place;
    return Math.min(place, to);
  }
}
