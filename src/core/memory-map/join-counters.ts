/** Puts the counters of two readings of one process together: smaps tells one part, numa_maps another. */
import { addressNumberAt } from './address.ts';
import { ABSENT, WIDE, type CounterColumn, type CounterFamily, type Counters } from './counters.ts';
import type { RegionTable } from './region-table.ts';

/** Regions with their counters. */
export interface Counted {
  readonly regions: RegionTable;
  readonly counters: Counters | undefined;
}

/** The joined counters, and how many rows of the other reading have no region that starts where they do. */
export interface Joined {
  readonly counters: Counters | undefined;
  readonly unmatched: number;
}

/**
 * The counters of `to`, and those columns of `from` that are of one family, each value at the region that starts at the same
 * address.
 */
export function joinCounters(to: Counted, from: Counted, family: CounterFamily): Joined {
  const rows = new Map<number, number>();
  for (let row = 0; row < to.regions.count; row++) rows.set(addressNumberAt(to.regions.start, row), row);
  const target = new Int32Array(from.regions.count);
  let unmatched = 0;
  for (let row = 0; row < target.length; row++) {
    target[row] = rows.get(addressNumberAt(from.regions.start, row)) ?? -1;
    if (target[row] === -1) unmatched++;
  }
  const added = (from.counters?.columns ?? [])
    .filter((column) => column.family === family)
    .map((column) => moved(column, target, to.regions.count));
  if (added.length === 0) return { counters: to.counters, unmatched };
  return {
    counters: {
      columns: [...(to.counters?.columns ?? []), ...added],
      vmFlags: to.counters?.vmFlags ?? new Uint32Array(to.regions.count),
      flagSets: to.counters?.flagSets ?? [[]],
    },
    unmatched,
  };
}

function moved(column: CounterColumn, target: Int32Array, count: number): CounterColumn {
  const values = new Uint32Array(count).fill(ABSENT);
  const wide = new Map<number, bigint>();
  const texts = column.texts && { rows: new Uint32Array(count), words: column.texts.words };
  target.forEach((row, i) => {
    if (row < 0) return;
    const value = column.values[i] ?? ABSENT;
    values[row] = value;
    const exact = value === WIDE ? column.wide.get(i) : undefined;
    if (exact !== undefined) wide.set(row, exact);
    if (texts) texts.rows[row] = column.texts?.rows[i] ?? 0;
  });
  return { ...column, values, wide, texts };
}
