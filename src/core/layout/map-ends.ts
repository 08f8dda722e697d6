/** Where the regions of a map lie that tell how its address space is laid out. */
import { kindSums, UPPER } from '../kinds/kind-sums.ts';
import { KINDS, type Kind } from '../kinds/kinds.ts';
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

function kindsOf(tells: (kind: Kind) => boolean): readonly number[] {
  return KINDS.flatMap((kind, i) => (tells(kind) ? [i] : []));
}

const PROGRAM = kindsOf(({ role }) => role === 'program');
const LIBRARY = kindsOf(({ role }) => role !== undefined && role !== 'program');
const HEAP = kindsOf(({ id }) => id === 'heap');
const STACK = kindsOf(({ id }) => id === 'stack');
const VSYSCALL = kindsOf(({ id }) => id === 'vsyscall');
const USER = kindsOf(({ id }) => id !== 'kernel-page');
const ALL = kindsOf(() => true);

/** Looks at all regions once. */
export function findEnds(table: RegionTable): Ends {
  const { lowest, highest } = kindSums(table);
  const spanOf = (kinds: readonly number[]): Span | undefined => {
    const both = kinds.flatMap((kind) => [kind, kind + UPPER]);
    const start = Math.min(...both.map((at) => lowest[at] ?? Infinity));
    return start === Infinity ? undefined : { start, end: Math.max(...both.map((at) => highest[at] ?? 0)) };
  };
  const upper = Math.min(...ALL.map((kind) => lowest[kind + UPPER] ?? Infinity));
  return {
    program: spanOf(PROGRAM)?.start,
    heap: spanOf(HEAP),
    stack: spanOf(STACK),
    vsyscall: spanOf(VSYSCALL),
    libraries: spanOf(LIBRARY)?.end,
    highest: Math.max(...USER.map((kind) => highest[kind] ?? 0)),
    upper: upper === Infinity ? undefined : upper,
  };
}
