/** `memory-maps compare`: what became of the regions of a map in a later one. */
import { limitsOf, readAmount } from '../core/filter/amount.ts';
import { changesBetween, type Comparison, type RegionChange } from '../core/growth/changes.ts';
import { kindOf } from '../core/kinds/kinds.ts';
import { formatHexAddress } from '../core/memory-map/address.ts';
import { printable } from '../core/memory-map/printable.ts';
import { regionAt, type Region } from '../core/memory-map/region-table.ts';
import { formatBytes, formatCount, formatDifference } from '../core/memory-map/size.ts';
import { type Command, UsageError } from './command.ts';
import { reportProblems, tell } from './dumps.ts';
import { filterRows, rowsOf } from './filter-rows.ts';
import { findMaps, type FoundMap } from './find-maps.ts';
import { AT_LINE, AT_LINE_HELP, countOption, readArguments, type Arguments } from './options.ts';
import { STDOUT } from './output.ts';
import { table, type Column } from './table.ts';

/** The exit code when more grew than `--most` lets. */
const GREW = 3;

export const COMPARE: Command = {
  name: 'compare',
  usage: 'compare [OPTION…] BEFORE AFTER',
  help: `Tells which regions are new, grown, shrunk or gone between two memory maps, or have other permissions at the same place,
those that matter most first. Regions are known by place and by what they map: where another run of the program has all elsewhere
(ASLR), by what they map alone. Files may hold maps in any way that "memory-maps list" knows; of several maps in one file, or for
one process, the first and the last are compared. "-" reads standard input.

  --pid PID        the maps of this process, where files hold those of several
  --filter EXPR    only the regions that match, such as "heap" or "new size>1M", see "memory-maps convert --help"
  --most SIZE      exit with ${GREW} when more than that was added, such as 4M: of Rss where both maps tell it, else of the size
  --json           as JSON, sizes in bytes${AT_LINE_HELP}
`,
  async run(args) {
    const options = ['pid', 'filter', 'most'].map((name) => ({ name }));
    const given = readArguments(args, [...options, { name: 'json', isFlag: true }, AT_LINE]);
    if (given.files.length > 2) throw new UsageError(`two files are compared, and not ${given.files.length}`);
    const pid = countOption(given, 'pid');
    const most = mostOf(given);
    const { found, failed } = await findMaps(given);
    const pair = pairOf(pid === undefined ? found : found.filter(({ map }) => map.source.pid === pid), given, pid);
    if (!pair) return 1;
    const problems = pair.map((each) => reportProblems(each)).includes(true);
    const told = compared(pair, given.values.get('filter'));
    await STDOUT.write(given.flags.has('json') ? json(told) : text(told));
    if (failed || problems) return 1;
    const { name, bytes } = added(told);
    if (most === undefined || bytes <= most) return 0;
    tell('memory-maps', `${name} grew by ${formatBytes(bytes)}, which is more than ${given.values.get('most')}`);
    return GREW;
  },
};

/** Two maps, and what differs of the regions that are asked for. */
interface Told extends Pick<Comparison, 'memoryKey'> {
  readonly before: FoundMap;
  readonly after: FoundMap;
  readonly changes: readonly Row[];
}

interface Row extends RegionChange {
  readonly region: Region;
  readonly kind: string;
}

/** The first and the last map; undefined where there are no two, which is told. @throws UsageError for those of several processes */
function pairOf(
  found: readonly FoundMap[],
  { files }: Arguments,
  pid: number | undefined,
): readonly [FoundMap, FoundMap] | undefined {
  const [before, after] = [found[0], found.at(-1)];
  if (!before || !after || before === after) {
    const whose = pid === undefined ? '' : ` of process ${pid}`;
    const many = found.length === 0 ? 'no memory map' : 'only one memory map';
    tell(
      files.join(', '),
      `there is ${many}${whose}, and two are needed: "memory-maps list" shows those that are there`,
    );
    return undefined;
  }
  const pids = new Set(found.map(({ map }) => map.source.pid));
  if (found.length > 2 && pids.size > 1) {
    throw new UsageError(
      `${found.length} maps of ${pids.size} processes were found: choose one with --pid ("memory-maps list" shows them)`,
    );
  }
  return [before, after];
}

function compared([before, after]: readonly [FoundMap, FoundMap], filter: string | undefined): Told {
  const { changes, growth, memoryKey } = changesBetween(before.map, after.map, before.where !== after.where);
  const filtered = filter === undefined ? undefined : filterRows(filter, after.map, growth);
  const gone = filtered && rowsOf(filtered.query, before.map);
  const passes = ({ what, row }: RegionChange): boolean => {
    const mask = what === 'gone' ? gone : filtered?.mask;
    return mask === undefined || mask[row] === 1;
  };
  const rows = withSplitsOnce(changes.filter(passes)).map((change) => {
    const { regions } = (change.what === 'gone' ? before : after).map;
    return { ...change, region: regionAt(regions, change.row), kind: kindOf(regions.kind[change.row] ?? 0).label };
  });
  return { before, after, memoryKey, changes: rows };
}

