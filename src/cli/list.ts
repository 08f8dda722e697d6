/** `memory-maps list`: which maps files hold. */
import { totalsOf } from '../core/export/totals.ts';
import { DIALECT_LABELS } from '../core/memory-map/dialect-names.ts';
import { printable } from '../core/memory-map/printable.ts';
import { formatBytes, formatCount } from '../core/memory-map/size.ts';
import type { Command } from './command.ts';
import { findMaps, type FoundMap } from './find-maps.ts';
import { AT_LINE, AT_LINE_HELP, readArguments } from './options.ts';
import { STDOUT } from './output.ts';
import { table, type Column } from './table.ts';

export const LIST: Command = {
  name: 'list',
  usage: 'list [OPTION…] FILE…',
  help: `Lists the memory maps that files hold, a line each: its number (for convert --map), file, lines, format, regions, size, number of
problems, PID, and whose map it is. "-" reads standard input. Why a file holds no map goes to standard error.
${AT_LINE_HELP}
`,
  run: async (args) => {
    const { found, failed } = await findMaps(readArguments(args, [AT_LINE]));
    if (found.length > 0) await STDOUT.write(table(COLUMNS, found));
    return failed || found.some(({ map }) => map.problems.length > 0) ? 1 : 0;
  },
};

const COLUMNS: readonly Column<FoundMap>[] = [
  { heading: 'MAP', isNumber: true, cell: ({ number }) => String(number) },
  { heading: 'FILE', isNumber: false, cell: ({ where }) => printable(where) },
  {
    heading: 'LINES',
    isNumber: false,
    cell: ({ map: { range } }) => (range === undefined ? 'all' : `${range.first}-${range.last}`),
  },
  {
    heading: 'FORMAT',
    isNumber: false,
    cell: ({ map: { dialect } }) => (dialect === undefined ? 'unknown' : DIALECT_LABELS[dialect]),
  },
  { heading: 'REGIONS', isNumber: true, cell: ({ map: { regions } }) => formatCount(regions.count) },
  { heading: 'SIZE', isNumber: true, cell: ({ map }) => sizeOf(map) },
  { heading: 'PROBLEMS', isNumber: true, cell: ({ map: { problems } }) => formatCount(problems.length) },
  {
    heading: 'PID',
    isNumber: true,
    cell: ({ map: { source } }) => (source.pid === undefined ? '' : String(source.pid)),
  },
  { heading: 'WHOSE', isNumber: false, cell: ({ map: { title } }) => printable(title ?? '') },
];

function sizeOf(map: FoundMap['map']): string {
  // Its one row goes from the first region to the last, with all that is between them.
  const size = map.dialect === 'smaps_rollup' ? null : totalsOf(map).size;
  return size === null ? 'unknown' : formatBytes(BigInt(size));
}
