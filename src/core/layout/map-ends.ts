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
export function findEnds({ count, kind, start, end }: RegionTable): Ends {
  const low = new Float64Array(7).fill(Infinity);
  const high = new Float64Array(7);
  let highest = 0;
  let upper = Infinity;
  for (let row = 0; row < count; row++) {
    const at = classOfKind[kind[row] ?? 0] ?? OTHER;
    const last = addressNumberAt(end, row);
    const first = addressNumberAt(start, row);
    if (first >= HALF) upper = Math.min(upper, first);
    else if (last > highest && at !== KERNEL) highest = last;
    if (at === OTHER) continue;
    if (first < (low[at] ?? 0)) low[at] = first;
    if (last > (high[at] ?? 0)) high[at] = last;
  }
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
    highest,
    upper: upper === Infinity ? undefined : upper,
  };
}
