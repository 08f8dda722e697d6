/** Unpacks what pack-files.ts packed. */
import type { FileColumns } from '../core/memory-map/file-table.ts';
import { Head, type PackedFiles } from './packed-files.ts';
import { takeNumber } from './take-number.ts';

/** The table that was packed, in columns of its own. */
export function unpackFiles({ count, entries, names, nameBytes: length }: PackedFiles): FileColumns {
  const major = new Uint32Array(count);
  const minor = new Uint32Array(count);
  const inode = new Uint32Array(2 * count);
  const nameEnd = new Uint32Array(count);
  const nameBytes = new Uint8Array(length);
  const wide = new Uint32Array(2);
  let at = 0;
  let named = 0;
  let end = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    // One byte each.
    const head = entries[at++] ?? 0;
    if (head & Head.device) {
      at = takeNumber(entries, at, wide);
      major[i] = wide[0] ?? 0;
      at = takeNumber(entries, at, wide);
      minor[i] = wide[0] ?? 0;
    } else {
      major[i] = major[i - 1] ?? 0;
      minor[i] = minor[i - 1] ?? 0;
    }
    if (head & Head.inode) {
      at = takeNumber(entries, at, wide);
      inode[2 * i] = wide[0] ?? 0;
      inode[2 * i + 1] = wide[1] ?? 0;
    } else if (head & Head.nextInode) {
      inode[2 * i] = (inode[2 * i - 2] ?? 0) + 1;
      inode[2 * i + 1] = inode[2 * i - 1] ?? 0;
    }
    const start = end;
    at = takeNumber(entries, at, wide);
    for (let from = before, stop = end + (wide[0] ?? 0); end < stop; end++) nameBytes[end] = nameBytes[from++] ?? 0;
    at = takeNumber(entries, at, wide);
    for (const stop = end + (wide[0] ?? 0); end < stop; end++) nameBytes[end] = names[named++] ?? 0;
    nameEnd[i] = end;
    before = start;
  }
  return { count, major, minor, inode, nameEnd, nameBytes };
}
