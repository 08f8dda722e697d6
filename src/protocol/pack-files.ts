/** Packs tables of files to be sent to a view; see packed-files.ts for the form. */
import type { FileColumns } from '../core/memory-map/file-table.ts';
import { viewOf } from '../core/memory-map/view.ts';
import { Head, LONGEST_START, type PackedFiles } from './packed-files.ts';
import { putNumber } from './put-number.ts';

/** Bytes that an entry can take at most: head 1, major, minor and two lengths 5 each, inode 10. */
const MOST_BYTES = 31;

/** Packs a table a part at a time (60 ns a file), for a caller that must not hold up its thread. */
export class FilePacker {
  private readonly files: FileColumns;
  private entries: Uint8Array<ArrayBuffer>;
  private readonly names: Uint8Array<ArrayBuffer>;
  private readonly namesView: DataView;
  private readonly nameView: DataView;
  private at = 0;
  private named = 0;
  private entry = 0;

  constructor(files: FileColumns) {
    this.files = files;
    this.entries = new Uint8Array(8 * files.count + MOST_BYTES);
    this.names = new Uint8Array(files.nameBytes.length);
    this.namesView = viewOf(this.names);
    this.nameView = viewOf(files.nameBytes);
  }

  /** Packs the next entries, up to so many of them. Gives true when all are packed. */
  pack(most: number): boolean {
    const { count, major, minor, inode, nameEnd, nameBytes } = this.files;
    const { nameView, names, namesView } = this;
    let { entries, at, named } = this;
    const stop = Math.min(count, this.entry + most);
    for (let i = this.entry; i < stop; i++) {
      if (at + MOST_BYTES > entries.length) entries = this.grown();
      const low = inode[2 * i]!;
      const high = inode[2 * i + 1]!;
      const isSameDevice = i > 0 && major[i] === major[i - 1] && minor[i] === minor[i - 1];
      const isNext = i > 0 && low !== 0 && high === inode[2 * i - 1] && low === inode[2 * i - 2]! + 1;
      const hasInode = !isNext && (low | high) !== 0;
      entries[at++] = (isSameDevice ? 0 : Head.device) | (hasInode ? Head.inode : 0) | (isNext ? Head.nextInode : 0);
      if (!isSameDevice) {
        at = putNumber(entries, at, major[i]!, 0);
        at = putNumber(entries, at, minor[i]!, 0);
      }
      if (hasInode) at = putNumber(entries, at, low, high);
      const from = i === 0 ? 0 : nameEnd[i - 1]!;
      const to = nameEnd[i]!;
      const before = i < 2 ? 0 : nameEnd[i - 2]!;
      const limit = Math.min(to - from, from - before, LONGEST_START);
      let same = 0;
      while (same + 4 <= limit && nameView.getInt32(from + same) === nameView.getInt32(before + same)) same += 4;
      while (same < limit && nameBytes[from + same] === nameBytes[before + same]) same++;
      at = putNumber(entries, at, same, 0);
      at = putNumber(entries, at, to - from - same, 0);
      let p = from + same;
      for (; p + 4 <= to; p += 4, named += 4) namesView.setInt32(named, nameView.getInt32(p));
      for (; p < to; p++) names[named++] = nameBytes[p]!;
    }
    this.at = at;
    this.named = named;
    this.entry = stop;
    return stop === count;
  }

  /** What was packed. */
  finish(): PackedFiles {
    const { count, nameBytes } = this.files;
    const { entries, names, at, named } = this;
    return { count, entries: entries.slice(0, at), names: names.slice(0, named), nameBytes: nameBytes.length };
  }

  private grown(): Uint8Array<ArrayBuffer> {
    const larger = new Uint8Array(2 * this.entries.length);
    larger.set(this.entries);
    return (this.entries = larger);
  }
}
