/** What several regions come to together. */
import { ABSENT, counterAt, counterColumn } from '../memory-map/counters.ts';
import { sizeNumberAt } from '../memory-map/region-table.ts';
import { formatBytes, formatCount } from '../memory-map/size.ts';
import type { Listing } from './columns.ts';

/** An amount, and of how many of the regions it is known. */
export interface Sum {
  /** `size`, or the counter's key. */
  readonly key: string;
  readonly bytes: number;
  readonly known: number;
}

export interface Sums {
  readonly regions: number;
  /** The size, and the counters that can be added. */
  readonly amounts: readonly Sum[];
}

/** Counters that are summed, as smaps calls them. */
const COUNTERS = ['Rss', 'Pss', 'Swap'] as const;

/** Sums the regions up. @param rows by row 1 for those that are meant */
export function sumRows({ regions, counters }: Pick<Listing, 'regions' | 'counters'>, rows: Uint8Array): Sums {
  const columns = COUNTERS.map((key) => counters && counterColumn(counters, key));
  const bytes = new Float64Array(columns.length + 1);
  const known = new Float64Array(columns.length + 1);
  let count = 0;
  for (let row = 0; row < regions.count; row++) {
    if (rows[row] !== 1) continue;
    count++;
    add(0, sizeNumberAt(regions, row), 1);
    columns.forEach((column, i) => {
      if (!column || column.values[row] === ABSENT) return;
      const value = counterAt(column, row);
      if (typeof value !== 'string' && value !== undefined) add(i + 1, Number(value) * 1024, 0);
    });
  }
  const amounts = ['size', ...COUNTERS].map((key, i) => ({ key, bytes: bytes[i] ?? 0, known: known[i] ?? 0 }));
  return { regions: count, amounts };

  /** A region without an end has the size 0, which means that it is not told. */
  function add(i: number, amount: number, least: number): void {
    if (amount < least) return;
    bytes[i] = (bytes[i] ?? 0) + amount;
    known[i] = (known[i] ?? 0) + 1;
  }
}

/** The sums in a line: `3 regions selected, 136 KiB, Rss 12 KiB (of 2), Pss and Swap unknown`. */
export function sumsInWords({ regions, amounts }: Sums): string {
  const told = amounts.filter(({ known }) => known > 0);
  const unknown = amounts.filter(({ known }) => known === 0).map(({ key }) => key);
  const last = unknown.pop();
  return [
    `${formatCount(regions)} regions selected`,
    ...told.map(({ key, bytes, known }) => {
      const some = known < regions ? ` (known of ${formatCount(known)})` : '';
      return `${key === 'size' ? '' : `${key} `}${formatBytes(bytes)}${some}`;
    }),
    ...(last === undefined ? [] : [`${unknown.length > 0 ? `${unknown.join(', ')} and ` : ''}${last} unknown`]),
  ].join(', ');
}
