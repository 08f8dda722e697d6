/** What became of a region since the baseline, in words. */
import { Change, type Growth } from '../../core/growth/compare.ts';
import { formatPerms } from '../../core/memory-map/permissions.ts';
import { formatCount, formatDifference } from '../../core/memory-map/size.ts';
import type { Scene } from './scene.ts';

export interface RegionGrowth {
  /** `new`, or `+132 KiB, Rss +40 KiB`; empty where nothing changed. */
  readonly what: string;
  /** `since 14:02:11`, `in 40 s`. */
  readonly when: string;
}

/** The growth of a row. */
export function growthOf({ listing: { growth }, since: { when, took } }: Scene, row: number): RegionGrowth {
  const isNew = growth?.changes[row] === Change.new;
  if (!growth || isNew) return { what: isNew ? 'new' : '', when: isNew ? `since ${when}` : '' };
  const { size, memory, permsWere } = growth;
  const perms = permsWere.get(row);
  const split = memory?.splits.get(row);
  const ofMemory = difference(`${memory?.key} `, split ? split.bytes : memory?.bytes[row]);
  const amounts = [
    difference('', size[row]),
    split && ofMemory ? `${ofMemory} in ${split.rows.length} parts` : ofMemory,
    perms === undefined ? '' : `was ${formatPerms(perms)}`,
  ];
  return { what: amounts.filter((amount) => amount !== '').join(', '), when: took };
}

/** Empty for what is 0 or not known. */
export function difference(name: string, bytes: number | undefined): string {
  return bytes ? `${name}${formatDifference(bytes)}` : '';
}

/** How many regions changed in each way. */
const CHANGES = ['new', 'grown', 'shrunk'] as const;

/** What changed in all: `3 new`, `1 gone`, `size +12.3 MiB`. */
export function changesInWords(growth: Growth): readonly string[] {
  const { totals, gone, total } = growth;
  const counts = CHANGES.map((change) => ({ word: change, regions: totals[Change[change]]?.regions ?? 0 }));
  return [
    ...[...counts, { word: 'gone' as const, regions: gone.regions }].map(({ word, regions }) =>
      regions > 0 ? `${formatCount(regions)} ${word}` : '',
    ),
    permissionsInWords(growth),
    difference('size ', total),
    memoryInWords(growth),
  ].filter((part) => part !== '');
}

/** How many regions have other permissions than they had; empty for none. */
export function permissionsInWords({ permsWere }: Growth): string {
  return permsWere.size > 0 ? `${formatCount(permsWere.size)} with other permissions` : '';
}

/** What the memory of all regions changed by: `Rss +40 KiB`; empty where none of them changed. */
export function memoryInWords({ memory, differs }: Growth): string {
  if (!memory || !differs) return '';
  const { key, total } = memory;
  if (total === undefined) return `${key} in all unknown`;
  return total === 0 ? `${key} \u00b10` : difference(`${key} `, total);
}
