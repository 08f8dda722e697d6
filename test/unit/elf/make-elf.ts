// Small ELF files made for tests, in both widths and both byte orders.
import type { ElfForm } from '../../../src/core/elf/fields.ts';

/** The four ways to write a file. */
export const FORMS: readonly ElfForm[] = ([32, 64] as const).flatMap((bits) =>
  (['little', 'big'] as const).map((endian) => ({ bits, endian })),
);

export const EM = { i386: 3, mips: 8, ppc64: 21, s390: 22, arm: 40, x86_64: 62, arm64: 183, riscv: 243 } as const;
export const ET = { rel: 1, exec: 2, dyn: 3, core: 4 } as const;

export interface MadeSegment {
  readonly type?: number;
  readonly flags?: number;
  /** undefined for that of the named section. */
  readonly offset?: number;
  readonly vaddr?: bigint;
  readonly filesz?: number;
  readonly memsz?: bigint;
  readonly align?: number;
  /** The section whose place and content the segment has. */
  readonly section?: string;
}

export interface MadeSection {
  readonly name: string;
  readonly type?: number;
  readonly flags?: number;
  readonly addr?: bigint;
  readonly content?: Uint8Array;
  /** Of a section without content in the file. */
  readonly size?: number;
  /** The section that `sh_link` names. */
  readonly link?: string;
  readonly info?: number;
  readonly align?: number;
  readonly entsize?: number;
}

export interface MadeElf extends ElfForm {
  readonly type?: number;
  readonly machine?: number;
  readonly entry?: bigint;
  readonly segments?: readonly MadeSegment[];
  readonly sections?: readonly MadeSection[];
  /** Writes the counts into section header 0, as files with too many headers do. */
  readonly countsInFirstSection?: boolean;
}

/** Writes numbers one after the other. */
export class Writer {
  private readonly bytes: number[] = [];
  private readonly form: ElfForm;

  constructor(form: ElfForm) {
    this.form = form;
  }

  get length(): number {
    return this.bytes.length;
  }

  number(value: bigint | number, size: number): this {
    const digits = Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
    this.bytes.push(...(this.form.endian === 'little' ? digits : digits.toReversed()));
    return this;
  }

  half(value: number): this {
    return this.number(value, 2);
  }

  word(value: number): this {
    return this.number(value, 4);
  }

  /** As wide as addresses are. */
  wide(value: bigint | number): this {
    return this.number(value, this.form.bits / 8);
  }

  raw(content: Iterable<number>): this {
    for (const byte of content) this.bytes.push(byte);
    return this;
  }

