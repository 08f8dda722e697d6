/**
 * Region lines byte for byte as the kernel prints them (`show_vma_header_prefix()`, `show_map_vma()` in fs/proc/task_mmu.c). What
 * the source does not tell is printed as the kernel prints nothing: `---p`, offset 0, device `00:00`, inode 0.
 */
import { addressAt } from '../memory-map/address.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { NAME_COLUMN_64 } from '../memory-map/name-column.ts';
import { formatPerms, Perm } from '../memory-map/permissions.ts';
import type { ByteChunks } from './byte-chunks.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const DASH = 0x2d;
const COLON = 0x3a;
const TWO_32 = 4294967296;
/** `\012`, the only escape that a name has. */
const ESCAPED_NEWLINE = [0x5c, 0x30, 0x31, 0x32];
/** The longest header with its pad: two addresses, permissions, offset, device, inode of 20 digits. */
const LONGEST_HEADER = 110;

/** The four letters of each combination of bits, four bytes each. */
const LETTERS = Uint8Array.from(
  Array.from({ length: 256 }, (_, bits) => formatPerms(bits) ?? '---p').join(''),
  (letter) => letter.charCodeAt(0),
);

export class RegionLineWriter {
  private readonly map: MemoryMap;
  private readonly out: ByteChunks;
  private readonly nameColumn: number;

  constructor(map: MemoryMap, out: ByteChunks) {
    this.map = map;
    this.out = out;
    this.nameColumn = map.nameColumn ?? NAME_COLUMN_64;
  }

  /** Writes the line of a row, with its newline; false when the source does not tell where the region ends. */
  write(row: number): boolean {
    const { out } = this;
    const { start, end, offset, perms, file, files } = this.map.regions;
    const words = 2 * row;
    const startLow = start[words]!;
    const startHigh = start[words + 1]!;
    const endLow = end[words]!;
    const endHigh = end[words + 1]!;
    if (startLow === endLow && startHigh === endHigh) return false;
    const entry = file[row] ?? NO_FILE;
    const nameFrom = entry === 0 ? 0 : files.nameEnd[entry - 1]!;
    const nameTo = files.nameEnd[entry]!;
    out.reserve(LONGEST_HEADER + 4 * (nameTo - nameFrom));
    const lineStart = out.p;
    out.hex(startHigh, startLow, 8);
    out.bytes[out.p++] = DASH;
    out.hex(endHigh, endLow, 8);
    const bits = perms[row]!;
    this.putPerms(bits);
    if (bits & Perm.offsetUnknown) out.hex(0, 0, 8);
    else out.hex(offset[words + 1]!, offset[words]!, 8);
    out.bytes[out.p++] = SPACE;
    out.hex(0, files.major[entry]!, 2);
    out.bytes[out.p++] = COLON;
    out.hex(0, files.minor[entry]!, 2);
    out.bytes[out.p++] = SPACE;
    this.putInode(entry);
    out.bytes[out.p++] = SPACE;
    if (nameTo > nameFrom) {
      out.blanks(Math.max(1, this.nameColumn - (out.p - lineStart)));
      this.putName(nameFrom, nameTo);
    }
    out.bytes[out.p++] = NEWLINE;
    return true;
  }

  private putPerms(bits: number): void {
    const { out } = this;
    const { bytes, p } = out;
    bytes[p] = SPACE;
    for (let i = 0; i < 4; i++) bytes[p + 1 + i] = LETTERS[4 * bits + i]!;
    bytes[p + 5] = SPACE;
    out.p = p + 6;
  }

  private putInode(entry: number): void {
    const { out } = this;
    const { inode } = this.map.regions.files;
    const high = inode[2 * entry + 1]!;
    if (high < 0x200000) out.decimal(high * TWO_32 + inode[2 * entry]!);
    else for (const digit of String(addressAt(inode, entry))) out.bytes[out.p++] = digit.charCodeAt(0);
  }

  private putName(from: number, to: number): void {
    const { out } = this;
    const { nameBytes } = this.map.regions.files;
    const { bytes } = out;
    let { p } = out;
    for (let i = from; i < to; i++) {
      const byte = nameBytes[i]!;
      if (byte === NEWLINE) for (const escaped of ESCAPED_NEWLINE) bytes[p++] = escaped;
      else bytes[p++] = byte;
    }
    out.p = p;
  }
}
