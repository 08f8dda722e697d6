/** A word in ASCII that many rows have, to be compared four bytes at a time. */
import { viewOf } from '../memory-map/view.ts';
import { latin1Bytes } from './bytes.ts';

export class Word {
  readonly length: number;
  /** The places of its words of four bytes, the last of which may overlap the one before; none when it is shorter. */
  private readonly places: readonly number[];
  private readonly words: readonly number[];
  private readonly bytes: Uint8Array;

  constructor(text: string) {
    this.bytes = latin1Bytes(text);
    this.length = text.length;
    const view = viewOf(this.bytes);
    const places: number[] = [];
    for (let at = 0; at + 4 < text.length; at += 4) places.push(at);
    if (text.length >= 4) places.push(text.length - 4);
    this.places = places;
    this.words = places.map((at) => view.getInt32(at, true));
  }

  /** True when the word stands at a place of the bytes, of which `view` is a view; all of it must lie within them. */
  isAt(bytes: Uint8Array, view: DataView, p: number): boolean {
    const { places, words, length } = this;
    if (length < 4) {
      for (let i = 0; i < length; i++) if (bytes[p + i] !== this.bytes[i]) return false;
      return true;
    }
    for (let i = 0; i < places.length; i++) if (view.getInt32(p + places[i]!, true) !== words[i]) return false;
    return true;
  }
}
