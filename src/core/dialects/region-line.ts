/**
 * Reads region lines in the exact form the kernel prints (`show_vma_header_prefix()` in fs/proc/task_mmu.c), straight
 * into the columns. This loop is the product's most travelled road: no object, string or bigint is made for a line.
 * A line in any other form is left to region-line-loose.ts, which must agree with this reader where both can read.
 */
import { NO_FILE } from '../memory-map/file-table.ts';
import { formatPerms, Perm } from '../memory-map/permissions.ts';
import type { RegionBuilder } from '../memory-map/region-builder.ts';
import { viewOf } from '../memory-map/view.ts';
import { DASH, isBlank, LOWER_HEX, NEWLINE, RETURN, SPACE } from './bytes.ts';
import { hexWord } from './hex-word.ts';
import { TailReader } from './region-tail.ts';

const PERM_LETTERS = permLetters();

/** `0000`, `00:0` and `0 0 ` as little-endian words: the offset and tail of a nameless line. */
const ZEROS = 0x30303030;
const NO_DEVICE = 0x303a3030;
const NO_INODE = 0x20302030;

/** Shorter rests are left to the loose reader, so that this one can look ahead without asking for the end. */
const LOOK_AHEAD = 80;

export class RegionLineReader {
  bytes: Uint8Array;
  /** How many blanks stand before each row. */
  indent = 0;
  private view: DataView;
  private readonly builder: RegionBuilder;
  private readonly returns: number;
  private tail: TailReader;
  /** The last region's end. */
  private lastEndHigh = 0;
  private lastEndLow = 0;
  /** What `readHex` read. */
  private high = 0;
  private low = 0;
  /** After `read`: how many rows it added. */
  rows = 0;
  /** True when the last row starts before the end of the row before it. */
  disordered = false;

