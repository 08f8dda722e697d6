/** Inlay hints behind the address range of each row: its size, and its share of the memory that the map counts. */
import * as vscode from 'vscode';
import { kernelRowAt } from '../../core/fields/row-fields.ts';
import { hexWords } from '../../core/locate/hex-words.ts';
import { counterColumn, counterNumber } from '../../core/memory-map/counters.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { regionAt, type Region } from '../../core/memory-map/region-table.ts';
import { rowsOnLine } from '../../core/memory-map/rows-by-line.ts';
import { formatBytes, formatKilobytes, formatShare } from '../../core/memory-map/size.ts';
import { mapAtLine } from '../../core/memory-map/map-at-line.ts';
import type { Services } from '../platform/services.ts';
import { isRevision, mapsOf } from './document-access.ts';

/** Registers the hints for documents of any language that hold maps. */
export function registerInlayHints(context: vscode.ExtensionContext, services: Services): void {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    changed,
    services.documents.onDidRead(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('memoryMaps.inlayHints')) changed.fire();
    }),
    vscode.languages.registerInlayHintsProvider('*', {
      onDidChangeInlayHints: changed.event,
      async provideInlayHints(document, range, token) {
        // They would stand in the way of comparing.
        const wanted =
          !isRevision(document) && vscode.workspace.getConfiguration('memoryMaps', document).get('inlayHints', true);
        const maps = wanted ? await mapsOf(document, services, token) : undefined;
        if (!maps?.length || token.isCancellationRequested) return undefined;
        const hints: vscode.InlayHint[] = [];
        const last = Math.min(range.end.line, document.lineCount - 1);
        for (let line = range.start.line; line <= last; line++) {
          const map = mapAtLine(maps, line + 1);
          const hint = map && hintOf(map, document, line);
          if (hint) hints.push(hint);
        }
        return hints;
      },
    }),
  );
}

function hintOf(map: MemoryMap, document: vscode.TextDocument, line: number): vscode.InlayHint | undefined {
  const rows = rowsOnLine(map.regions, line + 1);
  const [row] = rows;
  // A line that made several regions has no size of its own; of a rollup no size means anything.
  if (row === undefined || rows.length > 1 || map.dialect === 'smaps_rollup') return undefined;
  const region = regionAt(map.regions, row);
  if (!region.hasEnd) return undefined;
  const { text } = document.lineAt(line);
  const at = endOfRange(text, region);
  if (at === undefined) return undefined;
  const hint = new vscode.InlayHint(new vscode.Position(line, at), labelOf(map, region));
  hint.paddingLeft = true;
  hint.tooltip = tooltipOf(map, region);
  return hint;
}

/** Where the row's address range ends: after its end, or after its start when the row has no end. */
function endOfRange(text: string, region: Region): number | undefined {
  const kernelRow = kernelRowAt(text, region);
  if (kernelRow !== undefined) return text.indexOf(' ', kernelRow + 1);
  const words = hexWords(text);
  const end = words.find(({ address }) => address === region.end || address === region.end - 1n);
  return (end ?? words.find(({ address }) => address === region.start))?.to;
}

/** Labels of one width each, so that the columns of the text stay columns. */
const SIZE_WIDTH = '1023.9 MiB'.length;
const SHARE_WIDTH = 'Rss below 0.1 %'.length;

function labelOf(map: MemoryMap, region: Region): string {
  const size = aligned(formatBytes(region.size), SIZE_WIDTH);
  if (!map.counters || !counterColumn(map.counters, 'Rss')) return size;
  return `${size} ${aligned(rssShare(map, region.index) ?? '', SHARE_WIDTH)}`;
}

/** The text at the right of so many columns; blanks that do not break, as the editor would drop others. */
function aligned(text: string, width: number): string {
  return text.padStart(width, '\u00a0');
}

/** `Rss 12.5 %` of the map's; undefined when the map does not count, or the region has none of it. */
function rssShare({ counters, regions }: MemoryMap, row: number): string | undefined {
  const rss = counterNumber(counters, 'Rss', row);
  if (!counters || rss === undefined || rss === 0) return undefined;
  const share = formatShare(rss, totalRss(counters, regions.count));
  return share === undefined ? undefined : `Rss ${share}`;
}

function tooltipOf({ counters, regions }: MemoryMap, { index, size }: Region): string {
  const rss = counterNumber(counters, 'Rss', index);
  const bytes = vscode.l10n.t('{0} of address space', formatBytes(size));
  if (!counters || rss === undefined) return bytes;
  const total = formatKilobytes(totalRss(counters, regions.count));
  return `${bytes}\n${vscode.l10n.t('{0} in RAM (Rss), of {1} in the whole map', formatKilobytes(rss), total)}`;
}

const totals = new WeakMap<object, number>();

/** The sum of Rss over a map, in kB. */
function totalRss(counters: NonNullable<MemoryMap['counters']>, count: number): number {
  let total = totals.get(counters);
  if (total === undefined) {
    total = 0;
    if (counterColumn(counters, 'Rss')) {
      for (let row = 0; row < count; row++) total += counterNumber(counters, 'Rss', row) ?? 0;
    }
    totals.set(counters, total);
  }
  return total;
}
