/**
 * The table of what regions map: one entry for each different (device, inode, pathname), so that a region needs one
 * number for all three. Names are kept as the bytes the kernel printed and are decoded when somebody reads them.
 */
import { addressAt } from './address.ts';
import { decodeName } from './name.ts';

/** The table's columns. They cross to workers and webviews as they are. */
export interface FileColumns {
  readonly count: number;
  /** Device numbers as printed; 12 and 20 bits wide in the kernel's dev_t, wider only in hostile files. */
  readonly major: Uint32Array;
  readonly minor: Uint32Array;
  /** Inode numbers as word pairs (up to 64 bits: `u64 i_ino` since 7.x, ZFS and btrfs before that). */
  readonly inode: Uint32Array;
  /** Entry `i`'s name is `nameBytes` from `nameEnd[i - 1]` (0 for the first) to `nameEnd[i]`. */
  readonly nameEnd: Uint32Array;
  readonly nameBytes: Uint8Array;
}

/** What one entry says, decoded. */
export interface MappedFile {
  /** Device as `major:minor` in the kernel's hex form, for instance `fe:00`. */
  readonly device: string;
  readonly major: number;
  readonly minor: number;
  /** 0 means that no file is behind the mapping. */
  readonly inode: bigint;
  /** The name as printed, with ` (deleted)` and `\012` still in it; empty when there is none. */
  readonly name: string;
  /** The real path: `\012` undone, ` (deleted)` taken off. Pseudo-paths such as `[heap]` are unchanged. */
  readonly path: string;
  readonly deleted: boolean;
  /** The real path's bytes, only where they are not UTF-8. */
  readonly pathBytes?: Uint8Array;
}

/** Entry 0 of every table: no device, no inode, no name. */
export const NO_FILE = 0;

/** The entry's name exactly as the source holds it. */
function fileNameBytes(files: FileColumns, i: number): Uint8Array {
  return files.nameBytes.subarray(i === 0 ? 0 : files.nameEnd[i - 1], files.nameEnd[i]);
}

const decoded = new WeakMap<FileColumns, Map<number, MappedFile>>();

/** The entry decoded; the result is remembered for the table's life. */
export function mappedFile(files: FileColumns, i: number): MappedFile {
  let known = decoded.get(files);
  if (!known) decoded.set(files, (known = new Map<number, MappedFile>()));
  let file = known.get(i);
  if (!file) {
    const major = files.major[i] ?? 0;
    const minor = files.minor[i] ?? 0;
    file = {
      device: formatDevice(major, minor),
      major,
      minor,
      inode: addressAt(files.inode, i),
      ...decodeName(fileNameBytes(files, i)),
    };
    known.set(i, file);
  }
  return file;
}

/** `major:minor` in hex, each at least two digits (`show_vma_header_prefix()` in fs/proc/task_mmu.c). */
function formatDevice(major: number, minor: number): string {
  return `${major.toString(16).padStart(2, '0')}:${minor.toString(16).padStart(2, '0')}`;
}
