/** Makes core files as the kernel writes them, of any machine, in either byte order and width. */
import { ByteWriter, type Endian } from './byte-writer.ts';

export interface CoreForm {
  readonly bits: 32 | 64;
  readonly endian: Endian;
  /** `e_machine`. */
  readonly machine: number;
}

export const X86_64: CoreForm = { bits: 64, endian: 'little', machine: 62 };

export interface CoreSegmentSpec {
  readonly start: bigint;
  readonly end: bigint;
  /** `r-x` and the like. */
  readonly perms: string;
  /** How many bytes the file holds; all when it is absent. */
  readonly dumped?: number;
}

export interface CoreFileSpec {
  readonly start: bigint;
  readonly end: bigint;
  /** In pages of `unit` bytes. */
  readonly page: bigint;
  readonly path: string;
}

export interface CoreNoteSpec {
  readonly type: number;
  readonly name?: string;
  readonly desc: Uint8Array;
}

export interface CoreSpec {
  readonly segments: readonly CoreSegmentSpec[];
  readonly notes?: readonly CoreNoteSpec[];
  /** `e_phnum` says that the number stands in section 0, which is written at the end of the file. */
  readonly manySegments?: boolean;
  /** Bytes that the end of the file lacks. */
  readonly cut?: number;
}

const RIGHTS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 };

/** A core file. What the segments hold are zeros. */
export function coreFile(
  form: CoreForm,
  { segments, notes = [], manySegments = false, cut = 0 }: CoreSpec,
): Uint8Array {
  const wide = form.bits === 64;
  const [headerSize, entrySize, sectionSize] = wide ? [64, 56, 64] : [52, 32, 40];
  const noteBytes = notesSegment(form, notes);
  const count = segments.length + 1;
  const notesAt = headerSize + count * entrySize;
  let dataAt = Math.ceil((notesAt + noteBytes.length) / 4096) * 4096;
  const headers = new ByteWriter(form);
  const entry = (type: number, flags: number, offset: number, start: bigint, filesz: number, memsz: bigint): void => {
    headers.word(type);
    if (wide) headers.word(flags);
    headers.address(BigInt(offset), start, 0n, BigInt(filesz), memsz);
    if (!wide) headers.word(flags);
    headers.address(type === 1 ? 4096n : 4n);
  };
  entry(4, 0, notesAt, 0n, noteBytes.length, 0n);
  for (const { start, end, perms, dumped = Number(end - start) } of segments) {
    let flags = 0;
    for (const letter of perms) flags |= RIGHTS[letter] ?? 0;
    entry(1, flags, dataAt, start, dumped, end - start);
    dataAt += dumped;
  }
  const out = new ByteWriter(form).bytes([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, form.endian === 'little' ? 1 : 2, 1]);
  out.zeros(9).half(4, form.machine).word(1);
  out.address(0n, BigInt(headerSize), manySegments ? BigInt(dataAt) : 0n);
  out.word(0).half(headerSize, entrySize, manySegments ? 0xffff : count, manySegments ? sectionSize : 0);
  out.half(manySegments ? 1 : 0, 0);
  out.bytes(headers.finish()).bytes(noteBytes);
  out.zeros(dataAt - out.length);
  // Section 0: size 1, and the number of program headers in sh_info.
  if (manySegments) out.zeros(8).address(0n, 0n, 0n, 1n).word(0, count).address(0n, 0n);
  const bytes = out.finish();
  return bytes.subarray(0, bytes.length - cut);
}

function notesSegment(form: CoreForm, notes: readonly CoreNoteSpec[]): Uint8Array {
  const out = new ByteWriter(form);
  for (const { type, name = 'CORE', desc } of notes) {
    out
      .word(name.length + 1, desc.length, type)
      .text(`${name}\0`)
      .align(4)
      .bytes(desc)
      .align(4);
  }
  return out.finish();
}

/** NT_FILE. @param unit the page size that the kernel writes, or gdb's 1 */
export function fileNote(form: CoreForm, files: readonly CoreFileSpec[], unit = 4096n): CoreNoteSpec {
  const out = new ByteWriter(form).address(BigInt(files.length), unit);
  for (const { start, end, page } of files) out.address(start, end, page);
  for (const { path } of files) out.text(`${path}\0`, Buffer.byteLength(path) + 1);
  return { type: 0x46494c45, desc: out.finish() };
}

/** NT_AUXV. */
export function auxvNote(form: CoreForm, entries: Readonly<Record<number, bigint>>): CoreNoteSpec {
  const out = new ByteWriter(form);
  for (const [type, value] of Object.entries(entries)) out.address(BigInt(type), value);
  return { type: 6, desc: out.address(0n, 0n).finish() };
}

/** NT_SIGINFO. @param swapped MIPS has the code before the error */
export function siginfoNote(
  form: CoreForm,
  signal: number,
  code: number,
  address: bigint,
  swapped = false,
): CoreNoteSpec {
  const out = new ByteWriter(form).word(signal, ...(swapped ? [code, 0] : [0, code]));
  if (form.bits === 64) out.zeros(4);
  out.address(address);
  return { type: 0x53494749, desc: out.zeros(128 - out.length).finish() };
}

/** NT_PRPSINFO. @param shortIds user and group have 16 bits */
export function psinfoNote(form: CoreForm, pid: number, name: string, args: string, shortIds = false): CoreNoteSpec {
  const out = new ByteWriter(form).zeros(form.bits === 64 ? 8 : 4).address(0n);
  if (shortIds) out.half(0, 0);
  else out.word(0, 0);
  return { type: 3, desc: out.word(pid, 1, pid, pid).text(name, 16).text(args, 80).finish() };
}

/** NT_PRSTATUS. @param registers `pr_reg`, each as wide as `width` says */
export function prstatusNote(
  form: CoreForm,
  tid: number,
  values: readonly bigint[],
  width = form.bits / 8,
): CoreNoteSpec {
  const out = new ByteWriter(form).word(11, 0, 0, 0).address(0n, 0n).word(tid, 1, 1, 1);
  for (let i = 0; i < 8; i++) out.address(0n);
  for (const value of values)
    out.bytes(new ByteWriter({ ...form, bits: width === 8 ? 64 : 32 }).address(value).finish());
  return {
    type: 1,
    desc: out.word(0).align(width).finish(),
  };
}

/** As many zeros, with some registers set. */
export function registers(count: number, set: Readonly<Record<number, bigint>>): bigint[] {
  return Array.from({ length: count }, (_, i) => set[i] ?? 0n);
}
