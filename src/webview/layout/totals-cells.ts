/** What stands in the cells of the totals. Texts come from files: they are never HTML. */
import { MEASURES } from '../../core/composition/measures.ts';
import {
  amountOfAll,
  TOTALS_BY,
  type Totals,
  type TotalsBy,
  type TotalsColumn,
} from '../../core/composition/totals.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { Cell } from './cells.ts';
import type { Heading } from './sorting.ts';

/** So many rows are shown one by one; the others are one row. */
export const ROWS_SHOWN = 200;

/** The columns: what a row is, its regions, and each measure. */
export function totalsHeadings(by: TotalsBy): readonly Heading[] {
  const label = TOTALS_BY.find(({ id }) => id === by)?.label ?? '';
  return [
    { column: { id: 'name', label }, right: false },
    { column: { id: 'regions', label: 'Regions' }, right: true },
    ...MEASURES.map(({ id, label: text }) => ({ column: { id, label: text }, right: true })),
  ];
}

/** The column with an id; of another version's id the sizes. */
export function columnOf(id: string | undefined): TotalsColumn {
  if (id === 'name' || id === 'regions') return id;
  return MEASURES.find((measure) => measure.id === id)?.id ?? 'size';
}

/** The cell of a column for entries together. What is not known is no 0. */
export function amountCell(totals: Totals, id: string, entries: readonly number[]): Cell {
  const column = columnOf(id);
  if (column === 'name') return { text: '' };
  if (column === 'regions') {
    return { text: formatCount(entries.reduce((sum, entry) => sum + (totals.regions[entry] ?? 0), 0)) };
  }
  const amount = amountOfAll(totals, column, entries);
  if (!amount || (amount.unknown > 0 && amount.unknown === amount.regions)) {
    return { text: '\u2013', title: 'The source does not tell' };
  }
  const { bytes, unknown, regions } = amount;
  const text = bytes === 0 ? '0' : formatBytes(bytes);
  if (unknown === 0) return { text, title: `${formatCount(bytes)} bytes` };
  return {
    text: `\u2265 ${text}`,
    title: `Of ${formatCount(unknown)} of ${formatCount(regions)} regions the source does not tell`,
  };
}
