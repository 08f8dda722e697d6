/** Counters as plain numbers a row, for passes over a million rows. */
import { ABSENT, counterColumn, WIDE, type CounterColumn, type Counters } from '../memory-map/counters.ts';

/** Gives the value at a row in the column's unit; a negative number where the source does not tell one. */
export type NumberAt = (row: number) => number;

/** The numbers of a column. A value above 2^53 is rounded. */
export function numbersOf({ values, wide }: CounterColumn): NumberAt {
  return (row) => {
    const value = values[row] ?? ABSENT;
    if (value < WIDE) return value;
    return value === WIDE ? Number(wide.get(row) ?? -1n) : -1;
  };
}

/** True when a column has a number in any row. */
export function hasNumbers(column: CounterColumn): boolean {
  return column.values.some((value) => value !== ABSENT);
}

/** The columns of those keys that the source has numbers of. */
export function columnsWithNumbers(counters: Counters | undefined, keys: readonly string[]): readonly CounterColumn[] {
  if (!counters) return [];
  return keys.flatMap((key) => {
    const column = counterColumn(counters, key);
    return column && hasNumbers(column) ? [column] : [];
  });
}

const NODE = /^N(\d{1,4})$/;

/** The pages on each NUMA node, in the order of the nodes: the `N0=12` of numa_maps (numa(7)). */
export function nodeColumns(counters: Counters | undefined): readonly CounterColumn[] {
  return (counters?.columns ?? [])
    .filter((column) => column.family === 'numa' && NODE.test(column.key) && hasNumbers(column))
    .toSorted((a, b) => Number(a.key.slice(1)) - Number(b.key.slice(1)));
}

/** The sum over columns at a row, of what is told; a negative number where none of them is. */
export function sumAt(columns: readonly CounterColumn[]): NumberAt {
  const all = columns.map(numbersOf);
  return (row) => {
    let sum = -1;
    for (const of of all) {
      const value = of(row);
      if (value >= 0) sum = Math.max(0, sum) + value;
    }
    return sum;
  };
}
