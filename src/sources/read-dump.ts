/**
 * The one door for files: whatever a user names, a saved map, a log, a core file, a minidump, one of these packed, an archive, or
 * a folder, this tells which it is by its first bytes and reads the maps in it.
 */
import { statSync } from 'node:fs';
import { BINARY_HEAD, binaryDialect, notADump } from '../core/dialects/binary.ts';
import { emptyMap, parseBinary, parseFile } from '../core/dialects/parse.ts';
import { bytesSource, type ByteSource } from '../core/elf/byte-source.ts';
import type { MapSource, MemoryMap } from '../core/memory-map/memory-map.ts';
import { formatBytes } from '../core/memory-map/size.ts';
import { openTar, openTarStream, type Archive } from './archive/archive.ts';
import { ChunkStream } from './archive/byte-stream.ts';
import { emptied } from './archive/emptied.ts';
import { openFolder } from './archive/folder.ts';
import { readPackedCore } from './archive/packed-core.ts';
import { packingOf, unpacked, type Packing } from './archive/packing.ts';
import { partsOf, readWhole, tooLarge, type Going } from './archive/read-parts.ts';
import { readSnapshot } from './archive/read-snapshot.ts';
import { entriesOf, isProcess, isWanted, type DumpEntry, type ProcessEntry } from './archive/snapshots.ts';
import { isTar } from './archive/tar.ts';
import { Cancelled } from './cancelled.ts';
import { memorySource, openFile, type OpenSource } from './open-file.ts';

export type { DumpEntry } from './archive/snapshots.ts';

/** How to read. */
export interface ReadOptions {
  /** The text is a log that may hold maps: see `parseMaps`. */
  readonly embedded?: boolean;
  /** See `parseMaps`. */
  readonly untilLine?: number | undefined;
  /** Told how many bytes of a text are parsed, of how many. */
  readonly onParsed?: (done: number, total: number) => void;
  /** Asked between parts; when it says yes, reading ends with Cancelled. */
  readonly isCancelled?: () => boolean;
  /** Told what share is done, from 0 to 1: of opening, and then of reading the maps of an archive. */
  readonly onProgress?: (share: number) => void;
}

/** How to open. */
export interface OpenOptions extends ReadOptions {
  /** What the file is called where it is shown; its path unless told. */
  readonly file?: string;
  /** How many bytes a text may have, and what a packed file may hold in all. */
  readonly mostBytes?: number;
  /** See `openFile`. */
  readonly pipes?: boolean;
}

/** What was opened. */
export interface Dump {
  /** What an archive or a folder holds, processes first; undefined where the file is neither. */
  readonly entries: readonly DumpEntry[] | undefined;
  /** What of an archive could not be listed, a sentence without a capital and a full stop each. */
  readonly problems: readonly string[];
  /**
   * Reads maps one after the other, of one entry or of all; what cannot be read is a map without regions, with a problem.
   * @throws Cancelled
   */
  maps(entry?: DumpEntry, options?: ReadOptions): AsyncGenerator<MemoryMap>;
  close(): void;
}

/** What was read of a dump. */
export interface ReadDump {
  readonly maps: readonly MemoryMap[];
  /** See Dump. */
  readonly entries?: readonly DumpEntry[];
}

/** More would not fit into the memory of a usual machine, with all that is made of it. */
const MOST_BYTES = 1 << 30;
/** Of an archive or a folder. */
const NO_FILE = 'it holds no file that is known to hold a memory map';
/** Enough to tell what a file is. */
const HEAD = 4096;

/**
 * Reads all maps of a file, a folder, or bytes; of an archive those of one entry when it is named.
 * @param entry the path of an entry
 * @throws Cancelled, the system call's error when the file cannot be read, and RangeError for an entry that is not there
 */
export async function readDump(
  input: string | Uint8Array,
  options: OpenOptions = {},
  entry?: string,
): Promise<ReadDump> {
  const dump = await openDump(input, options);
  try {
    const maps = await readMaps(dump, entry, options);
    return dump.entries ? { maps, entries: dump.entries } : { maps };
  } finally {
    dump.close();
  }
}

