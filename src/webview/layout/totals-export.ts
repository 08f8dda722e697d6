/** The totals as tables of files. Texts come from the map: what writes a file escapes them. */
import type { Composition } from '../../core/composition/compose.ts';
import { MEASURES } from '../../core/composition/measures.ts';
import { amountOfAll, entryName, sortedEntries, totalsBy, type Totals } from '../../core/composition/totals.ts';
import { csvOf } from '../../core/export/csv.ts';
import type { ReportTable } from '../../core/export/html-report.ts';
import type { CompositionChoice } from '../../protocol/composition-state.ts';
import { amountCell, columnOf, totalsHeadings } from './totals-cells.ts';

interface ShownTotals {
  readonly totals: Totals;
  /** In the order of the screen. */
  readonly entries: readonly number[];
}

/** The totals as they are chosen and sorted. */
export function shownTotals(composition: Composition, { by, sort }: CompositionChoice): ShownTotals {
  const totals = totalsBy(composition, by);
  return { totals, entries: sortedEntries(composition, totals, columnOf(sort.column), sort.descending) };
}

/** Which totals they are, in words: `totals by kind, sorted by Size, descending`. */
export function aboutTotals({ by, sort }: CompositionChoice): string {
  const headings = totalsHeadings(by);
  const id = columnOf(sort.column);
  const column = headings.find((heading) => heading.column.id === id)?.column.label ?? '';
  const what = headings[0]?.column.label.toLowerCase() ?? '';
  return `totals by ${what}, sorted by ${column}, ${sort.descending ? 'descending' : 'ascending'}`;
}

/** All entries and their sum, with amounts as on the screen. */
export function totalsTable(composition: Composition, choice: CompositionChoice): ReportTable {
  const { totals, entries } = shownTotals(composition, choice);
  const headings = totalsHeadings(totals.by);
  const row = (name: string, of: readonly number[]): readonly string[] => [
    name,
    ...headings.slice(1).map(({ column: { id } }) => amountCell(totals, id, of).text),
  ];
  const about = aboutTotals(choice);
  return {
    title: about.charAt(0).toUpperCase() + about.slice(1),
    headings: headings.map(({ column: { label }, right }) => ({ text: label, isNumber: right })),
    rows: [...entries.map((entry) => row(entryName(composition, totals.by, entry), [entry])), row('Total', entries)],
    note: '',
  };
}

/**
 * All entries as CSV, amounts in bytes; empty where nothing is told. Where the source does not tell an amount of all regions of any
 * entry, a column behind it says of how many it does not.
 */
export function totalsCsv(composition: Composition, choice: CompositionChoice): Generator<string> {
  const { totals, entries } = shownTotals(composition, choice);
  const told = MEASURES.filter(({ id }) => totals.measures.has(id));
  const isPartial = (unknown: Float64Array | undefined): boolean =>
    entries.some((entry) => (unknown?.[entry] ?? 0) > 0);
  const columns = told.flatMap(({ id }) => {
    const unknown = totals.measures.get(id)?.unknown;
    const bytes = (entry: number): number | undefined => {
      const amount = amountOfAll(totals, id, [entry]);
      return amount && amount.unknown < amount.regions ? amount.bytes : undefined;
    };
    const partial = { heading: `${id} not told of regions`, cell: (entry: number) => unknown?.[entry] };
    return [{ heading: id, cell: bytes }, ...(isPartial(unknown) ? [partial] : [])];
  });
  return csvOf(
    [totals.by, 'regions', ...columns.map(({ heading }) => heading)],
    entries.map((entry) => [
      entryName(composition, totals.by, entry),
      totals.regions[entry],
      ...columns.map(({ cell }) => cell(entry)),
    ]),
  );
}
