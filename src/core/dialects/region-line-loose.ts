/**
 * Reads region lines that are not byte for byte as the kernel prints them: indented by a mail or a bug tracker, with the
 * trailing blank lost, with upper-case digits, cut short, or not region lines at all. Slower than region-line.ts, and
 * able to say what is wrong and where.
 */
import { setAddress } from '../memory-map/address.ts';
import { parsePerms } from '../memory-map/permissions.ts';
import type { RegionBuilder } from '../memory-map/region-builder.ts';
import { ANY_HEX, COLON, DASH, excerpt, SPACE, TAB } from './bytes.ts';
import type { LineFault } from './dialect.ts';

/** What a line turned out to be. */
export type LooseLine = 'region' | 'blank' | LineFault;

/** The highest address a 64-bit kernel can print. */
const HIGHEST = 0xffffffffffffffffn;
const HIGHEST_DEVICE = 0xfffffff;

/** Reads the line from `from` to `to` (its end without newline or CR); adds a row when it is a region. */
export function readLooseLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  line: number,
  builder: RegionBuilder,
): LooseLine {
  const scan = new LineScan(bytes, from, to);
  scan.skipBlanks();
  if (scan.p === to) return 'blank';
  const zero = bytes.subarray(from, to).indexOf(0);
  if (zero >= 0) return { at: from + zero, reason: 'the line holds a NUL byte, which the kernel never prints' };

  const startFrom = scan.p;
  const start = scan.hex();
  if (start === undefined || scan.byte() !== DASH) {
    return { at: startFrom, reason: `not a region line: ${scan.found(startFrom)} is not an address range` };
  }
  scan.p++;
  const endFrom = scan.p;
  const end = scan.hex();
  if (end === undefined) return scan.fault(endFrom, 'the end address');
  if (start > HIGHEST) return { at: startFrom, reason: 'the start address needs more than 64 bits' };
  if (end > HIGHEST) return { at: endFrom, reason: 'the end address needs more than 64 bits' };
  if (!scan.blanks()) return scan.fault(scan.p, 'a blank after the address range');
  if (end <= start) {
    const what = end === start ? 'the region is empty: its end is its start' : 'the region ends before it starts';
    return { at: endFrom, reason: what };
  }

  const permsFrom = scan.p;
  const perms = parsePerms(scan.word());
  if (perms === undefined) return scan.fieldFault(permsFrom, 'permissions such as r-xp');
  if (!scan.blanks()) return scan.fieldFault(scan.p, 'the offset');

  const offsetFrom = scan.p;
  const offset = scan.hex();
  if (offset === undefined) return scan.fieldFault(offsetFrom, 'the offset in hex');
  if (offset > HIGHEST) return { isField: true, at: offsetFrom, reason: 'the offset needs more than 64 bits' };
  if (!scan.blanks()) return scan.fieldFault(scan.p, 'the device');

  const deviceFrom = scan.p;
  const major = scan.hex();
  if (major === undefined || scan.byte() !== COLON)
    return scan.fieldFault(deviceFrom, 'the device as major:minor in hex');
  scan.p++;
  const minor = scan.hex();
  if (minor === undefined) return scan.fieldFault(scan.p, 'the minor device number in hex');
  if (major > HIGHEST_DEVICE || minor > HIGHEST_DEVICE) {
    return { isField: true, at: deviceFrom, reason: 'the device number is larger than any the kernel has' };
  }
  if (!scan.blanks()) return scan.fieldFault(scan.p, 'the inode');

  const inodeFrom = scan.p;
  const inode = scan.decimal();
  if (inode === undefined) return scan.fieldFault(inodeFrom, 'the inode as a decimal number');
  if (inode > HIGHEST) return { isField: true, at: inodeFrom, reason: 'the inode number needs more than 64 bits' };
  if (scan.p < to && !scan.blanks()) return scan.fieldFault(scan.p, 'a blank after the inode');

  // Only blanks end the pad: a name may start with a tab, and one that ends in blanks keeps them.
  const nameFrom = scan.p;
  if (builder.count === builder.capacity) builder.grow();
  const row = builder.count++;
  setAddress(builder.start, row, start);
  setAddress(builder.end, row, end);
  setAddress(builder.offset, row, offset);
  builder.perms[row] = perms;
  builder.line[row] = line;
  builder.file[row] = builder.files.add({
    major: Number(major),
    minor: Number(minor),
    inodeLow: Number(inode & 0xffffffffn),
    inodeHigh: Number(inode >> 32n),
    bytes,
    nameStart: nameFrom,
    nameEnd: to,
  });
  return 'region';
}

/** A cursor over one line. */
class LineScan {
  p: number;
  private readonly bytes: Uint8Array;
  private readonly to: number;

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.bytes = bytes;
    this.p = from;
    this.to = to;
  }

  byte(): number | undefined {
    return this.p < this.to ? this.bytes[this.p] : undefined;
  }

  /** Skips blanks and tabs, which only stand before a line. */
  skipBlanks(): void {
    while (this.byte() === SPACE || this.byte() === TAB) this.p++;
  }

  /** Skips the blanks between two fields; false when there is none. */
  blanks(): boolean {
    const from = this.p;
    while (this.byte() === SPACE) this.p++;
    return this.p > from;
  }

  /** The word up to the next blank. */
  word(): string {
    let text = '';
    for (let byte = this.byte(); byte !== undefined && byte !== SPACE && text.length < 8; byte = this.byte()) {
      text += String.fromCharCode(byte);
      this.p++;
    }
    return text;
  }

  hex(): bigint | undefined {
    return this.digits(ANY_HEX, 16n);
  }

  decimal(): bigint | undefined {
    return this.digits(DECIMAL, 10n);
  }

  /** The number at the cursor. Digits past 40 are skipped, because the value is out of range long before. */
  private digits(table: Int8Array, base: bigint): bigint | undefined {
    const from = this.p;
    let value = 0n;
    for (let byte = this.byte(); byte !== undefined; byte = this.byte()) {
      const digit = table[byte] ?? -1;
      if (digit < 0) break;
      if (this.p - from < 40) value = value * base + BigInt(digit);
      this.p++;
    }
    return this.p > from ? value : undefined;
  }

  found(at: number): string {
    return at >= this.to ? 'the end of the line' : `"${excerpt(this.bytes, at, this.to, 24)}"`;
  }

  /** As `fault`, for a field behind the addresses. */
  fieldFault(at: number, expected: string): LineFault {
    return { ...this.fault(at, expected), isField: true };
  }

  fault(at: number, expected: string): LineFault {
    const cut = at >= this.to;
    return {
      at,
      reason: cut
        ? `the line ends where ${expected} should be`
        : `${this.found(at)} stands where ${expected} should be`,
    };
  }
}

const DECIMAL = new Int8Array(256).fill(-1);
for (let digit = 0; digit <= 9; digit++) DECIMAL[0x30 + digit] = digit;