/** The maps of what was opened, with what it lacks; of an archive those of one entry when it is named. See `readDump`. */
export async function readMaps(
  dump: Dump,
  entry: string | undefined,
  options: OpenOptions = {},
): Promise<readonly MemoryMap[]> {
  const chosen = entry === undefined ? undefined : dump.entries?.find(({ path }) => path === entry);
  if (entry !== undefined && !chosen) throw new RangeError(`There is no map at ${entry} in the archive.`);
  const maps: MemoryMap[] = [];
  for await (const map of dump.maps(chosen, options)) maps.push(map);
  // Who asks for maps alone hears nowhere else of what the archive lacks, nor why there are none.
  const lacks = dump.entries?.length === 0 && dump.problems.length === 0 ? [NO_FILE] : dump.problems;
  if (maps.length === 0) return lacks.map((reason) => unreadable(options, reason));
  const problems = lacks.map((reason) => ({ line: 0, column: 0, reason }));
  return problems.length === 0 ? maps : maps.map((map) => ({ ...map, problems: [...map.problems, ...problems] }));
}

/**
 * Opens a file, a folder, or bytes. An archive is listed, and its maps are read when they are asked for.
 * @throws Cancelled, and the system call's error when the file cannot be read
 */
export async function openDump(input: string | Uint8Array, options: OpenOptions = {}): Promise<Dump> {
  const { mostBytes = MOST_BYTES, pipes } = options;
  const going = goingOf(options);
  if (typeof input !== 'string') return openSource(memorySource(input), options, going);
  if (statSync(input).isDirectory()) {
    return archiveDump(openFolder(input, isWanted, isProcess, mostBytes, going.goesOn), mostBytes);
  }
  return openSource(openFile(input, mostBytes, going.goesOn, pipes), { file: input, ...options }, going);
}

function goingOf({ isCancelled, onProgress }: ReadOptions): Going {
  return {
    goesOn: () => {
      if (isCancelled?.()) throw new Cancelled();
    },
    progress: (share) => onProgress?.(share),
  };
}

/** Opens a source, and closes it when it is no longer needed or when something is thrown. */
async function openSource(source: OpenSource, options: OpenOptions, going: Going): Promise<Dump> {
  let kept = false;
  try {
    going.goesOn();
    const { mostBytes = MOST_BYTES } = options;
    const head = source.read(0, HEAD);
    const packing = packingOf(head);
    if (typeof packing === 'object') return mapsDump([unreadable(options, packing.reason)]);
    if (packing !== undefined) return await openPacked(source, packing, options, going);
    if (isTar(head)) {
      const dump = archiveDump(await openTar(source, isWanted, going.goesOn), mostBytes);
      kept = true;
      return dump;
    }
    if (!binaryDialect(head) && source.size > mostBytes)
      return mapsDump([unreadable(options, tooLarge(source.size, mostBytes))]);
    return mapsDump(mapsOf(source, options, going));
  } finally {
    if (!kept) source.close();
  }
}

/** A file that is compressed: an archive is listed, of a core file only what is needed is kept. */
async function openPacked(source: ByteSource, packing: Packing, options: OpenOptions, going: Going): Promise<Dump> {
  const { mostBytes = MOST_BYTES } = options;
  const stream = new ChunkStream(unpacked(partsOf(source, going), packing));
  // Unpacking is the work that is told.
  const after: Going = { ...going, progress: () => undefined };
  try {
    const head = await stream.read(HEAD);
    stream.unread(head);
    if (isTar(head)) {
      const archive = await openTarStream(stream, isWanted, mostBytes, going.goesOn);
      return archiveDump(broken(archive, stream.broken), mostBytes);
    }
    if (binaryDialect(head) === 'elf-core') {
      const core = await readPackedCore(stream);
      return mapsDump(withProblem(mapsOf(core, options, after), stream.broken));
    }
    const bytes = await stream.readRest(mostBytes);
    const reason = `it holds more than ${formatBytes(mostBytes)}: unpack it first, and read what of it is a map`;
    if (!bytes) return mapsDump([unreadable(options, reason)]);
    // What broke at once is no empty map of a kernel thread.
    if (bytes.length === 0 && stream.broken !== undefined) return mapsDump([unreadable(options, stream.broken)]);
    return mapsDump(withProblem(mapsOf(bytesSource(bytes), options, after), stream.broken));
  } finally {
    await stream.close();
  }
}

