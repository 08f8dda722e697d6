/**
 * A table of files as a few bytes a file, to be sent to a view. Files of a process lie on few devices, in inodes that are near one
 * another, under paths that begin alike.
 *
 * Each entry is: its head, and what that calls for: major and minor, inode, how many bytes of the name before this one begins
 * with, and how many follow. Numbers are in groups of seven bits, lowest first (LEB128).
 */
export interface PackedFiles {
  readonly count: number;
  readonly entries: Uint8Array;
  /** What names have beside what they begin with, one after the other. */
  readonly names: Uint8Array;
  /** How long all names are together. */
  readonly nameBytes: number;
}

/** What a head says of its entry. */
export const Head = {
  /** A device, other than that of the entry before. */
  device: 1,
  /** An inode as a number; none when it is 0. */
  inode: 2,
  /** The inode of the entry before, and 1 more. */
  nextInode: 4,
} as const;

/** Bytes of a name that may be taken from the one before. */
export const LONGEST_START = 4096;
