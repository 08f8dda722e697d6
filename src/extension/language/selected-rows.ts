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
  // In the order of their lines: an editor has up to 10,000 cursors, whose selections lie behind one another.
  const spans = selections
    .filter(({ isEmpty }) => !isEmpty)
    // A selection that ends at the start of a line has nothing of that line.
    .map(({ start, end }) => ({ first: start.line + 1, last: end.character === 0 ? end.line : end.line + 1 }))
    .sort((a, b) => a.first - b.first || a.last - b.last);
  if (spans.length === 0) return undefined;
  const mask = new Uint8Array(regions.count);
  for (let row = 0; row < regions.count; row++) {
    const line = regions.line[row] ?? 0;
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (spans[middle]!.first <= line) low = middle + 1;
      else high = middle;
    }
    // The last one that starts at the line or above reaches furthest.
    if (low > 0 && line <= spans[low - 1]!.last) mask[row] = 1;
  }
  if (dialect === 'smaps' || dialect === 'smaps_rollup') {
    for (const { first } of spans) {
      const row = isInside(map, first) ? rowOfLine(regions, first) : undefined;
      if (row !== undefined) mask[row] = 1;
    }
  }
  return mask.includes(1) ? mask : undefined;
}
