/**
 * Searches the names of a file table as bytes. Names that are not what they look like in bytes (not ASCII, or escaped) are
 * few; they are decoded and compared one by one.
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

/** The longest piece of a pattern that bytes are searched for; what is longer is compared as a whole afterwards. */
const MOST_PROBE = 16;

/** By entry 1 where the pattern fits the name, without regard to case. Linear in the bytes of the names. */
export function searchFiles(files: FileColumns, pattern: Pattern, part: NamePart): Uint8Array {
  const found = new Uint8Array(files.count);
  const index = indexOf(files);
  // No name of ASCII alone has a piece that is not.
  if (pattern.pieces.every((piece) => /^[\0-\x7f]*$/.test(piece))) searchBytes(files, index, pattern, part, found);
  const textOf = TEXT_OF[part];
  for (const entry of index.odd) found[entry] = fits(pattern, textOf(mappedFile(files, entry)).toLowerCase()) ? 1 : 0;
  return found;
}

function searchBytes(files: FileColumns, index: NameIndex, pattern: Pattern, part: NamePart, found: Uint8Array): void {
  const { folded, text, lastFrom, pathEnd } = index;
  const piece = longest(pattern.pieces);
  const probe = new TextEncoder().encode(piece.slice(0, MOST_PROBE));
  const skips = skipsOf(probe);
  const isEnough = !pattern.whole && piece.length <= MOST_PROBE;
  const froms = part === 'last' ? lastFrom : undefined;
  const tos = part === 'printed' ? files.nameEnd : pathEnd;
  for (let entry = 0; entry < found.length; entry++) {
    const from = froms ? froms[entry]! : entry === 0 ? 0 : files.nameEnd[entry - 1]!;
    const to = tos[entry]!;
    if (contains(folded, from, to, probe, skips) && (isEnough || fits(pattern, text.slice(from, to)))) found[entry] = 1;
  }
}

/** By byte how far a search may go on when the byte stands under the last one of the probe (Horspool's table). */
function skipsOf(probe: Uint8Array): Uint8Array {
  const skips = new Uint8Array(256).fill(probe.length);
  for (let i = 0; i < probe.length - 1; i++) skips[probe[i]!] = probe.length - 1 - i;
  return skips;
}

function contains(bytes: Uint8Array, from: number, to: number, probe: Uint8Array, skips: Uint8Array): boolean {
  const last = probe.length - 1;
  if (last < 0) return true;
  for (let at = from + last; at < to; at += skips[bytes[at]!]!) {
    let back = 0;
    while (back <= last && bytes[at - back] === probe[last - back]) back++;
    if (back > last) return true;
  }
  return false;
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
  /** The bytes of the names, A to Z in lower case. */
  readonly folded: Uint8Array;
  /** The same, a character for each byte. */
  readonly text: string;
  /** Where the real path of each entry ends: before ` (deleted)`. */
  readonly pathEnd: Uint32Array;
  /** Where the last part of each path starts. */
  readonly lastFrom: Uint32Array;
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

const Byte = { A: 0x41, Z: 0x5a, slash: 0x2f, backslash: 0x5c, bracket: 0x5b, open: 0x28, close: 0x29 } as const;
const DELETED = ' (deleted)';

function makeIndex({ count, nameEnd, nameBytes }: FileColumns): NameIndex {
  const folded = nameBytes.slice();
  const pathEnd = nameEnd.slice();
  const lastFrom = new Uint32Array(count);
  const odd: number[] = [];
  let from = 0;
  for (let entry = 0; entry < count; entry++) {
    const to = nameEnd[entry]!;
    const isPath = to > from && folded[from] !== Byte.bracket;
    let isOdd = isPath && folded[from] === Byte.open;
    let last = from;
    for (let i = from; i < to; i++) {
      const byte = folded[i]!;
      if (byte >= Byte.A && byte <= Byte.Z) folded[i] = byte + 32;
      else if (byte === Byte.slash && isPath) last = i + 1;
      else if (byte > 0x7f || byte === Byte.backslash) isOdd = true;
    }
    lastFrom[entry] = last;
    if (isPath && folded[to - 1] === Byte.close && endsDeleted(nameBytes, to)) pathEnd[entry] = to - DELETED.length;
    if (isOdd) odd.push(entry);
    from = to;
  }
  return { folded, text: latin1.decode(folded), pathEnd, lastFrom, odd };
}

function endsDeleted(bytes: Uint8Array, to: number): boolean {
  for (let i = 1; i <= DELETED.length; i++) if (bytes[to - i] !== DELETED.charCodeAt(DELETED.length - i)) return false;
  return true;
}
