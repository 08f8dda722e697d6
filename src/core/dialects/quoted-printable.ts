/**
 * The lines of a map in a mail that was saved as it was sent, in quoted-printable (RFC 2045, section 6.7): lines longer than 76
 * characters are broken behind a `=`, and blanks at the end of a line are written `=20`.
 */
import { viewOf } from '../memory-map/view.ts';
import { ANY_HEX, DASH, EQUALS, hasZeroByte, lineEnd, NEWLINE, RETURN, SPACE, TAB } from './bytes.ts';
import { ControlBytes } from './control-bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import { LinePrefix } from './line-prefix.ts';
import type { Lines, PrefixSpan } from './lines.ts';

/** The longest line that the standard allows, with its `=`. */
const LONGEST = 76;
/** So many rows tell whether a mail is encoded. */
const ROWS_THAT_TELL = 16;
/** A line of the mail is put together from at most so many: paths have an end. */
const MOST_PARTS = 64;
/** Lines are decoded into chunks of so many bytes; the first one is for small maps. */
const FIRST_CHUNK = 2 ** 12;
const CHUNK = 2 ** 16;
const FOUR_EQUALS = 0x3d3d3d3d;

/** True when the rows from a line on are broken or end as only quoted-printable breaks and ends them. */
export function isQuotedPrintable(bytes: Uint8Array, rowLine: number): boolean {
  let from = rowLine;
  for (let row = 0; row < ROWS_THAT_TELL && from < bytes.length; row++) {
    const newline = lineEnd(bytes, from);
    const to = contentEnd(bytes, from, newline);
    const next = newline + 1;
    if (holdsRange(bytes, from, to)) {
      if (to - from <= LONGEST && bytes[to - 1] === EQUALS && !holdsRange(bytes, next, next + 40)) return true;
      if (isEncodedBlank(bytes, to)) return true;
    }
    from = next;
  }
  return false;
}

/** The lines, decoded. A line that was broken has the number of its first part. */
export class QuotedPrintableLines implements Lines {
  end: number;
  endLine: number;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly controls: ControlBytes;
  private readonly prefix: LinePrefix;
  /** Decoded lines, one after the other. What is full is left to whoever still reads from it. */
  private out = new Uint8Array(FIRST_CHUNK);
  private outView = viewOf(this.out);
  private used = 0;

  /** @param from where the first line starts @param line its number */
  constructor(bytes: Uint8Array, from: number, prefix: PrefixSpan, line: number) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.controls = new ControlBytes(bytes);
    this.end = from;
    this.endLine = line;
    this.prefix = new LinePrefix(bytes, prefix.from, prefix.to);
  }

  next(cursor: LineCursor): boolean {
    const { bytes } = this;
    if (this.end >= bytes.length) return false;
    const first = this.endLine;
    let start = this.used;
    for (let part = 0; part < MOST_PARTS && this.end < bytes.length; part++) {
      const from = this.end;
      const newline = this.newlineAt(from);
      const to = contentEnd(bytes, from, newline);
      this.end = Math.min(bytes.length, newline + 1);
      this.endLine++;
      const isBroken = to > from && bytes[to - 1] === EQUALS;
      start = this.makeRoom(start, to - from);
      this.decode(from, isBroken ? to - 1 : to);
      if (!isBroken) break;
    }
    const { out, used } = this;
    out[this.used++] = NEWLINE;
    cursor.use(out, this.prefix.skip(out, start, used), used, first, start);
    return true;
  }

  /** The end of the line that starts at a place. Lines are short: a search by the engine takes longer to begin than most take here. */
  private newlineAt(from: number): number {
    const { bytes, controls } = this;
    let p = controls.next(from);
    while (p < bytes.length && bytes[p] !== NEWLINE) p = controls.next(p + 1);
    return p;
  }

  /** Decodes a part of a line into `out`. */
  private decode(from: number, to: number): void {
    const { bytes, view, out, outView } = this;
    let end = this.used;
    for (let p = from; p < to; p++) {
      while (p + 4 <= to && !hasZeroByte(view.getInt32(p, true) ^ FOUR_EQUALS)) {
        outView.setInt32(end, view.getInt32(p, true), true);
        p += 4;
        end += 4;
      }
      if (p >= to) break;
      const byte = bytes[p]!;
      if (byte === EQUALS && p + 2 < to) {
        const high = ANY_HEX[bytes[p + 1]!]!;
        const low = ANY_HEX[bytes[p + 2]!]!;
        if (high >= 0 && low >= 0) {
          out[end++] = 16 * high + low;
          p += 2;
          continue;
        }
      }
      out[end++] = byte;
    }
    this.used = end;
  }

  /** Makes room for more bytes of a line that starts at a place, and a newline; gives where it starts then. */
  private makeRoom(start: number, more: number): number {
    const { out, used } = this;
    if (used + more < out.length) return start;
    const line = out.subarray(start, used);
    this.out = new Uint8Array(Math.max(CHUNK, 2 * (line.length + more)));
    this.outView = viewOf(this.out);
    this.out.set(line);
    this.used = line.length;
    return 0;
  }
}

/** Where a line ends without its CR and the blanks that mail servers may have added. */
function contentEnd(bytes: Uint8Array, from: number, newline: number): number {
  let to = newline;
  while (to > from && (bytes[to - 1] === RETURN || bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--;
  return to;
}

/** True when `=20` or `=09` stands before a place. */
function isEncodedBlank(bytes: Uint8Array, to: number): boolean {
  if (bytes[to - 3] !== EQUALS) return false;
  return (bytes[to - 2] === 0x32 && bytes[to - 1] === 0x30) || (bytes[to - 2] === 0x30 && bytes[to - 1] === 0x39);
}

/** True when an address range stands near the start of a line. */
function holdsRange(bytes: Uint8Array, from: number, to: number): boolean {
  let digits = 0;
  for (let p = from; p < to && p < from + 40 && p < bytes.length; p++) {
    const byte = bytes[p]!;
    if (byte === 0x0a) return false;
    if (ANY_HEX[byte]! >= 0) digits++;
    else if (byte === DASH && digits >= 4 && ANY_HEX[bytes[p + 1] ?? 0]! >= 0) return true;
    else digits = 0;
  }
  return false;
}