  /** @param returns true when the text's lines end in CR LF */
  constructor(bytes: Uint8Array, builder: RegionBuilder, returns: boolean) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.builder = builder;
    this.returns = returns ? 1 : 0;
    this.tail = new TailReader(bytes, this.view, builder.files, this.returns);
  }

  /** Goes on in the next part of the text, which starts at a line's start. */
  use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.tail = new TailReader(bytes, this.view, this.builder.files, this.returns);
  }

  /**
   * Reads region lines from `from` on, the first of them line number `line`, and adds a row for each; at most `most` of
   * them. Stops before a line that is not in the kernel's form and after one that is out of order (`disordered`). The place
   * where it stopped is the result; `rows` tells how many lines it read.
   */
  read(from: number, line: number, most: number): number {
    const { bytes: b, view, builder, returns, tail, indent } = this;
    const stop = b.length - LOOK_AHEAD - indent;
    const firstRow = builder.count;
    this.disordered = false;
    this.rows = 0;
    if (most > builder.capacity - firstRow) {
      if (firstRow === builder.capacity) builder.grow();
      most = Math.min(most, builder.capacity - firstRow);
    }
    const { start, end, offset, perms, file, line: lines } = builder;
    let lastEndHigh = this.lastEndHigh;
    let lastEndLow = this.lastEndLow;
    // Neighbours share their upper digits: these are the last ones read, as text and as value.
    let topWord = 0x30303030;
    let top = 0;
    let row = firstRow;
    let next = from;
    for (const lastRow = firstRow + most; row < lastRow && next <= stop; row++) {
      let p = next + indent;
      if (indent > 0 && !isBlank(b, next, p)) break;
      let high = 0;
      let low = 0;
      if (b[p + 12] === DASH) {
        const word = view.getInt32(p, true);
        if (word !== topWord) {
          if ((high = hexWord(word)) < 0) break;
          topWord = word;
          top = high;
        }
        const a = hexWord(view.getInt32(p + 4, true));
        const c = hexWord(view.getInt32(p + 8, true));
        if ((a | c) < 0) break;
        high = top;
        low = (a << 16) | c;
        p += 13;
      } else {
        if ((p = this.readHex(p)) < 0 || b[p] !== DASH) break;
        high = this.high;
        low = this.low;
        p++;
      }
      const startHigh = high;
      const startLow = low >>> 0;

      if (b[p + 12] === SPACE) {
        const word = view.getInt32(p, true);
        if (word !== topWord) {
          if ((high = hexWord(word)) < 0) break;
          topWord = word;
          top = high;
        }
        const a = hexWord(view.getInt32(p + 4, true));
        const c = hexWord(view.getInt32(p + 8, true));
        if ((a | c) < 0) break;
        high = top;
        low = (a << 16) | c;
        p += 13;
      } else {
        if ((p = this.readHex(p)) < 0 || b[p] !== SPACE) break;
        high = this.high;
        low = this.low;
        p++;
      }
      const endHigh = high;
      const endLow = low >>> 0;
      if (endHigh < startHigh || (endHigh === startHigh && endLow <= startLow)) break;

      // Of `-rwx` only the letters have bit 6, and bit 0 tells `s` from `p`; the table then proves the guess.
      const letters = view.getInt32(p, true);
      const bits =
        ((letters >>> 6) & 1) | ((letters >>> 13) & 2) | ((letters >>> 20) & 4) | ((letters >>> 21) & Perm.shared);
      if (letters !== PERM_LETTERS[bits] || b[p + 4] !== SPACE) break;
      p += 5;

      high = low = 0;
      if (view.getInt32(p, true) === ZEROS && view.getInt32(p + 4, true) === ZEROS && b[p + 8] === SPACE) {
        p += 9;
      } else {
        if ((p = this.readHex(p)) < 0 || b[p] !== SPACE) break;
        high = this.high;
        low = this.low;
        p++;
      }

      let entry = NO_FILE;
      if (view.getInt32(p, true) === NO_DEVICE && view.getInt32(p + 4, true) === NO_INODE && b[p + 8] === NEWLINE) {
        next = p + 9;
      } else {
        entry = tail.read(p);
        if (entry < 0) break;
        next = tail.end + returns + 1;
      }

      const words = 2 * row;
      start[words] = startLow;
      start[words + 1] = startHigh;
      end[words] = endLow;
      end[words + 1] = endHigh;
      offset[words] = low;
      offset[words + 1] = high;
      perms[row] = bits;
      file[row] = entry;
      lines[row] = line + row - firstRow;
      const disordered = startHigh < lastEndHigh || (startHigh === lastEndHigh && startLow < lastEndLow);
      lastEndHigh = endHigh;
      lastEndLow = endLow;
      if (disordered) {
        this.disordered = true;
        builder.sorted = false;
        row++;
        break;
      }
    }
    this.lastEndHigh = lastEndHigh;
    this.lastEndLow = lastEndLow;
    this.rows = row - firstRow;
    builder.count = row;
    return next;
  }

  /** Where a line's own text ends, given its start and its newline: before the CR in a CR LF text. */
  lineEnd(from: number, newline: number): number {
    return this.returns === 1 && newline > from && this.bytes[newline - 1] === RETURN ? newline - 1 : newline;
  }

  /** Reads 8 to 16 hex digits at `p` into `high` and `low`; gives the place after them, or -1. */
  private readHex(from: number): number {
    const b = this.bytes;
    let high = 0;
    let low = 0;
    let p = from;
    for (let digit: number; (digit = LOWER_HEX[b[p]!]!) >= 0;) {
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
      if (++p - from > 16) return -1;
    }
    this.high = high >>> 0;
    this.low = low >>> 0;
    return p - from < 8 ? -1 : p;
  }

  /** Goes on behind the last row that there is, whoever added it: order is judged across all readers of a text. */
  follow(): void {
    const { count, end } = this.builder;
    this.lastEndLow = count === 0 ? 0 : end[2 * count - 2]!;
    this.lastEndHigh = count === 0 ? 0 : end[2 * count - 1]!;
  }

  /** Tells the reader of a row that the loose reader added, so that order is judged across both. */
  rowAdded(): void {
    const { builder } = this;
    const words = 2 * (builder.count - 1);
    const startLow = builder.start[words]!;
    const startHigh = builder.start[words + 1]!;
    this.disordered = startHigh < this.lastEndHigh || (startHigh === this.lastEndHigh && startLow < this.lastEndLow);
    if (this.disordered) builder.sorted = false;
    this.lastEndLow = builder.end[words]!;
    this.lastEndHigh = builder.end[words + 1]!;
  }
}

/** The four permission letters of each combination of bits, as little-endian words. */
function permLetters(): Int32Array {
  const words = new Int32Array(16);
  for (let bits = 0; bits < 16; bits++) {
    const text = formatPerms(bits) ?? '';
    for (let i = 3; i >= 0; i--) words[bits] = (words[bits]! << 8) | text.charCodeAt(i);
  }
  return words;
}
