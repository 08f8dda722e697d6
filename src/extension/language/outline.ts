/** The outline, breadcrumbs and sticky scroll of maps: each map of a document, its objects, and their regions. */
import * as vscode from 'vscode';
import { kindOf } from '../../core/kinds/kinds.ts';
import { DIALECT_LABELS } from '../../core/memory-map/dialect-names.ts';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { formatPerms } from '../../core/memory-map/permissions.ts';
import { sizeNumberAt } from '../../core/memory-map/region-table.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import { visible } from '../../core/fields/text.ts';
import { objectRuns } from '../../core/objects/object-runs.ts';
import { objectName, objectRows } from '../../core/objects/row-objects.ts';
import { regionCount } from '../platform/region-count.ts';
import type { Services } from '../platform/services.ts';
import { mapsOf } from './document-access.ts';
import { hasRecords } from './records.ts';

const { Module, Struct, Field } = vscode.SymbolKind;

/** VS Code takes the whole outline to the window after each edit, and nobody reads so much: above this it has objects only. */
const MOST_SYMBOLS = 3000;
/** And where the objects are more than that, so many stretches of addresses. */
const MOST_RUNS = 200;

/** Registers the outline, for documents of any language that hold maps. */
export function registerOutline(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.languages.registerDocumentSymbolProvider(
      '*',
      {
        async provideDocumentSymbols(document, token) {
          const maps = await mapsOf(document, services, token);
          if (!maps?.length || token.isCancellationRequested) return undefined;
          const [only] = maps;
          // A file that is one map needs no name for it.
          if (maps.length === 1 && only && !only.range) return objectSymbols(only, document.lineCount);
          return maps.map((map) => mapSymbol(map, document.lineCount));
        },
      },
      { label: 'Memory Maps' },
    ),
  );
}

function mapSymbol(map: MemoryMap, lineCount: number): vscode.DocumentSymbol {
  const first = (map.range?.first ?? 1) - 1;
  const last = Math.min(map.range?.last ?? lineCount, lineCount) - 1;
  const dialect = map.dialect === undefined ? '' : DIALECT_LABELS[map.dialect];
  const name = visible(map.title ?? vscode.l10n.t('Memory map'));
  const detail = [dialect, regionCount(map.regions.count)].filter(Boolean).join(', ');
  const symbol = new vscode.DocumentSymbol(name, detail, Module, lines(first, last), lines(first, first));
  symbol.children = objectSymbols(map, last + 1);
  return symbol;
}

/** The objects of a map with their regions; of a large one what there is room for. @param end the line (from 0) after the map */
function objectSymbols(map: MemoryMap, end: number): vscode.DocumentSymbol[] {
  const starts = objectRows(map);
  if (starts.length > MOST_SYMBOLS) {
    return stretches(map, objectRuns(starts, MOST_RUNS), end).map((run) =>
      symbolOf(runName(map, run), Module, run, map),
    );
  }
  const hasRegions = map.regions.count <= MOST_SYMBOLS;
  return stretches(map, starts, end).map((object) => {
    const name = visible(objectName(map, object.from));
    if (object.to - object.from === 1) return regionSymbol(name, map, object);
    const symbol = symbolOf(name, Struct, object, map);
    if (hasRegions) {
      const rows = Uint32Array.from({ length: object.to - object.from + 1 }, (_, i) => object.from + i);
      symbol.children = stretches(map, rows, object.after).map((region) =>
        regionSymbol(kindOf(map.regions.kind[region.from] ?? 0).label, map, region),
      );
    }
    return symbol;
  });
}

/** Rows that stand below one another: from one up to another, the line (from 0) of the first and the one after the last. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly after: number;
}

/** @param starts the first row of each stretch, and the row after the last @param end the line after that one */
function stretches(map: MemoryMap, starts: Uint32Array, end: number): Stretch[] {
  const { line, count } = map.regions;
  const isWhole = hasRecords(map);
  const found: Stretch[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    const from = starts[i] ?? 0;
    const to = starts[i + 1] ?? from + 1;
    const isLast = i + 2 === starts.length;
    const first = lineOf(line, from);
    found.push({ from, to, first, after: !isWhole ? first + 1 : isLast || to >= count ? end : lineOf(line, to) });
  }
  return found;
}

function symbolOf(name: string, kind: vscode.SymbolKind, stretch: Stretch, map: MemoryMap): vscode.DocumentSymbol {
  let size = 0;
  for (let row = stretch.from; row < stretch.to; row++) size += sizeNumberAt(map.regions, row);
  const detail = vscode.l10n.t('{0}, {1}', regionCount(stretch.to - stretch.from), formatBytes(size));
  return new vscode.DocumentSymbol(name, detail, kind, ...rangesOf(stretch));
}

function regionSymbol(name: string, map: MemoryMap, stretch: Stretch): vscode.DocumentSymbol {
  return new vscode.DocumentSymbol(name, regionDetail(map, stretch.from), Field, ...rangesOf(stretch));
}

function rangesOf({ first, after }: Stretch): [vscode.Range, vscode.Range] {
  return [lines(first, Math.max(first, after - 1)), lines(first, first)];
}

/** `7f12a4000000–7f12a8021000`: where the regions of a stretch lie. */
function runName({ regions }: MemoryMap, { from, to }: Stretch): string {
  return `${formatAddress(addressAt(regions.start, from))}–${formatAddress(addressAt(regions.end, to - 1))}`;
}

function regionDetail({ regions }: MemoryMap, row: number): string {
  const size = sizeNumberAt(regions, row);
  const perms = formatPerms(regions.perms[row] ?? 0);
  return [perms, size > 0 ? formatBytes(size) : undefined].filter((part) => part !== undefined).join(' ');
}

/** A row's line, from 0. */
function lineOf(line: Uint32Array, row: number): number {
  return Math.max(1, line[row] ?? 1) - 1;
}

/** Whole lines; the last one to its end. */
function lines(first: number, last: number): vscode.Range {
  return new vscode.Range(first, 0, last, first === last ? 0 : Number.MAX_SAFE_INTEGER);
}
