/** What the streams of a minidump say (minidump_format.h of Breakpad, format.rs of rust-minidump, MSDN's minidumpapiset). */
import type { Fields } from '../elf/fields.ts';
import { Perm } from '../memory-map/permissions.ts';
import { Stream, type MinidumpFile } from './minidump-file.ts';
import { readContext, type Processor, type Registers } from './minidump-registers.ts';
import type { Stretch } from './stretches.ts';
import type { Thread } from './threads.ts';

/** A program or library. */
export interface Module extends Stretch {
  /** Its path; empty when it cannot be read. */
  readonly name: string;
  /** What its symbol file is found by: the GNU build ID, or the GUID and age of a PDB as Breakpad writes them. */
  readonly id: { readonly key: 'BuildId' | 'DebugId'; readonly value: string } | undefined;
}

/** What one entry of MemoryInfoList says. */
export interface MemoryInfo extends Stretch {
  /** `Perm` bits. */
  readonly perms: number;
  /** PAGE_GUARD: the first access raises an exception. */
  readonly isGuard: boolean;
}

/** What stopped the process, or where it was when somebody asked for a dump. */
export interface MinidumpException {
  readonly threadId: number;
  /** Nothing was wrong: a program asked for the dump of itself. */
  readonly isRequested: boolean;
  readonly code: number;
  readonly flags: number;
  readonly address: bigint;
  /** The second parameter, which is the address that an access violation of Windows was of. */
  readonly accessed: bigint | undefined;
  /** The thread's registers when it happened; in the list of threads they may be those of its handler. */
  readonly registers: Registers | undefined;
}

const MODULE = 108;
const THREAD = 48;
const MEMORY = 16;
const MEMORY_INFO = 48;
const THREAD_NAME = 12;
const EXCEPTION = 168;
const LONGEST_ID = 64;
const LONGEST_CONTEXT = 4096;

/** Modules that have addresses. */
export function readModules(file: MinidumpFile): Module[] {
  const list = file.list(Stream.modules, MODULE);
  return (list?.places ?? []).flatMap((at) => {
    const { fields } = list!;
    const start = fields.address(at);
    const size = fields.word(at + 8);
    if (size === 0) return [];
    const name = file.text(fields.word(at + 20)) ?? '';
    return [{ ...stretch(start, BigInt(size)), name, id: idOf(file, file.located(fields, at + 76, LONGEST_ID + 24)) }];
  });
}

/** A CodeView record: `BpEL` and a build ID, or `RSDS`, a GUID and an age. */
function idOf(file: MinidumpFile, record: Uint8Array): Module['id'] {
  if (record.length <= 4) return undefined;
  const fields = file.fieldsOf(record);
  const signature = fields.word(0);
  if (signature === 0x4270454c) return { key: 'BuildId', value: hex(record.subarray(4, 4 + LONGEST_ID)) };
  if (signature !== 0x53445352 || record.length < 24) return undefined;
  const guid = [
    word(fields.word(4), 8),
    word(fields.half(8), 4),
    word(fields.half(10), 4),
    hex(record.subarray(12, 20)),
  ];
  return { key: 'DebugId', value: `${guid.join('')}${fields.word(20).toString(16)}`.toUpperCase() };
}

/** The threads with their registers; where no context is there, the stack that was saved tells where sp was. */
export function readThreads(
  file: MinidumpFile,
  processor: Processor | undefined,
  exception: MinidumpException | undefined,
): Thread[] {
  const names = readThreadNames(file);
  const list = file.list(Stream.threads, THREAD);
  return (list?.places ?? []).map((at) => {
    const { fields } = list!;
    const id = fields.word(at);
    const own = id === exception?.threadId ? exception : undefined;
    const registers = own?.registers ?? registersAt(file, fields, at + 40, processor);
    const stack = fields.address(at + 24);
    return {
      id,
      name: names.get(id),
      crashed: own !== undefined && !own.isRequested,
      sp: registers?.sp ?? (stack === 0n ? undefined : stack),
      pc: registers?.pc,
    };
  });
}

function readThreadNames(file: MinidumpFile): ReadonlyMap<number, string> {
  const list = file.list(Stream.threadNames, THREAD_NAME);
  const names = new Map<number, string>();
  for (const at of list?.places ?? []) {
    const name = file.text(list!.fields.amount(at + 4));
    if (name !== undefined) names.set(list!.fields.word(at), name);
  }
  return names;
}

