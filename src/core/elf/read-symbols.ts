/** Reads `.symtab` and `.dynsym` into a table that addresses are looked up in. */
import type { ElfFile } from './elf-file.ts';
import { extentsOf } from './extents.ts';
import { gatherSymbols, type AddressRange, type SymbolSection } from './gather-symbols.ts';
import type { GatheredSymbols } from './gathered-symbols.ts';
import { hasContent, SHT_DYNSYM, SHT_STRTAB, SHT_SYMTAB } from './section-headers.ts';
import { addressOrder, enclosingRows } from './sort-symbols.ts';
import type { SymbolTable } from './symbol-table.ts';

/** In bytes, more than any version of the format has. */
const LARGEST_ENTRY = 256;

/** Symbols of one section that are read; the largest programs have some two million. */
const MOST_SYMBOLS = 1 << 22;

/**
 * Reads the symbols that name places in memory, at most 4,194,304 of each section: functions, objects, and names without a
 * type. An entry of `.dynsym` that repeats one of `.symtab` is left out. Names stay in the file until somebody asks.
 * @throws only what the source throws
 */
export function readSymbols(elf: ElfFile): SymbolTable {
  const missing: string[] = [];
  const sections = symbolSections(elf, missing);
  const symbols = gatherSymbols(elf, sections, descriptors(elf, missing));
  const order = addressOrder(symbols);
  const count = withoutRepeated(symbols, order);
  return {
    ...inOrder(symbols, order.subarray(0, count)),
    strings: sections.map(({ strings }) => strings),
    extents: extentsOf(elf),
    source: elf.source,
    missing,
  };
}

/** The sections of symbols, `.symtab` first; of each kind a file has one. */
function symbolSections({ source, header, sections }: ElfFile, missing: string[]): SymbolSection[] {
  if (header.type === 'ET_REL') {
    missing.push('it is an object file, whose symbols have no addresses yet');
    return [];
  }
  const least = header.bits === 64 ? 24 : 16;
  const found: SymbolSection[] = [];
  let namesBefore = 0;
  for (const type of [SHT_SYMTAB, SHT_DYNSYM]) {
    const section = sections.find((each) => each.type === type);
    if (!section || section.size === 0) continue;
    const strings = sections[section.link];
    const entrySize = section.entsize === 0 ? least : section.entsize;
    // Offsets into the names of both sections together have 32 bits.
    const namesFit = strings?.type === SHT_STRTAB && namesBefore + strings.size < 2 ** 32;
    if (
      !namesFit ||
      !hasContent(source, strings) ||
      !hasContent(source, section) ||
      entrySize < least ||
      entrySize > LARGEST_ENTRY
    ) {
      missing.push(`its ${type === SHT_SYMTAB ? '.symtab' : '.dynsym'} cannot be read`);
      continue;
    }
    const all = Math.floor(section.size / entrySize);
    if (all > MOST_SYMBOLS) missing.push(`only the first ${MOST_SYMBOLS} of its ${all} symbols are read`);
    const { offset, size } = strings;
    found.push({ section, entrySize, entries: Math.min(all, MOST_SYMBOLS), strings: { offset, size }, namesBefore });
    namesBefore += size;
  }
  return found;
}

/**
 * Where the first ABI of 64-bit PowerPC keeps descriptors of functions: there a function's symbol names its descriptor, with
 * the size of its code, so that symbols alone do not tell what covers an address.
 */
function descriptors({ header, sections }: ElfFile, missing: string[]): AddressRange | undefined {
  const opd = header.arch === 'ppc64' ? sections.find(({ name }) => name === '.opd') : undefined;
  if (!opd) return undefined;
  missing.push('its functions are named by descriptors (.opd), which are not read');
  return { from: opd.addr, to: opd.addr + BigInt(Math.min(opd.size, Number.MAX_SAFE_INTEGER)) };
}

/** Moves the rows that stay to the front of `order`, and gives their number. */
function withoutRepeated({ dynamic, value, size, info }: GatheredSymbols, order: Uint32Array): number {
  let count = 0;
  let before = -1;
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    // Of equal rows those of .symtab come first.
    const repeats =
      dynamic[row] === 1 &&
      before >= 0 &&
      dynamic[before] === 0 &&
      value[2 * row] === value[2 * before] &&
      value[2 * row + 1] === value[2 * before + 1] &&
      size[row] === size[before] &&
      info[row] === info[before];
    if (repeats) continue;
    order[count++] = row;
    before = row;
  }
  return count;
}

function inOrder(
  symbols: GatheredSymbols,
  order: Uint32Array,
): Pick<SymbolTable, 'count' | 'value' | 'size' | 'name' | 'info' | 'enclosing'> {
  const count = order.length;
  const value = new Uint32Array(2 * count);
  const size = new Float64Array(count);
  const name = new Uint32Array(count);
  const info = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const row = order[i]!;
    value[2 * i] = symbols.value[2 * row]!;
    value[2 * i + 1] = symbols.value[2 * row + 1]!;
    size[i] = symbols.size[row]!;
    name[i] = symbols.name[row]!;
    info[i] = symbols.info[row]!;
  }
  return { count, value, size, name, info, enclosing: enclosingRows(count, value, size) };
}
