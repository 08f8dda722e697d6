/**
 * Reads the field lines of smaps and smaps_rollup (`__show_smap()`, `show_smap()` in fs/proc/task_mmu.c). The kernel prints
 * them in fixed columns: 16 for the key and its blanks, 8 for the value, then ` kB`. Records repeat the same keys in the
 * same order, so the reader learns them once and then compares words instead of looking for colons.
 */
import type { CounterBuilder, GrowingColumn } from '../memory-map/counter-builder.ts';
import { viewOf } from '../memory-map/view.ts';
import { NEWLINE } from './bytes.ts';

/** `    ` and ` kB\n` as little-endian words. */
const BLANKS = 0x20202020;
const KB_NEWLINE = 0x0a426b20;
/** `VmFl` and `ags:`. */
const VMFLAGS_1 = 0x6c466d56;
const VMFLAGS_2 = 0x3a736761;

const KEY_WIDTH = 16;
const VALUE_END = 24;
const FLAG_SLOTS = 4096;
const FLAG_SHIFT = 20;

export class FieldLineReader {
  private bytes: Uint8Array;
  private view: DataView;
  private readonly counters: CounterBuilder;
  /** The learned lines in the order of a record: four words of the key each, the column it fills, and if ` kB` follows. */
  private words = new Int32Array(4 * 32);
  private readonly columns: GrowingColumn[] = [];
  private readonly hasUnit: boolean[] = [];
  /** The learned line that should come next. */
  private expected = 0;
  /** VmFlags lines seen before, by a hash: where each stands, how long it is, and its set. */
  private readonly flagsAt = new Int32Array(FLAG_SLOTS);
  private readonly flagsLength = new Int32Array(FLAG_SLOTS).fill(-1);
  private readonly flagsSet = new Int32Array(FLAG_SLOTS);
  /** After `read`: how many lines it read. */
  lines = 0;

  constructor(bytes: Uint8Array, counters: CounterBuilder) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.counters = counters;
  }

  /** Goes on in the next part of the text, which starts at a line's start. What was learned stays. */
  use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.flagsLength.fill(-1);
  }

  /** Reads field lines of the record of `row` from `from` on while they have a learned form; gives where it stopped. */
  read(from: number, row: number): number {
    const { bytes, view, words, columns, hasUnit } = this;
    const limit = bytes.length - 32;
    let p = from;
    let lines = 0;
    let next = this.expected;
    while (p <= limit) {
      const w = 4 * next;
      if (
        next === columns.length ||
        view.getInt32(p, true) !== words[w] ||
        view.getInt32(p + 4, true) !== words[w + 1] ||
        view.getInt32(p + 8, true) !== words[w + 2] ||
        view.getInt32(p + 12, true) !== words[w + 3]
      ) {
        if (view.getInt32(p, true) === VMFLAGS_1 && view.getInt32(p + 4, true) === VMFLAGS_2) {
          const end = this.readFlags(p, row);
          if (end < 0) break;
          p = end;
          lines++;
          continue;
        }
        const found = this.indexOfKey(p);
        if (found < 0) break;
        next = found;
      }
      // Most values are one digit, right-aligned in 8 columns.
      let value: number;
      const last = view.getInt32(p + KEY_WIDTH + 4, true);
      if (view.getInt32(p + KEY_WIDTH, true) === BLANKS && ((last ^ BLANKS) & 0xffffff) === 0) {
        value = (last >>> 24) - 0x30;
        if (value < 0 || value > 9) break;
      } else if ((value = this.readValue(p + KEY_WIDTH)) < 0) break;
      if (hasUnit[next] === true) {
        if (view.getInt32(p + VALUE_END, true) !== KB_NEWLINE) break;
        p += VALUE_END + 4;
      } else {
        if (bytes[p + VALUE_END] !== NEWLINE) break;
        p += VALUE_END + 1;
      }
      columns[next]!.values[row] = value;
      next++;
      lines++;
    }
    this.expected = next;
    this.lines = lines;
    return p;
  }

  /** Tells the reader that a record begins. */
  startRecord(): void {
    this.expected = 0;
  }

  /** Remembers the form of a line that the loose reader read as `column`, when it is the kernel's. */
  learn(from: number, column: GrowingColumn): void {
    const { bytes, view } = this;
    if (from + VALUE_END + 4 > bytes.length || this.readValue(from + KEY_WIDTH) < 0) return;
    const hasUnit = view.getInt32(from + VALUE_END, true) === KB_NEWLINE;
    if ((!hasUnit && bytes[from + VALUE_END] !== NEWLINE) || this.indexOfKey(from) >= 0) return;
    const at = this.expected;
    const words = new Int32Array(Math.max(this.words.length, 8 * (this.columns.length + 1)));
    words.set(this.words.subarray(0, 4 * at));
    words.set(this.words.subarray(4 * at, 4 * this.columns.length), 4 * at + 4);
    for (let i = 0; i < 4; i++) words[4 * at + i] = view.getInt32(from + 4 * i, true);
    this.words = words;
    this.columns.splice(at, 0, column);
    this.hasUnit.splice(at, 0, hasUnit);
    this.expected = at + 1;
  }

  /** The learned line with the key at `p`, or -1. */
  private indexOfKey(p: number): number {
    const { view, words } = this;
    const first = view.getInt32(p, true);
    for (let i = 0, w = 0; i < this.columns.length; i++, w += 4) {
      if (
        first === words[w] &&
        view.getInt32(p + 4, true) === words[w + 1] &&
        view.getInt32(p + 8, true) === words[w + 2] &&
        view.getInt32(p + 12, true) === words[w + 3]
      ) {
        return i;
      }
    }
    return -1;
  }

  /** The number in the 8 columns at `p`, right-aligned; -1 when they hold anything else. */
  private readValue(p: number): number {
    const { bytes } = this;
    const end = p + 8;
    let i = p;
    while (i < end && bytes[i] === 0x20) i++;
    let value = i < end ? 0 : -1;
    for (; i < end; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** Reads `VmFlags: rd ex … \n` at `p`; gives the place after it, or -1 when it is not in that form. */
  private readFlags(p: number, row: number): number {
    const { bytes, view } = this;
    const limit = bytes.length;
    let hash = 0;
    let i = p + 8;
    for (; i + 3 < limit && bytes[i] === 0x20 && bytes[i + 1] !== NEWLINE; i += 3) {
      hash = Math.imul(hash ^ (bytes[i + 1]! | (bytes[i + 2]! << 8)), 0x9e3779b1) ^ (hash >>> 15);
    }
    if (bytes[i] === 0x20) i++;
    if (bytes[i] !== NEWLINE) return -1;
    const length = i - p;
    const slot = Math.imul(hash ^ length, 0x85ebca6b) >>> FLAG_SHIFT;
    if (this.flagsLength[slot] !== length || !sameBytes(view, bytes, p, this.flagsAt[slot]!, length)) {
      this.flagsAt[slot] = p;
      this.flagsLength[slot] = length;
      let text = '';
      for (let k = p + 8; k < i; k++) text += String.fromCharCode(bytes[k]!);
      this.flagsSet[slot] = this.counters.flagSet(text);
    }
    this.counters.vmFlags[row] = this.flagsSet[slot]!;
    return i + 1;
  }
}

function sameBytes(view: DataView, bytes: Uint8Array, a: number, b: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (view.getInt32(a + i, true) !== view.getInt32(b + i, true)) return false;
  for (; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
