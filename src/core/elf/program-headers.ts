/** Program headers: what of a file is mapped, or in a core dump, which memory it holds. */
import type { ByteSource } from './byte-source.ts';
import type { ElfEntries, Fields } from './fields.ts';
import type { ElfHeader } from './header.ts';
import { readHeaderTable } from './header-table.ts';

export const PT_LOAD = 1;
export const PT_NOTE = 4;

/** One segment, its members named as in elf(5) without `p_`. */
export interface ProgramHeader {
  readonly type: number;
  /** PF_X 1, PF_W 2, PF_R 4. */
  readonly flags: number;
  /** In bytes from the start of the file. Anything over 2^53 is rounded and lies outside of it. */
  readonly offset: number;
  readonly vaddr: bigint;
  /** Bytes in the file, as `offset`. */
  readonly filesz: number;
  /** Bytes in memory: those from the file, then zeros. */
  readonly memsz: bigint;
  readonly align: number;
}

/**
 * Reads the table of program headers, of at most 1,048,576. None is checked against the file's size.
 * @throws only what the source throws
 */
export function readProgramHeaders(source: ByteSource, header: ElfHeader): ElfEntries<ProgramHeader> {
  const wide = header.bits === 64;
  return readHeaderTable(source, header, header.programHeaders, {
    name: 'program headers',
    size: wide ? 56 : 32,
    read: wide ? read64 : read32,
  });
}

function read64(fields: Fields, at: number): ProgramHeader {
  return {
    type: fields.word(at),
    flags: fields.word(at + 4),
    offset: fields.amount(at + 8),
    vaddr: fields.address(at + 16),
    filesz: fields.amount(at + 32),
    memsz: fields.address(at + 40),
    align: fields.amount(at + 48),
  };
}

function read32(fields: Fields, at: number): ProgramHeader {
  return {
    type: fields.word(at),
    flags: fields.word(at + 24),
    offset: fields.amount(at + 4),
    vaddr: fields.address(at + 8),
    filesz: fields.amount(at + 16),
    memsz: fields.address(at + 20),
    align: fields.amount(at + 28),
  };
}
