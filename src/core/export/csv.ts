/**
 * A memory map as CSV (RFC 4180): a header, then a record a region, with the names and values of the normal form and a column for
 * each counter. Cells are empty where the source does not tell. Names come from files, and a spreadsheet runs what starts like a
 * formula: such a text gets an apostrophe before it. No pathname of a kernel starts so; permissions such as `---p` stay as they
 * are, because no spreadsheet finds anything to run in them.
 */
import { kindOf, UNKNOWN_KIND } from '../kinds/kinds.ts';
import { formatHexAddress } from '../memory-map/address.ts';
import { toBase64 } from '../memory-map/base64.ts';
import { counterAt, vmFlagsAt } from '../memory-map/counters.ts';
import { mappedFile } from '../memory-map/file-table.ts';
import { notesOf } from '../memory-map/notes.ts';
import { regionAt, type Region } from '../memory-map/region-table.ts';
import { rowsOf, type RowMask, type RowOrder } from './rows.ts';
import type { TableSource } from './table-source.ts';

/** One column: its heading, and the text of a cell; empty where nothing is told. */
interface Column {
  readonly heading: string;
  cell(region: Region): string;
}

/** The table in pieces, a record each. @param rows which regions, or all of them in another order */
export function* csvText(map: TableSource, rows?: RowMask | RowOrder): Generator<string> {
  const columns = columnsOf(map, rows);
  yield record(columns.map(({ heading }) => heading));
  for (const row of rowsOf(rows, map.regions.count)) {
    const region = regionAt(map.regions, row);
    yield record(columns.map((column) => column.cell(region)));
  }
}

function columnsOf(map: TableSource, rows: RowMask | RowOrder): Column[] {
  const { regions, placed, notes, more = [] } = map;
  return [
    { heading: 'start', cell: ({ start }) => (placed ? formatHexAddress(start) : '') },
    { heading: 'end', cell: ({ end, hasEnd }) => (placed && hasEnd ? formatHexAddress(end) : '') },
    { heading: 'size', cell: ({ size, hasEnd }) => (hasEnd ? String(size) : '') },
    { heading: 'perms', cell: ({ perms }) => perms ?? '' },
    { heading: 'offset', cell: ({ offset }) => (offset === undefined ? '' : `0x${offset.toString(16)}`) },
    { heading: 'dev', cell: ({ file, hasFileId }) => (hasFileId ? file.device : '') },
    { heading: 'inode', cell: ({ file, hasFileId }) => (hasFileId ? String(file.inode) : '') },
    { heading: 'path', cell: ({ file }) => harmless(file.path) },
    ...(hasPathBytes(map, rows)
      ? [{ heading: 'pathBytes', cell: ({ file }: Region) => (file.pathBytes ? toBase64(file.pathBytes) : '') }]
      : []),
    { heading: 'deleted', cell: ({ file }) => String(file.deleted) },
    { heading: 'kind', cell: ({ index }) => kindOf(regions.kind[index] ?? UNKNOWN_KIND).id },
    { heading: 'role', cell: ({ index }) => kindOf(regions.kind[index] ?? UNKNOWN_KIND).role ?? '' },
    ...(notes.length > 0
      ? [
          {
            heading: 'label',
            cell: ({ start, end }: Region) => harmless(notesOf(notes, start, end).around[0]?.label ?? ''),
          },
        ]
      : []),
    { heading: 'line', cell: ({ line }) => (line === 0 ? '' : String(line)) },
    ...counterColumns(map),
    ...more.map(({ heading, cell }): Column => ({ heading, cell: ({ index }) => cell(index) })),
  ];
}

function counterColumns({ counters }: TableSource): Column[] {
  if (!counters) return [];
  const columns = counters.columns.map((column): Column => ({
    heading: harmless(column.key),
    cell: ({ index }) => {
      const value = counterAt(column, index) ?? '';
      return typeof value === 'string' ? harmless(value) : String(value);
    },
  }));
  const flags: Column = {
    heading: 'VmFlags',
    cell: ({ index }) => harmless(vmFlagsAt(counters, index)?.join(' ') ?? ''),
  };
  return counters.flagSets.length > 1 ? [...columns, flags] : columns;
}

/** True when a name is not UTF-8, so that only its bytes tell it. */
function hasPathBytes({ regions }: TableSource, rows: RowMask | RowOrder): boolean {
  for (const row of rowsOf(rows, regions.count)) {
    if (mappedFile(regions.files, regions.file[row] ?? 0).pathBytes) return true;
  }
  return false;
}

/** Any table as CSV in pieces, a record each. Numbers stand as they are; texts come from files. */
export function* csvOf(
  headings: readonly string[],
  rows: Iterable<readonly (string | number | bigint | undefined)[]>,
): Generator<string> {
  yield record(headings);
  for (const row of rows) {
    yield record(row.map((cell = '') => (typeof cell === 'string' ? harmless(cell) : String(cell))));
  }
}

/** A text that no spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
}

function record(cells: readonly string[]): string {
  return `${cells.map(quotedCell).join(',')}\r\n`;
}

function quotedCell(cell: string): string {
  return /[",\r\n]|^ | $/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