/** What the parts of a region that was split grew by together is told of the first of them that is asked for. */
function withSplitsOnce(changes: readonly RegionChange[]): readonly RegionChange[] {
  const firsts = new Map(changes.flatMap(({ split, row }) => (split ? [[split, row]] : [])));
  for (const { split, row } of changes) if (split) firsts.set(split, Math.min(row, firsts.get(split) ?? row));
  return changes.flatMap((change) => {
    const { split, row, what } = change;
    if (!split || firsts.get(split) === row) return change;
    return what === 'same' && change.permsWere === undefined ? [] : { ...change, memory: undefined };
  });
}

function isToldElsewhere({ split, memory }: RegionChange): boolean {
  return split !== undefined && memory === undefined && !Number.isNaN(split.bytes);
}

/** What was added in all; below 0 where it became less. */
function added({ changes, memoryKey }: Told): { readonly name: string; readonly bytes: number } {
  const unknown = (change: RegionChange): number => (change.what === 'same' || isToldElsewhere(change) ? 0 : NaN);
  const memory = changes.reduce((sum, change) => sum + (change.memory ?? unknown(change)), 0);
  if (memoryKey !== undefined && !Number.isNaN(memory)) return { name: memoryKey, bytes: memory };
  return { name: 'the size', bytes: sizeOf(changes) };
}

function sizeOf(changes: readonly RegionChange[]): number {
  return changes.reduce((sum, { size }) => sum + (size || 0), 0);
}

/** @throws UsageError for what is no size */
function mostOf({ values }: Arguments): number | undefined {
  const value = values.get('most');
  if (value === undefined) return undefined;
  const amount = readAmount(value);
  if (!amount || amount.unit === 'percent') throw new UsageError(`--most needs a size such as 4M, not "${value}"`);
  return Number(limitsOf('<=', amount.numerator, amount.denominator).most);
}

function text(told: Told): string {
  const { changes, memoryKey } = told;
  if (changes.length === 0) return 'no change\n';
  return `${table(columnsOf(memoryKey), changes)}\n${summary(told)}\n`;
}

const UNKNOWN = 'unknown';

function columnsOf(memoryKey: string | undefined): readonly Column<Row>[] {
  const difference = (bytes: number | undefined): string =>
    bytes === undefined || Number.isNaN(bytes) ? UNKNOWN : formatDifference(bytes);
  const memory: Column<Row> = {
    heading: `${memoryKey?.toUpperCase()} GROWTH`,
    isNumber: true,
    cell: ({ memory: bytes, split }) =>
      split && bytes !== undefined ? `${difference(bytes)} in ${split.rows.length} parts` : difference(bytes),
  };
  return [
    { heading: 'CHANGE', isNumber: false, cell: ({ what }) => what },
    { heading: 'GROWTH', isNumber: true, cell: ({ size }) => difference(size) },
    ...(memoryKey === undefined ? [] : [memory]),
    { heading: 'START', isNumber: true, cell: ({ region }) => formatHexAddress(region.start) },
    {
      heading: 'SIZE',
      isNumber: true,
      cell: ({ region: { hasEnd, size } }) => (hasEnd ? formatBytes(size) : UNKNOWN),
    },
    {
      heading: 'PERMS',
      isNumber: false,
      cell: ({ region: { perms }, permsWere }) => `${permsWere ? `${permsWere} → ` : ''}${perms ?? UNKNOWN}`,
    },
    { heading: 'KIND', isNumber: false, cell: ({ kind }) => kind },
    { heading: 'NAME', isNumber: false, cell: ({ region: { file } }) => printable(file.name) },
  ];
}

/** `3 new, 1 gone; size +12.3 MiB, Rss +40 KiB`. */
function summary(told: Told): string {
  const { changes, memoryKey } = told;
  const counts = (['new', 'grown', 'shrunk', 'gone'] as const).flatMap((what) => {
    const count = changes.filter((change) => change.what === what).length;
    return count > 0 ? [`${formatCount(count)} ${what}`] : [];
  });
  const others = changes.filter(({ permsWere }) => permsWere !== undefined).length;
  if (others > 0) counts.push(`${formatCount(others)} with other permissions`);
  const { name, bytes } = added(told);
  const memory = name === memoryKey ? [`${name} ${formatDifference(bytes)}`] : [];
  const sums = [`size ${formatDifference(sizeOf(changes))}`, ...memory].join(', ');
  return counts.length > 0 ? `${counts.join(', ')}; ${sums}` : sums;
}

function json(told: Told): string {
  const { before, after, changes, memoryKey } = told;
  const { name, bytes } = added(told);
  const form = {
    before: placeOf(before),
    after: placeOf(after),
    changes: changes.map(({ what, size, memory, split, permsWere, region, kind }) => ({
      change: what,
      growth: Number.isNaN(size) ? null : size,
      ...(memoryKey === undefined ? {} : { [`${memoryKey}Growth`]: memory ?? null }),
      ...(split && memory !== undefined ? { parts: split.rows.length } : {}),
      start: formatHexAddress(region.start),
      end: region.hasEnd ? formatHexAddress(region.end) : null,
      perms: region.perms ?? null,
      ...(permsWere === undefined ? {} : { permsBefore: permsWere }),
      kind,
      path: region.file.path,
    })),
    totals: { growth: sizeOf(changes), ...(name === memoryKey ? { [`${name}Growth`]: bytes } : {}) },
  };
  return `${JSON.stringify(form, undefined, 1)}\n`;
}

function placeOf({ where, map: { source, range } }: FoundMap): object {
  return { file: where, pid: source.pid ?? null, line: range?.first ?? null };
}
