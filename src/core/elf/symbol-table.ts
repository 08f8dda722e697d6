/** The symbols of a file in address order, and which of them an address belongs to. */
import { addressAt } from '../memory-map/address.ts';
import type { ByteSource } from './byte-source.ts';
import { difference, lastAtOrBelow } from './word-pairs.ts';

/** Columns, a row a symbol: a browser has half a million. Rows of one address stand with the best name first. */
export interface SymbolTable {
  readonly count: number;
  /** Addresses as word pairs, see core/memory-map/address.ts. Without the bit that selects the instruction set. */
  readonly value: Uint32Array;
  /** In bytes, 0 where the symbol does not tell. */
  readonly size: Float64Array;
  /** Where each name starts in `strings`, taken as one text. */
  readonly name: Uint32Array;
  /** As in the file: binding in the upper four bits, type in the lower four. */
  readonly info: Uint8Array;
  /** The row of a symbol that starts before this one and may reach over it, -1 for none. */
  readonly enclosing: Int32Array;
  /** The string tables of `source` that names are read from, one after the other. */
  readonly strings: readonly StringTable[];
  readonly extents: Extents;
  readonly source: ByteSource;
  /** Symbols that the file has or may have and that are not here, and why; parts of sentences. */
  readonly missing: readonly string[];
}

/** Where a string table is, in bytes from the start of the file. */
export interface StringTable {
  readonly offset: number;
  readonly size: number;
}

/** The parts of memory that a symbol without a size cannot reach out of: sections, or where there are none, segments. */
export interface Extents {
  /** Word pairs, in order. */
  readonly start: Uint32Array;
  readonly size: Float64Array;
}

/** A type of symbols as elf(5) calls it, without `STT_`. */
export type SymbolType = 'NOTYPE' | 'OBJECT' | 'FUNC' | 'GNU_IFUNC';

/** `STB_` names. Bindings of an operating system's or a processor's own are undefined. */
export type SymbolBinding = 'LOCAL' | 'GLOBAL' | 'WEAK' | 'GNU_UNIQUE' | undefined;

const TYPES: readonly (SymbolType | undefined)[] = ['NOTYPE', 'OBJECT', 'FUNC'];
const BINDINGS: readonly SymbolBinding[] = ['LOCAL', 'GLOBAL', 'WEAK'];
/** The number of both STT_GNU_IFUNC and STB_GNU_UNIQUE. */
const GNU = 10;

/** The symbol an address belongs to. */
export interface SymbolAt {
  /** As in the file: mangled, and anything. */
  readonly name: string;
  readonly value: bigint;
  /** In bytes; 0 where the symbol does not tell. */
  readonly size: number;
  /** Of the address in the symbol, in bytes. */
  readonly offset: number;
  readonly type: SymbolType;
  readonly binding: SymbolBinding;
  /** True when the address lies in the symbol's size; false when it is the nearest one below and tells no size. */
  readonly certain: boolean;
}

/** Names longer than this are cut: the longest of templates have some ten thousand bytes. */
const LONGEST_NAME = 1 << 16;
const NAME_PART = 256;

/** Of how many names for one place the plainest is looked for. */
const MOST_ALIASES = 8;

/**
 * The symbol that an address of the file's own belongs to: the innermost whose size covers it, else the nearest below, if
 * that tells no size and stands in the same section. undefined when there is none. A search costs the logarithm of the table.
 * @throws only what the source throws
 */
export function symbolAt(table: SymbolTable, address: bigint): SymbolAt | undefined {
  const low = Number(address & 0xffffffffn);
  const high = Number(address >> 32n);
  const last = lastAtOrBelow(table.value, table.count, low, high);
  if (last < 0) return undefined;
  const covering = rowCovering(table, last, low, high);
  const row = covering >= 0 ? covering : rowReaching(table, last, low, high);
  if (row < 0) return undefined;
  const info = table.info[row] ?? 0;
  const type = info & 15;
  const binding = info >> 4;
  return {
    name: plainestName(table, row),
    value: addressAt(table.value, row),
    size: table.size[row] ?? 0,
    offset: difference(table.value, row, low, high),
    type: type === GNU ? 'GNU_IFUNC' : (TYPES[type] ?? 'NOTYPE'),
    binding: binding === GNU ? 'GNU_UNIQUE' : BINDINGS[binding],
    certain: covering >= 0,
  };
}

/** The first row of the innermost symbols that cover the address, -1 for none. */
function rowCovering({ value, size, enclosing }: SymbolTable, last: number, low: number, high: number): number {
  let found = -1;
  for (let row = last; row >= 0; row = enclosing[row] ?? -1) {
    if (found >= 0 && !sameValue(value, row, found)) break;
    if (difference(value, row, low, high) < (size[row] ?? 0)) found = row;
  }
  return found;
}

/** The first row at the nearest address below, if it tells no size and no section ends in between; else -1. */
function rowReaching({ value, size, extents }: SymbolTable, last: number, low: number, high: number): number {
  const row = firstOfValue(value, last);
  if (size[row] !== 0) return -1;
  const extent = lastAtOrBelow(extents.start, extents.size.length, low, high);
  if (extent < 0 || difference(extents.start, extent, low, high) >= (extents.size[extent] ?? 0)) return -1;
  const startsInside = difference(extents.start, extent, value[2 * row] ?? 0, value[2 * row + 1] ?? 0) >= 0;
  return startsInside ? row : -1;
}

/** The lowest row with the value of `row`, by halving: there may be any number of them. */
function firstOfValue(value: Uint32Array, row: number): number {
  let below = -1;
  let at = row;
  while (at - below > 1) {
    const middle = (at + below) >> 1;
    if (sameValue(value, middle, row)) at = middle;
    else below = middle;
  }
  return at;
}

function sameValue(value: Uint32Array, a: number, b: number): boolean {
  return value[2 * a] === value[2 * b] && value[2 * a + 1] === value[2 * b + 1];
}

/** Of names that are equally good for one place (`read`, `__read`) the one with the fewest leading underscores. */
function plainestName(table: SymbolTable, row: number): string {
  let best = symbolName(table, row);
  for (let other = row + 1; other < Math.min(table.count, row + MOST_ALIASES); other++) {
    const equal =
      sameValue(table.value, other, row) &&
      table.size[other] === table.size[row] &&
      table.info[other] === table.info[row];
    if (!equal) break;
    const name = symbolName(table, other);
    if (underscores(name) < underscores(best)) best = name;
  }
  return best;
}

function underscores(name: string): number {
  let count = 0;
  while (name[count] === '_') count++;
  return count;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The name of the symbol in a row, as in the file.
 * @throws only what the source throws
 */
export function symbolName({ source, strings, name }: SymbolTable, row: number): string {
  let offset = name[row] ?? 0;
  const table = strings.find(({ size }) => {
    if (offset < size) return true;
    offset -= size;
    return false;
  });
  if (!table) return '';
  const most = Math.min(table.size - offset, LONGEST_NAME);
  for (let length = NAME_PART; ; length *= 4) {
    const bytes = source.read(table.offset + offset, Math.min(length, most));
    const end = bytes.indexOf(0);
    if (end >= 0 || length >= most) return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  }
}
