/** Packs tables of files to be sent to a view; see packed-files.ts for the form. */
import type { FileColumns } from '../core/memory-map/file-table.ts';
import { Head, LONGEST_START, type PackedFiles } from './packed-files.ts';

/** Bytes that an entry can take at most: head 1, major, minor and two lengths 5 each, inode 10. */
const MOST_BYTES = 31;

/** Packs a table a part at a time (60 ns a file), for a caller that must not hold up its thread. */
export class FilePacker {
  private readonly files: FileColumns;
  private entries: Uint8Array<ArrayBuffer>;
  private readonly names: Uint8Array<ArrayBuffer>;
  private at = 0;
  private named = 0;
  private entry = 0;

  constructor(files: FileColumns) {
    this.files = files;
    this.entries = new Uint8Array(8 * files.count + MOST_BYTES);
    this.names = new Uint8Array(files.nameBytes.length);
  }

  /** Packs the next entries, up to so many of them. Gives true when all are packed. */
  pack(most: number): boolean {
    const { files } = this;
    const { count, major, minor, inode, nameEnd, nameBytes } = files;
    const stop = Math.min(count, this.entry + most);
    for (let i = this.entry; i < stop; i++) {
      if (this.at + MOST_BYTES > this.entries.length) this.grow();
      const low = inode[2 * i] ?? 0;
      const high = inode[2 * i + 1] ?? 0;
      const isSameDevice = i > 0 && major[i] === major[i - 1] && minor[i] === minor[i - 1];
      const isNext = i > 0 && low !== 0 && high === inode[2 * i - 1] && low === (inode[2 * i - 2] ?? 0) + 1;
      const hasInode = !isNext && (low | high) !== 0;
      this.put((isSameDevice ? 0 : Head.device) | (hasInode ? Head.inode : 0) | (isNext ? Head.nextInode : 0), 0);
      if (!isSameDevice) {
        this.put(major[i] ?? 0, 0);
        this.put(minor[i] ?? 0, 0);
      }
      if (hasInode) this.put(low, high);
      const from = i === 0 ? 0 : (nameEnd[i - 1] ?? 0);
      const to = nameEnd[i] ?? from;
      const before = i < 2 ? 0 : (nameEnd[i - 2] ?? 0);
      const limit = Math.min(to - from, from - before, LONGEST_START);
      let same = 0;
      while (same < limit && nameBytes[from + same] === nameBytes[before + same]) same++;
      this.put(same, 0);
      this.put(to - from - same, 0);
      for (let p = from + same; p < to; p++) this.names[this.named++] = nameBytes[p] ?? 0;
    }
    this.entry = stop;
    return stop === count;
  }

  /** What was packed. */
  finish(): PackedFiles {
    const { count, nameBytes } = this.files;
    const { entries, names, at, named } = this;
    return { count, entries: entries.slice(0, at), names: names.slice(0, named), nameBytes: nameBytes.length };
  }

  private put(lowest: number, highest: number): void {
    const { entries } = this;
    let low = lowest;
    let high = highest;
    while (high !== 0 || low > 127) {
      entries[this.at++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    entries[this.at++] = low;
  }

  private grow(): void {
    const larger = new Uint8Array(2 * this.entries.length);
    larger.set(this.entries);
    this.entries = larger;
  }
}
