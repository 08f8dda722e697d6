/** Finds a text in bytes: most of them are never looked at (Horspool, Practical fast searching in strings, 1980). */

export class Needle {
  private readonly bytes: Uint8Array;
  private readonly word: Uint8Array;
  /** How far to go on from a place whose last byte is this one. */
  private readonly steps: Uint8Array;
  /** The last place that was found; from where it was looked for, and up to where there is none. */
  private place = -1;
  private from = 0;
  private done = 0;

  /** @param word ASCII, at most 255 characters */
  constructor(bytes: Uint8Array, word: string) {
    this.bytes = bytes;
    this.word = Uint8Array.from(word, (letter) => letter.charCodeAt(0));
    const last = word.length - 1;
    this.steps = new Uint8Array(256).fill(word.length);
    for (let i = 0; i < last; i++) this.steps[this.word[i]!] = last - i;
  }

  /**
   * The first place at or after `from` where the text stands; Infinity when there is none below `before`. Asked upwards, it reads
   * the bytes once.
   */
  at(from: number, before: number): number {
    if (from < this.from) this.done = from;
    else if (this.place >= from) return this.place < before ? this.place : Infinity;
    this.from = from;
    const { bytes, word, steps } = this;
    const last = word.length - 1;
    const stop = Math.min(bytes.length, before + last);
    let p = Math.max(from, this.done) + last;
    while (p < stop) {
      const byte = bytes[p]!;
      if (byte === word[last] && this.stands(p - last)) break;
      p += steps[byte]!;
    }
    this.done = p - last;
    this.place = p < stop ? p - last : -1;
    return p < stop ? this.place : Infinity;
  }

  private stands(place: number): boolean {
    const { bytes, word } = this;
    for (let i = 0; i < word.length; i++) if (bytes[place + i] !== word[i]) return false;
    return true;
  }
}
