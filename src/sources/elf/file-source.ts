/** A file of any size as a source of bytes: it is kept open, and small reads are answered from parts that were read before. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { ByteSource } from '../../core/elf/byte-source.ts';

/** Bytes of a part, and how many parts are kept: 2 MiB in all. Tables are read in one piece, names one by one. */
const PART = 65536;
const KEPT_PARTS = 32;

/** What tells that a file is still the same. */
export interface FileStamp {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  /** In milliseconds. */
  readonly modified: number;
}

/** An open file. Close it when it is no longer needed. */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly stamp: FileStamp;
  private readonly descriptor: number;
  /** By number, the one that was used last at the end. */
  private readonly parts = new Map<number, Uint8Array>();

  private constructor(descriptor: number, stats: Stats) {
    this.descriptor = descriptor;
    this.size = stats.size;
    this.stamp = stampOf(stats);
  }

  /**
   * Opens a file, or gives undefined for what is no ordinary file: a pipe or a device could keep a reader waiting.
   * @throws the system call's error
   */
  static open(path: string): FileSource | undefined {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      if (stats.isFile()) return new FileSource(descriptor, stats);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    closeSync(descriptor);
    return undefined;
  }

  /** @throws the system call's error */
  read(offset: number, length: number): Uint8Array {
    const end = Math.min(offset + length, this.size);
    if (!(offset >= 0 && offset < end)) return new Uint8Array(0);
    const number = Math.floor(offset / PART);
    if (end > (number + 1) * PART) return this.readAnew(offset, end - offset);
    const part = this.part(number);
    return part.subarray(offset - number * PART, end - number * PART);
  }

  close(): void {
    this.parts.clear();
    closeSync(this.descriptor);
  }

  private part(number: number): Uint8Array {
    const kept = this.parts.get(number);
    const part = kept ?? this.readAnew(number * PART, PART);
    this.parts.delete(number);
    this.parts.set(number, part);
    const [oldest] = this.parts.keys();
    if (this.parts.size > KEPT_PARTS && oldest !== undefined) this.parts.delete(oldest);
    return part;
  }

  /** Fewer bytes where the file has become shorter. */
  private readAnew(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.min(length, this.size - offset));
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.descriptor, bytes, done, bytes.length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }
}

export function stampOf({ dev, ino, size, mtimeMs }: Stats): FileStamp {
  return { device: dev, inode: ino, size, modified: mtimeMs };
}

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.device === b.device && a.inode === b.inode && a.size === b.size && a.modified === b.modified;
}
