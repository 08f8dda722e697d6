/** The notes of a core file (`fill_note_info()` in fs/binfmt_elf.c; `gcore` of gdb writes the same ones). */
import { liesIn, type ByteSource } from '../elf/byte-source.ts';
import { Fields, type ElfForm } from '../elf/fields.ts';
import type { ElfHeader } from '../elf/header.ts';
import { readNotes, type ElfNote } from '../elf/notes.ts';
import { PT_NOTE, type ProgramHeader } from '../elf/program-headers.ts';
import type { Mark } from '../memory-map/notes.ts';
import { readAuxv, type Auxv } from './auxv.ts';
import { readPrpsinfo, readPrstatus, type ProcessInfo } from './core-registers.ts';
import { faultMark } from './signals.ts';
import type { Stretch } from './stretches.ts';
import type { Thread } from './threads.ts';

/** Types of notes (include/uapi/linux/elf.h). */
const NT_PRSTATUS = 1;
const NT_PRPSINFO = 3;
const NT_AUXV = 6;
const NT_FILE = 0x46494c45;
const NT_SIGINFO = 0x53494749;

/** A mapped file's region. */
export interface CoreFile extends Stretch {
  /** In bytes. */
  readonly offset: bigint;
  /** As `d_path()` gives it, with its ` (deleted)`. */
  readonly path: Uint8Array;
}

/** What NT_FILE says. */
export interface CoreFiles {
  readonly files: readonly CoreFile[];
  /** In which offsets are counted; gdb counts in bytes and writes 1. */
  readonly unit: bigint;
}

export interface CoreNotes {
  /** In the order of the file: the kernel and gdb write the thread that got the signal first. */
  readonly threads: readonly Thread[];
  readonly process: ProcessInfo | undefined;
  readonly auxv: Auxv;
  /** undefined when there is no NT_FILE: kernels before 3.7 wrote none. */
  readonly files: CoreFiles | undefined;
  readonly fault: Mark | undefined;
  /** The core is of a kernel (kdump, /proc/kcore): it has a note with the kernel's build. */
  readonly isKernel: boolean;
  /** All notes that the file has were read. */
  readonly isWhole: boolean;
  readonly problems: readonly string[];
}

/** All notes together, with room for the registers of 20,000 threads. */
const MOST_BYTES = 1 << 28;

/**
 * Reads the notes of all segments.
 * @throws only what the source throws
 */
export function readCoreNotes(source: ByteSource, header: ElfHeader, segments: readonly ProgramHeader[]): CoreNotes {
  const problems: string[] = [];
  const notes: ElfNote[] = [];
  let room = MOST_BYTES;
  for (const { type, offset, filesz, align } of segments) {
    if (type !== PT_NOTE || filesz === 0) continue;
    const there = liesIn(source, offset, 0) ? Math.min(filesz, source.size - offset, room) : 0;
    room -= there;
    const bytes = source.read(offset, there);
    if (bytes.length < filesz) {
      const why = room === 0 ? 'more than 256 MiB of notes are not read' : 'the file ends before its notes do';
      if (!problems.includes(why)) problems.push(why);
    }
    const read = readNotes(bytes, header.endian, align);
    for (const note of read.entries) notes.push(note);
    if (read.problem !== undefined && bytes.length === filesz) problems.push(read.problem);
  }
  return { ...gather(notes, header), isWhole: problems.length === 0, problems };
}

function gather(notes: readonly ElfNote[], header: ElfHeader): Omit<CoreNotes, 'isWhole' | 'problems'> {
  const threads: Thread[] = [];
  let process: ProcessInfo | undefined;
  let auxv: Auxv | undefined;
  let files: CoreFiles | undefined;
  let fault: Mark | undefined;
  let isKernel = false;
  for (const { name, type, desc } of notes) {
    if (name === 'VMCOREINFO') isKernel = true;
    if (name !== 'CORE') continue;
    if (type === NT_PRSTATUS) {
      const thread = readPrstatus(desc, header);
      if (thread) threads.push(thread);
    } else if (type === NT_PRPSINFO) process ??= readPrpsinfo(desc, header);
    else if (type === NT_AUXV) auxv ??= readAuxv(desc, header);
    else if (type === NT_FILE) files ??= readFiles(desc, header);
    // gdb writes one for each thread; only that of the first is the reason of the dump.
    else if (type === NT_SIGINFO && threads.length <= 1) fault ??= readSiginfo(desc, header);
  }
  // The kernel dumps the thread that got the signal first.
  const [first, ...rest] = threads;
  const marked = fault && first ? [{ ...first, crashed: true }, ...rest] : threads;
  return { threads: marked, process, auxv: auxv ?? new Map(), files, fault, isKernel };
}

/** `siginfo_t` (include/uapi/asm-generic/siginfo.h): three numbers, then for a fault its address. */
function readSiginfo(desc: Uint8Array, header: ElfHeader): Mark | undefined {
  const at = header.bits === 64 ? 16 : 12;
  if (desc.length < at + 8) return undefined;
  const fields = new Fields(desc, header);
  // MIPS has the code before the error.
  const code = fields.word(header.arch === 'mips' ? 4 : 8) | 0;
  return faultMark(fields.word(0), code, fields.address(at), header.arch);
}

/** `fill_files_note()` in fs/binfmt_elf.c: a count and a unit, three words a file, then the names, each with its NUL. */
function readFiles(desc: Uint8Array, form: ElfForm): CoreFiles {
  const width = form.bits / 8;
  if (desc.length < 2 * width) return { files: [], unit: 1n };
  const fields = new Fields(desc, form);
  const unit = fields.address(width);
  const row = 3 * width;
  const count = Math.min(fields.amount(0), Math.floor((desc.length - 2 * width) / row));
  const files: CoreFile[] = [];
  let nameAt = 2 * width + count * row;
  for (let i = 0; i < count; i++) {
    const at = 2 * width + i * row;
    const nul = desc.indexOf(0, nameAt);
    const nameEnd = nul < 0 ? desc.length : nul;
    const start = fields.address(at);
    const end = fields.address(at + width);
    const offset = BigInt.asUintN(64, fields.address(at + 2 * width) * unit);
    if (end > start) files.push({ start, end, offset, path: desc.subarray(nameAt, nameEnd) });
    nameAt = Math.min(desc.length, nameEnd + 1);
  }
  return { files, unit };
}
