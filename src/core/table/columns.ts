/** The columns that a table of regions has: what the source tells, and of its counters the few that people look at first. */
import { areAged, type Ages } from '../growth/ages.ts';
import type { Growth } from '../growth/compare.ts';
import { nodeColumns } from '../layout/counter-numbers.ts';
import { WIDE, type CounterColumn, type Counters } from '../memory-map/counters.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import type { RowNames } from '../memory-map/row-names.ts';

/** What is shown as a table. */
export interface Listing {
  readonly regions: RegionTable;
  /** undefined when the source has none. */
  readonly counters: Counters | undefined;
  /** False when the source tells sizes without addresses. */
  readonly placed: boolean;
  /** What the source calls its regions. */
  readonly names: RowNames | undefined;
  /** What became of the regions since an earlier reading; absent where there is none. */
  readonly growth?: Growth | undefined;
  /** Since when the regions are there; absent where nobody follows the readings. */
  readonly ages?: Ages | undefined;
}

export type ColumnId =
  | 'start'
  | 'end'
  | 'size'
  | 'perms'
  | 'offset'
  | 'kind'
  | 'growth'
  | 'memory-growth'
  | 'first-seen'
  | 'name';

/** One column. */
export type Column =
  | { readonly id: ColumnId; readonly label: string; readonly counter?: undefined }
  | { readonly id: string; readonly label: string; readonly counter: CounterColumn };

/** Counters that a table shows when they are there, in this order. */
const COUNTERS: readonly string[] = ['Rss', 'Pss', 'Private_Dirty', 'Swap'];
/** When none of them is there, so many NUMA nodes are shown; when there are no nodes, so many of the first numbers. */
const NODES = 8;
const OTHERS = 3;

/**
 * The columns of a listing, in their order. What its source tells of no region has none.
 * @param about what it is coloured by: columns that tell the same of growth or age are there also where nothing differs
 */
export function columnsOf({ regions, counters, placed, growth, ages }: Listing, about = ''): readonly Column[] {
  const sized = hasEnds(regions);
  const told = (unknown: number): boolean => regions.perms.some((bits) => (bits & unknown) === 0);
  const compared = growth !== undefined && (about === 'growth' || growth.differs);
  const aged = areAged(ages) && (about === 'age' || ages.seen !== undefined);
  const columns: readonly (readonly [column: Column, has: boolean])[] = [
    [{ id: 'start', label: 'Start' }, placed],
    [{ id: 'end', label: 'End' }, placed && sized],
    [{ id: 'size', label: 'Size' }, sized],
    [{ id: 'growth', label: 'Growth' }, compared && sized],
    [{ id: 'memory-growth', label: `${growth?.memory?.key} growth` }, compared && growth.memory !== undefined],
    [{ id: 'first-seen', label: 'First seen' }, aged],
    [{ id: 'perms', label: 'Perms' }, told(Perm.unknown)],
    [{ id: 'offset', label: 'Offset' }, told(Perm.offsetUnknown)],
    [{ id: 'kind', label: 'Kind' }, true],
    ...shownCounters(counters).map((counter) => [{ id: counter.key, label: counter.key, counter }, true] as const),
    [{ id: 'name', label: 'Pathname' }, true],
  ];
  return columns.flatMap(([column, has]) => (has ? [column] : []));
}

/** True when the source tells where regions end. */
export function hasEnds({ start, end }: RegionTable): boolean {
  return end.some((word, i) => word !== start[i]);
}

function shownCounters(counters: Counters | undefined): readonly CounterColumn[] {
  const numbers = (counters?.columns ?? []).filter(({ values }) => values.some((value) => value <= WIDE));
  const known = COUNTERS.flatMap((key) => numbers.find((column) => column.key === key) ?? []);
  if (known.length > 0) return known;
  const nodes = nodeColumns(counters).slice(0, NODES);
  return nodes.length > 0 ? nodes : numbers.slice(0, OTHERS);
}
