/** Unpacks what pack-regions.ts packed. */
import type { RegionTable } from '../core/memory-map/region-table.ts';
import { Follows, type PackedRegions } from './packed-regions.ts';
import { takeNumber } from './take-number.ts';
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
  const wide = new Uint32Array(2);
  let at = 0;
  let lastLow = 0;
  let lastHigh = 0;
  let nextLow = 0;
  let nextHigh = 0;
  let lastFile = 0;
  let newestFile = 0;
  let lastLine = 0;
  let lineStep = 0;
  for (let i = 0; i < count; i++) {
    // Nearly all tags and most sizes are one byte: a million calls are spared.
    let tag = rows[at++] ?? 0;
    if (tag > 127) {
      at = takeNumber(rows, at - 1, wide);
      tag = wide[0] ?? 0;
    }
    perms[i] = tags[3 * tag] ?? 0;
    kind[i] = tags[3 * tag + 1] ?? 0;
    const follows = tags[3 * tag + 2] ?? 0;

    let sizeLow = rows[at++] ?? 0;
    let sizeHigh = 0;
    if (sizeLow > 127) {
      at = takeNumber(rows, at - 1, wide);
      sizeLow = wide[0] ?? 0;
      sizeHigh = wide[1] ?? 0;
    }
    if (shift !== 0) {
      sizeHigh = ((sizeHigh << shift) | (sizeLow >>> (32 - shift))) >>> 0;
      sizeLow = (sizeLow << shift) >>> 0;
    }
    let startLow = lastLow;
    let startHigh = lastHigh;
    if (follows & Follows.distance) {
      at = takeNumber(rows, at, wide);
      if (!sorted) unsign(wide);
      unshift(wide, shift);
      startLow = (lastLow + (wide[0] ?? 0)) >>> 0;
      startHigh = (lastHigh + (wide[1] ?? 0) + (startLow < lastLow ? 1 : 0)) >>> 0;
    }
    start[2 * i] = startLow;
    start[2 * i + 1] = startHigh;
    lastLow = (startLow + sizeLow) >>> 0;
    lastHigh = (startHigh + sizeHigh + (lastLow < startLow ? 1 : 0)) >>> 0;
    end[2 * i] = lastLow;
    end[2 * i + 1] = lastHigh;

    if (follows & Follows.file) {
      at = takeNumber(rows, at, wide);
      lastFile = wide[0] ?? 0;
    } else if (follows & Follows.nextFile) lastFile = newestFile + 1;
    if (lastFile > newestFile) newestFile = lastFile;
    if (follows & (Follows.file | Follows.nextFile | Follows.sameFile)) file[i] = lastFile;

    let offsetLow = 0;
    let offsetHigh = 0;
    if (follows & Follows.offset) {
      at = takeNumber(rows, at, wide);
      unshift(wide, shift);
      offsetLow = wide[0] ?? 0;
      offsetHigh = wide[1] ?? 0;
    } else if (follows & Follows.nextOffset) {
      offsetLow = nextLow;
      offsetHigh = nextHigh;
    }
    offset[2 * i] = offsetLow;
    offset[2 * i + 1] = offsetHigh;
    nextLow = (offsetLow + sizeLow) >>> 0;
    nextHigh = (offsetHigh + sizeHigh + (nextLow < offsetLow ? 1 : 0)) >>> 0;

    if (follows & Follows.line) {
      at = takeNumber(rows, at, wide);
      const step = wide[0] ?? 0;
      lineStep = (step >>> 1) ^ -(step & 1);
    }
    lastLine = (lastLine + lineStep) >>> 0;
    line[i] = lastLine;
  }
  return { count, sorted, start, end, offset, perms, kind, file, line, files: unpackFiles(files) };
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
