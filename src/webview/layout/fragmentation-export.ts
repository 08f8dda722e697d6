/** What the report of fragmentation says, as sentences and as tables of files. Texts come from the map: what writes escapes them. */
import type { Fragmentation, Hole, SizeClass } from '../../core/composition/fragmentation.ts';
import { csvOf } from '../../core/export/csv.ts';
import type { ReportTable } from '../../core/export/html-report.ts';
import { rowAt } from '../../core/layout/axis.ts';
import { addressAt, formatAddress, formatHexAddress } from '../../core/memory-map/address.ts';
import { formatBytes, formatCount, formatShare } from '../../core/memory-map/size.ts';
import { describeRegion } from './describe.ts';
import type { Scene } from './scene.ts';
import { regionCount } from './tile-words.ts';

/** `DEFAULT_MAX_MAP_COUNT` of the kernel: `USHRT_MAX` less 5 (include/linux/mm.h). */
const DEFAULT_MOST_REGIONS = 65530;

export const CLASS_HEADINGS = ['Size from', 'Count', 'Together'] as const;

/** What there is to say beside the tables, a sentence each. */
export function factsOf({ axis, listing, sized }: Scene, { joinable, flagsTold }: Fragmentation): readonly string[] {
  return [
    ...(listing.placed ? [aboutCount(axis.count)] : []),
    ...(hasHoles({ listing, sized })
      ? []
      : ['The source does not tell where regions lie or end: nothing is known of holes.']),
    joinable === undefined ? 'Which neighbours could be one region is not known.' : aboutJoinable(joinable, flagsTold),
  ];
}

/** True where the source tells what lies between regions. */
export function hasHoles({ listing, sized }: Pick<Scene, 'listing' | 'sized'>): boolean {
  return listing.placed && sized;
}

function aboutCount(regions: number): string {
  return `${regionCount(regions)}, ${formatShare(regions, DEFAULT_MOST_REGIONS)} of the ${formatCount(DEFAULT_MOST_REGIONS)} that vm.max_map_count allows by default; this process\u2019s limit is not told here.`;
}

function aboutJoinable(joinable: number, flagsTold: boolean): string {
  if (joinable === 0) return 'No two anonymous neighbours could be one region.';
  return `${regionCount(joinable)} could be joined with the one below: private, anonymous, adjacent, and alike in permissions, name and ${flagsTold ? 'flags' : 'all else that the source tells (no VmFlags)'}.`;
}

/** A hole as it is shown. */
export interface HoleWords {
  readonly size: string;
  readonly range: string;
  /** The regions around it. */
  readonly below: string;
  readonly above: string;
}

export function holeInWords(scene: Scene, hole: Hole): HoleWords {
  const { start, end } = spanOf(scene, hole);
  return {
    size: formatBytes(hole.size),
    range: `${formatAddress(start)}\u2013${formatAddress(end)}`,
    below: describeRegion(scene, hole.before - 1).name,
    above: describeRegion(scene, hole.before).name,
  };
}

function spanOf({ axis }: Scene, { before, size }: Hole): { readonly start: bigint; readonly end: bigint } {
  const end = addressAt(axis.table.start, rowAt(axis, before));
  return { start: end - BigInt(size), end };
}

export function classCells({ power, count, size }: SizeClass): readonly string[] {
  return [formatBytes(2 ** power), formatCount(count), formatBytes(size)];
}

/** The tables of the report; those that would be empty are left out. */
export function fragmentationTables(scene: Scene, { largest, holes, regions }: Fragmentation): readonly ReportTable[] {
  const classes = (title: string, of: readonly SizeClass[]): ReportTable => ({
    title,
    headings: CLASS_HEADINGS.map((text) => ({ text, isNumber: true })),
    rows: of.map(classCells),
    note: '',
  });
  const holeRows = largest.map((hole) => {
    const { size, range, below, above } = holeInWords(scene, hole);
    return [size, range, below, above];
  });
  const headings = ['Size', 'Addresses', 'After', 'Before'].map((text, i) => ({ text, isNumber: i === 0 }));
  const tables = [
    { table: { title: 'Largest holes between regions', headings, rows: holeRows, note: '' }, count: holeRows.length },
    { table: classes('Holes between regions by size', holes), count: holes.length },
    { table: classes('Regions by size', regions), count: regions.length },
  ];
  return tables.filter(({ count }) => count > 0).map(({ table }) => table);
}

/** All of it as one table of CSV, sizes in bytes: what a record is of stands in its first cell. */
export function fragmentationCsv(scene: Scene, { largest, holes, regions }: Fragmentation): Generator<string> {
  const classes = (what: string, of: readonly SizeClass[]): (string | number | undefined)[][] =>
    of.map(({ power, count, size }) => [what, size, undefined, undefined, undefined, undefined, 2 ** power, count]);
  return csvOf(
    ['what', 'size', 'start', 'end', 'after', 'before', 'size from', 'count'],
    [
      ...largest.map((hole) => {
        const { start, end } = spanOf(scene, hole);
        const { below, above } = holeInWords(scene, hole);
        return ['largest hole', hole.size, formatHexAddress(start), formatHexAddress(end), below, above, undefined, 1];
      }),
      ...classes('holes by size', holes),
      ...classes('regions by size', regions),
    ],
  );
}
