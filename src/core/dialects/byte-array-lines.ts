/** Rows in an array of the numbers of their bytes, as in JSON: `[53,53,100,48,…,10,…]`. */
import { NEWLINE } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import type { Lines } from './lines.ts';

const COMMA = 0x2c;
const DIGIT_0 = 0x30;

export class ByteArrayLines implements Lines {
  end: number;
  endLine: number;
  private readonly bytes: Uint8Array;
  private ended = false;

  /** @param from behind the opening bracket @param line the number of its line */
  constructor(bytes: Uint8Array, from: number, line: number) {
    this.bytes = bytes;
    this.end = from;
    this.endLine = line;
  }

  next(cursor: LineCursor): boolean {
    if (this.ended) return false;
    const { bytes } = this;
    const line = this.endLine;
    const row: number[] = [];
    let value = -1;
    let p = this.end;
    for (; ; p++) {
      const byte = bytes[p] ?? -1;
      const digit = byte - DIGIT_0;
      if (digit >= 0 && digit <= 9) value = 10 * Math.max(value, 0) + digit;
      else {
        if (byte === NEWLINE) this.endLine++;
        const isBlank = byte === NEWLINE || byte === 0x20 || byte === 0x09 || byte === 0x0d;
        if (isBlank) continue;
        if (value > 0xff || (byte === COMMA && value < 0)) this.ended = true;
        if (value === NEWLINE && byte === COMMA) break;
        if (value >= 0 && value <= 0xff && value !== NEWLINE) row.push(value);
        value = -1;
        // The closing bracket, or whatever stands there instead of it.
        if (byte !== COMMA) this.ended = true;
        if (this.ended) break;
      }
    }
    this.end = Math.min(p + 1, bytes.length);
    cursor.use(Uint8Array.from(row), 0, row.length, line);
    return row.length > 0 || !this.ended;
  }
}
