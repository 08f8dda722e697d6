// Tables of symbols of made files, and what they say of an address.
import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/elf/byte-source.ts';
import { readElf } from '../../../src/core/elf/elf-file.ts';
import { readSymbols } from '../../../src/core/elf/read-symbols.ts';
import { symbolAt, type SymbolTable } from '../../../src/core/elf/symbol-table.ts';
import { makeElf, symbolSections, textSection, type MadeElf, type MadeSection, type MadeSymbol } from './make-elf.ts';

export const LITTLE = { bits: 64, endian: 'little' } as const;

/** Types and bindings of symbols. */
export const STT = { notype: 0, object: 1, section: 3, file: 4, tls: 6, ifunc: 10 } as const;
export const STB = { local: 0, global: 1, weak: 2 } as const;

/** A section of 64 KiB of code at 0x1000, then 4 KiB of data at 0x20000, and one that is not in memory. */
export const SECTIONS: readonly MadeSection[] = [
  textSection(0x1000n, 0x10000),
  { name: '.data', flags: 3, addr: 0x20000n, content: new Uint8Array(0x1000) },
  { name: '.comment', content: new Uint8Array(64) },
];

/** Their indices, and those that name no section. */
export const SHN = { undefined: 0, data: 2, comment: 3, absolute: 0xfff1, common: 0xfff2 } as const;

/** The table of a file with `SECTIONS` and these symbols. */
export function tableOf(symbols: readonly MadeSymbol[], made: Partial<MadeElf> = {}): SymbolTable {
  const form = { bits: made.bits ?? 64, endian: made.endian ?? 'little' } as const;
  return tableIn({ ...form, ...made, sections: [...SECTIONS, ...symbolSections(form, symbols)] });
}

/** The table of a file. */
export function tableIn(made: MadeElf): SymbolTable {
  const read = readElf(bytesSource(makeElf(made)));
  assert.ok(read.ok);
  return readSymbols(read.value);
}

/** `name+offset`, with `?` where the symbol does not tell its size; `none` without one. */
export function at(table: SymbolTable, address: bigint): string {
  const found = symbolAt(table, address);
  return found ? `${found.name}+${found.offset}${found.certain ? '' : '?'}` : 'none';
}
