/** Reads the entries of symbol sections into columns, in the order of the file, without those that name no place. */
import { addressAt } from '../memory-map/address.ts';
import type { ElfFile } from './elf-file.ts';
import { Fields } from './fields.ts';
import { hasMappingSymbols, hasModeBit } from './machines.ts';
import { findMappingSymbols } from './mapping-symbols.ts';
import type { GatheredSymbols } from './gathered-symbols.ts';
import { SHF_ALLOC, SHT_DYNSYM, type SectionHeader } from './section-headers.ts';
import type { StringTable } from './symbol-table.ts';

/** A section of symbols that can be read. */
export interface SymbolSection {
  readonly section: SectionHeader;
  /** In bytes. */
  readonly entrySize: number;
  /** How many entries are read. */
  readonly entries: number;
  readonly strings: StringTable;
  /** Sizes of the string tables before that one together. */
  readonly namesBefore: number;
}

/** An address range, without its end. */
export interface AddressRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** How many entries are read at a time. */
const PART = 1 << 14;

/** Section indices from here on are none, except that SHN_XINDEX stands for one that does not fit (elf(5)). */
const SHN_LORESERVE = 0xff00;
const SHN_XINDEX = 0xffff;

/** Types that name places: NOTYPE, OBJECT, FUNC and GNU_IFUNC. Not sections, source files, and offsets in thread storage. */
const NAMES_A_PLACE = Uint8Array.from({ length: 16 }, (_, type) => (type <= 2 || type === 10 ? 1 : 0));
const STT_FUNC = 2;
const STT_GNU_IFUNC = 10;

/**
 * Reads the sections' symbols.
 * @param unless addresses of symbols that do not count
 * @throws only what the source throws
 */
export function gatherSymbols(
  elf: ElfFile,
  sections: readonly SymbolSection[],
  unless: AddressRange | undefined,
): GatheredSymbols {
  const capacity = sections.reduce((sum, { entries }) => sum + entries, 0);
  const symbols: GatheredSymbols = {
    count: 0,
    value: new Uint32Array(2 * capacity),
    size: new Float64Array(capacity),
    name: new Uint32Array(capacity),
    info: new Uint8Array(capacity),
    dynamic: new Uint8Array(capacity),
  };
  const { source, header } = elf;
  const inMemory = sectionsInMemory(elf.sections);
  for (const each of sections) {
    const { entries, entrySize } = each;
    const from = symbols.count;
    for (let first = 0; first < entries; first += PART) {
      const length = Math.min(PART, entries - first) * entrySize;
      const bytes = source.read(each.section.offset + first * entrySize, length);
      gatherPart(bytes, elf, each, inMemory, symbols);
    }
    if (unless) dropRows(symbols, from, (row) => isIn(unless, symbols.value, row));
    if (hasMappingSymbols(header.machine)) {
      const mapping = findMappingSymbols(source, each.strings, each.namesBefore, symbols.name, bareRows(symbols, from));
      dropRows(symbols, from, (row) => mapping.has(row));
    }
  }
  return symbols;
}

/** 1 for each section that is in memory: values of symbols of other sections are no addresses. None is section 0. */
function sectionsInMemory(sections: readonly SectionHeader[]): Uint8Array {
  return Uint8Array.from(sections, ({ flags }, i) => (i > 0 && (flags & SHF_ALLOC) !== 0 ? 1 : 0));
}

function gatherPart(
  bytes: Uint8Array,
  { header }: ElfFile,
  { section, entrySize, strings, namesBefore }: SymbolSection,
  inMemory: Uint8Array,
  into: GatheredSymbols,
): void {
  const wide = header.bits === 64;
  const infoAt = wide ? 4 : 12;
  const shndxAt = wide ? 6 : 14;
  const valueAt = wide ? 8 : 4;
  const sizeAt = wide ? 16 : 8;
  const modeBit = hasModeBit(header.machine);
  const dynamic = section.type === SHT_DYNSYM ? 1 : 0;
  const fields = new Fields(bytes, header);
  const end = bytes.length - entrySize;
  let row = into.count;
  for (let at = 0; at <= end; at += entrySize) {
    const info = bytes[at + infoAt]!;
    const shndx = fields.half(at + shndxAt);
    const name = fields.word(at);
    if (NAMES_A_PLACE[info & 15] === 0 || name === 0 || name >= strings.size) continue;
    if (shndx < SHN_LORESERVE ? inMemory[shndx] !== 1 : shndx !== SHN_XINDEX) continue;
    const isCode = (info & 15) === STT_FUNC || (info & 15) === STT_GNU_IFUNC;
    const low = fields.low(at + valueAt);
    into.value[2 * row] = modeBit && isCode ? low & ~1 : low;
    into.value[2 * row + 1] = fields.high(at + valueAt);
    into.size[row] = fields.amount(at + sizeAt);
    into.name[row] = namesBefore + name;
    into.info[row] = info;
    into.dynamic[row] = dynamic;
    row++;
  }
  into.count = row;
}

function isIn({ from, to }: AddressRange, value: Uint32Array, row: number): boolean {
  const address = addressAt(value, row);
  return address >= from && address < to;
}

/** Rows of local symbols without type and size: only such can be mapping symbols, so no other names need be read. */
function bareRows({ count, info, size }: GatheredSymbols, from: number): number[] {
  const rows: number[] = [];
  for (let row = from; row < count; row++) if (info[row] === 0 && size[row] === 0) rows.push(row);
  return rows;
}

/** Takes rows from `from` on away again. */
function dropRows(symbols: GatheredSymbols, from: number, drop: (row: number) => boolean): void {
  const { value, size, name, info, dynamic } = symbols;
  let to = from;
  for (let row = from; row < symbols.count; row++) {
    if (drop(row)) continue;
    value[2 * to] = value[2 * row]!;
    value[2 * to + 1] = value[2 * row + 1]!;
    size[to] = size[row]!;
    name[to] = name[row]!;
    info[to] = info[row]!;
    dynamic[to] = dynamic[row]!;
    to++;
  }
  symbols.count = to;
}
