/**
 * Minidumps of Breakpad, Crashpad, Sentry, Electron and Windows. On Linux most hold the text of /proc/PID/maps; of others the map
 * is put together from their lists.
 */
import type { ByteSource } from '../elf/byte-source.ts';
import type { Architecture } from '../memory-map/memory-map.ts';
import type { Mark, Note } from '../memory-map/notes.ts';
import { auxvMarks, pageSizeOf, readAuxv, type Auxv } from './auxv.ts';
import { MinidumpFile, Stream } from './minidump-file.ts';
import { processorOf, type Processor } from './minidump-registers.ts';
import {
  minidumpCounters,
  regionsOfMaps,
  regionsOfMemoryInfo,
  regionsOfModules,
  type MinidumpRegions,
} from './minidump-regions.ts';
import {
  readException,
  readMemory,
  readMemoryInfo,
  readMiscPid,
  readModules,
  readThreads,
  type MinidumpException,
  type Module,
} from './minidump-streams.ts';
import type { Reading } from './part-parser.ts';
import { processTitle } from './process-title.ts';
import { faultMark } from './signals.ts';
import { inOrder, type Stretch } from './stretches.ts';
import { rowFinder, rowStretch, stackNotes, threadMarks } from './threads.ts';

/** Operating systems (`platform_id`, `MDOSPlatform`). */
type System = 'Linux' | 'Android' | 'Windows' | 'macOS' | 'iOS' | 'other';
const SYSTEMS: ReadonlyMap<number, System> = new Map<number, System>([
  [0, 'Windows'],
  [1, 'Windows'],
  [2, 'Windows'],
  [3, 'Windows'],
  [0x8101, 'macOS'],
  [0x8102, 'iOS'],
  [0x8201, 'Linux'],
  [0x8203, 'Android'],
]);

const NOTHING = 'the minidump holds neither a list of regions nor modules nor memory';

/**
 * Reads a minidump; undefined when the source is none. Never throws on what it holds: what cannot be read is a problem.
 * @throws only what the source throws
 */
export function readMinidump(source: ByteSource): Reading | undefined {
  const file = MinidumpFile.open(source);
  if (!file) return undefined;
  const info = file.fields(Stream.system, 24);
  const processor = info && processorOf(info.half(0));
  const system: System = (info && SYSTEMS.get(info.word(20))) ?? 'other';
  const exception = file.has(Stream.exception) ? readException(file, processor) : undefined;
  const threads = readThreads(file, processor, exception);
  const modules = inOrder(readModules(file));
  const memory = readMemory(file);
  const found = regionsOf(file, modules, memory);
  const { regions } = found;
  const auxv = auxvOf(file, processor);
  const process = processOf(file, modules);
  const pageSize = pageSizeOf(auxv);
  const fault = exception && exceptionMark(exception, system, processor?.arch);

  const find = rowFinder(regions);
  const main = threads.find(({ id }) => id === process.pid);
  const mainRow = main?.sp === undefined ? undefined : find(main.sp);
  const notes: Note[] = [...found.notes, ...stackNotes(regions, find, threads, mainRow)];
  if (mainRow !== undefined && regions.file[mainRow] === 0)
    notes.push({
      ...rowStretch(regions, mainRow),
      label: 'Main stack',
      kind: 'stack',
      line: 0,
      because: `sp of thread ${process.pid}, the main one, is inside of it`,
    });
  const assumptions = [...found.assumptions];
  if (system !== 'Linux' && system !== 'Android')
    assumptions.push(
      `The minidump is not of Linux but of ${system === 'other' ? 'another system' : system}: what regions are is told as for Linux.`,
    );
  return {
    regions,
    counters: minidumpCounters(regions, modules, memory),
    problems: [...file.problems, ...found.problems, ...(regions.count === 0 ? [NOTHING] : [])].map((reason) => ({
      line: 0,
      column: 0,
      reason,
    })),
    ...(process.title === undefined ? {} : { title: process.title }),
    ...(process.pid === undefined ? {} : { pid: process.pid }),
    ...(processor?.arch === undefined ? {} : { arch: processor.arch }),
    ...(pageSize === undefined ? {} : { pageSize }),
    assumptions,
    notes,
    marks: [...(fault ? [fault] : []), ...threadMarks(threads), ...auxvMarks(auxv)],
  };
}

/** The text of maps says most; then the list of all memory, then what was saved. */
function regionsOf(file: MinidumpFile, modules: readonly Module[], memory: readonly Stretch[]): MinidumpRegions {
  const text = file.stream(Stream.maps);
  const fromText = text && regionsOfMaps(text);
  if (fromText && fromText.regions.count > 0) return fromText;
  const list = readMemoryInfo(file);
  const from = list && list.length > 0 ? regionsOfMemoryInfo(list, modules) : regionsOfModules(modules, memory);
  return fromText ? { ...from, problems: [...fromText.problems, ...from.problems] } : from;
}

function auxvOf(file: MinidumpFile, processor: Processor | undefined): Auxv {
  const bytes = file.stream(Stream.auxv);
  return bytes && processor ? readAuxv(bytes, { bits: processor.bits, endian: file.endian }) : new Map();
}

const decoder = new TextDecoder();

/** Whose memory it is: from /proc/PID/status and cmdline of Linux, else from the misc information and the first module. */
function processOf(
  file: MinidumpFile,
  modules: readonly Module[],
): { pid: number | undefined; title: string | undefined } {
  const status = decoder.decode(file.stream(Stream.procStatus));
  const told = /^Pid:[ \t]*(\d{1,10})$/m.exec(status)?.[1];
  const pid = told === undefined ? readMiscPid(file) : Number(told);
  const name = /^Name:[ \t]*(.*)$/m.exec(status)?.[1] ?? baseName(modules[0]?.name ?? '');
  const args = decoder.decode(file.stream(Stream.commandLine)).replaceAll('\0', ' ').trim();
  return { pid, title: processTitle(pid, name, args) };
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

const EXC_BAD_ACCESS = 1;
/** EXCEPTION_ACCESS_VIOLATION, EXCEPTION_IN_PAGE_ERROR. */
const WINDOWS_ACCESS: ReadonlySet<number> = new Set([0xc0000005, 0xc0000006]);
/** Breakpad before 2012 did not tell what code came with the signal. */
const NO_CODE = 0;
const SEGV_MAPERR = 1;

/** What address the exception was of; undefined when it was of none. */
function exceptionMark(
  { isRequested, code, flags, address, accessed }: MinidumpException,
  system: System,
  arch: Architecture | undefined,
): Mark | undefined {
  if (isRequested) return undefined;
  if (system === 'Linux' || system === 'Android')
    return faultMark(code, flags === NO_CODE ? SEGV_MAPERR : flags, address, arch);
  if (system === 'Windows') {
    return WINDOWS_ACCESS.has(code) && accessed !== undefined
      ? { address: accessed, label: `fault address (exception 0x${code.toString(16)})`, line: 0 }
      : { address, label: `address of the exception 0x${code.toString(16)}`, line: 0 };
  }
  return code === EXC_BAD_ACCESS ? { address, label: 'fault address (EXC_BAD_ACCESS)', line: 0 } : undefined;
}
