/**
 * The name column of a maps line. The kernel escapes the newline as `\012` and nothing else (`seq_path(m, path, "\n")`
 * in fs/proc/task_mmu.c), and appends ` (deleted)` when the directory entry is gone (`d_path()` in fs/d_path.c).
 */

/** The mark behind the path of a file that is gone. */
export const DELETED = ' (deleted)';
/** Linux-VServer kernels put the mark in front. */
export const DELETED_PREFIX = '(deleted)/';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** A name taken apart; see MappedFile for the members. */
export interface DecodedName {
  readonly name: string;
  readonly path: string;
  readonly deleted: boolean;
  readonly pathBytes?: Uint8Array;
}

/** Takes a name column apart. Bytes that are not UTF-8 become U+FFFD in the texts and are kept in `pathBytes`. */
export function decodeName(bytes: Uint8Array): DecodedName {
  const utf8 = decodeUtf8(bytes);
  const name = utf8 ?? lenient.decode(bytes);
  const { path, deleted, before, after } = splitDeleted(name);
  const real = path.includes('\\012') ? path.replaceAll('\\012', '\n') : path;
  if (utf8 !== undefined) return { name, path: real, deleted };
  return { name, path: real, deleted, pathBytes: realPathBytes(bytes.subarray(before, bytes.length - after)) };
}

/** The name column of a path, as `decodeName` reads it: ` (deleted)` behind it, and its newlines as `\012`. */
export function printedName(path: string, deleted: boolean): string {
  const escaped = path.includes('\n') ? path.replaceAll('\n', '\\012') : path;
  return deleted ? escaped + DELETED : escaped;
}

/** True for the names the kernel makes up: they start with `[`, while a path starts with `/`. */
function isPseudoName(name: string): boolean {
  return name.startsWith('[');
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined; // A pathname is bytes, not text: Latin-1 names from old file systems are ordinary.
  }
}

/** Takes the mark off a name; `before` and `after` are its bytes at either end. */
function splitDeleted(name: string): { path: string; deleted: boolean; before: number; after: number } {
  if (isPseudoName(name)) return { path: name, deleted: false, before: 0, after: 0 };
  if (name.endsWith(DELETED)) {
    return { path: name.slice(0, -DELETED.length), deleted: true, before: 0, after: DELETED.length };
  }
  if (!name.startsWith(DELETED_PREFIX)) return { path: name, deleted: false, before: 0, after: 0 };
  const before = DELETED_PREFIX.length - 1;
  return { path: name.slice(before), deleted: true, before, after: 0 };
}

function realPathBytes(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    const newline = bytes[i] === 0x5c && bytes[i + 1] === 0x30 && bytes[i + 2] === 0x31 && bytes[i + 3] === 0x32;
    out[n++] = newline ? 10 : (bytes[i] ?? 0);
    if (newline) i += 3;
  }
  return out.slice(0, n);
}
