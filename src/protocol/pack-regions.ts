/** Packs region tables to be sent to a view; see packed-regions.ts for the form. */
import type { RegionTable } from '../core/memory-map/region-table.ts';
import { FilePacker } from './pack-files.ts';
import { Follows, type PackedRegions } from './packed-regions.ts';
import { putNumber } from './put-number.ts';

/** Bytes that a row can take at most in one stream: a distance and a size of 10 each. */
const MOST_BYTES = 20;
/** Tags that are remembered; a power of two. */
const RECENT = 512;

/**
 * Packs a table: 3 to 4 bytes a region as a rule, 35 ns each. It does so a part at a time, for a caller that must not hold
 * up its thread.
 */
export class RegionPacker {
  private readonly table: RegionTable;
  private readonly files: FilePacker;
  private readonly shift: number;
  private readonly tags = new Map<number, number>();
  private rowTags: PackedRegions['rowTags'];
  private places: Uint8Array<ArrayBuffer>;
  private place = 0;
  private readonly rowFiles = new Stream();
  private readonly offsets = new Stream();
  private readonly lines = new Stream();
  private row = 0;
  // What the row before left: its end, where it ended in its file, its file, the highest file so far, its line.
  private lastLow = 0;
  private lastHigh = 0;
  private nextLow = 0;
  private nextHigh = 0;
  private lastFile = 0;
  private newestFile = 0;
  private lastLine = 0;
  private lineStep = 0;

  constructor(table: RegionTable) {
    this.table = table;
    this.files = new FilePacker(table.files);
    this.shift = commonZeros(table);
    this.rowTags = new Uint8Array(table.count);
    this.places = new Uint8Array(table.count * 3 + MOST_BYTES);
  }

  /** Packs the next rows, up to so many of them, and then files. Gives true when all are packed. */
  pack(rows: number): boolean {
    const { start, end, offset, perms, kind, file, line, sorted, count } = this.table;
    const { tags, rowFiles, offsets, lines, shift } = this;
    let { rowTags, places, place, lastLow, lastHigh, nextLow, nextHigh, lastFile, newestFile, lastLine, lineStep } =
      this;
    const stop = Math.min(count, this.row + rows);
    // A few tags alternate: remembering them saves most look-ups.
    const recentKeys = new Int32Array(RECENT).fill(-1);
    const recentTags = new Uint32Array(RECENT);
    for (let i = this.row; i < stop; i++) {
      if (place + MOST_BYTES > places.length) places = grown(places);
      const offsetLow = offset[2 * i] ?? 0;
      const offsetHigh = offset[2 * i + 1] ?? 0;
      const thisFile = file[i] ?? 0;
      const thisLine = line[i] ?? 0;
      const step = (thisLine - lastLine) | 0;
      const startLow = start[2 * i] ?? 0;
      const startHigh = start[2 * i + 1] ?? 0;
      const low = (startLow - lastLow) >>> 0;
      const high = (startHigh - lastHigh - (startLow < lastLow ? 1 : 0)) >>> 0;
      let follows = 0;
      if ((low | high) !== 0) follows = Follows.distance;
      if (thisFile !== 0) {
        if (thisFile === lastFile) follows |= Follows.sameFile;
        else follows |= thisFile === newestFile + 1 ? Follows.nextFile : Follows.file;
      }
      if ((offsetLow | offsetHigh) !== 0) {
        follows |= offsetLow === nextLow && offsetHigh === nextHigh ? Follows.nextOffset : Follows.offset;
      }
      if (step !== lineStep) follows |= Follows.line;
      const key = ((perms[i] ?? 0) << 16) | ((kind[i] ?? 0) << 8) | follows;
      const slot = (key ^ (key >>> 7)) & (RECENT - 1);
      if (recentKeys[slot] !== key) {
        let tag = tags.get(key);
        if (tag === undefined) {
          rowTags = widened(rowTags, tags.size);
          tags.set(key, (tag = tags.size));
        }
        recentKeys[slot] = key;
        recentTags[slot] = tag;
      }
      rowTags[i] = recentTags[slot] ?? 0;

      if (follows & Follows.distance) {
        place = sorted ? putShifted(places, place, low, high, shift) : putSigned(places, place, low, high, shift);
      }
      lastLow = end[2 * i] ?? 0;
      lastHigh = end[2 * i + 1] ?? 0;
      const sizeLow = (lastLow - startLow) >>> 0;
      const sizeHigh = (lastHigh - startHigh - (lastLow < startLow ? 1 : 0)) >>> 0;
      place = putShifted(places, place, sizeLow, sizeHigh, shift);
      if (follows & Follows.file) rowFiles.put(thisFile, 0, 0);
      if (follows & Follows.offset) offsets.put(offsetLow, offsetHigh, shift);
      if (follows & Follows.line) lines.put(((step << 1) ^ (step >> 31)) >>> 0, 0, 0);
      if (thisFile !== 0) lastFile = thisFile;
      if (thisFile > newestFile) newestFile = thisFile;
      nextLow = (offsetLow + sizeLow) >>> 0;
      nextHigh = (offsetHigh + sizeHigh + (nextLow < offsetLow ? 1 : 0)) >>> 0;
      lineStep = step;
      lastLine = thisLine;
    }
    this.row = stop;
    Object.assign(this, {
      rowTags,
      places,
      place,
      lastLow,
      lastHigh,
      nextLow,
      nextHigh,
      lastFile,
      newestFile,
      lastLine,
      lineStep,
    });
    return stop === count && this.files.pack(rows);
  }

