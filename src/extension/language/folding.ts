/** Folding: an object with several regions, and a region with the counters below it. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { objectRows } from '../../core/objects/row-objects.ts';
import type { Services } from '../platform/services.ts';
import { mapsOf } from './document-access.ts';
import { hasRecords } from './records.ts';

/** How many folds VS Code takes of a document. */
const LIMIT = 'foldingMaximumRegions';

/** Registers folding for documents of any language that hold maps. */
export function registerFolding(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.languages.registerFoldingRangeProvider('*', {
      async provideFoldingRanges(document, _context, token) {
        const maps = await mapsOf(document, services, token);
        const ranges = maps?.filter(hasRecords).flatMap((map) => foldingOf(map, lastLine(map, document))) ?? [];
        // An empty answer would be one: VS Code folds by indentation only where nobody gives any.
        if (ranges.length === 0) return undefined;
        // One more than it takes, so that it says that there are more: all of a large map would take long to send.
        return ranges.slice(0, vscode.workspace.getConfiguration('editor', document).get(LIMIT, 5000) + 1);
      },
    }),
  );
}

/** The last line (from 0) that has something of the map. */
function lastLine({ range }: MemoryMap, document: vscode.TextDocument): number {
  let last = Math.min(range?.last ?? document.lineCount, document.lineCount) - 1;
  while (last > 0 && document.lineAt(last).isEmptyOrWhitespace) last--;
  return last;
}

/** @param last the map's last line, from 0 */
function foldingOf(map: MemoryMap, last: number): vscode.FoldingRange[] {
  const { line, count } = map.regions;
  const starts = objectRows(map);
  const ranges: vscode.FoldingRange[] = [];
  const fold = (from: number, to: number): void => {
    const first = (line[from] ?? 1) - 1;
    const end = to < count ? (line[to] ?? 1) - 2 : last;
    if (end > first) ranges.push(new vscode.FoldingRange(first, end));
  };
  for (let i = 0; i + 1 < starts.length; i++) {
    const from = starts[i] ?? 0;
    const to = starts[i + 1] ?? from;
    // The first region's fold would start on the object's line too: there is room for one.
    if (to - from > 1) fold(from, to);
    for (let row = to - from > 1 ? from + 1 : from; row < to; row++) fold(row, row + 1);
  }
  return ranges;
}
