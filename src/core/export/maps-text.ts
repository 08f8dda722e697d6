/** A memory map as the text of /proc/PID/maps. */
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { ByteChunks } from './byte-chunks.ts';
import { RegionLineWriter } from './region-lines.ts';
import { isChosen, type RowMask } from './rows.ts';

/**
 * The text in pieces of about 64 KiB. A map that was read from maps text gives it back byte for byte, when a kernel printed it;
 * pathnames stand where 64-bit kernels have them unless the source had them elsewhere. Regions whose end is not told are left
 * out: see `conversionNotes`.
 */
export function* mapsText(map: MemoryMap, mask?: RowMask): Generator<Uint8Array> {
  const out = new ByteChunks();
  const lines = new RegionLineWriter(map, out);
  for (let row = 0; row < map.regions.count; row++) {
    if (!isChosen(mask, row)) continue;
    lines.write(row);
    if (out.isFull) yield out.take();
  }
  if (out.p > 0) yield out.take();
}
