/** Section headers: the parts of a file by name, for linkers and debuggers. */
import { liesIn, readExactly, type ByteSource } from './byte-source.ts';
import type { ElfEntries, Fields } from './fields.ts';
import type { ElfHeader } from './header.ts';
import { readHeaderTable } from './header-table.ts';

export const SHT_SYMTAB = 2;
export const SHT_STRTAB = 3;
export const SHT_NOTE = 7;
export const SHT_NOBITS = 8;
export const SHT_DYNSYM = 11;

export const SHF_ALLOC = 0x2;
export const SHF_TLS = 0x400;

/** One section, its members named as in elf(5) without `sh_`. */
export interface SectionHeader {
  /** Empty when the file does not tell. */
  readonly name: string;
  readonly type: number;
  /** The lower 32 bits. */
  readonly flags: number;
  readonly addr: bigint;
  /** In bytes from the start of the file. Anything over 2^53 is rounded and lies outside of it. */
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly addralign: number;
  readonly entsize: number;
}

/** Names of sections together; real ones have a few hundred bytes, those of huge object files some MB. */
const MOST_NAME_BYTES = 1 << 24;
const LONGEST_NAME = 255;

/**
 * Reads the table of section headers, of at most 1,048,576, with their names. None is checked against the file's size.
 * @throws only what the source throws
 */
export function readSectionHeaders(source: ByteSource, header: ElfHeader): ElfEntries<SectionHeader> {
  const wide = header.bits === 64;
  const { entries, problem } = readHeaderTable(source, header, header.sectionHeaders, {
    name: 'section headers',
    size: wide ? 64 : 40,
    read: wide ? read64 : read32,
  });
  const strings = entries[header.namesSection];
  const names = strings && header.namesSection > 0 ? sectionBytes(source, strings, MOST_NAME_BYTES) : undefined;
  return { entries: entries.map(({ nameAt, ...rest }) => ({ ...rest, name: nameIn(names, nameAt) })), problem };
}

/**
 * The content of a section.
 * @returns undefined when it has none in the file, when it lies outside of the file, or when it has more than `most` bytes
 */
export function sectionBytes(
  source: ByteSource,
  section: Pick<SectionHeader, 'type' | 'offset' | 'size'>,
  most: number,
): Uint8Array | undefined {
  if (!hasContent(source, section) || section.size > most) return undefined;
  return readExactly(source, section.offset, section.size);
}

/** True when the section's bytes are in the file. In a separate debug file those of code and data are not. */
export function hasContent(
  source: ByteSource,
  { type, offset, size }: Pick<SectionHeader, 'type' | 'offset' | 'size'>,
): boolean {
  return type !== SHT_NOBITS && liesIn(source, offset, size);
}

type Unnamed = Omit<SectionHeader, 'name'> & { readonly nameAt: number };

function read64(fields: Fields, at: number): Unnamed {
  return {
    nameAt: fields.word(at),
    type: fields.word(at + 4),
    flags: fields.low(at + 8),
    addr: fields.address(at + 16),
    offset: fields.amount(at + 24),
    size: fields.amount(at + 32),
    link: fields.word(at + 40),
    addralign: fields.amount(at + 48),
    entsize: fields.amount(at + 56),
  };
}

function read32(fields: Fields, at: number): Unnamed {
  return {
    nameAt: fields.word(at),
    type: fields.word(at + 4),
    flags: fields.word(at + 8),
    addr: fields.address(at + 12),
    offset: fields.amount(at + 16),
    size: fields.amount(at + 20),
    link: fields.word(at + 24),
    addralign: fields.amount(at + 32),
    entsize: fields.amount(at + 36),
  };
}

function nameIn(names: Uint8Array | undefined, from: number): string {
  if (!names) return '';
  let text = '';
  for (let i = from; i < from + LONGEST_NAME; i++) {
    const byte = names[i] ?? 0;
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}
