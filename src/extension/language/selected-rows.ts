/** The regions on the selected lines of a text. */
import type * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { rowOfLine } from '../../core/memory-map/rows-by-line.ts';
import { isInside } from '../../core/memory-map/map-at-line.ts';

/**
 * By row 1 for each region of a map whose line is selected; of smaps also the one among whose counters a selection starts.
 * Undefined when there is none.
 */
export function selectedRows(map: MemoryMap, selections: readonly vscode.Selection[]): Uint8Array | undefined {
  const { regions, dialect } = map;
  const spans = selections
    .filter(({ isEmpty }) => !isEmpty)
    // A selection that ends at the start of a line has nothing of that line.
    .map(({ start, end }) => ({ first: start.line + 1, last: end.character === 0 ? end.line : end.line + 1 }));
  if (spans.length === 0) return undefined;
  const mask = new Uint8Array(regions.count);
  for (let row = 0; row < regions.count; row++) {
    const line = regions.line[row] ?? 0;
    if (spans.some(({ first, last }) => first <= line && line <= last)) mask[row] = 1;
  }
  if (dialect === 'smaps' || dialect === 'smaps_rollup') {
    for (const { first } of spans) {
      const row = isInside(map, first) ? rowOfLine(regions, first) : undefined;
      if (row !== undefined) mask[row] = 1;
    }
  }
  return mask.includes(1) ? mask : undefined;
}
