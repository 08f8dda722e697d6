/** What memory is measured by: sizes, and those counters of smaps that are amounts of memory. */
import { hasNumbers, numbersOf } from '../layout/counter-numbers.ts';
import { counterColumn, type CounterColumn, type Counters } from '../memory-map/counters.ts';
import { sizeNumberAt } from '../memory-map/region-table.ts';
import { hasEnds, type Listing } from '../table/columns.ts';

export type MeasureId = 'size' | 'rss' | 'pss' | 'dirty' | 'swap';

/** One measure. */
export interface Measure {
  readonly id: MeasureId;
  readonly label: string;
  /** What it measures, in one sentence. */
  readonly description: string;
  /** The counters that it is the sum of; the first of the lists that a map has. None for the size. */
  readonly counters: readonly (readonly string[])[];
}

/** All measures in the order of a switch. */
export const MEASURES: readonly Measure[] = [
  { id: 'size', label: 'Size', description: 'Address space, whether there is memory behind it or not.', counters: [] },
  { id: 'rss', label: 'RSS', description: 'Pages that are in memory, shared ones in full.', counters: [['Rss']] },
  {
    id: 'pss',
    label: 'PSS',
    description: 'Pages that are in memory, shared ones by the part of each process.',
    counters: [['Pss']],
  },
  {
    id: 'dirty',
    label: 'Dirty',
    description: 'Pages that were written: Private_Dirty and Shared_Dirty.',
    // `pmap -x` prints the sum.
    counters: [['Private_Dirty', 'Shared_Dirty'], ['Dirty']],
  },
  { id: 'swap', label: 'Swap', description: 'Pages that were written out to swap space.', counters: [['Swap']] },
];

/** The measure with an id. */
export function measureOf(id: MeasureId): Measure {
  const measure = MEASURES.find((each) => each.id === id);
  if (!measure) throw new Error(`No measure has the id ${id}`);
  return measure;
}

/** Why a map has no amounts of a measure; undefined when it has. */
export function missing({ regions, counters }: Listing, { counters: keys }: Measure): string | undefined {
  if (keys.length === 0) return hasEnds(regions) ? undefined : 'The source does not tell where regions end';
  return columnsFor(counters, keys) ? undefined : `The source does not tell ${(keys[0] ?? []).join(' and ')}`;
}

/** The amount of each row in bytes, NaN where it is not known; undefined when the map has none of the measure. */
export function amountsOf(listing: Listing, measure: Measure): Float64Array | undefined {
  if (missing(listing, measure) !== undefined) return undefined;
  const { regions, counters } = listing;
  const amounts = new Float64Array(regions.count);
  const columns = columnsFor(counters, measure.counters);
  if (!columns) {
    for (let row = 0; row < amounts.length; row++) {
      const size = sizeNumberAt(regions, row);
      // Where a region starts and ends at one address, nobody told its end.
      amounts[row] = size > 0 ? size : NaN;
    }
    return amounts;
  }
  for (const column of columns) addColumn(column, amounts);
  return amounts;
}

/** Adds a column of kB; what one of them does not tell is not known of the sum. */
function addColumn(column: CounterColumn, amounts: Float64Array): void {
  const numberAt = numbersOf(column);
  for (let row = 0; row < amounts.length; row++) {
    const kB = numberAt(row);
    amounts[row] = (amounts[row] ?? 0) + (kB < 0 ? NaN : kB * 1024);
  }
}

function columnsFor(counters: Counters | undefined, lists: Measure['counters']): readonly CounterColumn[] | undefined {
  if (!counters) return undefined;
  for (const keys of lists) {
    const columns = keys.flatMap((key) => counterColumn(counters, key) ?? []);
    if (columns.length === keys.length && columns.every((column) => column.unit === 'kB' && hasNumbers(column))) {
      return columns;
    }
  }
  return undefined;
}
