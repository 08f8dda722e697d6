/**
 * A region table as a few bytes a region, to be sent to a view. VS Code compresses what goes to a remote window and
 * copies it several times on its way: measured in its browser, the 34 bytes a region of the plain columns took 100 ms for
 * 65,000 regions, which is longer than reading them. What follows from the row before takes no bytes here.
 *
 * Every row has a tag, which says what else it has: a number in some of the streams, which lie apart so that the page reads those
 * that it draws from and leaves the others until somebody asks. Numbers are 64 bits wide in groups of seven bits, lowest first
 * (LEB128).
 */
import type { PackedFiles } from './packed-files.ts';

export interface PackedRegions {
  readonly count: number;
  readonly sorted: boolean;
  /** Low bits that are zero in every address and offset, and left out. */
  readonly shift: number;
  /** For each tag: permissions, kind, and `Follows` bits. */
  readonly tags: Uint8Array;
  /** The tag of each row, in the narrowest column that holds them. */
  readonly rowTags: Uint8Array | Uint16Array | Uint32Array;
  /** Of each row the distance, where its tag calls for it, and the size. */
  readonly places: Uint8Array;
  /** Indices of files, offsets and steps of lines of the rows whose tags call for them. */
  readonly rowFiles: Uint8Array;
  readonly offsets: Uint8Array;
  readonly lines: Uint8Array;
  readonly files: PackedFiles;
}

/** What a tag says of its row; what it does not say is zero, or as in the row before. */
export const Follows = {
  /** A distance from the end of the row before. */
  distance: 1,
  /** The index of a file. */
  file: 2,
  /** No index: the file of the last row that had one, and the file that is one higher than all before. */
  sameFile: 4,
  nextFile: 8,
  /** An offset. */
  offset: 16,
  /** No offset: it is where the row before ended in its file. */
  nextOffset: 32,
  /** A step of lines, other than the one before. */
  line: 64,
} as const;
