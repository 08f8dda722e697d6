/**
 * Searches the names of a file table: all of them at once in one string, a byte a character. Names that are not what they
 * look like in bytes (not ASCII, escaped, deleted) are few; they are decoded and compared one by one.
 */
import { mappedFile, type FileColumns, type MappedFile } from '../memory-map/file-table.ts';
import { fits, type Pattern } from './pattern.ts';

/** What of a name is searched. */
export type NamePart = 'printed' | 'path' | 'last';

const TEXT_OF: Readonly<Record<NamePart, (file: MappedFile) => string>> = {
  /** As it stands in the source, with ` (deleted)`. */
  printed: ({ name }) => name,
  /** The real path, or a name such as `[heap]`. */
  path: ({ path }) => path,
  /** What follows the last slash of a path, or a name such as `[heap]`. */
  last: ({ path }) => lastPart(path),
};

/** By entry 1 where the pattern fits the name. Without regard to case. */
export function searchFiles(files: FileColumns, pattern: Pattern, part: NamePart): Uint8Array {
  const found = new Uint8Array(files.count);
  const { folded, odd } = indexOf(files);
  const needle = longest(pattern.pieces);
  const simple = part !== 'last' && !pattern.whole;
  const fitsAt = (from: number, to: number): boolean => {
    const name = folded.slice(from, to);
    return fits(pattern, part === 'last' ? lastPart(name) : name);
  };
  let at = folded.indexOf(needle);
  let from = 0;
  for (let entry = 0; entry < files.count && at >= 0; entry++) {
    const to = files.nameEnd[entry] ?? 0;
    // What begins in one name and ends in the next is in neither.
    while (at >= 0 && at < to && at + needle.length > to) at = folded.indexOf(needle, at + 1);
    if (at >= 0 && at >= from && at + needle.length <= to) {
      found[entry] = simple || fitsAt(from, to) ? 1 : 0;
      at = folded.indexOf(needle, to);
    }
    from = to;
  }
  const textOf = TEXT_OF[part];
  for (const entry of odd) found[entry] = fits(pattern, textOf(mappedFile(files, entry)).toLowerCase()) ? 1 : 0;
  return found;
}

/** What follows the last slash of a path; the whole of a name that is no path. */
function lastPart(path: string): string {
  return path.startsWith('[') ? path : path.slice(path.lastIndexOf('/') + 1);
}

function longest(pieces: readonly string[]): string {
  return pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
}

/** The names of a table as they are searched. */
interface NameIndex {
  /** All names one after the other, A to Z in lower case, a character for each byte. */
  readonly folded: string;
  /** Entries that must be decoded. */
  readonly odd: readonly number[];
}

const indexes = new WeakMap<FileColumns, NameIndex>();
const latin1 = new TextDecoder('latin1');

function indexOf(files: FileColumns): NameIndex {
  let index = indexes.get(files);
  if (!index) indexes.set(files, (index = makeIndex(files)));
  return index;
}

const Byte = { A: 0x41, Z: 0x5a, backslash: 0x5c, open: 0x28, close: 0x29, nonAscii: 0x80 } as const;

function makeIndex({ count, nameEnd, nameBytes }: FileColumns): NameIndex {
  const folded = nameBytes.slice();
  const odd: number[] = [];
  let from = 0;
  for (let entry = 0; entry < count; entry++) {
    const to = nameEnd[entry] ?? 0;
    let isOdd = to > from && (folded[from] === Byte.open || folded[to - 1] === Byte.close);
    for (let i = from; i < to; i++) {
      const byte = folded[i]!;
      if (byte >= Byte.A && byte <= Byte.Z) folded[i] = byte + 32;
      else if (byte >= Byte.nonAscii || byte === Byte.backslash) isOdd = true;
    }
    if (isOdd) odd.push(entry);
    from = to;
  }
  return { folded: latin1.decode(folded), odd };
}
