/**
 * A table of regions in few bytes, for ways that are slow a byte: VS Code sends a message to a webview through a compressed
 * socket when it runs remotely, and 65,000 regions cost it 80 ms as plain columns. Regions lie close together and files are
 * mapped in one piece, so that what differs from the row before mostly fits one byte.
 *
 * Each row is five numbers: gap, size, offset, file, line. A number is stored as LEB128, seven bits a byte, low bits first
 * (DWARF 5, section 7.6).
 */
import { addressNumberAt } from './address.ts';
import type { FileColumns } from './file-table.ts';
import type { RegionTable } from './region-table.ts';

/** The bytes of a packed table; each array owns its buffer. */
export interface PackedRegions {
  readonly count: number;
  readonly rows: Uint8Array;
  readonly perms: Uint8Array;
  readonly kind: Uint8Array;
  readonly files: FileColumns;
}

/** All addresses and offsets of a packed table are multiples of this: the smallest page of any architecture. */
const PAGE = 4096;
/** Offsets further than this from the expected one would not be exact as doubles once their sign is folded in. */
const FURTHEST = 2 ** 51;
/** Bytes that the five numbers of a row can take. */
const ROW_BYTES = 5 * 8;

/** Packs a table; undefined when it is not sorted or not made of whole pages, as hand-made maps may be. */
export function packRegions(table: RegionTable): PackedRegions | undefined {
  if (!table.sorted) return undefined;
  const { count } = table;
  let bytes = new Uint8Array(8 * count + ROW_BYTES);
  let p = 0;
  let end = 0;
  let file = 0;
  let offset = 0;
  let line = 0;
  for (let row = 0; row < count; row++) {
    if (p + ROW_BYTES > bytes.length) {
      const larger = new Uint8Array(2 * bytes.length);
      larger.set(bytes);
      bytes = larger;
    }
    const start = addressNumberAt(table.start, row) / PAGE;
    const next = addressNumberAt(table.end, row) / PAGE;
    const at = addressNumberAt(table.offset, row) / PAGE;
    const entry = table.file[row] ?? 0;
    // A segment begins in the file where the one before it ends; a new file, and anonymous memory, at 0.
    const ahead = at - (entry === file ? offset : 0);
    if (!Number.isInteger(start) || !Number.isInteger(next) || !Number.isInteger(at) || Math.abs(ahead) > FURTHEST) {
      return undefined;
    }
    p = put(bytes, p, start - end);
    p = put(bytes, p, next - start);
    p = put(bytes, p, signed(ahead));
    p = put(bytes, p, entry);
    p = put(bytes, p, signed((table.line[row] ?? 0) - line));
    end = next;
    file = entry;
    offset = entry === 0 ? 0 : at + next - start;
    line = table.line[row] ?? 0;
  }
  const { perms, kind, files } = table;
  return { count, rows: bytes.slice(0, p), perms: own(perms), kind: own(kind), files: ownFiles(files) };
}

/** The table that was packed. */
export function unpackRegions({ count, rows, perms, kind, files }: PackedRegions): RegionTable {
  const start = new Uint32Array(2 * count);
  const end = new Uint32Array(2 * count);
  const offset = new Uint32Array(2 * count);
  const file = new Uint32Array(count);
  const line = new Uint32Array(count);
  const reader = new Reader(rows);
  let lastEnd = 0;
  let lastFile = 0;
  let lastOffset = 0;
  let lastLine = 0;
  for (let row = 0; row < count; row++) {
    const from = lastEnd + reader.next();
    const size = reader.next();
    const delta = unsigned(reader.next());
    const entry = reader.next();
    const at = delta + (entry === lastFile ? lastOffset : 0);
    lastLine += unsigned(reader.next());
    lastEnd = from + size;
    lastFile = entry;
    lastOffset = entry === 0 ? 0 : at + size;
    setPage(start, row, from);
    setPage(end, row, lastEnd);
    if (at !== 0) setPage(offset, row, at);
    file[row] = entry;
    line[row] = lastLine;
  }
  return { count, start, end, offset, perms, file, line, kind, files, sorted: true };
}

/** Writes a number below 2^53; gives the place after it. */
function put(bytes: Uint8Array, at: number, number: number): number {
  let p = at;
  let rest = number;
  while (rest >= 0x80) {
    bytes[p++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[p++] = rest;
  return p;
}

class Reader {
  private readonly bytes: Uint8Array;
  private p = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  next(): number {
    const { bytes } = this;
    let byte = bytes[this.p++] ?? 0;
    if (byte < 0x80) return byte;
    let number = byte & 0x7f;
    let scale = 0x80;
    do {
      byte = bytes[this.p++] ?? 0;
      number += (byte & 0x7f) * scale;
      scale *= 0x80;
    } while (byte >= 0x80);
    return number;
  }
}

/** Small numbers of either sign as small numbers: 0, -1, 1, -2 … become 0, 1, 2, 3 … */
function signed(number: number): number {
  return number >= 0 ? 2 * number : -2 * number - 1;
}

function unsigned(number: number): number {
  return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
}

/** Stores the address of a page as a word pair; the page number is below 2^52. */
function setPage(words: Uint32Array, row: number, page: number): void {
  const upper = Math.floor(page / 0x100000);
  words[2 * row] = (page - upper * 0x100000) * PAGE;
  words[2 * row + 1] = upper;
}

function own<Column extends Uint8Array | Uint32Array>(column: Column): Column;
function own(column: Uint8Array | Uint32Array): Uint8Array | Uint32Array {
  return column.byteLength === column.buffer.byteLength ? column : column.slice();
}

function ownFiles({ count, major, minor, inode, nameEnd, nameBytes }: FileColumns): FileColumns {
  return {
    count,
    major: own(major),
    minor: own(minor),
    inode: own(inode),
    nameEnd: own(nameEnd),
    nameBytes: own(nameBytes),
  };
}
