/** What stands in the cells of the table. Texts come from files: they are never HTML. */
import type { MemoryGrowth } from '../../core/growth/compare.ts';
import { kindOf } from '../../core/kinds/kinds.ts';
import { traitsAt } from '../../core/kinds/traits.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { counterAt, type CounterColumn } from '../../core/memory-map/counters.ts';
import { mappedFile, NO_FILE } from '../../core/memory-map/file-table.ts';
import { formatPerms, Perm } from '../../core/memory-map/permissions.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { formatBytes, formatDifference, formatKilobytes } from '../../core/memory-map/size.ts';
import type { Column, ColumnId, Listing } from '../../core/table/columns.ts';
import { firstSeen } from './ages.ts';
import { baseName, labelOf } from './describe.ts';

export interface Cell {
  readonly text: string;
  /** More of it, or the exact number, for the tooltip. */
  readonly title?: string | undefined;
  /** What deserves a second look. */
  readonly mark?: 'wx' | 'deleted' | undefined;
}

/** What the source did not tell. */
const UNKNOWN: Cell = { text: '?', title: 'The source does not tell' };

/** The cell of a row in a column. @param shortNames only the last part of paths */
export function cellAt(listing: Listing, column: Column, row: number, shortNames = false): Cell {
  return column.counter ? counterCell(column.counter, row) : CELLS[column.id](listing, row, shortNames);
}

const CELLS: Readonly<Record<ColumnId, (listing: Listing, row: number, shortNames: boolean) => Cell>> = {
  start: ({ regions }, row) => ({ text: formatAddress(addressAt(regions.start, row)) }),
  end: ({ regions }, row) => {
    const end = addressAt(regions.end, row);
    return end === addressAt(regions.start, row) ? UNKNOWN : { text: formatAddress(end) };
  },
  size: ({ regions }, row) => {
    const size = addressAt(regions.end, row) - addressAt(regions.start, row);
    return size === 0n ? UNKNOWN : { text: formatBytes(size), title: `${size} bytes` };
  },
  perms: ({ regions }, row) => {
    const text = formatPerms(regions.perms[row] ?? Perm.unknown);
    if (text === undefined) return UNKNOWN;
    return { text, mark: traitsAt(regions, row).writeExecute ? 'wx' : undefined };
  },
  offset: ({ regions }, row) => {
    const perms = regions.perms[row] ?? 0;
    if (perms & Perm.offsetUnknown) return UNKNOWN;
    const { inode } = mappedFile(regions.files, regions.file[row] ?? NO_FILE);
    // Without a file it is no offset: the kernel prints where the region lay when it was made.
    if (inode === 0n && !(perms & Perm.fileIdUnknown)) return { text: '' };
    return { text: `0x${addressAt(regions.offset, row).toString(16)}` };
  },
  kind: ({ regions }, row) => {
    const { label, description } = kindOf(regions.kind[row] ?? 0);
    return { text: label, title: description };
  },
  growth: ({ growth }, row) => differenceCell(growth?.size[row]),
  'memory-growth': ({ growth }, row) => memoryCell(growth?.memory, row),
  'first-seen': (listing, row) => {
    const seen = firstSeen(listing, row);
    if (!seen) return { text: '?', title: 'Later than the first reading; when is not known' };
    const title = [seen.isFirst ? 'Since the first reading' : '', seen.long, seen.ago];
    return { text: seen.short, title: title.filter((part) => part !== '').join(', ') };
  },
  name: ({ regions, names }, row, shortNames) => {
    const path = printable(mappedFile(regions.files, regions.file[row] ?? NO_FILE).path);
    const label = printable(labelOf(names, row) ?? '');
    const named = (name: string): string => [name, label].filter((part) => part !== '').join(' \u00b7 ');
    return {
      text: named(shortNames ? baseName(path) : path),
      title: named(path),
      mark: traitsAt(regions, row).deleted ? 'deleted' : undefined,
    };
  },
};

function differenceCell(bytes = NaN): Cell {
  if (Number.isNaN(bytes)) return { text: '?', title: 'Not known: the region was split, or a reading does not tell' };
  return { text: formatDifference(bytes), title: `${bytes} bytes` };
}

function memoryCell(memory: MemoryGrowth | undefined, row: number): Cell {
  const cell = differenceCell(memory?.bytes[row]);
  const split = memory?.splits.get(row);
  if (!split || Number.isNaN(split.bytes)) return cell;
  const all = `${formatDifference(split.bytes)} in all ${split.rows.length} parts of what was split`;
  return { text: '?', title: `Not known of this part; ${all}` };
}

function counterCell(column: CounterColumn, row: number): Cell {
  const value = counterAt(column, row);
  if (value === undefined) return UNKNOWN;
  if (typeof value === 'string') return { text: printable(value) };
  const { unit } = column;
  if (unit !== 'kB') return { text: String(value), title: unit === '' ? undefined : `${value} ${unit}` };
  return { text: Number(value) === 0 ? '0' : formatKilobytes(value), title: `${value} kB` };
}
