/** What is known of each entry of the table of files: how it is mapped, and what its name says. */
import { mappedFile, type FileColumns } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import { classOfFile, Seen, type EntryName, ELF } from './names.ts';
import { SuffixBit } from './suffix.ts';

/** Columns with a row for each file entry. */
export interface FileFacts {
  /** The number of a name class, see names.ts. */
  readonly fileClass: Uint8Array;
  /** `SuffixBit`s of the names of files. */
  readonly suffix: Uint8Array;
  /** What permissions the entry is mapped with, as `Seen` bits. */
  readonly seen: Uint8Array;
  /** The entry's row with the lowest address, -1 for none. */
  readonly firstRow: Int32Array;
  /** Entries with code that are neither named as libraries nor dynamic linkers. */
  readonly programs: readonly number[];
  /** Entries that are the dynamic linker by name. */
  readonly interpreters: readonly number[];
  /** libjvm.so is mapped. */
  readonly hasJvm: boolean;
  /** The name without ` (deleted)`. It comes from the source: escape it where it is shown. */
  readonly nameOfEntry: (entry: number) => string;
}

/** How the rows use an entry; made by the pass over the rows in facts.ts. */
export type FileUse = Pick<FileFacts, 'seen' | 'firstRow'>;

/** Reads the table of files. */
export function readFiles(files: FileColumns, { seen, firstRow }: FileUse, impliesExec: boolean): FileFacts {
  const fileClass = new Uint8Array(files.count);
  const suffix = new Uint8Array(files.count);
  const programs: number[] = [];
  const interpreters: number[] = [];
  const plainLibcs: number[] = [];
  let hasJvm = false;
  const name: EntryName = {
    bytes: files.nameBytes,
    from: 0,
    to: 0,
    deleted: false,
    hasFile: false,
    seen: 0,
    suffix: 0,
  };
  let next = 0;
  for (let i = 0; i < files.count; i++) {
    name.from = next;
    name.to = next = files.nameEnd[i]!;
    name.hasFile = (files.inode[2 * i]! | files.inode[2 * i + 1]!) !== 0;
    name.seen = seen[i]!;
    takeOffDeleted(name);
    const nameClass = classOfFile(name, impliesExec);
    fileClass[i] = nameClass;
    suffix[i] = name.suffix;
    if (nameClass !== ELF || name.suffix === LIBRARY) continue;
    if (name.suffix & SuffixBit.interpreter) interpreters.push(i);
    else if (name.suffix & SuffixBit.plainLibc) plainLibcs.push(i);
    else if (name.suffix & SuffixBit.jvm) hasJvm = true;
    else if ((name.suffix & SuffixBit.library) === 0 && name.seen & CODE) programs.push(i);
  }
  return {
    fileClass,
    suffix,
    seen,
    firstRow,
    programs,
    // musl's C library is the dynamic linker too, and may be mapped under either name.
    interpreters: interpreters.length > 0 ? interpreters : plainLibcs,
    hasJvm,
    nameOfEntry: (entry) => mappedFile(files, entry).path,
  };
}

/** What nearly all libraries' names tell. */
const LIBRARY = SuffixBit.library | SuffixBit.versioned;
const CODE = Seen.privateExecute | Seen.pureExecute;

/** `Seen` bits by permissions. */
export const SEEN_BY_PERMS = Uint8Array.from({ length: 256 }, (_, bits) => {
  if (bits & Perm.unknown) return Seen.untold;
  const shared = (bits & (Perm.shared | Perm.nommuShared)) !== 0;
  let seen = shared ? Seen.shared : 0;
  if (bits & Perm.execute) {
    seen |= shared ? Seen.sharedExecute : Seen.privateExecute;
    seen |= bits & Perm.write ? Seen.writeExecute : Seen.pureExecute;
  } else if (bits & Perm.read && !shared) seen |= Seen.privateRead;
  return seen;
});

/** ` (deleted)` behind the name (`d_path()` in fs/d_path.c), `(deleted)` before it on Linux-VServer. */
const DELETED = new TextEncoder().encode(' (deleted)');
const OPENING = 0x28;
const CLOSING = 0x29;
const BRACKET = 0x5b;

function takeOffDeleted(name: EntryName): void {
  const { bytes, from, to } = name;
  name.deleted = false;
  const length = DELETED.length;
  if (to - from < length || bytes[from] === BRACKET) return;
  if (bytes[to - 1] === CLOSING && same(bytes, to - length, 0)) {
    name.to = to - length;
    name.deleted = true;
  } else if (bytes[from] === OPENING && same(bytes, from, 1)) {
    name.from = from + length - 1;
    name.deleted = true;
  }
}

/** True when the mark, from its byte `skip` on, stands at `at`. */
function same(bytes: Uint8Array, at: number, skip: number): boolean {
  for (let i = skip; i < DELETED.length; i++) if (bytes[at + i - skip] !== DELETED[i]) return false;
  return true;
}
