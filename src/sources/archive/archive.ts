/** What holds many files: a tar archive, packed or not, or a folder. */
import type { ByteSource } from '../../core/elf/byte-source.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import { memorySource, type OpenSource } from '../open-file.ts';
import { SourceStream, type ByteStream } from './byte-stream.ts';
import { readTar, type TarFile } from './tar.ts';

export interface ArchiveFile {
  /** Inside of the archive, its parts parted by slashes. */
  readonly path: string;
  /** In bytes; undefined where it is not known before it is read (procfs). */
  readonly size: number | undefined;
}

export interface Archive {
  /** Those that may hold a map, or tell of a process that has one. */
  readonly files: readonly ArchiveFile[];
  /** What could not be listed, a sentence without a capital and a full stop each. */
  readonly problems: readonly string[];
  /** @throws the system call's error, and what `goesOn` throws */
  open(file: ArchiveFile, goesOn: () => void): OpenSource;
  close(): void;
}

/** Which files of an archive are wanted, by their path. */
export type Wanted = (path: string) => boolean;

/** More files than any report has: a list of them fits in memory. */
const MOST_FILES = 1_000_000;

/**
 * Lists a tar archive, without reading what its files hold.
 * @param goesOn asked between files; throws to stop
 * @throws what the source and `goesOn` throw
 */
export async function openTar(source: OpenSource, wanted: Wanted, goesOn: () => void): Promise<Archive> {
  const files = new Map<string, TarFile>();
  const problems = await listTar(new SourceStream(source), wanted, goesOn, {
    take: (file) => void files.set(file.path, file),
    link: (path, to) => copyEntry(files, path, to),
  });
  return {
    files: [...files].map(([path, { size }]) => ({ path, size })),
    problems,
    open: ({ path }) => {
      const file = files.get(path);
      return file ? { ...slice(source, file), close: () => undefined } : memorySource(new Uint8Array(0));
    },
    close: () => source.close(),
  };
}

/**
 * Lists a tar archive that can be read in one direction only, and keeps what the wanted files hold.
 * @param most how many bytes are kept of all of them
 * @throws what the stream and `goesOn` throw
 */
export async function openTarStream(
  stream: ByteStream,
  wanted: Wanted,
  most: number,
  goesOn: () => void,
): Promise<Archive> {
  const contents = new Map<string, Uint8Array>();
  const left: string[] = [];
  let kept = 0;
  const problems = await listTar(stream, wanted, goesOn, {
    take: async ({ path, size }) => {
      if (kept + size > most) {
        left.push(path);
        return;
      }
      kept += size;
      contents.set(path, await stream.read(size));
    },
    link: (path, to) => copyEntry(contents, path, to),
  });
  const why = `of a packed archive ${formatBytes(most)} are kept at most, unpack it first`;
  return {
    files: [...contents].map(([path, { length }]) => ({ path, size: length })),
    problems: left.length > 0 ? [...problems, notRead(left, why)] : problems,
    open: ({ path }) => memorySource(contents.get(path) ?? new Uint8Array(0)),
    close: () => contents.clear(),
  };
}

/** The subject of a sentence about files, with its verb. */
function areOf(paths: readonly string[]): string {
  const [first = '', ...more] = paths;
  return `${printable(first)}${more.length === 0 ? ' is' : ` and ${more.length} more ${more.length === 1 ? 'file' : 'files'} are`}`;
}

/** Of links to what may lie outside of an archive, or is none of its files that are read; a part of a sentence. */
export function linksNotRead(paths: readonly string[]): string {
  return notRead(paths, 'links are not followed');
}

/** What is said of files that are left out, a part of a sentence. */
export function notRead(paths: readonly string[], why: string): string {
  return `${areOf(paths)} not read: ${why}`;
}

/** What becomes of the files of an archive. */
interface Taker {
  readonly take: (file: TarFile) => void | Promise<void>;
  /** The first file is the second one once more. Gives false when there is no such file. */
  readonly link: (path: string, to: string) => boolean;
}

/** What stands under one name stands under another one too, if it is there. */
function copyEntry<Value>(entries: Map<string, Value>, path: string, from: string): boolean {
  const entry = entries.get(from);
  if (entry !== undefined) entries.set(path, entry);
  return entry !== undefined;
}

async function listTar(
  stream: ByteStream,
  wanted: Wanted,
  goesOn: () => void,
  { take, link }: Taker,
): Promise<string[]> {
  const problems: string[] = [];
  const sparse: string[] = [];
  const links: string[] = [];
  let count = 0;
  for await (const file of readTar(stream, (reason) => problems.push(reason))) {
    goesOn();
    if (++count > MOST_FILES) {
      problems.push(`the archive has more than ${MOST_FILES} files: the rest is not read`);
      break;
    }
    if (!wanted(file.path)) continue;
    if (file.link !== undefined) {
      if (file.link === 'elsewhere' || !link(file.path, file.link.to)) links.push(file.path);
    } else if (file.isSparse) sparse.push(file.path);
    else await take(file);
  }
  if (links.length > 0) problems.push(linksNotRead(links));
  if (sparse.length > 0) problems.push(notRead(sparse, 'tar left the holes out (--sparse), unpack the archive first'));
  return problems;
}

/** A part of a source; its size is what is there, whatever the archive says. */
function slice(source: ByteSource, file: TarFile): ByteSource {
  const size = Math.max(0, Math.min(file.size, source.size - file.offset));
  return {
    size,
    read: (from, length) => source.read(file.offset + from, Math.max(0, Math.min(length, size - from))),
  };
}
