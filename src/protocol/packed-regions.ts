/**
 * A region table as a few bytes a region, to be sent to a view. VS Code compresses what goes to a remote window and
 * copies it several times on its way: measured in its browser, the 34 bytes a region of the plain columns took 100 ms for
 * 65,000 regions, which is longer than reading them. What follows from the row before takes no bytes here.
 *
 * Each row is: its tag, the size, and what the tag calls for: distance, file, offset, line. Numbers are 64 bits wide in
 * groups of seven bits, lowest first (LEB128).
 */
import type { FileColumns } from '../core/memory-map/file-table.ts';
import type { RegionTable } from '../core/memory-map/region-table.ts';

export interface PackedRegions {
  readonly count: number;
  readonly sorted: boolean;
  /** Low bits that are zero in every address and offset, and left out. */
  readonly shift: number;
  /** For each tag: permissions, kind, and `Follows` bits. */
  readonly tags: Uint8Array;
  readonly rows: Uint8Array;
  readonly files: FileColumns;
}

/** What a tag says of its row; what it does not say is zero, or as in the row before. */
const Follows = {
  /** A distance from the end of the row before. */
  distance: 1,
  /** The index of a file. */
  file: 2,
  /** No index: the file of the last row that had one, and the file that is one higher than all before. */
  sameFile: 4,
  nextFile: 8,
  /** An offset. */
  offset: 16,
  /** No offset: it is where the row before ended in its file. */
  nextOffset: 32,
  /** A step of lines, other than the one before. */
  line: 64,
} as const;

/** Bytes that a row can take at most: tag 2, distance, size and offset 10 each, file and line 5 each. */
const MOST_BYTES = 42;

