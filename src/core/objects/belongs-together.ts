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
  if (file !== NO_FILE && file === fileBefore) return true;
  const kind = table.kind[row] ?? 0;
  const kindBefore = table.kind[before] ?? 0;
  if (FOLLOWS[kind] === 1) return true;
  if (kindBefore === GUARD && STACKS[kind] === 1) return true;
  return file === NO_FILE && fileBefore === NO_FILE && kind === kindBefore;
}
