/** Unpacks what pack-files.ts packed. */
import type { FileColumns } from '../core/memory-map/file-table.ts';
import { viewOf } from '../core/memory-map/view.ts';
import { Head, type PackedFiles } from './packed-files.ts';
import { takeNumber } from './take-number.ts';

/** The table that was packed, in columns of its own. */
export function unpackFiles({ count, entries, names, nameBytes: bytes }: PackedFiles): FileColumns {
  const major = new Uint32Array(count);
  const minor = new Uint32Array(count);
  const inode = new Uint32Array(2 * count);
  const nameEnd = new Uint32Array(count);
  const nameBytes = new Uint8Array(bytes);
  const nameView = viewOf(nameBytes);
  const namesView = viewOf(names);
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
    // Nearly all lengths are one byte, and names have room for four at a time.
    let length = entries[at++] ?? 0;
    if (length > 127) {
      at = takeNumber(entries, at - 1, wide);
      length = wide[0] ?? 0;
    }
    let from = before;
    let stop = end + length;
    for (; end + 4 <= stop; end += 4, from += 4) nameView.setInt32(end, nameView.getInt32(from));
    while (end < stop) nameBytes[end++] = nameBytes[from++] ?? 0;
    length = entries[at++] ?? 0;
    if (length > 127) {
      at = takeNumber(entries, at - 1, wide);
      length = wide[0] ?? 0;
    }
    stop = end + length;
    for (; end + 4 <= stop; end += 4, named += 4) nameView.setInt32(end, namesView.getInt32(named));
    while (end < stop) nameBytes[end++] = names[named++] ?? 0;
    nameEnd[i] = end;
    before = start;
  }
  return { count, major, minor, inode, nameEnd, nameBytes };
}
