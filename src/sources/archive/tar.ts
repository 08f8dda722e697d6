/**
 * Tar archives: blocks of 512 bytes, a header and then the content of each file (POSIX.1-2017, pax, "ustar Interchange
 * Format"; "Basic Tar Format" in the manual of GNU tar for its long names).
 */
import { printable } from '../../core/memory-map/printable.ts';
import type { ByteStream } from './byte-stream.ts';

/** A file in an archive. */
export interface TarFile {
  /** As the archive has it, `proc/12/smaps`; it is never used as a path on this machine. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Where its content starts in the archive. */
  readonly offset: number;
  /** The archive leaves out its holes (`tar --sparse`): what stands there is not the file byte for byte. */
  readonly isSparse: boolean;
  /** Of a link: the file in the archive whose content it has too, or `elsewhere` for one that is symbolic. */
  readonly link?: { readonly to: string } | 'elsewhere';
}

const BLOCK = 512;
/** Long names and extended headers; real ones have a few hundred bytes. */
const MOST_NAME_BYTES = 1 << 20;

const decoder = new TextDecoder();

/** Places of the header's fields, each with its length. */
const FIELD = {
  name: [0, 100],
  size: [124, 12],
  checksum: [148, 8],
  linked: [157, 100],
  magic: [257, 6],
  prefix: [345, 155],
} as const;
const TYPE = 156;
/** In the header of an old GNU sparse file, and in the blocks that may follow it: whether another block follows. */
const SPARSE_MORE = 482;
const SPARSE_MORE_AGAIN = 504;

/**
 * What the letter of a type says. Links, devices and folders have no content, whatever size stands there; the content of what
 * is not listed is passed over.
 */
type Entry = 'file' | 'link' | 'long-name' | 'long-link' | 'pax' | 'sparse' | 'no-content' | 'other';
const SYMBOLIC = '2';
const ENTRIES: ReadonlyMap<string, Entry> = new Map([
  ...['\0', '0', '7'].map((letter): [string, Entry] => [letter, 'file']),
  ...['3', '4', '5', '6'].map((letter): [string, Entry] => [letter, 'no-content']),
  ...['1', SYMBOLIC].map((letter): [string, Entry] => [letter, 'link']),
  ['L', 'long-name'],
  ['K', 'long-link'],
  ['x', 'pax'],
  ['S', 'sparse'],
]);
/** These stand before the entry that they tell of; `g` says nothing that is needed here. */
const BEFORE: ReadonlySet<string> = new Set(['L', 'x', 'K', 'g']);

/** True when a file starts with the header of a tar archive. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && hasChecksum(head.subarray(0, BLOCK)) && head[0] !== 0;
}

/** What the headers before an entry tell of it. */
interface Told {
  path?: string;
  linked?: string;
  size?: number;
  isSparse?: boolean;
}

/**
 * The files of an archive, in its order. Between two of them the stream may be read on from where the content starts, or not at
 * all. Never throws on what the archive holds.
 * @param problem told what ends the list early
 * @throws what the stream throws
 */
