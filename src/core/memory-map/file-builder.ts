/**
 * Fills a FileTable. A line of maps ends in `major:minor inode      name`; the bytes of that tail are looked up whole,
 * so that a line whose tail was seen before costs one comparison and no decoding.
 */
import { ColumnBuffer } from './column-buffer.ts';
import type { FileColumns } from './file-table.ts';
import { nextCapacity, trimmed } from './trimmed.ts';
import { viewOf } from './view.ts';

/** What the tail of one line says; the name lies in `bytes` from `nameStart` to `nameEnd`. */
export interface FileIdentity {
  readonly major: number;
  readonly minor: number;
  readonly inodeLow: number;
  readonly inodeHigh: number;
  readonly bytes: Uint8Array;
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** A small process has so many files; a map of a few rows, as a log may hold thousands, fewer. */
const ENTRIES_AT_START = 48;
const FEWEST_ENTRIES = 8;
/** About as long as names are together, for each entry. */
const NAME_BYTES = 40;
const WORDS_AN_ENTRY = 6;
/** A power of two. */
const RECENT = 64;
const NO_NAME = new Uint8Array(0);

export class FileBuilder {
  private major: Uint32Array;
  private minor: Uint32Array;
  private inode: Uint32Array;
  private nameEnd: Uint32Array;
  private hashes: Int32Array;
  private slots: Int32Array;
  private nameBytes: Uint8Array;
  private nameView: DataView;
  /** Of `viewed`, the bytes that the last file's name stands in. */
  private view: DataView;
  private viewed: Uint8Array;
  private count = 0;
  /** The entry that was asked for last: regions of a file follow one another. */
  private last = 0;
  /** Entries that were asked for before, by what their names end in: regions of several files take turns. */
  private readonly recent: Int32Array;
  /** Names come from files: an unpredictable start keeps a crafted file from filling one slot of the table. */
  private readonly seed = (Math.random() * 0x7fffffff) | 0;

  /** @param expected about how many regions name the files */
  constructor(expected = ENTRIES_AT_START) {
    const entries = expected < ENTRIES_AT_START ? FEWEST_ENTRIES : ENTRIES_AT_START;
    // A power of two, at least twice as many.
    const slots = 2 ** Math.ceil(Math.log2(2 * entries + 1));
    const buffer = new ColumnBuffer(4 * (WORDS_AN_ENTRY * entries + slots + RECENT) + NAME_BYTES * entries);
    this.major = buffer.words(entries);
    this.minor = buffer.words(entries);
    this.inode = buffer.words(2 * entries);
    this.nameEnd = buffer.words(entries);
    this.hashes = buffer.integers(entries);
    this.slots = buffer.integers(slots);
    this.recent = buffer.integers(RECENT);
    this.nameBytes = buffer.bytes(NAME_BYTES * entries);
    this.nameView = viewOf(this.nameBytes);
    this.viewed = NO_NAME;
    this.view = viewOf(NO_NAME);
    this.find({ major: 0, minor: 0, inodeLow: 0, inodeHigh: 0, bytes: NO_NAME, nameStart: 0, nameEnd: 0 });
  }

  /** The entry of this identity: the one it has, or a new one. */
  add(file: FileIdentity): number {
    if (this.viewed !== file.bytes) this.look(file.bytes);
    if (this.count > 0 && this.equals(this.last, file)) return this.last;
    const slot = this.recentSlot(file);
    const recent = this.recent[slot]!;
    if (this.equals(recent, file)) return (this.last = recent);
    return (this.last = this.recent[slot] = this.find(file));
  }

  /** The entry with the device and inode of another and this name, when that one has no name; else that one. */
  withName(entry: number, name: Uint8Array): number {
    const from = entry === 0 ? 0 : this.nameEnd[entry - 1]!;
    if (this.nameEnd[entry]! > from) return entry;
    return this.add({
      major: this.major[entry]!,
      minor: this.minor[entry]!,
      inodeLow: this.inode[2 * entry]!,
      inodeHigh: this.inode[2 * entry + 1]!,
      bytes: name,
      nameStart: 0,
      nameEnd: name.length,
    });
  }

  /** The finished table. Its buffers are not much longer than it is. */
  finish(): FileColumns {
    const bytes = this.nameEnd[this.count - 1] ?? 0;
    return {
      count: this.count,
      major: trimmed(this.major, this.count),
      minor: trimmed(this.minor, this.count),
      inode: trimmed(this.inode, 2 * this.count),
      nameEnd: trimmed(this.nameEnd, this.count),
      nameBytes: trimmed(this.nameBytes, bytes),
    };
  }

