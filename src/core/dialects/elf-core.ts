/**
 * ELF core dumps (elf(5), core(5); `elf_core_dump()` in fs/binfmt_elf.c). Only headers and notes are read, never the memory, so
 * that a dump of any size opens at once.
 */
import type { ByteSource } from '../elf/byte-source.ts';
import { readElfHeader, type ElfHeader } from '../elf/header.ts';
import { PT_LOAD, PT_NOTE, readProgramHeaders, type ProgramHeader } from '../elf/program-headers.ts';
import { formatBytes } from '../memory-map/size.ts';
import { Perm } from '../memory-map/permissions.ts';
import { auxvMarks, pageSizeOf } from './auxv.ts';
import { knowsRegisters } from './core-registers.ts';
import { allowExecution, placeNotes } from './core-places.ts';
import { readCoreNotes, type CoreFile, type CoreNotes } from './elf-core-notes.ts';
import type { Reading } from './part-parser.ts';
import { processTitle } from './process-title.ts';
import { RowSink } from './row-sink.ts';
import { joinStretches, type Piece, type Stretch } from './stretches.ts';
import { threadMarks } from './threads.ts';

const PF_X = 1;
const PF_W = 2;
const PF_R = 4;
const TOP = 1n << 64n;

/** A segment of the process's memory. */
interface CoreSegment extends Stretch {
  readonly flags: number;
  /** How many of its first bytes the file holds. */
  readonly dumped: bigint;
}

/**
 * Reads a core file; undefined when the file is none. Never throws on what the file holds: what cannot be read is a problem.
 * @throws only what the source throws
 */
export function readElfCore(source: ByteSource): Reading | undefined {
  const read = readElfHeader(source);
  if (!read.ok || read.value.type !== 'ET_CORE') return undefined;
  const header = read.value;
  const headers = readCoreSegments(source, header);
  const notes = readCoreNotes(source, header, headers.segments);
  const problems = [...headers.problems, ...notes.problems];
  if (notes.isKernel) problems.push('this is the dump of a kernel: its segments are no regions of a process');
  const loaded = loadedSegments(source, headers.segments);
  problems.push(...loaded.problems);
  // The kernel's cores have a segment for each region; others have segments only of what they hold.
  const { pieces, overlaps } = joinStretches(loaded.segments, notes.files?.files ?? []);
  if (overlaps > 0)
    problems.push(`${overlaps} of its segments and files overlap others: these are shown up to where they meet`);

  const sink = new RowSink(pieces.length);
  const isDebuggers = !isFromKernel(header, headers.segments, notes.files);
  fillRows(sink, pieces, isDebuggers);
  const { process, threads, auxv, fault } = notes;
  sink.pid = process?.pid ?? threads[0]?.id;
  sink.title = processTitle(sink.pid, process?.name ?? '', process?.args);
  if (fault) sink.marks.push(fault);
  for (const mark of threadMarks(threads)) sink.marks.push(mark);
  sink.marks.push(...auxvMarks(auxv));
  const reading = sink.finish();
  const assumptions = assumptionsOf(header, isDebuggers, notes);
  if (allowExecution(reading.regions, notes)) {
    assumptions.push('Regions without a segment that the entry point or the pc of a thread is in are taken for r-x.');
  }
  const pageSize = pageSizeOf(auxv) ?? unitOf(notes);
  return {
    ...reading,
    assumptions,
    ...(header.arch === undefined ? {} : { arch: header.arch }),
    ...(pageSize === undefined ? {} : { pageSize }),
    notes: placeNotes(reading.regions, notes),
    problems: problems.map((reason) => ({ line: 0, column: 0, reason })),
  };
}

/**
 * The program headers, also where their number stands at the end of a file that is cut short, or that is being unpacked.
 * @throws only what the source throws
 */
export function readCoreSegments(
  source: ByteSource,
  header: ElfHeader,
): { readonly segments: readonly ProgramHeader[]; readonly problems: readonly string[] } {
  const table = header.programHeaders;
  const read = (count: number | undefined): ReturnType<typeof readProgramHeaders> =>
    readProgramHeaders(source, { ...header, programHeaders: { ...table, count } });
  let { entries, problem } = read(table.count);
  if (table.count === undefined) {
    // The kernel writes the notes right behind the headers, and their own header first.
    const [first] = read(1).entries;
    const count = first?.type === PT_NOTE ? Math.floor((first.offset - table.offset) / table.entrySize) : 0;
    if (count > 0) ({ entries, problem } = read(count));
  }
  return { segments: entries, problems: problem === undefined ? [] : [problem] };
}