export async function* readTar(stream: ByteStream, problem: (reason: string) => void): AsyncGenerator<TarFile> {
  let told: Told = {};
  for (;;) {
    const at = stream.position;
    const header = await stream.read(BLOCK);
    // The end is two blocks of zeros; some programs leave them out.
    if (header.length === 0 || (header.length === BLOCK && header.every((byte) => byte === 0))) return;
    if (header.length < BLOCK || !hasChecksum(header)) {
      problem(
        header.length < BLOCK ? 'the archive ends inside a header' : `no header stands at byte ${at} of the archive`,
      );
      return;
    }
    const letter = String.fromCharCode(header[TYPE] ?? 0);
    const entry = ENTRIES.get(letter) ?? 'other';
    const own = entry === 'no-content' || entry === 'link' ? 0 : numberOf(header, ...FIELD.size);
    const length = entry === 'file' ? (told.size ?? own) : own;
    if (!Number.isSafeInteger(length)) {
      problem(`the header at byte ${at} of the archive has no size that can be`);
      return;
    }
    if (entry === 'sparse') await passSparseHeaders(stream, header);
    const offset = stream.position;
    const path = told.path ?? pathOf(header);
    if (entry === 'file' || entry === 'sparse') {
      const isSparse = entry === 'sparse' || (told.isSparse ?? false);
      yield { path, size: length, offset, isSparse };
    } else if (entry === 'link') {
      const link = letter === SYMBOLIC ? 'elsewhere' : { to: told.linked ?? textOf(header, ...FIELD.linked) };
      yield { path, size: 0, offset, isSparse: false, link };
    }
    if (!BEFORE.has(letter)) told = {};
    else if (length <= MOST_NAME_BYTES) {
      if (entry === 'long-name') told.path = textOf(await stream.read(length), 0, length);
      else if (entry === 'long-link') told.linked = textOf(await stream.read(length), 0, length);
      else if (entry === 'pax') told = { ...told, ...readPax(await stream.read(length)) };
    }
    const end = offset + Math.ceil(length / BLOCK) * BLOCK;
    if (end > stream.position) await stream.skip(end - stream.position);
    if (stream.position < offset + length) {
      problem(
        BEFORE.has(letter)
          ? 'the archive ends inside the name of a file'
          : `the archive ends inside ${printable(path)}`,
      );
      return;
    }
  }
}

async function passSparseHeaders(stream: ByteStream, header: Uint8Array): Promise<void> {
  let more = header[SPARSE_MORE] === 1;
  while (more) {
    const block = await stream.read(BLOCK);
    more = block[SPARSE_MORE_AGAIN] === 1;
  }
}

function pathOf(header: Uint8Array): string {
  const name = textOf(header, ...FIELD.name);
  // GNU tar's own format ("ustar" and a blank) has times where POSIX has the first part of the path.
  const isPosix = textOf(header, ...FIELD.magic) === 'ustar';
  const prefix = isPosix ? textOf(header, ...FIELD.prefix) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of `LENGTH KEY=VALUE\n`, where LENGTH counts the whole record. */
function readPax(content: Uint8Array): Told {
  const found: Told = {};
  let realName: string | undefined;
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(0x20, at);
    if (blank < 0) break;
    const length = Number(textOf(content, at, blank - at));
    if (!Number.isInteger(length) || length <= blank - at || at + length > content.length) break;
    const record = content.subarray(blank + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (equals > 0) {
      const key = textOf(record, 0, equals);
      const value = textOf(record, equals + 1, record.length);
      if (key.startsWith('GNU.sparse.')) found.isSparse = true;
      if (key === 'path') found.path = value;
      else if (key === 'linkpath') found.linked = value;
      // The path of a sparse file is a made-up one: `GNUSparseFile.12/core`.
      else if (key === 'GNU.sparse.name') realName = value;
      else if (key === 'size' && /^\d{1,16}$/.test(value)) found.size = Number(value);
    }
    at += length;
  }
  return realName === undefined ? found : { ...found, path: realName };
}

/** The bytes of a field up to its NUL. */
function textOf(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const nul = field.indexOf(0);
  return decoder.decode(nul < 0 ? field : field.subarray(0, nul));
}

/** A number in octal digits, or as GNU tar writes large ones: a set first bit, then big-endian bytes. NaN when it is neither. */
function numberOf(header: Uint8Array, from: number, length: number): number {
  const first = header[from] ?? 0;
  if (first === 0x80) {
    let value = 0;
    for (let i = from + 1; i < from + length; i++) value = value * 256 + (header[i] ?? 0);
    return value;
  }
  const digits = textOf(header, from, length).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** The sum of all bytes with blanks in place of the sum itself; some old programs added signed bytes. */
function hasChecksum(header: Uint8Array): boolean {
  const [from, length] = FIELD.checksum;
  let sum = 0;
  let signedSum = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= from && i < from + length ? 0x20 : (header[i] ?? 0);
    sum += byte;
    signedSum += byte < 0x80 ? byte : byte - 0x100;
  }
  const told = numberOf(header, from, length);
  return told === sum || told === signedSum;
}
