/**
 * A memory map as a table of GitHub Flavored Markdown, for issues and reports: what people compare, in their units. Names stand in
 * code spans, so that they can be neither markup nor HTML, and name nobody; what cannot be seen is told by name.
 */
import { shortened, visible } from '../fields/text.ts';
import { kindOf, UNKNOWN_KIND } from '../kinds/kinds.ts';
import { formatAddress } from '../memory-map/address.ts';
import { counterAt, counterColumn } from '../memory-map/counters.ts';
import { regionAt, type Region } from '../memory-map/region-table.ts';
import { formatBytes, formatKilobytes } from '../memory-map/size.ts';
import { rowsOf, type RowMask, type RowOrder } from './rows.ts';
import type { TableSource } from './table-source.ts';

/** Counters that have a column where the source has them; all others are left out. */
export const SHOWN_COUNTERS = ['Rss', 'Pss', 'Private_Dirty', 'Swap'] as const;

const UNKNOWN = 'unknown';

interface Column {
  readonly heading: string;
  readonly isNumber: boolean;
  cell(region: Region): string;
}

/** The table in pieces, a line each. @param rows which regions, or all of them in another order */
export function* markdownTable(map: TableSource, rows?: RowMask | RowOrder): Generator<string> {
  const columns = columnsOf(map);
  yield line(columns.map(({ heading }) => heading));
  yield line(columns.map(({ isNumber }) => (isNumber ? '---:' : '---')));
  for (const row of rowsOf(rows, map.regions.count)) {
    const region = regionAt(map.regions, row);
    yield line(columns.map((column) => column.cell(region)));
  }
}

function columnsOf({ regions, placed, counters, more = [] }: TableSource): Column[] {
  const range: Column = {
    heading: 'Range',
    isNumber: false,
    cell: ({ start, end, hasEnd }) => codeCell(`${formatAddress(start)}-${hasEnd ? formatAddress(end) : '?'}`),
  };
  return [
    ...(placed ? [range] : []),
    { heading: 'Size', isNumber: true, cell: ({ size, hasEnd }) => (hasEnd ? formatBytes(size) : UNKNOWN) },
    { heading: 'Perms', isNumber: false, cell: ({ perms }) => (perms === undefined ? UNKNOWN : codeCell(perms)) },
    {
      heading: 'Offset',
      isNumber: true,
      cell: ({ offset }) => (offset === undefined ? UNKNOWN : codeCell(`0x${offset.toString(16)}`)),
    },
    { heading: 'Name', isNumber: false, cell: ({ file }) => nameCell(file.path, file.deleted) },
    {
      heading: 'Kind',
      isNumber: false,
      cell: ({ index }) => kindOf(regions.kind[index] ?? UNKNOWN_KIND).label,
    },
    ...SHOWN_COUNTERS.flatMap((key): Column[] => {
      const column = counters && counterColumn(counters, key);
      if (!column) return [];
      return [
        { heading: key.replace('_', ' '), isNumber: true, cell: ({ index }) => amount(counterAt(column, index)) },
      ];
    }),
    ...more.map(({ heading, isNumber, cell }): Column => ({
      heading: plainText(heading),
      isNumber,
      cell: ({ index }) => cell(index),
    })),
  ];
}

/** A counter in kB; empty where the region has none. */
function amount(value: number | bigint | string | undefined): string {
  return value === undefined || typeof value === 'string' ? '' : formatKilobytes(value);
}

function nameCell(path: string, deleted: boolean): string {
  if (path === '') return '';
  return deleted ? `${codeCell(path)} (deleted)` : codeCell(path);
}

/**
 * A text as a code span in a table's cell. A table takes `\|` for a bar that does not end the cell, in code spans too (GFM,
 * section 4.10), and leaves every other backslash alone: a bar behind one is told by name.
 */
export function codeCell(text: string): string {
  const shown = visible(shortened(text)).replaceAll('\\|', '\\‹U+007C›').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank at both ends is taken off again; without it a backquote at an end would join the fence.
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/**
 * A text in which Markdown finds no markup: a title can come from a file. Words that GitHub makes links of, or that would call
 * somebody, are code spans.
 */
export function plainText(text: string): string {
  return text
    .split(' ')
    .map((word) => (LINKED.test(word) ? codeCell(word) : word.replace(/[\\`*_{}[\]()#+!<>&|~]/g, '\\$&')))
    .join(' ');
}

/** `@name`, and what GitHub Flavored Markdown links by itself (section 6.9). */
const LINKED = /@|:\/\/|www\./i;

/** A table of cells that are Markdown already, under its headings. */
export function markdownOf(
  headings: readonly Pick<Column, 'heading' | 'isNumber'>[],
  rows: readonly (readonly string[])[],
): string {
  const rule = headings.map(({ isNumber }) => (isNumber ? '---:' : '---'));
  return [headings.map(({ heading }) => heading), rule, ...rows].map(line).join('');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}
