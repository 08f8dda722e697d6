/** The container of a minidump: a directory of streams, each of one type (`MDRawHeader`, `MDRawDirectory` of minidump_format.h). */
import { readExactly, type ByteSource } from '../elf/byte-source.ts';
import { Fields, type Endian } from '../elf/fields.ts';

/** Types of streams that are read (`MDStreamType`). */
export const Stream = {
  threads: 3,
  modules: 4,
  memory: 5,
  exception: 6,
  system: 7,
  memory64: 9,
  misc: 15,
  memoryInfo: 16,
  threadNames: 24,
  procStatus: 0x47670004,
  commandLine: 0x47670006,
  auxv: 0x47670008,
  maps: 0x47670009,
} as const;

/** What the streams are called where they are written (`MINIDUMP_STREAM_TYPE`, Breakpad's `MD_LINUX_…`). */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'the directory'],
  [Stream.threads, 'ThreadList'],
  [Stream.modules, 'ModuleList'],
  [Stream.memory, 'MemoryList'],
  [Stream.exception, 'Exception'],
  [Stream.system, 'SystemInfo'],
  [Stream.memory64, 'Memory64List'],
  [Stream.misc, 'MiscInfo'],
  [Stream.memoryInfo, 'MemoryInfoList'],
  [Stream.threadNames, 'ThreadNames'],
  [Stream.procStatus, 'LinuxProcStatus'],
  [Stream.commandLine, 'LinuxCmdLine'],
  [Stream.auxv, 'LinuxAuxv'],
  [Stream.maps, 'LinuxMaps'],
]);

/** A list of entries of one size. */
export interface EntryList {
  readonly fields: Fields;
  /** Where each entry starts in `fields`. */
  readonly places: readonly number[];
}

const HEADER = 32;
const DIRECTORY_ENTRY = 12;
/** Real minidumps have a dozen. */
const MOST_STREAMS = 4096;
/** A list of 500,000 modules; a full dump of Windows lists some 10,000 stretches of memory. */
const LONGEST_STREAM = 1 << 26;
/** `PATH_MAX`, and what Windows allows, in bytes of UTF-16. */
const LONGEST_NAME = 1 << 16;
/** All names together: many modules may point at one long name. */
const MOST_NAME_BYTES = 1 << 25;

/** Reads streams and strings. Nothing of it throws on what the file holds. */
export class MinidumpFile {
  readonly endian: Endian;
  readonly problems: string[] = [];
  private readonly source: ByteSource;
  private readonly streams: ReadonlyMap<number, { readonly size: number; readonly offset: number }>;
  private readonly decode: (bytes: Uint8Array) => string;
  private nameBytes = MOST_NAME_BYTES;

  private constructor(source: ByteSource, endian: Endian) {
    this.source = source;
    this.endian = endian;
    const decoder = new TextDecoder(endian === 'little' ? 'utf-16le' : 'utf-16be');
    this.decode = (bytes) => decoder.decode(bytes);
    this.streams = this.readDirectory();
  }

  /** The minidump; undefined when the source is none. */
  static open(source: ByteSource): MinidumpFile | undefined {
    const endian = minidumpEndian(source.read(0, 4));
    return endian && source.size >= HEADER ? new MinidumpFile(source, endian) : undefined;
  }

  has(type: number): boolean {
    return this.streams.has(type);
  }

  /** The bytes of a stream; undefined when the dump has none of the type. */
  stream(type: number): Uint8Array | undefined {
    const found = this.streams.get(type);
    if (!found) return undefined;
    const bytes = this.source.read(found.offset, Math.min(found.size, LONGEST_STREAM));
    if (bytes.length < found.size) {
      const why = found.size > LONGEST_STREAM ? 'is too long to be read whole' : 'ends after the file';
      this.problems.push(`${streamName(type)} ${why}`);
    }
    return bytes;
  }

  /** A stream's numbers; undefined when it is not there or has fewer than `least` bytes. */
  fields(type: number, least: number): Fields | undefined {
    const bytes = this.stream(type);
    if (!bytes) return undefined;
    if (bytes.length >= least) return this.fieldsOf(bytes);
    this.problems.push(`${streamName(type)} has only ${bytes.length} bytes`);
    return undefined;
  }