/** Packs a table: 3 to 4 bytes a region as a rule, about 20 ns each. */
export function packRegions(table: RegionTable): PackedRegions {
  const { count, start, end, offset, perms, kind, file, line, sorted } = table;
  const shift = commonZeros(table);
  const tags = new Map<number, number>();
  let out = new Uint8Array(count * 8 + MOST_BYTES);
  let at = 0;
  let lastLow = 0;
  let lastHigh = 0;
  // Where the row before ended in its file.
  let nextLow = 0;
  let nextHigh = 0;
  let lastFile = 0;
  let newestFile = 0;
  let lastLine = 0;
  let lineStep = 0;
  for (let i = 0; i < count; i++) {
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
    let tag = tags.get(key);
    if (tag === undefined) tags.set(key, (tag = tags.size));
    put(tag, 0);

    lastLow = end[2 * i] ?? 0;
    lastHigh = end[2 * i + 1] ?? 0;
    const sizeLow = (lastLow - startLow) >>> 0;
    const sizeHigh = (lastHigh - startHigh - (lastLow < startLow ? 1 : 0)) >>> 0;
    putShifted(sizeLow, sizeHigh);
    if (follows & Follows.distance) {
      if (sorted) putShifted(low, high);
      else putSigned(low, high);
    }
    if (follows & Follows.file) put(thisFile, 0);
    if (follows & Follows.offset) putShifted(offsetLow, offsetHigh);
    if (follows & Follows.line) put(((step << 1) ^ (step >> 31)) >>> 0, 0);
    if (thisFile !== 0) lastFile = thisFile;
    if (thisFile > newestFile) newestFile = thisFile;
    nextLow = (offsetLow + sizeLow) >>> 0;
    nextHigh = (offsetHigh + sizeHigh + (nextLow < offsetLow ? 1 : 0)) >>> 0;
    lineStep = step;
    lastLine = thisLine;
  }
  return { count, sorted, shift, tags: tagTable(tags), rows: out.slice(0, at), files: table.files };

  function putShifted(low: number, high: number): void {
    if (shift === 0) put(low, high);
    else put(((low >>> shift) | (high << (32 - shift))) >>> 0, high >>> shift);
  }

  /** Zigzag: small distances stay small in both directions. */
  function putSigned(low: number, high: number): void {
    const sign = high >> 31;
    const shiftedLow = shift === 0 ? low : ((low >>> shift) | (high << (32 - shift))) >>> 0;
    const shiftedHigh = high >> shift;
    put(((shiftedLow << 1) ^ sign) >>> 0, (((shiftedHigh << 1) | (shiftedLow >>> 31)) ^ sign) >>> 0);
  }

  function put(lowest: number, highest: number): void {
    let low = lowest;
    let high = highest;
    while (high !== 0 || low > 127) {
      out[at++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    out[at++] = low;
  }
}

/** The table that was packed, in columns of its own. */
export function unpackRegions(packed: PackedRegions): RegionTable {
  const { count, sorted, shift, tags, rows, files } = packed;
  const start = new Uint32Array(2 * count);
  const end = new Uint32Array(2 * count);
  const offset = new Uint32Array(2 * count);
  const perms = new Uint8Array(count);
  const kind = new Uint8Array(count);
  const file = new Uint32Array(count);
  const line = new Uint32Array(count);
  let at = 0;
  let low = 0;
  let high = 0;
  let lastLow = 0;
  let lastHigh = 0;
  let nextLow = 0;
  let nextHigh = 0;
  let lastFile = 0;
  let newestFile = 0;
  let lastLine = 0;
  let lineStep = 0;
  for (let i = 0; i < count; i++) {
    take();
    const tag = 3 * low;
    perms[i] = tags[tag] ?? 0;
    kind[i] = tags[tag + 1] ?? 0;
    const follows = tags[tag + 2] ?? 0;

    take();
    unshift();
    const sizeLow = low;
    const sizeHigh = high;
    low = 0;
    high = 0;
    if (follows & Follows.distance) {
      take();
      if (!sorted) unsign();
      unshift();
    }
    const startLow = (lastLow + low) >>> 0;
    const startHigh = (lastHigh + high + (startLow < lastLow ? 1 : 0)) >>> 0;
    start[2 * i] = startLow;
    start[2 * i + 1] = startHigh;
    lastLow = (startLow + sizeLow) >>> 0;
    lastHigh = (startHigh + sizeHigh + (lastLow < startLow ? 1 : 0)) >>> 0;
    end[2 * i] = lastLow;
    end[2 * i + 1] = lastHigh;

    if (follows & Follows.file) {
      take();
      lastFile = low;
    } else if (follows & Follows.nextFile) lastFile = newestFile + 1;
    if (lastFile > newestFile) newestFile = lastFile;
    if (follows & (Follows.file | Follows.nextFile | Follows.sameFile)) file[i] = lastFile;

    let offsetLow = 0;
    let offsetHigh = 0;
    if (follows & Follows.offset) {
      take();
      unshift();
      offsetLow = low;
      offsetHigh = high;
    } else if (follows & Follows.nextOffset) {
      offsetLow = nextLow;
      offsetHigh = nextHigh;
    }
    offset[2 * i] = offsetLow;
    offset[2 * i + 1] = offsetHigh;
    nextLow = (offsetLow + sizeLow) >>> 0;
    nextHigh = (offsetHigh + sizeHigh + (nextLow < offsetLow ? 1 : 0)) >>> 0;

    if (follows & Follows.line) {
      take();
      lineStep = (low >>> 1) ^ -(low & 1);
    }
    lastLine = (lastLine + lineStep) >>> 0;
    line[i] = lastLine;
  }
  return { count, sorted, start, end, offset, perms, kind, file, line, files };

  /** Reads the next number into `low` and `high`. */
  function take(): void {
    let byte = rows[at++] ?? 0;
    low = byte & 127;
    high = 0;
    for (let bit = 7; byte > 127; bit += 7) {
      byte = rows[at++] ?? 0;
      const bits = byte & 127;
      if (bit < 32) low = (low | (bits << bit)) >>> 0;
      if (bit >= 32) high = (high | (bits << (bit - 32))) >>> 0;
      else if (bit > 25) high = (high | (bits >>> (32 - bit))) >>> 0;
    }
  }

  function unshift(): void {
    if (shift === 0) return;
    high = ((high << shift) | (low >>> (32 - shift))) >>> 0;
    low = (low << shift) >>> 0;
  }

  function unsign(): void {
    const sign = -(low & 1);
    low = (((low >>> 1) | (high << 31)) ^ sign) >>> 0;
    high = ((high >>> 1) ^ sign) >>> 0;
  }
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
