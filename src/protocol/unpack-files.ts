/** Unpacks what pack-files.ts packed. */
import type { FileColumns } from '../core/memory-map/file-table.ts';
import { Head, type PackedFiles } from './packed-files.ts';

/** The table that was packed, in columns of its own. */
export function unpackFiles({ count, entries, names, nameBytes: length }: PackedFiles): FileColumns {
  const major = new Uint32Array(count);
  const minor = new Uint32Array(count);
  const inode = new Uint32Array(2 * count);
  const nameEnd = new Uint32Array(count);
  const nameBytes = new Uint8Array(length);
  let at = 0;
  let named = 0;
  let end = 0;
  let before = 0;
  let low = 0;
  let high = 0;
  for (let i = 0; i < count; i++) {
    take();
    const head = low;
    if (head & Head.device) {
      take();
      major[i] = low;
      take();
      minor[i] = low;
    } else {
      major[i] = major[i - 1] ?? 0;
      minor[i] = minor[i - 1] ?? 0;
    }
    if (head & Head.inode) {
      take();
      inode[2 * i] = low;
      inode[2 * i + 1] = high;
    } else if (head & Head.nextInode) {
      inode[2 * i] = (inode[2 * i - 2] ?? 0) + 1;
      inode[2 * i + 1] = inode[2 * i - 1] ?? 0;
    }
    const start = end;
    take();
    nameBytes.copyWithin(start, before, before + low);
    end += low;
    take();
    for (const stop = end + low; end < stop; end++) nameBytes[end] = names[named++] ?? 0;
    nameEnd[i] = end;
    before = start;
  }
  return { count, major, minor, inode, nameEnd, nameBytes };

  /** Reads the next number into `low` and `high`. */
  function take(): void {
    let byte = entries[at++] ?? 0;
    low = byte & 127;
    high = 0;
    for (let bit = 7; byte > 127; bit += 7) {
      byte = entries[at++] ?? 0;
      const bits = byte & 127;
      if (bit < 32) low = (low | (bits << bit)) >>> 0;
      if (bit >= 32) high = (high | (bits << (bit - 32))) >>> 0;
      else if (bit > 25) high = (high | (bits >>> (32 - bit))) >>> 0;
    }
  }
}