function loadedSegments(
  source: ByteSource,
  headers: readonly ProgramHeader[],
): { segments: CoreSegment[]; problems: string[] } {
  const segments: CoreSegment[] = [];
  let missing = 0;
  let wrapped = 0;
  for (const { type, flags, offset, vaddr, filesz, memsz } of headers) {
    if (type !== PT_LOAD || memsz === 0n) continue;
    const end = vaddr + memsz;
    if (end > TOP) wrapped++;
    const there = Math.max(0, Math.min(filesz, source.size - offset));
    missing += filesz - there;
    const dumped = BigInt(there);
    segments.push({ start: vaddr, end: end < TOP ? end : TOP - 1n, flags, dumped: dumped < memsz ? dumped : memsz });
  }
  const problems: string[] = [];
  if (missing > 0)
    problems.push(`the file is cut short: ${formatBytes(missing)} of the memory that it should hold are missing`);
  if (wrapped > 0) problems.push(`${wrapped} of its segments reach beyond the last address`);
  return { segments, problems };
}

function fillRows(sink: RowSink, pieces: readonly Piece<CoreSegment, CoreFile>[], isDebuggers: boolean): void {
  const column = sink.column('Dumped', 'kB', 'other');
  for (const { start, end, a: segment, b: file } of pieces) {
    sink.stretch(start, end, 0);
    // gdb marks all that it saves as readable (`make_output_phdrs()` in gdb/gcore.c): of a guard that is not true.
    const isDoubtful = isDebuggers && !file && segment?.flags === PF_R;
    if (segment && !isDoubtful) sink.perms(permsOf(segment.flags));
    if (file) {
      const offset = BigInt.asUintN(64, file.offset + start - file.start);
      sink.offset(Number(offset & 0xffffffffn), Number(offset >> 32n));
      sink.name(file.path, 0, file.path.length);
    }
    sink.counter(column, segment ? dumpedIn(segment, start, end) : 0);
  }
}

/** In kB, begun ones counted whole. */
function dumpedIn(segment: CoreSegment, start: bigint, end: bigint): number {
  const to = segment.start + segment.dumped;
  if (to <= start) return 0;
  return Math.ceil(Number((to < end ? to : end) - start) / 1024);
}

function permsOf(flags: number): number {
  return (flags & PF_R ? Perm.read : 0) | (flags & PF_W ? Perm.write : 0) | (flags & PF_X ? Perm.execute : 0);
}

/** The page size that NT_FILE counts offsets in. */
function unitOf({ files }: CoreNotes): number | undefined {
  return files && files.unit >= 1024n && files.unit <= 1n << 24n ? Number(files.unit) : undefined;
}

function assumptionsOf(
  header: ElfHeader,
  isDebuggers: boolean,
  { files, threads, auxv, isWhole }: CoreNotes,
): string[] {
  const sentences = [
    'A core file tells no device, no inode, and not whether a region is shared: file names alone say which regions belong together, and all are shown as private.',
  ];
  if (isDebuggers) {
    sentences.push(
      'A debugger wrote this core file, not the kernel: anonymous memory that is only marked as readable may be inaccessible (guards, unused parts of arenas), so that its permissions are not told, and regions that it did not save are missing unless they map a file.',
    );
  }
  const lacks = (note: string): string =>
    isWhole ? `The core file has no ${note} note` : `What is left of the core file has no ${note} note`;
  if (!files)
    sentences.push(`${lacks('NT_FILE')}: it does not tell which regions map files, and all are shown as anonymous.`);
  if (threads.length > 0 && !knowsRegisters(header))
    sentences.push(`The layout of registers of this machine (e_machine ${header.machine}) is not known.`);
  if (auxv.size === 0) sentences.push(`${lacks('NT_AUXV')}: it does not tell where main stack and vDSO are.`);
  return sentences;
}

/** The kernel writes the notes first, no sections but one for counts that do not fit, and offsets in pages. */
function isFromKernel(
  { sectionHeaders }: ElfHeader,
  [first]: readonly ProgramHeader[],
  files: CoreNotes['files'],
): boolean {
  return first?.type === PT_NOTE && (sectionHeaders.count ?? 0) <= 1 && (files?.unit ?? 4096n) > 1n;
}
