/** What the registers of threads say of a map: where each one ran, and which regions are their stacks. */
import { addressAt, addressNumberAt, formatHexAddress } from '../memory-map/address.ts';
import { NO_FILE } from '../memory-map/file-table.ts';
import type { Mark, Note } from '../memory-map/notes.ts';
import { Perm } from '../memory-map/permissions.ts';
import { addressOrder, type RegionTable } from '../memory-map/region-table.ts';

/** A thread at the moment of the dump. Registers that are not known are undefined. */
export interface Thread {
  readonly id: number;
  /** The thread's own name, from the source. */
  readonly name?: string | undefined;
  /** The dump was made because of it. */
  readonly crashed?: boolean;
  readonly sp: bigint | undefined;
  readonly pc: bigint | undefined;
}

/** Finds the row whose region holds an address. Rows may be in any order. */
export type RowFinder = (address: bigint) => number | undefined;

export function rowFinder(regions: RegionTable): RowFinder {
  const order = addressOrder(regions);
  return (address) => {
    let low = 0;
    let high = regions.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const row = order?.[middle] ?? middle;
      if (addressAt(regions.start, row) > address) high = middle - 1;
      else if (addressAt(regions.end, row) <= address) low = middle + 1;
      else return row;
    }
    return undefined;
  };
}

/** Marks of the registers, `sp of thread 4711`. */
export function threadMarks(threads: readonly Thread[]): Mark[] {
  return threads.flatMap((thread) => {
    const whose = `${called(thread)}${thread.crashed === true ? ', which crashed' : ''}`;
    const marks: Mark[] = [];
    if (thread.pc !== undefined) marks.push({ address: thread.pc, label: `pc of ${whose}`, line: 0 });
    if (thread.sp !== undefined) marks.push({ address: thread.sp, label: `sp of ${whose}`, line: 0 });
    return marks;
  });
}

/** Where Go asks for its heap; the stacks of goroutines are in it. */
const GO_HEAP = { from: 0xc000000000, to: 0xc100000000 };

/**
 * Notes of the anonymous regions that one thread's stack pointer is in. Where it is one of many threads', or in Go's heap, the
 * region is more than a stack.
 * @param mainStack row of the main stack, which is no thread's
 */
export function stackNotes(
  regions: RegionTable,
  find: RowFinder,
  threads: readonly Thread[],
  mainStack: number | undefined,
): Note[] {
  const owners = new Map<number, Thread | 'several'>();
  for (const thread of threads) {
    const row = thread.sp === undefined ? undefined : find(thread.sp);
    if (row !== undefined) owners.set(row, owners.has(row) ? 'several' : thread);
  }
  return [...owners].flatMap(([row, thread]) => {
    if (thread === 'several' || row === mainStack || !canBeStack(regions, row)) return [];
    const because = `sp of ${called(thread)} is ${formatHexAddress(thread.sp ?? 0n)}, inside of it`;
    return [
      { ...rowStretch(regions, row), label: `Stack of ${called(thread)}`, kind: 'thread-stack', line: 0, because },
    ];
  });
}

/** The stretch of a region, for a note that is of the whole of it. */
export function rowStretch(regions: RegionTable, row: number): { readonly start: bigint; readonly end: bigint } {
  return { start: addressAt(regions.start, row), end: addressAt(regions.end, row) };
}

function canBeStack(regions: RegionTable, row: number): boolean {
  const perms = regions.perms[row] ?? Perm.unknown;
  const start = addressNumberAt(regions.start, row);
  const isWritable = (perms & (Perm.unknown | Perm.write)) !== 0;
  return isWritable && regions.file[row] === NO_FILE && !(start >= GO_HEAP.from && start < GO_HEAP.to);
}

function called({ id, name }: Thread): string {
  return name === undefined || name === '' ? `thread ${id}` : `thread ${id} "${name}"`;
}
