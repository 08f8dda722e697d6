/**
 * Reads the tail of a region line, `dev inode      pathname`, in the form the kernel prints. Tails repeat: the five segments of
 * a library have the same, and comparing it with one that was read before is cheaper than reading it.
 */
import type { FileBuilder } from '../memory-map/file-builder.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { COLON, LOWER_HEX, NEWLINE, RETURN, SPACE, TAB } from './bytes.ts';
import { ESCAPE } from './colours.ts';

const DIGIT_0 = 0x30;
const LESS_THAN = 0x3c;
/** So many tails are remembered, as a power of two; of a short text, as a log may hold thousands, fewer. */
const TAIL_BITS = 9;
const FEWEST_TAIL_BITS = 4;
const SHORT_TEXT = 8192;

export class TailReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly files: FileBuilder;
  private readonly returns: number;
  /** Recently seen tails by a hash of their first digits: where each stands, how long it is, and its file. */
  private readonly tails: Int32Array;
  private readonly lengths: Int32Array;
  private readonly entries: Int32Array;
  /** What leaves the bits of a place in these from a 32-bit hash. */
  private readonly shift: number;
  /** Where the tail that was read last ends, before CR and newline. */
  end = 0;

  /** @param returns 1 when the text's lines end in CR LF, else 0 */
  constructor(bytes: Uint8Array, view: DataView, files: FileBuilder, returns: number) {
    this.bytes = bytes;
    this.view = view;
    this.files = files;
    this.returns = returns;
    const bits = bytes.length < SHORT_TEXT ? FEWEST_TAIL_BITS : TAIL_BITS;
    this.shift = 32 - bits;
    this.tails = new Int32Array(2 ** bits);
    this.lengths = new Int32Array(2 ** bits);
    this.entries = new Int32Array(2 ** bits);
  }

  /** Reads the tail at `p`, which must end at a newline. Sets `end`; gives the file, or -1. */
  read(p: number): number {
    const { bytes, view, returns } = this;
    const mixed = Math.imul(view.getInt32(p + 3, true), 0x9e3779b1) ^ view.getInt32(p + 7, true);
    const slot = Math.imul(mixed, 0x85ebca6b) >>> this.shift;
    const length = this.lengths[slot]!;
    const end = p + length;
    if (length > 0 && end + returns < bytes.length && bytes[end + returns] === NEWLINE) {
      if (this.sameTail(p, this.tails[slot]!, length)) {
        this.end = end;
        return this.entries[slot]!;
      }
    }
    const file = this.readNew(p);
    if (file >= 0) {
      this.tails[slot] = p;
      this.lengths[slot] = this.end - p;
      this.entries[slot] = file;
    }
    return file;
  }

  private sameTail(p: number, tail: number, length: number): boolean {
    const view = this.view;
    let i = 0;
    // Eight bytes at a time, as doubles: a NaN differs from itself and leads to the slower way; the two zeros are equal but
    // need NUL bytes, and no remembered tail has one.
    for (; i + 8 <= length; i += 8) if (view.getFloat64(p + i, true) !== view.getFloat64(tail + i, true)) return false;
    for (; i < length; i++) if (this.bytes[p + i] !== this.bytes[tail + i]) return false;
    // A CR LF text must have its CR here as well; in an LF text a CR at the end belongs to the name, compared above.
    return this.returns === 0 || this.bytes[p + length] === RETURN;
  }

  private readNew(from: number): number {
    const b = this.bytes;
    const limit = b.length;
    let p = from;
    let digit: number;
    let major = 0;
    while ((digit = LOWER_HEX[b[p]!]!) >= 0) {
      major = (major << 4) | digit;
      if (++p - from > 7) return -1;
    }
    if (p - from < 2 || b[p] !== COLON) return -1;
    const minorFrom = ++p;
    let minor = 0;
    while ((digit = LOWER_HEX[b[p]!]!) >= 0) {
      minor = (minor << 4) | digit;
      if (++p - minorFrom > 7) return -1;
    }
    if (p - minorFrom < 2 || b[p] !== SPACE) return -1;
    const inodeFrom = ++p;
    let inode = 0;
    while (p < limit && (digit = b[p]! - DIGIT_0) >= 0 && digit <= 9) {
      inode = inode * 10 + digit;
      // Up to 15 digits a double is exact; the rare longer inode numbers are the loose reader's.
      if (++p - inodeFrom > 15) return -1;
    }
    if (p === inodeFrom || p >= limit || b[p] !== SPACE) return -1;
    while (p < limit && b[p] === SPACE) p++;
    const nameFrom = p;
    // No name starts so: somebody wrote behind a row without a name.
    if (b[p] === LESS_THAN || b[p] === TAB) return -1;
    for (let byte: number; p < limit && (byte = b[p]!) !== NEWLINE; p++) if (byte === 0 || byte === ESCAPE) return -1;
    if (p >= limit) return -1;
    const end = p - this.returns;
    if (this.returns === 1 && b[end] !== RETURN) return -1;
    if (end < nameFrom && this.returns === 0) return -1;
    this.end = end;
    if (inode === 0 && (major | minor) === 0 && end === nameFrom) return NO_FILE;
    const inodeLow = inode >>> 0;
    return this.files.add({
      major,
      minor,
      inodeLow,
      inodeHigh: (inode - inodeLow) / 4294967296,
      bytes: b,
      nameStart: nameFrom,
      nameEnd: end,
    });
  }
}
