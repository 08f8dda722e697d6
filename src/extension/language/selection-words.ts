/** The selected regions of a text in a few words. */
import type * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { sumRows } from '../../core/table/sums.ts';
import { selectedRows } from './selected-rows.ts';

/** What the regions on the selected lines come to, of all maps of a text; undefined for one region at most. */
export function selectionWords(
  maps: readonly MemoryMap[],
  selections: readonly vscode.Selection[],
): string | undefined {
  const sums = maps.flatMap((map) => {
    const mask = map.dialect === 'smaps_rollup' ? undefined : selectedRows(map, selections);
    return mask ? [sumRows(map, mask)] : [];
  });
  const regions = sums.reduce((sum, each) => sum + each.regions, 0);
  if (regions < 2) return undefined;
  const parts = ['size', 'Rss', 'Pss'].flatMap((key) => {
    const own = sums.flatMap(({ amounts }) => amounts.filter((amount) => amount.key === key));
    const known = own.reduce((sum, amount) => sum + amount.known, 0);
    if (known === 0) return [];
    const amount = formatBytes(own.reduce((sum, { bytes }) => sum + bytes, 0));
    const told = key === 'size' ? amount : `${key} ${amount}`;
    return [known < regions ? `${told} (known of ${formatCount(known)})` : told];
  });
  return [`${formatCount(regions)} regions`, ...parts].join(' · ');
}
