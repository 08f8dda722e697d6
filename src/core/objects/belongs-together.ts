/**
 * Which regions belong together and carry one name: the segments of one file, an arena with its reserve, a thread's stack with
 * its guard.
 */
import { kindIndex, KINDS } from '../kinds/kinds.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/** Kinds that belong to the object before them: they follow it without a gap. */
const FOLLOWS = kindSet(['bss', 'file-padding', 'arena-reserve']);
/**
 * In bytes: segments of one file can have a hole between them, as large as the largest page that the linker laid them out
 * for: 2 MiB on x86-64 (`ld -z max-page-size`), 16 MiB for the huge pages of ppc64.
 */
const MOST_PADDING = 2 ** 24;
/** A guard below a stack belongs to the stack. */
const GUARD = kindIndex('guard');
const STACKS = kindSet(['thread-stack', 'shadow-stack', 'stack']);

function kindSet(ids: readonly string[]): Uint8Array {
  return Uint8Array.from(KINDS, (kind) => (ids.includes(kind.id) ? 1 : 0));
}

/**
 * True when a row belongs to the object of the row before it in address order.
 * @param gap bytes between the two: 0 when they adjoin
 */
export function belongsTogether(table: RegionTable, before: number, row: number, gap: number): boolean {
  const file = table.file[row] ?? NO_FILE;
  const fileBefore = table.file[before] ?? NO_FILE;
  if (gap !== 0) return file !== NO_FILE && file === fileBefore && gap > 0 && gap <= MOST_PADDING;
  return adjoinTogether(file, fileBefore, table.kind[row] ?? 0, table.kind[before] ?? 0) === 1;
}

/**
 * 1 when a row of a file and a kind belongs to the object of the row that ends where it starts, else 0. In a map of a million
 * regions these alternate so that a branch for each costs more than to look at all.
 */
export function adjoinTogether(file: number, fileBefore: number, kind: number, kindBefore: number): number {
  const isAlike = Number(file === fileBefore) & (Number(file !== NO_FILE) | Number(kind === kindBefore));
  return isAlike | (FOLLOWS[kind] ?? 0) | (Number(kindBefore === GUARD) & (STACKS[kind] ?? 0));
}