  /** Numbers of any bytes of the dump; addresses have 64 bits in every minidump. */
  fieldsOf(bytes: Uint8Array): Fields {
    return new Fields(bytes, { bits: 64, endian: this.endian });
  }

  /** A stream of a 32-bit count and entries; some writers put four bytes between them, so that entries are aligned to 8. */
  list(type: number, size: number): EntryList | undefined {
    const bytes = this.stream(type);
    if (!bytes || bytes.length < 4) return undefined;
    const fields = this.fieldsOf(bytes);
    const count = fields.word(0);
    return this.entries(type, bytes, bytes.length === 8 + count * size ? 8 : 4, size, count);
  }

  /** A stream whose header tells its own size, that of an entry, and how many there are. */
  sizedList(type: number, size: number): EntryList | undefined {
    const bytes = this.stream(type);
    if (!bytes || bytes.length < 16) return undefined;
    const fields = this.fieldsOf(bytes);
    const step = fields.word(4);
    if (step < size) {
      this.problems.push(`the entries of ${streamName(type)} are said to have ${step} bytes each`);
      return undefined;
    }
    return this.entries(type, bytes, Math.max(16, fields.word(0)), step, fields.amount(8));
  }

  /** The places of entries that lie in the bytes of their stream. */
  entries(type: number, bytes: Uint8Array, from: number, step: number, count: number): EntryList {
    const there = Math.min(count, Math.max(0, Math.floor((bytes.length - from) / step)));
    if (there < count)
      this.problems.push(`${count - there} of ${count} entries of ${streamName(type)} lie outside of it`);
    return { fields: this.fieldsOf(bytes), places: Array.from({ length: there }, (_, i) => from + i * step) };
  }

  /** Bytes that a location (size, then place) points at; empty when they are not in the file. */
  located(fields: Fields, at: number, most: number): Uint8Array {
    return readExactly(this.source, fields.word(at + 4), Math.min(fields.word(at), most)) ?? new Uint8Array(0);
  }

  /** `MDString`: a length in bytes, then UTF-16; undefined when there is none. */
  text(offset: number): string | undefined {
    const head = offset === 0 ? undefined : readExactly(this.source, offset, 4);
    if (!head) return undefined;
    const length = Math.min(this.fieldsOf(head).word(0), LONGEST_NAME);
    if (length > this.nameBytes) {
      const why = 'the names in it are too long to be read all';
      if (!this.problems.includes(why)) this.problems.push(why);
      return undefined;
    }
    this.nameBytes -= length;
    const bytes = readExactly(this.source, offset + 4, length);
    return bytes && this.decode(bytes);
  }

  private readDirectory(): ReadonlyMap<number, { size: number; offset: number }> {
    const streams = new Map<number, { size: number; offset: number }>();
    const header = this.fieldsOf(this.source.read(0, HEADER));
    const count = header.word(8);
    const from = header.word(12);
    const bytes = this.source.read(from, Math.min(count, MOST_STREAMS) * DIRECTORY_ENTRY);
    const { places, fields } = this.entries(0, bytes, 0, DIRECTORY_ENTRY, Math.min(count, MOST_STREAMS));
    for (const at of places) {
      const type = fields.word(at);
      // Unused entries have type 0.
      if (type !== 0 && !streams.has(type))
        streams.set(type, { size: fields.word(at + 4), offset: fields.word(at + 8) });
    }
    return streams;
  }
}

function streamName(type: number): string {
  return NAMES.get(type) ?? `the stream of type 0x${type.toString(16)}`;
}

/** The byte order of a minidump, told by its first bytes: `MDMP`, turned around on big-endian machines. */
export function minidumpEndian(head: Uint8Array): Endian | undefined {
  const magic = String.fromCharCode(...head.subarray(0, 4));
  return magic === 'MDMP' ? 'little' : magic === 'PMDM' ? 'big' : undefined;
}