  private find(file: FileIdentity): number {
    const hash = this.hash(file);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = (this.slots[slot] ?? 0) - 1;
      if (entry < 0) break;
      if (this.hashes[entry] === hash && this.equals(entry, file)) return entry;
      slot = (slot + 1) & mask;
    }
    const entry = this.count++;
    this.reserve(file.nameEnd - file.nameStart);
    this.major[entry] = file.major;
    this.minor[entry] = file.minor;
    this.inode[2 * entry] = file.inodeLow;
    this.inode[2 * entry + 1] = file.inodeHigh;
    const from = entry === 0 ? 0 : (this.nameEnd[entry - 1] ?? 0);
    this.copyName(file, from);
    this.nameEnd[entry] = from + file.nameEnd - file.nameStart;
    this.hashes[entry] = hash;
    this.slots[slot] = entry + 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return entry;
  }

  /** Copies a name to a place, four bytes at a time: a call of the engine takes as long as most names. */
  private copyName({ bytes, nameStart, nameEnd }: FileIdentity, to: number): void {
    const { nameBytes, nameView, view } = this;
    let p = nameStart;
    let at = to;
    for (; p + 4 <= nameEnd; p += 4, at += 4) nameView.setInt32(at, view.getInt32(p, true), true);
    for (; p < nameEnd; p++) nameBytes[at++] = bytes[p]!;
  }

  private look(bytes: Uint8Array): void {
    this.viewed = bytes;
    this.view = viewOf(bytes);
  }

  /** Names of the same length differ at their ends more often than elsewhere. */
  private recentSlot({ inodeLow, nameStart, nameEnd }: FileIdentity): number {
    const length = nameEnd - nameStart;
    const end = length < 4 ? 0 : this.view.getInt32(nameEnd - 4, true);
    const middle = length < 16 ? 0 : this.view.getInt32(nameEnd - 12, true);
    const mixed = Math.imul(end ^ inodeLow, 0x9e3779b1) ^ Math.imul(middle ^ length, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.recent.length - 1);
  }

  private hash(file: FileIdentity): number {
    let h = Math.imul(this.seed ^ file.inodeLow, 0x9e3779b1) ^ file.inodeHigh;
    h = Math.imul(h ^ file.minor, 0x85ebca6b) ^ file.major;
    const { view } = this;
    const { bytes, nameEnd } = file;
    let i = file.nameStart;
    for (; i + 3 < nameEnd; i += 4) h = Math.imul((h ^ view.getInt32(i, true)) + (h >>> 15), 0x2c1b3c6d);
    for (; i < nameEnd; i++) h = Math.imul((h ^ bytes[i]!) + (h >>> 15), 0x01000193);
    return h ^ (h >>> 15);
  }

  private equals(entry: number, file: FileIdentity): boolean {
    const from = entry === 0 ? 0 : (this.nameEnd[entry - 1] ?? 0);
    const length = file.nameEnd - file.nameStart;
    if (
      (this.nameEnd[entry] ?? 0) - from !== length ||
      this.major[entry] !== file.major ||
      this.minor[entry] !== file.minor ||
      this.inode[2 * entry] !== file.inodeLow ||
      this.inode[2 * entry + 1] !== file.inodeHigh
    ) {
      return false;
    }
    const { nameBytes, nameView, view } = this;
    const { bytes, nameStart } = file;
    // Names differ at their ends more often than at their starts.
    let i = length;
    for (; i >= 4; i -= 4) {
      if (nameView.getInt32(from + i - 4, true) !== view.getInt32(nameStart + i - 4, true)) return false;
    }
    while (--i >= 0) if (nameBytes[from + i] !== bytes[nameStart + i]) return false;
    return true;
  }

  private reserve(nameLength: number): void {
    if (this.count > this.major.length) {
      const entries = nextCapacity(this.major.length);
      this.major = grow(this.major, entries);
      this.minor = grow(this.minor, entries);
      this.inode = grow(this.inode, 2 * entries);
      this.nameEnd = grow(this.nameEnd, entries);
      const hashes = new Int32Array(entries);
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    const used = this.count > 1 ? (this.nameEnd[this.count - 2] ?? 0) : 0;
    if (used + nameLength > this.nameBytes.length) {
      const bytes = new Uint8Array(Math.max(nextCapacity(this.nameBytes.length), used + nameLength));
      bytes.set(this.nameBytes);
      this.nameBytes = bytes;
      this.nameView = viewOf(bytes);
    }
  }

  private rehash(): void {
    this.slots = new Int32Array(nextCapacity(this.slots.length));
    const mask = this.slots.length - 1;
    for (let entry = 0; entry < this.count; entry++) {
      let slot = (this.hashes[entry] ?? 0) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = entry + 1;
    }
  }
}

function grow(column: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(column);
  return larger;
}
