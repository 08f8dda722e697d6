/**
 * A region table as a few bytes a region, to be sent to a view. VS Code compresses what goes to a remote window and
 * copies it several times on its way: measured in its browser, the 34 bytes a region of the plain columns took 100 ms for
 * 65,000 regions, which is longer than reading them. What follows from the row before takes no bytes here.
 *
 * Each row is: its tag, the size, and what the tag calls for: distance, file, offset, line. Numbers are 64 bits wide in
 * groups of seven bits, lowest first (LEB128).
 */
import type { PackedFiles } from './packed-files.ts';

export interface PackedRegions {
  readonly count: number;
  readonly sorted: boolean;
  /** Low bits that are zero in every address and offset, and left out. */
  readonly shift: number;
  /** For each tag: permissions, kind, and `Follows` bits. */
  readonly tags: Uint8Array;
  readonly rows: Uint8Array;
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
