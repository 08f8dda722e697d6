/** Finds a text in bytes: most of them are never looked at (Horspool, Practical fast searching in strings, 1980). */

export class Needle {
  private readonly bytes: Uint8Array;
  private readonly word: Uint8Array;
  /** How far to go on from a place whose last byte is this one. */
  private readonly steps: Uint8Array;
  /** The last place that was found, and from where it was looked for. */
  private place = -1;
  private from = 0;

  /** @param word ASCII, at most 255 characters */
  constructor(bytes: Uint8Array, word: string) {
    this.bytes = bytes;
    this.word = Uint8Array.from(word, (letter) => letter.charCodeAt(0));
    const last = word.length - 1;
    this.steps = new Uint8Array(256).fill(word.length);
    for (let i = 0; i < last; i++) this.steps[this.word[i]!] = last - i;
  }

  /** The first place at or after `from` where the text stands; Infinity when there is none. Asked upwards, it reads the bytes once. */
  at(from: number): number {
    if (this.place >= from && from >= this.from) return this.place;
    const { bytes, word, steps } = this;
    const { length } = bytes;
    const last = word.length - 1;
    let p = from + last;
    while (p < length) {
      const byte = bytes[p]!;
      if (byte === word[last] && this.stands(p - last)) break;
      p += steps[byte]!;
    }
    this.from = from;
    this.place = p < length ? p - last : Infinity;
    return this.place;
  }

  private stands(place: number): boolean {
    const { bytes, word } = this;
    for (let i = 0; i < word.length; i++) if (bytes[place + i] !== word[i]) return false;
    return true;
  }
}
