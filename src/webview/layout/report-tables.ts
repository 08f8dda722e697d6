/** The tables of a report. */
import type { ReportTable } from '../../core/export/html-report.ts';
import { codeCell, markdownOf } from '../../core/export/markdown-table.ts';
import { GROUPS } from '../../core/kinds/kinds.ts';
import { counterAt } from '../../core/memory-map/counters.ts';
import { sizeNumberAt } from '../../core/memory-map/region-table.ts';
import { formatBytes, formatCount, formatKilobytes } from '../../core/memory-map/size.ts';
import { columnsOf } from '../../core/table/columns.ts';
import type { Sort } from '../../protocol/layout-state.ts';
import { firstSeen } from './ages.ts';
import { cellAt } from './cells.ts';
import type { Scene } from './scene.ts';
import { tableColumns } from './table-columns.ts';

/** A table with its title as Markdown: texts stand in code spans, where nothing is markup. */
export function tableInMarkdown({ title, headings, rows }: ReportTable): string {
  return `${title}:\n\n${markdownOf(
    headings.map(({ text, isNumber }) => ({ heading: text, isNumber })),
    Array.from(rows, (cells) => cells.map((cell, i) => (headings[i]?.isNumber === true ? cell : codeCell(cell)))),
  )}`;
}

/** So many regions stand in a report: browsers take seconds for more. */
const MOST_ROWS = 10_000;

const NUMBERS: ReadonlySet<string> = new Set(['size', 'offset', 'growth', 'memory-growth']);

/** The regions of some rows, as the table on the screen shows them. */
export function regionsTable(scene: Scene, rows: Uint32Array, sort: Sort): ReportTable {
  const { listing } = scene;
  const columns = tableColumns(scene);
  const sorted = columns.find(({ id }) => id === sort.column);
  const order = `sorted by ${sorted?.label ?? 'Start'}, ${sort.descending ? 'descending' : 'ascending'}`;
  const left = rows.length - MOST_ROWS;
  return {
    title: `Regions (${formatCount(rows.length)}), ${order}`,
    headings: columns.map(({ id, label, counter }) => ({
      text: label,
      isNumber: counter !== undefined || NUMBERS.has(id),
    })),
    rows: cells(rows.subarray(0, MOST_ROWS)),
    note:
      left > 0
        ? `The first ${formatCount(MOST_ROWS)} are listed; ${formatCount(left)} more are in the picture and the totals. An export as CSV lists all of them.`
        : '',
  };

  function* cells(shown: Uint32Array): Generator<readonly string[]> {
    for (const row of shown) {
      yield columns.map((column) => {
        // Who reads a file may be in another time zone.
        if (column.id === 'first-seen') return firstSeen(listing, row)?.stamp ?? '?';
        const { text, mark } = cellAt(listing, column, row);
        return mark === 'deleted' ? `${text} (deleted)` : text;
      });
    }
  }
}

/** An amount of several regions, and of how many of them it is known. */
interface Sum {
  amount: bigint;
  known: number;
}

interface Kind {
  regions: number;
  /** In bytes. */
  readonly size: Sum;
  /** For each counter, in kB. */
  readonly counters: readonly Sum[];
}

/** What there is of each kind of region that passes the filter, the largest first. */
export function kindsTable({ listing, groups, passes, totals, sized }: Scene): ReportTable {
  const { regions } = listing;
  const counters = columnsOf(listing).flatMap(({ counter }) => (counter?.unit === 'kB' ? [counter] : []));
  const nothing = (): Sum => ({ amount: 0n, known: 0 });
  const kinds: Kind[] = GROUPS.map(() => ({ regions: 0, size: nothing(), counters: counters.map(nothing) }));
  for (let row = 0; row < regions.count; row++) {
    const kind = kinds[groups[row] ?? 0];
    if (!kind || (passes && passes[row] === 0)) continue;
    kind.regions++;
    const size = sizeNumberAt(regions, row);
    // Where a region starts and ends at one address, nobody told its end.
    add(kind.size, size > 0 ? size : undefined);
    counters.forEach((counter, i) => add(kind.counters[i], counterAt(counter, row)));
  }
  return {
    title: passes ? 'Totals by kind, of what passes the filter' : 'Totals by kind',
    headings: [
      { text: 'Kind', isNumber: false },
      { text: 'Regions', isNumber: true },
      ...(sized ? [{ text: 'Size', isNumber: true }] : []),
      ...counters.map(({ key }) => ({ text: key, isNumber: true })),
    ],
    rows: totals.flatMap(({ group }) => {
      const kind = kinds[group];
      if (!kind || kind.regions === 0) return [];
      const told = ({ amount, known }: Sum, text: (amount: bigint) => string): string =>
        known === 0 ? '?' : `${known < kind.regions ? '\u2265 ' : ''}${text(amount)}`;
      return [
        [
          GROUPS[group]?.label ?? '',
          formatCount(kind.regions),
          ...(sized ? [told(kind.size, formatBytes)] : []),
          ...kind.counters.map((sum) => told(sum, formatKilobytes)),
        ],
      ];
    }),
    note: '',
  };
}

/** Adds what is a number; anything else is not known. */
function add(sum: Sum | undefined, value: number | bigint | string | undefined): void {
  if (!sum || (typeof value !== 'number' && typeof value !== 'bigint')) return;
  sum.amount += BigInt(value);
  sum.known++;
}
