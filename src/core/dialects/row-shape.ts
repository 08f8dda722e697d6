/**
 * Tells how much of a line is a row as the kernel prints it (`show_vma_header_prefix()` in fs/proc/task_mmu.c):
 * `start-end perms offset major:minor inode name`.
 */
import { isDigit } from '../memory-map/digit.ts';
import { viewOf } from '../memory-map/view.ts';
import { ANY_HEX, COLON, DASH, SPACE } from './bytes.ts';
import { anyHexWord } from './hex-word.ts';
import { readFourPerms } from './perms.ts';

/** What a line is. */
export const Shape = {
  /** No row. */
  none: 0,
  /** A row with all of its fields. */
  whole: 1,
  /** A row whose line ends before the inode. */
  cut: 2,
  /** It starts as a row does, and goes on with something that the kernel does not print. */
  odd: 3,
} as const;

export type ShapeOf = (typeof Shape)[keyof typeof Shape];

/** So many digits of both addresses make a range a row, whatever follows it. */
const TELLING_DIGITS = 4;
/** Range, permissions, offset, device, inode; a name may follow them. */
const FIELDS = 5;
const BLANKS = 0x20202020;

/** Looks at one line after the other; what it found of the last one is in its fields. */
export class RowShape {
  /** How many of the five fields stand there. */
  fields = 0;
  /** Where the name starts; the end of the line when there is none. */
  name = 0;
  /** Behind the address range. */
  rangeEnd = 0;
  /** Of `viewed`, the bytes that were looked at last. */
  private view: DataView = viewOf(new Uint8Array(0));
  private viewed: Uint8Array | undefined;

  /** Looks at the bytes from `from` up to `to`. */
  read(bytes: Uint8Array, from: number, to: number): ShapeOf {
    if (this.viewed !== bytes) {
      this.viewed = bytes;
      this.view = viewOf(bytes);
    }
    const { view } = this;
    this.fields = 0;
    this.name = to;
    const dash = hexEnd(bytes, view, from, to);
    if (dash === from || dash >= to || bytes[dash] !== DASH) return Shape.none;
    const range = hexEnd(bytes, view, dash + 1, to);
    const perms = blanksEnd(bytes, view, range, to);
    this.rangeEnd = range;
    const hasPerms = perms > range && perms + 4 <= to && readFourPerms(bytes, perms) >= 0;
    const telling = dash - from >= TELLING_DIGITS && range - dash > TELLING_DIGITS;
    if (!hasPerms && !telling) return Shape.none;
    this.fields = 1;
    if (!hasPerms) return perms === to ? Shape.cut : Shape.odd;

    this.fields = 2;
    const offset = blanksEnd(bytes, view, perms + 4, to);
    if (offset === to) return Shape.cut;
    const offsetEnd = hexEnd(bytes, view, offset, to);
    if (offset === perms + 4 || offsetEnd === offset) return Shape.odd;

    this.fields = 3;
    const device = blanksEnd(bytes, view, offsetEnd, to);
    if (device === to) return Shape.cut;
    const colon = hexEnd(bytes, view, device, to);
    if (device === offsetEnd || colon === device || colon >= to || bytes[colon] !== COLON) return Shape.odd;
    const deviceEnd = hexEnd(bytes, view, colon + 1, to);
    if (deviceEnd === colon + 1) return Shape.odd;

    this.fields = 4;
    const inode = blanksEnd(bytes, view, deviceEnd, to);
    if (inode === to) return Shape.cut;
    let inodeEnd = inode;
    while (inodeEnd < to && isDigit(bytes[inodeEnd])) inodeEnd++;
    if (inode === deviceEnd || inodeEnd === inode) return Shape.odd;

    this.fields = FIELDS;
    if (inodeEnd < to && bytes[inodeEnd] !== SPACE) return Shape.odd;
    this.name = blanksEnd(bytes, view, inodeEnd, to);
    return Shape.whole;
  }
}

function hexEnd(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  let p = from;
  while (p + 4 <= to && anyHexWord(view.getInt32(p, true)) >= 0) p += 4;
  while (p < to && ANY_HEX[bytes[p]!]! >= 0) p++;
  return p;
}

function blanksEnd(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  let p = from;
  while (p + 4 <= to && view.getInt32(p, true) === BLANKS) p += 4;
  while (p < to && bytes[p] === SPACE) p++;
  return p;
}
