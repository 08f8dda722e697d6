/** The ELF header: what a file is, and where its tables are (System V ABI, "Object Files"; elf(5)). */
import type { Architecture } from '../memory-map/memory-map.ts';
import { readExactly, type ByteSource } from './byte-source.ts';
import { Fields, type ElfForm, type ElfRead } from './fields.ts';
import { architectureOf } from './machines.ts';

/** `e_type` by its name. */
export type ElfType = 'ET_NONE' | 'ET_REL' | 'ET_EXEC' | 'ET_DYN' | 'ET_CORE';

const TYPES: readonly ElfType[] = ['ET_NONE', 'ET_REL', 'ET_EXEC', 'ET_DYN', 'ET_CORE'];

/** Where a table of headers is. */
export interface HeaderTable {
  /** In bytes from the start of the file; 0 when there is no table. */
  readonly offset: number;
  /** In bytes. */
  readonly entrySize: number;
  /** undefined when it stands in a section header that is not there: a core dump that was cut short. */
  readonly count: number | undefined;
}

export interface ElfHeader extends ElfForm {
  /** undefined for types of an operating system's or processor's own. */
  readonly type: ElfType | undefined;
  /** `e_machine`, see include/uapi/linux/elf-em.h. */
  readonly machine: number;
  /** The project's name of the machine; undefined where it has none. */
  readonly arch: Architecture | undefined;
  /** Address of the first instruction, 0 for none. */
  readonly entry: bigint;
  readonly programHeaders: HeaderTable;
  readonly sectionHeaders: HeaderTable;
  /** Index of the section that holds the names of sections, 0 for none. */
  readonly namesSection: number;
}

/** Places of the header's fields after the 24 bytes that both widths have in common. */
interface HeaderLayout {
  readonly size: number;
  readonly phoff: number;
  readonly shoff: number;
  /** `e_phentsize`; the four numbers after it follow, two bytes each. */
  readonly phentsize: number;
}

const LAYOUT_32: HeaderLayout = { size: 52, phoff: 28, shoff: 32, phentsize: 42 };
const LAYOUT_64: HeaderLayout = { size: 64, phoff: 32, shoff: 40, phentsize: 54 };

/** Bytes of the identification, which tells how the rest is written. */
const IDENTIFICATION = 16;
const MAGIC = [0x7f, 0x45, 0x4c, 0x46];

/** Numbers that did not fit: `e_phnum`, `e_shstrndx`. They stand in section header 0 instead. */
const PN_XNUM = 0xffff;
const SHN_XINDEX = 0xffff;

/**
 * Reads the header at the start of a file.
 * @throws only what the source throws
 */
export function readElfHeader(source: ByteSource): ElfRead<ElfHeader> {
  const identification = source.read(0, IDENTIFICATION);
  if (identification.length < IDENTIFICATION || MAGIC.some((byte, i) => identification[i] !== byte))
    return { ok: false, reason: 'it is not an ELF file' };
  const form = formOf(identification);
  if (!form) return { ok: false, reason: 'its ELF header has an unknown class or byte order' };
  const layout = form.bits === 64 ? LAYOUT_64 : LAYOUT_32;
  const bytes = readExactly(source, 0, layout.size);
  if (!bytes) return { ok: false, reason: 'it ends inside the ELF header' };
  const fields = new Fields(bytes, form);

  const machine = fields.half(18);
  const sectionHeaders = { offset: fields.amount(layout.shoff), entrySize: fields.half(layout.phentsize + 4) };
  const phnum = fields.half(layout.phentsize + 2);
  const shnum = fields.half(layout.phentsize + 6);
  const shstrndx = fields.half(layout.phentsize + 8);
  const countsElsewhere = phnum === PN_XNUM || shnum === 0 || shstrndx === SHN_XINDEX;
  const first =
    countsElsewhere && sectionHeaders.offset > 0 ? readFirstSection(source, form, sectionHeaders) : undefined;
  return {
    ok: true,
    value: {
      ...form,
      type: TYPES[fields.half(16)],
      machine,
      arch: architectureOf(machine, form.bits),
      entry: fields.address(24),
      programHeaders: {
        offset: fields.amount(layout.phoff),
        entrySize: fields.half(layout.phentsize),
        count: phnum === PN_XNUM ? first?.info : phnum,
      },
      sectionHeaders: {
        ...sectionHeaders,
        count: shnum === 0 && sectionHeaders.offset > 0 ? first?.size : shnum,
      },
      namesSection: shstrndx === SHN_XINDEX ? (first?.link ?? 0) : shstrndx,
    },
  };
}

function formOf(identification: Uint8Array): ElfForm | undefined {
  const [wide, order] = identification.subarray(4);
  if ((wide !== 1 && wide !== 2) || (order !== 1 && order !== 2)) return undefined;
  return { bits: wide === 2 ? 64 : 32, endian: order === 1 ? 'little' : 'big' };
}

/** The numbers of section header 0, which is no section: its fields hold the counts that the header has no room for. */
function readFirstSection(
  source: ByteSource,
  form: ElfForm,
  { offset, entrySize }: { readonly offset: number; readonly entrySize: number },
): { size: number; link: number; info: number } | undefined {
  const wide = form.bits === 64;
  const length = wide ? 64 : 40;
  const bytes = entrySize >= length ? readExactly(source, offset, length) : undefined;
  if (!bytes) return undefined;
  const fields = new Fields(bytes, form);
  const size = wide ? 32 : 20;
  const link = wide ? 40 : 24;
  return { size: fields.amount(size), link: fields.word(link), info: fields.word(link + 4) };
}
