/**
 * Which entries of two file tables are the same file or name, as each reading of a process numbers them anew. A file is known by
 * device and inode, so that it stays the same when it is renamed or deleted; what has no inode is known by its name.
 */
import type { FileColumns } from '../memory-map/file-table.ts';
import { DELETED } from '../memory-map/name.ts';

/** A number for each entry of both tables; the same one for what is the same. */
export interface SameFiles {
  readonly before: Uint32Array;
  readonly after: Uint32Array;
}

/**
 * Numbers the entries of two tables. Linear in the entries and the bytes of names.
 * @param byName true when a file is known by its name alone, whether it was deleted meanwhile or not
 */
export function sameFiles(before: FileColumns, after: FileColumns, byName = false): SameFiles {
  const size = 2 ** Math.ceil(Math.log2(2 * (before.count + after.count) + 2));
  /** Numbers plus 1 by hash (open addressing); a number is an entry of `before`, from its count on one of `after`. */
  const slots = new Uint32Array(size);
  const numberOf = (files: FileColumns, entry: number, fresh: number): number => {
    for (let slot = hashOf(files, entry, byName) & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const taken = (slots[slot] ?? 0) - 1;
      if (taken < 0) {
        slots[slot] = fresh + 1;
        return fresh;
      }
      const isOld = taken < before.count;
      if (isSame(files, entry, isOld ? before : after, isOld ? taken : taken - before.count, byName)) return taken;
    }
  };
  const olds = new Uint32Array(before.count);
  for (let entry = 0; entry < olds.length; entry++) olds[entry] = numberOf(before, entry, entry);
  const news = new Uint32Array(after.count);
  for (let entry = 0; entry < news.length; entry++) {
    // Most of a table is as it was: what stands at the same place is compared without a hash.
    const isThere = entry < before.count && isSame(after, entry, before, entry, byName);
    news[entry] = isThere ? (olds[entry] ?? 0) : numberOf(after, entry, before.count + entry);
  }
  return { before: olds, after: news };
}

/** True for a file that is known by device and inode. */
function goesByInode({ inode, nameEnd }: FileColumns, entry: number, byName: boolean): boolean {
  if (byName && nameEnd[entry] !== (entry === 0 ? 0 : nameEnd[entry - 1])) return false;
  return inode[2 * entry] !== 0 || inode[2 * entry + 1] !== 0;
}

function isSame(a: FileColumns, i: number, b: FileColumns, j: number, byName: boolean): boolean {
  const byInode = goesByInode(a, i, byName);
  if (byInode !== goesByInode(b, j, byName)) return false;
  if (byInode) {
    const isNumbered = a.inode[2 * i] === b.inode[2 * j] && a.inode[2 * i + 1] === b.inode[2 * j + 1];
    return isNumbered && a.major[i] === b.major[j] && a.minor[i] === b.minor[j];
  }
  let from = nameStart(a, i);
  let to = nameStart(b, j);
  const end = nameEndOf(a, i, byName);
  if (end - from !== nameEndOf(b, j, byName) - to) return false;
  while (from < end) if (a.nameBytes[from++] !== b.nameBytes[to++]) return false;
  return true;
}

/** FNV-1a over the words of a file's identity, or the bytes of a name. */
function hashOf(files: FileColumns, entry: number, byName: boolean): number {
  const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193);
  let hash = 0x811c9dc5;
  if (goesByInode(files, entry, byName)) {
    const { inode, major, minor } = files;
    for (const word of [inode[2 * entry], inode[2 * entry + 1], major[entry], minor[entry]])
      hash = mix(hash, word ?? 0);
  } else {
    const end = nameEndOf(files, entry, byName);
    for (let at = nameStart(files, entry); at < end; at++) hash = mix(hash, files.nameBytes[at] ?? 0);
  }
  return hash ^ (hash >>> 15);
}

function nameStart({ nameEnd }: FileColumns, entry: number): number {
  return entry === 0 ? 0 : (nameEnd[entry - 1] ?? 0);
}

const MARK = new TextEncoder().encode(DELETED);

/** Where a name ends; the mark of a deleted file is no part of it where names are all that tells files apart. */
function nameEndOf(files: FileColumns, entry: number, byName: boolean): number {
  const end = files.nameEnd[entry] ?? 0;
  const from = end - MARK.length;
  const isMarked =
    byName && from > nameStart(files, entry) && MARK.every((byte, i) => files.nameBytes[from + i] === byte);
  return isMarked ? from : end;
}
