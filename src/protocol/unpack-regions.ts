/** Unpacks what pack-regions.ts packed. */
import type { RegionTable } from '../core/memory-map/region-table.ts';
import { Follows, type PackedRegions } from './packed-regions.ts';
import { unpackFiles } from './unpack-files.ts';

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
  return { count, sorted, start, end, offset, perms, kind, file, line, files: unpackFiles(files) };

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
