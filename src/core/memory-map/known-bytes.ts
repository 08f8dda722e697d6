/**
 * Numbers of texts that come again and again, found by their bytes: a lookup makes no string. The texts seen last are known; others
 * have to be read again.
 */
import { viewOf } from './view.ts';

/** So many slots there are at first, as a power of two, and at most: a log may hold thousands of small maps. */
const FEWEST_BITS = 5;
const MOST_BITS = 11;
/** Of each slot. Longer texts than `LONGEST` are not kept. */
const BYTES_A_SLOT = 64;
const LONGEST = 1024;
/** Texts so long are hashed by some of their bytes. */
const SAMPLED = 24;
const NOTHING = new Uint8Array(0);
const NO_SLOTS = new Int32Array(0);

export class KnownBytes {
  /** By slot: where the text starts in `kept`, its length, and its number. */
  private starts: Int32Array = NO_SLOTS;
  private lengths: Int32Array = NO_SLOTS;
  private numbers: Int32Array = NO_SLOTS;
  /** What leaves the bits of a slot from a hash of 32. */
  private shift = 32 - FEWEST_BITS;
  private kept: Uint8Array = NOTHING;
  private keptView: DataView = viewOf(NOTHING);
  private used = 0;
  /** What `find` looked for last. */
  private hash = 0;
  private bytes: Uint8Array = NOTHING;
  private view: DataView = this.keptView;
  private from = 0;
  private to = 0;

  /** The number that was kept for the bytes from `from` up to `to`; -1 when they are not known. */
  find(bytes: Uint8Array, from: number, to: number): number {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = viewOf(bytes);
    }
    this.from = from;
    this.to = to;
    this.hash = hashOf(bytes, this.view, from, to);
    const slot = this.hash >>> this.shift;
    if (this.lengths[slot] === to - from && this.isKept(this.starts[slot]!)) return this.numbers[slot]!;
    // Two texts that belong into one slot would drive each other out of it again and again.
    const other = slot ^ 1;
    return this.lengths[other] === to - from && this.isKept(this.starts[other]!) ? this.numbers[other]! : -1;
  }

  /** Keeps a number, 0 or more, for what `find` did not find. */
  keep(number: number): void {
    const length = this.to - this.from;
    if (length > LONGEST) return;
    if (this.used + length > this.kept.length) this.forget();
    const first = this.hash >>> this.shift;
    const slot = this.lengths[first]! < 0 || this.lengths[first ^ 1]! >= 0 ? first : first ^ 1;
    this.copy(this.used);
    this.starts[slot] = this.used;
    this.lengths[slot] = length;
    this.numbers[slot] = number;
    this.used += length;
  }

  /** Copies what `find` looked for, four bytes at a time: a call of the engine takes as long as reading most texts. */
  private copy(start: number): void {
    const { kept, keptView, view, bytes, from, to } = this;
    let p = from;
    let at = start;
    for (; p + 4 <= to; p += 4, at += 4) keptView.setInt32(at, view.getInt32(p, true), true);
    for (; p < to; p++) kept[at++] = bytes[p]!;
  }

  private isKept(start: number): boolean {
    const { kept, keptView, view, bytes, from } = this;
    let i = this.to - from;
    for (; i >= 4; i -= 4) {
      if (keptView.getInt32(start + i - 4, true) !== view.getInt32(from + i - 4, true)) return false;
    }
    while (--i >= 0) if (kept[start + i] !== bytes[from + i]) return false;
    return true;
  }

  /** Makes room: forgets all, and knows more from now on while it can. */
  private forget(): void {
    const bits = Math.min(MOST_BITS, this.kept === NOTHING ? FEWEST_BITS : 32 - this.shift + 2);
    this.used = 0;
    if (this.kept.length === 2 ** bits * BYTES_A_SLOT) {
      this.lengths.fill(-1);
      return;
    }
    this.shift = 32 - bits;
    this.starts = new Int32Array(2 ** bits);
    this.lengths = new Int32Array(2 ** bits).fill(-1);
    this.numbers = new Int32Array(2 ** bits);
    this.kept = new Uint8Array(2 ** bits * BYTES_A_SLOT);
    this.keptView = viewOf(this.kept);
  }
}

/** Of a few places: texts that differ elsewhere only take one another's slot. */
function hashOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  const length = to - from;
  let hash = length;
  if (length >= SAMPLED) {
    const a = view.getInt32(to - 4, true) ^ Math.imul(view.getInt32(to - 8, true), 0x85ebca6b);
    const b = view.getInt32(to - 16, true) ^ Math.imul(view.getInt32(from + (length >>> 1), true), 0xc2b2ae35);
    const c = view.getInt32(to - 24, true) ^ Math.imul(view.getInt32(from + (length >>> 2), true), 0x27d4eb2f);
    hash ^= Math.imul(a, 0x9e3779b1) ^ Math.imul(b ^ (b >>> 13), 0x2c1b3c6d) ^ Math.imul(c ^ (c >>> 11), 0x165667b1);
  } else for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
}
