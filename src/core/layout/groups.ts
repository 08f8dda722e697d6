/** The groups of a map's regions as a column, and their totals for the legend. */
import { GROUPS, KINDS, type GroupId } from '../kinds/kinds.ts';
import { sizeNumberAt, type RegionTable } from '../memory-map/region-table.ts';

const groupOfKind = Uint8Array.from(KINDS, (kind) => groupIndex(kind.group));

/** The index of a group in `GROUPS`. */
export function groupIndex(id: GroupId): number {
  return GROUPS.findIndex((group) => group.id === id);
}

const known = new WeakMap<RegionTable, Uint8Array>();

/** The index in `GROUPS` of each row's group, told once for a table and remembered for its life: do not write to it. */
export function groupColumn(table: RegionTable): Uint8Array {
  let groups = known.get(table);
  if (!groups) known.set(table, (groups = groupsOf(table)));
  return groups;
}

function groupsOf({ count, kind }: RegionTable): Uint8Array {
  const groups = new Uint8Array(count);
  const unknown = groupIndex('unknown');
  for (let row = 0; row < count; row++) groups[row] = groupOfKind[kind[row] ?? 0] ?? unknown;
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
export function groupTotals(table: RegionTable, groups: Uint8Array): readonly GroupTotal[] {
  const regions = new Float64Array(GROUPS.length);
  const sizes = new Float64Array(GROUPS.length);
  sumUp(table, groups, regions, sizes);
  return GROUPS.map((_, group) => ({ group, regions: regions[group] ?? 0, size: sizes[group] ?? 0 }))
    .filter((total) => total.regions > 0)
    .sort((a, b) => rank(a) - rank(b) || b.size - a.size || a.group - b.group);
}

/** Counts each group's regions and bytes. Alone, as all passes over a table are: see axis.ts. */
function sumUp(table: RegionTable, groups: Uint8Array, regions: Float64Array, sizes: Float64Array): void {
  for (let row = 0; row < table.count; row++) {
    const group = groups[row] ?? 0;
    regions[group] = (regions[group] ?? 0) + 1;
    sizes[group] = (sizes[group] ?? 0) + Math.max(0, sizeNumberAt(table, row));
  }
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
