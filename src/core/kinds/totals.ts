/** Sums over the regions of each group, for the process tree and the legend. */
import { counterAt, counterColumn, type CounterColumn } from '../memory-map/counters.ts';
import type { MemoryMap } from '../memory-map/memory-map.ts';
import { GROUPS, KINDS, type Group } from './kinds.ts';

/** The sums of one group. */
export interface GroupTotal {
  readonly group: Group;
  readonly regions: number;
  /** In bytes. A bigint, because sizes in a hostile or sanitized map can sum up past 2^53. */
  readonly size: bigint;
  /** In kB (1024 bytes); undefined without smaps, or when a region of the group has no such line. */
  readonly rss: number | undefined;
  /** As `rss`. */
  readonly pss: number | undefined;
}

const GROUP_OF_KIND = Uint8Array.from(KINDS, (kind) => GROUPS.findIndex((group) => group.id === kind.group));

/** The totals of the groups that a map has, in the order of `GROUPS`. The map must be classified. */
export function totalsByGroup(map: MemoryMap): readonly GroupTotal[] {
  const { count, kind, start, end } = map.regions;
  const regions = new Uint32Array(GROUPS.length);
  // Sums of the lower and the upper words stay exact in a double for 2^21 regions; a bigint a region would be slow.
  const low = new Float64Array(GROUPS.length);
  const high = new Float64Array(GROUPS.length);
  for (let row = 0; row < count; row++) {
    const group = GROUP_OF_KIND[kind[row]!]!;
    regions[group] = regions[group]! + 1;
    low[group] = low[group]! + (end[2 * row]! - start[2 * row]!);
    high[group] = high[group]! + (end[2 * row + 1]! - start[2 * row + 1]!);
  }
  const rss = sums(map, 'Rss');
  const pss = sums(map, 'Pss');
  return GROUPS.flatMap((group, i) =>
    regions[i] === 0
      ? []
      : [
          {
            group,
            regions: regions[i]!,
            size: (BigInt(high[i]!) << 32n) + BigInt(low[i]!),
            rss: rss?.[i],
            pss: pss?.[i],
          },
        ],
  );
}

/** The sum of a counter for each group; undefined in a group where a region lacks it. */
function sums(map: MemoryMap, key: string): readonly (number | undefined)[] | undefined {
  const column = map.counters && counterColumn(map.counters, key);
  if (!column) return undefined;
  const total: (number | undefined)[] = GROUPS.map(() => 0);
  for (let row = 0; row < map.regions.count; row++) {
    const group = GROUP_OF_KIND[map.regions.kind[row]!]!;
    const sum = total[group];
    const value = sum === undefined ? undefined : numberAt(column, row);
    total[group] = sum === undefined || value === undefined ? undefined : sum + value;
  }
  return total;
}

function numberAt(column: CounterColumn, row: number): number | undefined {
  const value = counterAt(column, row);
  return value === undefined || typeof value === 'string' ? undefined : Number(value);
}
