/** Finds control characters (below a blank: newlines, tabs, escapes, NULs), four bytes at a time. */
import { SPACE } from './bytes.ts';

const EVERY_SPACE = 0x20202020;
const EVERY_TOP_BIT = 0x80808080;

export class ControlBytes {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The first place of a control character at or after `from`; the length of the bytes when there is none. */
  next(from: number): number {
    const { bytes, view } = this;
    const { length } = bytes;
    let p = from;
    for (; p + 4 <= length; p += 4) {
      const word = view.getInt32(p, true);
      // A byte below 0x20 borrows when 0x20 is taken from it; bytes of 0x80 and more are masked by `~word`.
      if (((word - EVERY_SPACE) & ~word & EVERY_TOP_BIT) !== 0) break;
    }
    while (p < length && bytes[p]! >= SPACE) p++;
    return p;
  }
}