  align(step: number): this {
    while (this.bytes.length % step !== 0) this.bytes.push(0);
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/** The bytes of a file: header, program headers, contents of sections, section headers. */
export function makeElf(made: MadeElf): Uint8Array {
  const wide = made.bits === 64;
  const { segments = [], countsInFirstSection = false } = made;
  const names = ['', ...(made.sections ?? []).map(({ name }) => name), '.shstrtab'];
  const strings = Buffer.from(`\0${names.slice(1).join('\0')}\0`, 'latin1');
  const sections: MadeSection[] = made.sections
    ? [...made.sections, { name: '.shstrtab', type: 3, content: strings }]
    : [];

  const headerSize = wide ? 64 : 52;
  const phentsize = wide ? 56 : 32;
  const contents = new Writer(made);
  contents.raw(new Uint8Array(headerSize + segments.length * phentsize)).align(16);
  const offsets = sections.map(({ content }) => {
    const offset = contents.align(8).length;
    if (content) contents.raw(content);
    return offset;
  });
  const shoff = sections.length > 0 ? contents.align(8).length : 0;
  const shnum = sections.length > 0 ? sections.length + 1 : 0;

  const header = new Writer(made)
    .raw([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, made.endian === 'little' ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    .half(made.type ?? ET.dyn)
    .half(made.machine ?? (wide ? EM.x86_64 : EM.i386))
    .word(1)
    .wide(made.entry ?? 0n)
    .wide(segments.length > 0 ? headerSize : 0)
    .wide(shoff)
    .word(0)
    .half(headerSize)
    .half(phentsize)
    .half(countsInFirstSection ? 0xffff : segments.length)
    .half(wide ? 64 : 40)
    .half(countsInFirstSection ? 0 : shnum)
    .half(countsInFirstSection ? 0xffff : Math.max(0, shnum - 1));
  for (const segment of segments) {
    const at = sections.findIndex(({ name }) => name === segment.section);
    const { type = 1, flags = 4, align = 0x1000, vaddr = sections[at]?.addr ?? 0n } = segment;
    const offset = segment.offset ?? offsets[at] ?? 0;
    const filesz = segment.filesz ?? sections[at]?.content?.length ?? 0;
    const memsz = segment.memsz ?? BigInt(filesz);
    header.word(type);
    if (wide) header.word(flags);
    header.wide(offset).wide(vaddr).wide(vaddr).wide(filesz).wide(memsz);
    if (!wide) header.word(flags);
    header.wide(align);
  }
  const bytes = contents.raw([]);
  if (sections.length > 0) {
    const counts = countsInFirstSection
      ? { size: shnum, link: shnum - 1, info: segments.length }
      : { size: 0, link: 0, info: 0 };
    sectionHeader(bytes, 0, { name: '', type: 0, info: counts.info }, 0, counts.size, counts.link);
    sections.forEach((section, i) => {
      const nameAt = strings.indexOf(`\0${section.name}\0`) + 1;
      const link = section.link === undefined ? 0 : names.indexOf(section.link);
      sectionHeader(bytes, nameAt, section, offsets[i] ?? 0, section.size ?? section.content?.length ?? 0, link);
    });
  }
  const whole = bytes.finish();
  whole.set(header.finish());
  return whole;
}

function sectionHeader(
  writer: Writer,
  nameAt: number,
  { type = 1, flags = 0, addr = 0n, info = 0, align = 1, entsize = 0 }: MadeSection,
  offset: number,
  size: number,
  link: number,
): void {
  writer.word(nameAt).word(type).wide(flags).wide(addr).wide(offset).wide(size).word(link).word(info).wide(align);
  writer.wide(entsize);
}

export interface MadeSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly size?: bigint;
  /** STT_: NOTYPE 0, OBJECT 1, FUNC 2, SECTION 3, FILE 4, TLS 6, GNU_IFUNC 10. */
  readonly type?: number;
  /** STB_: LOCAL 0, GLOBAL 1, WEAK 2. */
  readonly binding?: number;
  readonly section?: number;
}

/** The sections of a symbol table and of its names: `.symtab` and `.strtab`, or `.dynsym` and `.dynstr`. */
export function symbolSections(form: ElfForm, symbols: readonly MadeSymbol[], dynamic = false): MadeSection[] {
  const names = Buffer.from(`\0${symbols.map(({ name }) => name).join('\0')}\0`, 'utf8');
  const table = new Writer(form).raw(new Uint8Array(form.bits === 64 ? 24 : 16));
  let nameAt = 1;
  for (const { name, value, size = 0n, type = 2, binding = 1, section = 1 } of symbols) {
    const at = name === '' ? 0 : nameAt;
    nameAt += Buffer.byteLength(name) + 1;
    const info = (binding << 4) | type;
    if (form.bits === 64) table.word(at).number(info, 1).number(0, 1).half(section).wide(value).wide(size);
    else table.word(at).wide(value).wide(size).number(info, 1).number(0, 1).half(section);
  }
  const [symbolName, stringName] = dynamic ? (['.dynsym', '.dynstr'] as const) : (['.symtab', '.strtab'] as const);
  return [
    {
      name: symbolName,
      type: dynamic ? 11 : 2,
      content: table.finish(),
      link: stringName,
      entsize: form.bits === 64 ? 24 : 16,
    },
    { name: stringName, type: 3, content: names },
  ];
}

/** A note's bytes, padded so that another can follow. */
export function note(form: ElfForm, name: string, type: number, desc: Uint8Array, align = 4): Uint8Array {
  return new Writer(form)
    .word(name.length + 1)
    .word(desc.length)
    .word(type)
    .raw(Buffer.from(`${name}\0`))
    .align(align)
    .raw(desc)
    .align(align)
    .finish();
}

/** The section that `--build-id` makes. */
export function buildIdSection(form: ElfForm, id: string): MadeSection {
  return {
    name: '.note.gnu.build-id',
    type: 7,
    flags: 2,
    align: 4,
    content: note(form, 'GNU', 3, Buffer.from(id, 'hex')),
  };
}

/** The section of a link to a debug file. */
export function debugLinkSection(form: ElfForm, name: string, crc: number): MadeSection {
  return {
    name: '.gnu_debuglink',
    content: new Writer(form)
      .raw(Buffer.from(`${name}\0`))
      .align(4)
      .word(crc)
      .finish(),
  };
}

/** Code of a program, without the code: section 1 of what it stands in. */
export function textSection(addr: bigint, size: number): MadeSection {
  return { name: '.text', type: 8, flags: 6, addr, size, align: 16 };
}
