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
import { filterRows, rowsOf, untoldOf } from './filter-rows.ts';
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
  --most SIZE      exit with ${GREW} when more than that was added, such as 4M: of Rss where both maps tell it, else of the size;
                   with 1 when that is not known
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
    for (const { where, sentence } of told.untold) tell(where, sentence);
    await STDOUT.write(given.flags.has('json') ? json(told) : text(told));
    if (failed || problems) return 1;
    if (most === undefined) return 0;
    const { name, bytes } = added(told);
    if (Number.isNaN(bytes) || told.untold.length > 0) {
      tell('memory-maps', '--most: how much was added is not known, as the maps do not tell all that is asked for');
      return 1;
    }
    if (bytes <= most) return 0;
    tell('memory-maps', `${name} grew by ${formatBytes(bytes)}, which is more than ${given.values.get('most')}`);
    return GREW;
  },
};

/** Two maps, and what differs of the regions that are asked for. */
interface Told extends Pick<Comparison, 'memoryKey'> {
  readonly before: FoundMap;
  readonly after: FoundMap;
  readonly changes: readonly Row[];
  /** How many other changes the filter does not let through. */
  readonly others: number;
  /** What all of them come to; NaN where the size of any region is not known, changed or not. */
  readonly size: number;
  /** The same of the memory. */
  readonly memory: number;
  /** What the filter asks for and a map does not tell. */
  readonly untold: readonly { readonly where: string; readonly sentence: string }[];
}

interface Row extends RegionChange {
  readonly region: Region;
  /** False where its addresses are not told. */
  readonly placed: boolean;
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
  const passes = ({ what, row }: Pick<RegionChange, 'what' | 'row'>): boolean => {
    const mask = what === 'gone' ? gone : filtered?.mask;
    return mask === undefined || mask[row] === 1;
  };
  const ofSums = [before, after].some(({ map }) => map.dialect === 'smaps_rollup');
  const passing = (ofSums ? changes.flatMap(withoutSize) : changes).filter(passes);
  const rows = withSplitsOnce(passing).map((change) => {
    const { regions, placed } = (change.what === 'gone' ? before : after).map;
    const region = regionAt(regions, change.row);
    const kind = kindOf(regions.kind[change.row] ?? 0).label;
    return { ...change, region: ofSums ? { ...region, hasEnd: false } : region, placed, kind };
  });
  const isUnsized = ofSums || growth.size.some((bytes, row) => Number.isNaN(bytes) && passes({ what: 'same', row }));
  const size = isUnsized ? NaN : passing.reduce((sum, change) => sum + change.size, 0);
  const { bytes, splits } = growth.memory ?? { bytes: undefined, splits: undefined };
  const isMemoryUnknown =
    bytes?.some((own, row) => Number.isNaN(splits.get(row)?.bytes ?? own) && passes({ what: 'same', row })) ||
    passing.some((change) => change.what === 'gone' && change.memory === undefined);
  const memory = isMemoryUnknown ? NaN : rows.reduce((sum, change) => sum + (change.memory ?? 0), 0);
  const untold = [before, after].flatMap(({ where, map }) =>
    (filtered ? untoldOf(filtered.query, map) : []).map((sentence) => ({ where, sentence })),
  );
  const others = changes.length - passing.length;
  return { before, after, memoryKey, changes: rows, others, size, memory, untold };
}

/** The one row of smaps_rollup goes from the first region to the last: it is the size of none, and grows with none. */
function withoutSize(change: RegionChange): readonly RegionChange[] {
  const { what, memory } = change;
  if (what === 'new' || what === 'gone') return [{ ...change, size: NaN }];
  return memory === 0 ? [] : [{ ...change, what: 'same', size: NaN }];
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

/** What was added in all, of the memory where that is known; below 0 where it became less, NaN where neither is known. */
function added({ memoryKey, memory, size }: Told): { readonly name: string; readonly bytes: number } {
  if (memoryKey !== undefined && !Number.isNaN(memory)) return { name: memoryKey, bytes: memory };
  return { name: 'the size', bytes: size };
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
  const { changes, others, size } = told;
  if (changes.length > 0) return `${table(columnsOf(told), changes)}\n${summary(told)}\n`;
  if (others > 0) return `no change of what the filter lets through; ${formatCount(others)} others\n`;
  return Number.isNaN(size) ? 'no region is new or gone; their sizes are not told\n' : 'no change\n';
}

const UNKNOWN = 'unknown';

function difference(bytes: number | undefined): string {
  return bytes === undefined || Number.isNaN(bytes) ? UNKNOWN : formatDifference(bytes);
}

function columnsOf({ memoryKey, changes }: Told): readonly Column<Row>[] {
  const memory: Column<Row> = {
    heading: `${memoryKey?.toUpperCase()} GROWTH`,
    isNumber: true,
    cell: ({ memory: bytes, split }) =>
      split && bytes !== undefined ? `${difference(bytes)} in ${split.rows.length} parts` : difference(bytes),
  };
  const start: Column<Row> = {
    heading: 'START',
    isNumber: true,
    cell: ({ region, placed }) => (placed ? formatHexAddress(region.start) : UNKNOWN),
  };
  return [
    { heading: 'CHANGE', isNumber: false, cell: ({ what }) => what },
    { heading: 'GROWTH', isNumber: true, cell: ({ size }) => difference(size) },
    ...(memoryKey === undefined ? [] : [memory]),
    ...(changes.some(({ placed }) => placed) ? [start] : []),
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
  const { changes, memoryKey, size, memory } = told;
  const counts = (['new', 'grown', 'shrunk', 'gone'] as const).flatMap((what) => {
    const count = changes.filter((change) => change.what === what).length;
    return count > 0 ? [`${formatCount(count)} ${what}`] : [];
  });
  const others = changes.filter(({ permsWere }) => permsWere !== undefined).length;
  if (others > 0) counts.push(`${formatCount(others)} with other permissions`);
  const ofMemory = memoryKey === undefined ? [] : [`${memoryKey} ${difference(memory)}`];
  const sums = [`size ${difference(size)}`, ...ofMemory].join(', ');
  return counts.length > 0 ? `${counts.join(', ')}; ${sums}` : sums;
}

function json(told: Told): string {
  const { before, after, changes, memoryKey } = told;
  const known = (bytes: number): number | null => (Number.isNaN(bytes) ? null : bytes);
  const form = {
    before: placeOf(before),
    after: placeOf(after),
    changes: changes.map(({ what, size, memory, split, permsWere, region, placed, kind }) => ({
      change: what,
      growth: known(size),
      ...(memoryKey === undefined ? {} : { [`${memoryKey}Growth`]: memory ?? null }),
      ...(split && memory !== undefined ? { parts: split.rows.length } : {}),
      start: placed ? formatHexAddress(region.start) : null,
      end: placed && region.hasEnd ? formatHexAddress(region.end) : null,
      perms: region.perms ?? null,
      ...(permsWere === undefined ? {} : { permsBefore: permsWere }),
      kind,
      path: region.file.path,
    })),
    totals: {
      growth: known(told.size),
      ...(memoryKey === undefined ? {} : { [`${memoryKey}Growth`]: known(told.memory) }),
    },
  };
  return `${JSON.stringify(form, undefined, 1)}\n`;
}

function placeOf({ where, map: { source, range } }: FoundMap): object {
  return { file: where, pid: source.pid ?? null, line: range?.first ?? null };
}
