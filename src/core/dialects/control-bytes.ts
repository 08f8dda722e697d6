/** Finds control characters (below a blank: newlines, tabs, escapes, NULs), sixteen bytes at a time. */
import { viewOf } from '../memory-map/view.ts';
import { SPACE } from './bytes.ts';

const EVERY_SPACE = 0x20202020;
const EVERY_TOP_BIT = 0x80808080;
const BYTES_AT_ONCE = 16;

export class ControlBytes {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  /** The first place of a control character at or after `from`; the length of the bytes when there is none. */
  next(from: number): number {
    const { bytes, view } = this;
    const { length } = bytes;
    let p = from;
    for (const last = length - BYTES_AT_ONCE; p <= last; p += BYTES_AT_ONCE) {
      const a = belowSpace(view.getInt32(p, true));
      const b = belowSpace(view.getInt32(p + 4, true));
      const c = belowSpace(view.getInt32(p + 8, true));
      const d = belowSpace(view.getInt32(p + 12, true));
      if (((a | b | c | d) & EVERY_TOP_BIT) === 0) continue;
      if ((a & EVERY_TOP_BIT) !== 0) return p + firstOf(a);
      if ((b & EVERY_TOP_BIT) !== 0) return p + 4 + firstOf(b);
      return (c & EVERY_TOP_BIT) !== 0 ? p + 8 + firstOf(c) : p + 12 + firstOf(d);
    }
    while (p < length && bytes[p]! >= SPACE) p++;
    return p;
  }
}

/**
 * Has the top bit of the lowest byte that is below a blank, and of none under it. A byte borrows when 0x20 is taken from it, so
 * bytes above it may have theirs too; those of 0x80 and more are masked by `~word`.
 */
function belowSpace(word: number): number {
  return (word - EVERY_SPACE) & ~word;
}

/** Which byte of a word has the lowest top bit. */
function firstOf(word: number): number {
  const bits = word & EVERY_TOP_BIT;
  return (31 - Math.clz32(bits & -bits)) >>> 3;
}
