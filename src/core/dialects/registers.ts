/** The registers of a crashed thread, as crash reports print them: `RAX=0x…, RBX=0x…`, `pc = 0x…`, `RIP: 0x…`. */
import type { Mark } from '../memory-map/notes.ts';
import { rowOfAddress, type RegionTable } from '../memory-map/region-table.ts';

/** Of x86, ARM, RISC-V, PowerPC, MIPS and s390; those that hold no addresses are left out. */
const NAME = '[re]?[abcd]x|[re]?[sb]p|[re]?[sd]i|[re]?ip|[rxwast]\\d{1,2}|lr|pc|fp|ra|gp|tp|nip|ctr';
const REGISTER = new RegExp(`(?<![\\w[\\]>-])(${NAME}) {0,4}[=:] {0,2}0x([0-9a-f]{4,16})\\b`, 'gi');
/** No architecture has more that hold addresses; reports repeat theirs. */
const MOST = 64;

/** A register and its value. */
export interface Register {
  readonly name: string;
  readonly value: bigint;
  readonly line: number;
}

/** The registers of a line. */
export function registersOf(text: string, line: number): Register[] {
  return [...text.matchAll(REGISTER)].map(([, name, digits]) => ({ name: name!, value: BigInt(`0x${digits!}`), line }));
}

/**
 * Marks for the registers that point into the map, one an address; the others hold numbers.
 * @param taken addresses that have a better mark
 */
export function registerMarks(registers: readonly Register[], regions: RegionTable, taken: readonly Mark[]): Mark[] {
  const seen = new Set(taken.map(({ address }) => address));
  const marks: Mark[] = [];
  for (const { name, value, line } of registers.slice(0, MOST)) {
    if (seen.has(value) || rowOfAddress(regions, value) === undefined) continue;
    seen.add(value);
    marks.push({ address: value, label: `${name} of the crashed thread`, line });
  }
  return marks;
}
