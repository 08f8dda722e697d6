/**
 * Remembers lists that were read before, by their bytes: a map has a few dozen different VmFlags, and most regions repeat one of
 * them.
 */
const SLOTS = 256;
const SHIFT = 24;
/** Longer lists are read anew. */
const LONGEST = 200;
const CLOSE_ARRAY = 0x5d;

export class KnownLists {
  private readonly bytes: Uint8Array;
  /** By a hash: where a list stands, how long it is, and what it was read as. */
  private readonly from = new Int32Array(SLOTS);
  private readonly length = new Int32Array(SLOTS).fill(-1);
  private readonly value = new Int32Array(SLOTS);
  /** The slot that `find` looked at. */
  private slot = 0;
  /** After `find`: where the list that was looked for ends, behind its first bracket that closes; -1 when it is too long. */
  end = -1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** What the list at a place was read as before; -1 when it was not. */
  find(from: number): number {
    const { bytes } = this;
    const limit = Math.min(bytes.length, from + LONGEST);
    let hash = 0;
    let p = from;
    while (p < limit && bytes[p] !== CLOSE_ARRAY) hash = Math.imul(hash ^ bytes[p++]!, 0x01000193);
    this.end = p < limit ? p + 1 : -1;
    const slot = Math.imul(hash, 0x85ebca6b) >>> SHIFT;
    this.slot = slot;
    const length = p + 1 - from;
    if (this.length[slot] !== length) return -1;
    const known = this.from[slot]!;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== bytes[known + i]) return -1;
    return this.value[slot]!;
  }

  /** Keeps what the list that `find` looked for last was read as. */
  keep(from: number, value: number): void {
    this.from[this.slot] = from;
    this.length[this.slot] = this.end - from;
    this.value[this.slot] = value;
  }
}
