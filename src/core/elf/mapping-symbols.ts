/** Symbols such as `$d` that mark where data begins among instructions (ELF for the Arm Architecture; RISC-V psABI). */
import type { ByteSource } from './byte-source.ts';
import { sortRows } from './sort-symbols.ts';
import type { StringTable } from './symbol-table.ts';

const DOLLAR = 0x24;
const DOT = 0x2e;
const LETTER_R = 0x72;
const LETTER_X = 0x78;
/** ARM code `a`, data `d`, Thumb code `t`, code of 64-bit ARM and of RISC-V `x`. */
const KINDS = [0x61, 0x64, 0x74, LETTER_X];

/** How much of the names is read at a time. */
const WINDOW = 1 << 18;

/**
 * Which of the rows are mapping symbols. Their names are read in the order in which they stand in the file, once.
 * @param namesBefore what `name` counts before the names of `strings` begin
 */
export function findMappingSymbols(
  source: ByteSource,
  { offset, size }: StringTable,
  namesBefore: number,
  name: Uint32Array,
  rows: readonly number[],
): ReadonlySet<number> {
  const found = new Set<number>();
  const ordered = sortRows(Uint32Array.from(rows), [{ words: name, stride: 1, at: 0 }]);
  let window: Uint8Array = new Uint8Array(0);
  let windowAt = 0;
  for (const row of ordered) {
    const at = name[row]! - namesBefore;
    if (at + 3 > windowAt + window.length && windowAt + window.length < size) {
      window = source.read(offset + at, Math.min(WINDOW, size - at));
      windowAt = at;
    }
    if (isMappingName(window, at - windowAt)) found.add(row);
  }
  return found;
}

/** `$d`, `$d.17`, and RISC-V's `$xrv64i2p1`. */
function isMappingName(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== DOLLAR || !KINDS.includes(bytes[at + 1] ?? 0)) return false;
  const next = bytes[at + 2] ?? 0;
  return next === 0 || next === DOT || (bytes[at + 1] === LETTER_X && next === LETTER_R);
}
