/** What an exported table says of growth: the columns of the table on the screen, with exact times. */
import type { MoreColumn } from '../../core/export/table-source.ts';
import { areAged } from '../../core/growth/ages.ts';
import { formatDifference } from '../../core/memory-map/size.ts';
import type { ColumnId } from '../../core/table/columns.ts';
import { firstSeen } from './ages.ts';
import type { Scene } from './scene.ts';

/** All that is known, for a CSV: differences in bytes. */
export function growthInCsv(scene: Scene): readonly MoreColumn[] {
  const ages = areAged(scene.listing.ages) ? [seenColumn(scene, 'First seen', '')] : [];
  return [...differences(scene, 'in bytes ', (bytes) => (Number.isNaN(bytes) ? '' : String(bytes))), ...ages];
}

/** What the table shows, for Markdown. @param shown the columns of the table */
export function growthInMarkdown(scene: Scene, shown: readonly { readonly id: string }[]): readonly MoreColumn[] {
  const textOf = (bytes: number): string => (Number.isNaN(bytes) ? UNKNOWN : formatDifference(bytes));
  const columns = [...differences(scene, '', textOf), seenColumn(scene, 'First seen', UNKNOWN)];
  return columns.filter((column) => shown.some(({ id }) => id === column.id));
}

const UNKNOWN = 'unknown';

interface GrowthColumn extends MoreColumn {
  readonly id: ColumnId;
}

function differences(
  { listing: { growth }, since, sized }: Scene,
  unit: string,
  textOf: (bytes: number) => string,
): readonly GrowthColumn[] {
  if (!growth) return [];
  const { size, memory } = growth;
  const column = (id: ColumnId, name: string, bytes: Float64Array): GrowthColumn => ({
    id,
    heading: `${name} ${unit}since ${since.stamp}`,
    isNumber: true,
    cell: (row) => textOf(bytes[row] ?? NaN),
  });
  return [
    ...(sized ? [column('growth', 'Growth', size)] : []),
    ...(memory ? [column('memory-growth', `${memory.key} growth`, memory.bytes)] : []),
  ];
}

function seenColumn({ listing }: Scene, heading: string, unknown: string): GrowthColumn {
  return { id: 'first-seen', heading, isNumber: false, cell: (row) => firstSeen(listing, row)?.stamp ?? unknown };
}
