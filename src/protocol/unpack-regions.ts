/** Unpacks what pack-regions.ts packed. */
import type { FileColumns } from '../core/memory-map/file-table.ts';
import type { RegionTable } from '../core/memory-map/region-table.ts';
import { Follows, type PackedRegions } from './packed-regions.ts';
import { takeNumber } from './take-number.ts';
import { unpackFiles } from './unpack-files.ts';

/**
 * The table that was packed, in columns of its own. Offsets and lines, which no picture is drawn from, are unpacked when they are
 * first read: memory that nobody has touched yet is much of what a large map costs.
 */
export function unpackRegions(packed: PackedRegions): RegionTable {
  return new UnpackedRegions(packed);
}

class UnpackedRegions implements RegionTable {
  readonly count: number;
  readonly sorted: boolean;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly perms: Uint8Array;
  readonly kind: Uint8Array;
  readonly file: Uint32Array;
  readonly files: FileColumns;
  private readonly packed: PackedRegions;
  private offsets: Uint32Array | undefined;
  private lines: Uint32Array | undefined;

  constructor(packed: PackedRegions) {
    const { count, sorted, files } = packed;
    this.packed = packed;
    this.count = count;
    this.sorted = sorted;
    this.start = new Uint32Array(2 * count);
    this.end = new Uint32Array(2 * count);
    this.perms = new Uint8Array(count);
    this.kind = new Uint8Array(count);
    this.file = new Uint32Array(count);
    takeTags(packed, this.perms, this.kind);
    takePlaces(packed, this.start, this.end);
    takeFiles(packed, this.file);
    this.files = unpackFiles(files);
  }

  get offset(): Uint32Array {
    return (this.offsets ??= takeOffsets(this.packed, this.start, this.end));
  }

  get line(): Uint32Array {
    return (this.lines ??= takeLines(this.packed));
  }
}

// Each pass is a function of its own, see axis.ts.

function takeTags({ count, tags, rowTags }: PackedRegions, perms: Uint8Array, kind: Uint8Array): void {
  for (let i = 0; i < count; i++) {
    const tag = 3 * (rowTags[i] ?? 0);
    perms[i] = tags[tag] ?? 0;
    kind[i] = tags[tag + 1] ?? 0;
  }
}

function takePlaces(packed: PackedRegions, start: Uint32Array, end: Uint32Array): void {
  const { count, sorted, shift, tags, rowTags, places } = packed;
  const wide = new Uint32Array(2);
  let at = 0;
  let low = 0;
  let high = 0;
  for (let i = 0; i < count; i++) {
    if ((tags[3 * (rowTags[i] ?? 0) + 2] ?? 0) & Follows.distance) {
      at = takeNumber(places, at, wide);
      if (!sorted) unsign(wide);
      unshift(wide, shift);
      const before = low;
      low = (low + (wide[0] ?? 0)) >>> 0;
      high = (high + (wide[1] ?? 0) + (low < before ? 1 : 0)) >>> 0;
    }
    start[2 * i] = low;
    start[2 * i + 1] = high;
    // Sizes of one byte and of two alternate, and few have more: a branch for each costs more than to look at both.
    const byte = places[at] ?? 0;
    const next = places[at + 1] ?? 0;
    const more = byte >>> 7;
    let sizeLow = (byte & 127) | ((next & -more) << 7);
    let sizeHigh = 0;
    if (more & (next >>> 7)) {
      at = takeNumber(places, at, wide);
      sizeLow = wide[0] ?? 0;
      sizeHigh = wide[1] ?? 0;
    } else at += 1 + more;
    if (shift !== 0) {
      sizeHigh = ((sizeHigh << shift) | (sizeLow >>> (32 - shift))) >>> 0;
      sizeLow = (sizeLow << shift) >>> 0;
    }
    const first = low;
    low = (low + sizeLow) >>> 0;
    high = (high + sizeHigh + (low < first ? 1 : 0)) >>> 0;
    end[2 * i] = low;
    end[2 * i + 1] = high;
  }
}

function takeFiles({ count, tags, rowTags, rowFiles }: PackedRegions, file: Uint32Array): void {
  const wide = new Uint32Array(2);
  let at = 0;
  let last = 0;
  let newest = 0;
  for (let i = 0; i < count; i++) {
    const follows = tags[3 * (rowTags[i] ?? 0) + 2] ?? 0;
    if (follows & Follows.file) {
      at = takeNumber(rowFiles, at, wide);
      last = (wide[0] ?? 0) | 0;
      newest = Math.max(newest, last);
      file[i] = last;
      continue;
    }
    // Regions with a new file, the same one and none alternate: bits cost less than branches.
    const isNext = -(follows & Follows.nextFile) >> 31;
    const isSame = -(follows & Follows.sameFile) >> 31;
    newest = (newest - isNext) | 0;
    last ^= (last ^ newest) & isNext;
    file[i] = last & (isNext | isSame);
  }
}

function takeOffsets(
  { count, shift, tags, rowTags, offsets }: PackedRegions,
  start: Uint32Array,
  end: Uint32Array,
): Uint32Array {
  const offset = new Uint32Array(2 * count);
  const wide = new Uint32Array(2);
  let at = 0;
  let nextLow = 0;
  let nextHigh = 0;
  for (let i = 0; i < count; i++) {
    const follows = tags[3 * (rowTags[i] ?? 0) + 2] ?? 0;
    let low = 0;
    let high = 0;
    if (follows & Follows.offset) {
      at = takeNumber(offsets, at, wide);
      unshift(wide, shift);
      low = wide[0] ?? 0;
      high = wide[1] ?? 0;
    } else if (follows & Follows.nextOffset) {
      low = nextLow;
      high = nextHigh;
    }
    offset[2 * i] = low;
    offset[2 * i + 1] = high;
    const startLow = start[2 * i] ?? 0;
    const endLow = end[2 * i] ?? 0;
    const sizeHigh = (end[2 * i + 1] ?? 0) - (start[2 * i + 1] ?? 0) - (endLow < startLow ? 1 : 0);
    nextLow = (low + endLow - startLow) >>> 0;
    nextHigh = (high + sizeHigh + (nextLow < low ? 1 : 0)) >>> 0;
  }
  return offset;
}

function takeLines({ count, tags, rowTags, lines }: PackedRegions): Uint32Array {
  const line = new Uint32Array(count);
  const wide = new Uint32Array(2);
  let at = 0;
  let last = 0;
  let step = 0;
  for (let i = 0; i < count; i++) {
    if ((tags[3 * (rowTags[i] ?? 0) + 2] ?? 0) & Follows.line) {
      at = takeNumber(lines, at, wide);
      const told = wide[0] ?? 0;
      step = (told >>> 1) ^ -(told & 1);
    }
    last = (last + step) >>> 0;
    line[i] = last;
  }
  return line;
}

function unshift(wide: Uint32Array, shift: number): void {
  if (shift === 0) return;
  const low = wide[0] ?? 0;
  const high = wide[1] ?? 0;
  wide[1] = (high << shift) | (low >>> (32 - shift));
  wide[0] = low << shift;
}

/** See `putSigned` in pack-regions.ts. */
function unsign(wide: Uint32Array): void {
  const low = wide[0] ?? 0;
  const high = wide[1] ?? 0;
  const sign = -(low & 1);
  wide[0] = ((low >>> 1) | (high << 31)) ^ sign;
  wide[1] = (high >>> 1) ^ sign;
}
