/** Packs region tables to be sent to a view; see packed-regions.ts for the form. */
import type { RegionTable } from '../core/memory-map/region-table.ts';
import { FilePacker } from './pack-files.ts';
import { Follows, type PackedRegions } from './packed-regions.ts';
import { putNumber } from './put-number.ts';

/** Bytes that a row can take at most: tag 2, distance, size and offset 10 each, file and line 5 each. */
const MOST_BYTES = 42;
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
  private out: Uint8Array<ArrayBuffer>;
  private at = 0;
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
    this.out = new Uint8Array(table.count * 8 + MOST_BYTES);
  }

  /** Packs the next rows, up to so many of them, and then files. Gives true when all are packed. */
  pack(rows: number): boolean {
    const { start, end, offset, perms, kind, file, line, sorted, count } = this.table;
    const { tags, shift } = this;
    let { out, at, lastLow, lastHigh, nextLow, nextHigh, lastFile, newestFile, lastLine, lineStep } = this;
    const stop = Math.min(count, this.row + rows);
    // A few tags alternate: remembering them saves most look-ups.
    const recentKeys = new Int32Array(RECENT).fill(-1);
    const recentTags = new Uint32Array(RECENT);
    for (let i = this.row; i < stop; i++) {
      if (at + MOST_BYTES > out.length) out = grown(out);
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
        if (tag === undefined) tags.set(key, (tag = tags.size));
        recentKeys[slot] = key;
        recentTags[slot] = tag;
      }
      at = putNumber(out, at, recentTags[slot] ?? 0, 0);

      lastLow = end[2 * i] ?? 0;
      lastHigh = end[2 * i + 1] ?? 0;
      const sizeLow = (lastLow - startLow) >>> 0;
      const sizeHigh = (lastHigh - startHigh - (lastLow < startLow ? 1 : 0)) >>> 0;
      at = putShifted(out, at, sizeLow, sizeHigh, shift);
      if (follows & Follows.distance) {
        at = sorted ? putShifted(out, at, low, high, shift) : putSigned(out, at, low, high, shift);
      }
      if (follows & Follows.file) at = putNumber(out, at, thisFile, 0);
      if (follows & Follows.offset) at = putShifted(out, at, offsetLow, offsetHigh, shift);
      if (follows & Follows.line) at = putNumber(out, at, ((step << 1) ^ (step >> 31)) >>> 0, 0);
      if (thisFile !== 0) lastFile = thisFile;
      if (thisFile > newestFile) newestFile = thisFile;
      nextLow = (offsetLow + sizeLow) >>> 0;
      nextHigh = (offsetHigh + sizeHigh + (nextLow < offsetLow ? 1 : 0)) >>> 0;
      lineStep = step;
      lastLine = thisLine;
    }
    this.row = stop;
    Object.assign(this, { out, at, lastLow, lastHigh, nextLow, nextHigh, lastFile, newestFile, lastLine, lineStep });
    return stop === count && this.files.pack(rows);
  }

  /** What was packed. */
  finish(): PackedRegions {
    const { count, sorted } = this.table;
    const rows = this.out.slice(0, this.at);
    return { count, sorted, shift: this.shift, tags: tagTable(this.tags), rows, files: this.files.finish() };
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

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