  /** What was packed. */
  finish(): PackedRegions {
    const { count, sorted } = this.table;
    return {
      count,
      sorted,
      shift: this.shift,
      tags: tagTable(this.tags),
      rowTags: this.rowTags,
      places: this.places.slice(0, this.place),
      rowFiles: this.rowFiles.finish(),
      offsets: this.offsets.finish(),
      lines: this.lines.finish(),
      files: this.files.finish(),
    };
  }
}

/** Numbers of the few rows that have one. */
class Stream {
  private bytes = new Uint8Array(1024);
  private at = 0;

  put(low: number, high: number, shift: number): void {
    if (this.at + MOST_BYTES > this.bytes.length) this.bytes = grown(this.bytes);
    this.at = putShifted(this.bytes, this.at, low, high, shift);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }
}

// Functions of their own that are told all: variables that a closure shares are not kept in registers.

function putShifted(out: Uint8Array, at: number, low: number, high: number, shift: number): number {
  if (shift === 0) return putNumber(out, at, low, high);
  return putNumber(out, at, ((low >>> shift) | (high << (32 - shift))) >>> 0, high >>> shift);
}

/** Zigzag: small distances stay small in both directions. */
function putSigned(out: Uint8Array, at: number, low: number, high: number, shift: number): number {
  const sign = high >> 31;
  const shiftedLow = shift === 0 ? low : ((low >>> shift) | (high << (32 - shift))) >>> 0;
  const shiftedHigh = high >> shift;
  return putNumber(
    out,
    at,
    ((shiftedLow << 1) ^ sign) >>> 0,
    (((shiftedHigh << 1) | (shiftedLow >>> 31)) ^ sign) >>> 0,
  );
}

/** How many low bits are zero in all addresses and offsets, 31 at most. */
function commonZeros({ start, end, offset, count }: RegionTable): number {
  let bits = 0;
  for (let i = 0; i < count; i++) bits |= (start[2 * i] ?? 0) | (end[2 * i] ?? 0) | (offset[2 * i] ?? 0);
  return bits === 0 ? 31 : 31 - Math.clz32(bits & -bits);
}

function tagTable(tags: ReadonlyMap<number, number>): Uint8Array {
  const table = new Uint8Array(3 * tags.size);
  for (const [key, tag] of tags) {
    table[3 * tag] = key >>> 16;
    table[3 * tag + 1] = (key >>> 8) & 0xff;
    table[3 * tag + 2] = key & 0xff;
  }
  return table;
}

/** The column, or a copy that is wide enough for a value. */
function widened(column: PackedRegions['rowTags'], value: number): PackedRegions['rowTags'] {
  if (value === 0x100) return new Uint16Array(column);
  return value === 0x10000 ? new Uint32Array(column) : column;
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