/** The memory that the dump holds, from both lists. */
export function readMemory(file: MinidumpFile): Stretch[] {
  const list = file.list(Stream.memory, MEMORY);
  const ranges = (list?.places ?? []).map((at) => stretch(list!.fields.address(at), BigInt(list!.fields.word(at + 8))));
  const bytes = file.stream(Stream.memory64);
  if (bytes && bytes.length >= 16) {
    const { fields, places } = file.entries(Stream.memory64, bytes, 16, MEMORY, file.fieldsOf(bytes).amount(0));
    for (const at of places) ranges.push(stretch(fields.address(at), fields.address(at + 8)));
  }
  return ranges.filter(({ start, end }) => end > start);
}

const MEM_FREE = 0x10000;
const MEM_MAPPED = 0x40000;
const PAGE_GUARD = 0x100;
const WRITE_COPY = 0x88;

/** PAGE_ constants of Windows, which every writer uses: each is one way of access. */
const PROTECTIONS: ReadonlyMap<number, number> = new Map([
  [0x02, Perm.read],
  [0x04, Perm.read | Perm.write],
  [0x08, Perm.read | Perm.write],
  [0x10, Perm.execute],
  [0x20, Perm.read | Perm.execute],
  [0x40, Perm.read | Perm.write | Perm.execute],
  [0x80, Perm.read | Perm.write | Perm.execute],
]);

/** All regions of the process, free addresses left out; undefined when the dump does not list them. */
export function readMemoryInfo(file: MinidumpFile): MemoryInfo[] | undefined {
  const list = file.sizedList(Stream.memoryInfo, MEMORY_INFO);
  return list?.places.flatMap((at) => {
    const { fields } = list;
    const range = stretch(fields.address(at), fields.address(at + 24));
    if (fields.word(at + 32) === MEM_FREE || range.end <= range.start) return [];
    const protection = fields.word(at + 36);
    const isShared = fields.word(at + 40) === MEM_MAPPED && (protection & WRITE_COPY) === 0;
    const perms = (PROTECTIONS.get(protection & 0xff) ?? 0) | (isShared ? Perm.shared : 0);
    return [{ ...range, perms, isGuard: (protection & PAGE_GUARD) !== 0 }];
  });
}

/**
 * Codes of exceptions that are none, of writers that were asked for a dump: MD_EXCEPTION_CODE_LIN_DUMP_REQUESTED of Breakpad, which is
 * Crashpad's signal -1 too, Crashpad's on Windows (kSimulatedExceptionCode), and those of both on macOS (`CPsx`).
 */
const REQUESTED: ReadonlySet<number> = new Set([0xffffffff, 0x0517a7ed, 0x43507378]);

/** What stopped the process; undefined when the dump has no exception. */
export function readException(file: MinidumpFile, processor: Processor | undefined): MinidumpException | undefined {
  const fields = file.fields(Stream.exception, EXCEPTION);
  return (
    fields && {
      threadId: fields.word(0),
      isRequested: REQUESTED.has(fields.word(8)),
      code: fields.word(8),
      flags: fields.word(12) | 0,
      address: fields.address(24),
      accessed: fields.word(32) >= 2 ? fields.address(48) : undefined,
      registers: registersAt(file, fields, 160, processor),
    }
  );
}

function registersAt(
  file: MinidumpFile,
  fields: Fields,
  at: number,
  processor: Processor | undefined,
): Registers | undefined {
  const context = processor ? file.located(fields, at, LONGEST_CONTEXT) : new Uint8Array(0);
  return processor && context.length > 0 ? readContext(context, processor, file.endian) : undefined;
}

/** The PID of the misc information, which Linux minidumps often lack. */
export function readMiscPid(file: MinidumpFile): number | undefined {
  const fields = file.has(Stream.misc) ? file.fields(Stream.misc, 12) : undefined;
  return fields && (fields.word(4) & 1) !== 0 ? fields.word(8) : undefined;
}

const TOP = (1n << 64n) - 1n;

function stretch(start: bigint, size: bigint): Stretch {
  const end = start + size;
  return { start, end: end > TOP ? TOP : end };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => word(byte, 2)).join('');
}

function word(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