/** The maps of a source that is neither packed nor an archive; one without regions when there are none. */
function mapsOf(source: ByteSource, options: OpenOptions, going: Going): readonly MemoryMap[] {
  const mapSource = sourceOf(options);
  const head = source.read(0, BINARY_HEAD);
  const binary = binaryDialect(head) ? parseBinary(source, mapSource) : undefined;
  if (binary) return [binary];
  // A program is not looked through for text.
  const bytes = notADump(head) === undefined ? readWhole(source, going) : head;
  const { embedded = false, untilLine, onParsed } = options;
  const goesOn = (done: number): void => {
    going.goesOn();
    onParsed?.(done, bytes.length);
  };
  return parseFile(bytes, mapSource, { embedded, untilLine, goesOn });
}

function sourceOf({ file }: OpenOptions): MapSource {
  return file === undefined ? {} : { file };
}

function unreadable(options: OpenOptions, reason: string): MemoryMap {
  return emptyMap(sourceOf(options), { line: 0, column: 0, reason });
}

/** Tells the last map what was wrong with the whole. */
function withProblem(maps: readonly MemoryMap[], reason: string | undefined): readonly MemoryMap[] {
  if (reason === undefined) return maps;
  return maps.map((map, i) =>
    i < maps.length - 1 ? map : { ...map, problems: [...map.problems, { line: 0, column: 0, reason }] },
  );
}

function broken(archive: Archive, reason: string | undefined): Archive {
  return reason === undefined ? archive : { ...archive, problems: [...archive.problems, reason] };
}

function mapsDump(maps: readonly MemoryMap[]): Dump {
  return {
    entries: undefined,
    problems: [],
    maps: async function* () {
      yield* maps;
    },
    close: () => undefined,
  };
}

function archiveDump(archive: Archive, mostBytes: number): Dump {
  const entries = entriesOf(archive);
  const lost = emptied(archive.files);
  return {
    entries: entries.map(({ path, title, pid }) => ({ path, title, pid })),
    problems: lost === undefined ? archive.problems : [...archive.problems, lost],
    maps: async function* (entry, options = {}) {
      const chosen = entry ? entries.filter(({ path }) => path === entry.path) : entries;
      const { goesOn, progress } = goingOf(options);
      for (const [i, each] of chosen.entries()) {
        const going: Going = { goesOn, progress: (share) => progress((i + share) / chosen.length) };
        goesOn();
        yield* isProcessEntry(each)
          ? readSnapshot(archive, each, mostBytes, going)
          : await readOther(archive, each, options, going, mostBytes);
        progress((i + 1) / chosen.length);
      }
    },
    close: () => archive.close(),
  };
}

function isProcessEntry(entry: DumpEntry): entry is ProcessEntry {
  return 'files' in entry;
}

/** The maps of a dump in an archive. */
async function readOther(
  archive: Archive,
  { path }: DumpEntry,
  options: ReadOptions,
  going: Going,
  mostBytes: number,
): Promise<readonly MemoryMap[]> {
  const own: OpenOptions = { ...options, file: path, mostBytes };
  let source: OpenSource;
  try {
    source = archive.open({ path, size: undefined }, going.goesOn);
  } catch (error) {
    const reason = error instanceof Error && !(error instanceof Cancelled) ? error.message : undefined;
    if (reason === undefined) throw error;
    return [unreadable(own, `the file cannot be read: ${reason}`)];
  }
  const dump = await openSource(source, own, going);
  try {
    if (dump.entries)
      return [unreadable(own, 'it is an archive inside of the archive: unpack it, and open it by itself')];
    const maps: MemoryMap[] = [];
    for await (const map of dump.maps()) maps.push(map);
    return maps;
  } finally {
    dump.close();
  }
}
