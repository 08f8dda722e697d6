/** Puts together the name of a region as the kernel prints it, from `path`, `pathBytes`, `deleted` and `name` of the normal form. */
import { fromBase64 } from '../memory-map/base64.ts';
import { NEWLINE } from './bytes.ts';
import type { JsonCursor } from './json-cursor.ts';

const DELETED = Uint8Array.from(' (deleted)', (letter) => letter.charCodeAt(0));
const ESCAPED_NEWLINE = [0x5c, 0x30, 0x31, 0x32];

const encoder = new TextEncoder();

export class JsonName {
  /** The name: `bytes` from `from` up to `to`. */
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  private scratch = new Uint8Array(256);
  /** False for a string that stands in the JSON as it is: such a one has no control characters. */
  private hasControls = false;

  /** Forgets the name. */
  clear(): void {
    this.to = this.from;
  }

  /** Takes the string that the cursor read last; false when it is no UTF-8 text: half of a surrogate pair is none. */
  takeString(cursor: JsonCursor): boolean {
    if (!cursor.escaped) {
      this.use(cursor.bytes, cursor.from, cursor.to, false);
      return true;
    }
    const text = cursor.text();
    const bytes = encoder.encode(text);
    this.use(bytes, 0, bytes.length, true);
    return !/\p{Surrogate}/u.test(text);
  }

  /** Takes bytes in base64; false when the text is none. */
  takeBase64(text: string): boolean {
    const bytes = fromBase64(text);
    if (bytes) this.use(bytes, 0, bytes.length, true);
    return bytes !== undefined;
  }

  /** True when the kernel could print the name: no byte of it is NUL. */
  get isPrintable(): boolean {
    return !this.hasControls || !this.bytes.subarray(this.from, this.to).includes(0);
  }

  /** Turns a path into the name column: newlines become `\012`, and ` (deleted)` goes behind it. */
  print(deleted: boolean): void {
    const { bytes, from, to } = this;
    const isEscaped = this.hasControls && bytes.subarray(from, to).includes(NEWLINE);
    if (!deleted && !isEscaped) return;
    const longest = (isEscaped ? 4 : 1) * (to - from) + DELETED.length;
    if (this.scratch.length < longest) this.scratch = new Uint8Array(2 * longest);
    const { scratch } = this;
    let n = 0;
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!;
      if (byte === NEWLINE) for (const escape of ESCAPED_NEWLINE) scratch[n++] = escape;
      else scratch[n++] = byte;
    }
    if (deleted) {
      scratch.set(DELETED, n);
      n += DELETED.length;
    }
    this.use(scratch, 0, n, false);
  }

  private use(bytes: Uint8Array, from: number, to: number, hasControls: boolean): void {
    this.hasControls = hasControls;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }
}
