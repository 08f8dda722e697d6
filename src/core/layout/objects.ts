/**
 * Objects: regions that belong together and carry one name in the picture. The segments of one file, an arena with its
 * reserve, a thread's stack with its guard. The keyboard moves by them, and names are written once for each.
 */
import { kindIndex, KINDS } from '../kinds/kinds.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import { gapBefore, rowAt, type Axis } from './axis.ts';

/** The first positions of all objects, ascending; the first entry is 0. */
export type ObjectStarts = Uint32Array;

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

/** Finds the objects of an axis. */
export function findObjects(axis: Axis): ObjectStarts {
  const { table, bounds, count } = axis;
  const starts = new Uint32Array(count);
  let found = 0;
  let previous = 0;
  for (let p = 0; p < count; p++) {
    const row = rowAt(axis, p);
    if (p === 0 || !joined(p, previous, row, bounds[2 * p] === bounds[2 * p + 1])) starts[found++] = p;
    previous = row;
  }
  return starts.slice(0, found);

  /** Whether the region at position `p` (its row is `row`) belongs to the object of the row before it. */
  function joined(p: number, before: number, row: number, adjacent: boolean): boolean {
    const file = table.file[row] ?? NO_FILE;
    const kind = table.kind[row] ?? 0;
    const kindBefore = table.kind[before] ?? 0;
    const fileBefore = table.file[before] ?? NO_FILE;
    if (!adjacent) {
      return file !== NO_FILE && file === fileBefore && gapBefore(axis, p).size <= MOST_PADDING;
    }
    if (file !== NO_FILE && file === fileBefore) return true;
    if (FOLLOWS[kind] === 1) return true;
    if (kindBefore === GUARD && STACKS[kind] === 1) return true;
    return file === NO_FILE && fileBefore === NO_FILE && kind === kindBefore;
  }
}

/** The positions of one object. */
export interface ObjectSpan {
  readonly index: number;
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** The object that a position belongs to. */
export function objectAt(axis: Axis, starts: ObjectStarts, position: number): ObjectSpan {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return { index: low, first: starts[low] ?? 0, end: starts[low + 1] ?? axis.count };
}
