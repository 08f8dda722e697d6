/** Where the regions of a map lie that tell how its address space is laid out. */
import { KINDS } from '../kinds/kinds.ts';
import { addressNumberAt } from '../memory-map/address.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the regions lie that tell something, in bytes. */
export interface Ends {
  /** The lowest start of the program's own regions. */
  readonly program: number | undefined;
  /** From the lowest to the highest of each. */
  readonly heap: Span | undefined;
  readonly stack: Span | undefined;
  readonly vsyscall: Span | undefined;
  /** The highest end of libraries and the dynamic linker below the stack. */
  readonly libraries: number | undefined;
  /** The highest end of all regions in the lower half, but for pages of the kernel, which arm has above user space. */
  readonly highest: number;
  /** The lowest start of all regions in the upper half. */
  readonly upper: number | undefined;
}

/** Below this is user space; on s390x and sparc64 some of it is above. */
export const HALF = 2 ** 63;

const OTHER = 0;
const PROGRAM = 1;
const LIBRARY = 2;
const HEAP = 3;
const STACK = 4;
const VSYSCALL = 5;
const KERNEL = 6;
/** Not of a kind: all regions below and above `HALF`. */
const LOWER = 7;
const UPPER = 8;
const CLASSES = 9;
const ID_CLASSES: Readonly<Record<string, number>> = {
  heap: HEAP,
  stack: STACK,
  vsyscall: VSYSCALL,
  'kernel-page': KERNEL,
};
const classOfKind = Uint8Array.from(KINDS, ({ id, role }) =>
  role === 'program' ? PROGRAM : role ? LIBRARY : (ID_CLASSES[id] ?? OTHER),
);

/** Looks at all regions once. */
export function findEnds(table: RegionTable): Ends {
  const low = new Float64Array(CLASSES).fill(Infinity);
  const high = new Float64Array(CLASSES);
  survey(table, low, high);
  const spanOf = (at: number): Span | undefined => {
    const from = low[at] ?? Infinity;
    return from === Infinity ? undefined : { start: from, end: high[at] ?? from };
  };
  return {
    program: spanOf(PROGRAM)?.start,
    heap: spanOf(HEAP),
    stack: spanOf(STACK),
    vsyscall: spanOf(VSYSCALL),
    libraries: spanOf(LIBRARY)?.end,
    highest: high[LOWER] ?? 0,
    upper: spanOf(UPPER)?.start,
  };
}

/** The lowest start and the highest end of each class. Alone, as all passes over a table are: see axis.ts. */
function survey({ count, kind, start, end }: RegionTable, low: Float64Array, high: Float64Array): void {
  for (let row = 0; row < count; row++) {
    const at = classOfKind[kind[row] ?? 0] ?? OTHER;
    const last = addressNumberAt(end, row);
    const first = addressNumberAt(start, row);
    if (first >= HALF) low[UPPER] = Math.min(low[UPPER] ?? 0, first);
    else if (last > (high[LOWER] ?? 0) && at !== KERNEL) high[LOWER] = last;
    // Of OTHER too: what is told apart by a branch costs more, as kinds alternate.
    low[at] = Math.min(low[at] ?? 0, first);
    high[at] = Math.max(high[at] ?? 0, last);
  }
}
