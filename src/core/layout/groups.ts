/** The groups of a map's regions as a column, and their totals for the legend. */
import { kindSums, UPPER } from '../kinds/kind-sums.ts';
import { GROUPS, KINDS, type GroupId } from '../kinds/kinds.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

const groupOfKind = Uint8Array.from(KINDS, (kind) => groupIndex(kind.group));

/** The index of a group in `GROUPS`. */
export function groupIndex(id: GroupId): number {
  return GROUPS.findIndex((group) => group.id === id);
}

const UNKNOWN = groupIndex('unknown');

const known = new WeakMap<RegionTable, Uint8Array>();

/** The index in `GROUPS` of each row's group, told once for a table and remembered for its life: do not write to it. */
export function groupColumn(table: RegionTable): Uint8Array {
  let groups = known.get(table);
  if (!groups) known.set(table, (groups = groupsOf(table)));
  return groups;
}

function groupsOf({ count, kind }: RegionTable): Uint8Array {
  const groups = new Uint8Array(count);
  for (let row = 0; row < count; row++) groups[row] = groupOfKind[kind[row] ?? 0] ?? UNKNOWN;
  return groups;
}

/** What one group has. */
export interface GroupTotal {
  /** Index in `GROUPS`. */
  readonly group: number;
  readonly regions: number;
  /** In bytes; exact for page-aligned regions. */
  readonly size: number;
}

/** The groups that a table has regions of, the largest first; reserved space, which is no memory, is the last. */
export function groupTotals(table: RegionTable): readonly GroupTotal[] {
  const sums = kindSums(table);
  const totals = GROUPS.map((_, group) => ({ group, regions: 0, size: 0 }));
  sums.regions.forEach((regions, at) => {
    const total = totals[groupOfKind[at % UPPER] ?? UNKNOWN];
    if (!total) return;
    total.regions += regions;
    total.size += sums.size[at] ?? 0;
  });
  return totals
    .filter((total) => total.regions > 0)
    .sort((a, b) => rank(a) - rank(b) || b.size - a.size || a.group - b.group);
}

const RESERVED = groupIndex('reserved');

function rank({ group }: GroupTotal): number {
  return group === RESERVED ? 1 : 0;
}

/** All sizes: of what can be used, and of what is only reserved. */
export function sumTotals(totals: readonly GroupTotal[]): { readonly usable: number; readonly reserved: number } {
  const sum = (of: readonly GroupTotal[]): number => of.reduce((all, { size }) => all + size, 0);
  return {
    usable: sum(totals.filter((total) => rank(total) === 0)),
    reserved: sum(totals.filter((total) => rank(total) === 1)),
  };
}
