/** The outline, breadcrumbs and sticky scroll of maps: each map of a document, its objects, and their regions. */
import * as vscode from 'vscode';
import { kindOf } from '../../core/kinds/kinds.ts';
import { DIALECT_LABELS } from '../../core/memory-map/dialect-names.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { formatPerms } from '../../core/memory-map/permissions.ts';
import { sizeNumberAt } from '../../core/memory-map/region-table.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { visible } from '../../core/fields/text.ts';
import { objectName, objectRows } from '../../core/objects/row-objects.ts';
import type { Services } from '../platform/services.ts';
import { mapsOf } from './document-access.ts';

const { Module, Struct, Field } = vscode.SymbolKind;

/** Above this the outline has objects only: VS Code takes all of it to the window after each edit, and nobody reads so many. */
const MOST_WITH_REGIONS = 20_000;

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
  const detail = vscode.l10n.t('{0}, {1} regions', dialect, formatCount(map.regions.count));
  const symbol = new vscode.DocumentSymbol(name, detail, Module, lines(first, last), lines(first, first));
  symbol.children = objectSymbols(map, last + 1);
  return symbol;
}

/** @param end the line (from 0) after the map */
function objectSymbols(map: MemoryMap, end: number): vscode.DocumentSymbol[] {
  const { line } = map.regions;
  const starts = objectRows(map);
  const symbols: vscode.DocumentSymbol[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    const from = starts[i] ?? 0;
    const to = starts[i + 1] ?? from + 1;
    const first = lineOf(line, from);
    const next = to < map.regions.count ? lineOf(line, to) : end;
    const range = lines(first, Math.max(first, next - 1));
    let size = 0;
    for (let row = from; row < to; row++) size += sizeNumberAt(map.regions, row);
    const name = visible(objectName(map, from));
    if (to - from === 1) {
      symbols.push(new vscode.DocumentSymbol(name, regionDetail(map, from), Field, range, lines(first, first)));
      continue;
    }
    const detail = vscode.l10n.t('{0} regions, {1}', formatCount(to - from), formatBytes(size));
    const symbol = new vscode.DocumentSymbol(name, detail, Struct, range, lines(first, first));
    symbols.push(symbol);
    if (map.regions.count > MOST_WITH_REGIONS) continue;
    for (let row = from; row < to; row++) {
      const start = lineOf(line, row);
      const after = row + 1 < to ? lineOf(line, row + 1) : next;
      symbol.children.push(
        new vscode.DocumentSymbol(
          kindOf(map.regions.kind[row] ?? 0).label,
          regionDetail(map, row),
          Field,
          lines(start, Math.max(start, after - 1)),
          lines(start, start),
        ),
      );
    }
  }
  return symbols;
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
