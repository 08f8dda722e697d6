/** Highlights and references: the other regions of the same object, by device and inode where they are told, else by path. */
import * as vscode from 'vscode';
import { NO_FILE } from '../../core/memory-map/file-table.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { regionAt } from '../../core/memory-map/region-table.ts';
import { mapAtLine } from '../../core/memory-map/map-at-line.ts';
import type { Services } from '../platform/services.ts';
import { mapsOf } from './document-access.ts';
import { RowNames } from './row-names.ts';
import { registerWhereMaps } from './where-maps.ts';

/** Registers highlights and references for documents of any language that hold maps. */
export function registerSameObject(context: vscode.ExtensionContext, services: Services): void {
  const rangesOf = async (
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.Range[]> => {
    const maps = await mapsOf(document, services, token);
    const map = maps && mapAtLine(maps, position.line + 1);
    return map ? sameObject(map, document, position) : [];
  };
  registerWhereMaps(context, services, (selector) =>
    vscode.Disposable.from(
      // One document by its pattern outranks the editor's own highlighting of equal words.
      vscode.languages.registerDocumentHighlightProvider(selector, {
        async provideDocumentHighlights(document, position, token) {
          const ranges = await rangesOf(document, position, token);
          return ranges.length > 0 ? ranges.map((range) => new vscode.DocumentHighlight(range)) : undefined;
        },
      }),
      vscode.languages.registerReferenceProvider(selector, {
        async provideReferences(document, position, _context, token) {
          const ranges = await rangesOf(document, position, token);
          return ranges.map((range) => new vscode.Location(document.uri, range));
        },
      }),
    ),
  );
}

/** Where the object of the region at a place is named in its map; empty for memory without a name. */
function sameObject(map: MemoryMap, document: vscode.TextDocument, place: vscode.Position): readonly vscode.Range[] {
  const { regions } = map;
  const names = new RowNames(document, regions);
  const row = names.rowAt(place);
  const entry = row === undefined ? NO_FILE : (regions.file[row] ?? NO_FILE);
  if (row === undefined || entry === NO_FILE) return [];
  const { file, hasFileId } = regionAt(regions, row);
  const entries = new Uint8Array(regions.files.count);
  entries[entry] = 1;
  // One file can be mapped under two names; names without an inode (`[heap]`, basenames of pmap) are all there is to compare.
  // All anon_inode mappings share one inode, whatever they are.
  if (hasFileId && file.inode !== 0n && file.path.startsWith('/')) {
    for (let i = 1; i < entries.length; i++) {
      if (isSameFile(map, i, entry)) entries[i] = 1;
    }
  }
  const ranges: vscode.Range[] = [];
  for (let i = 0; i < regions.count; i++) {
    if (entries[regions.file[i] ?? NO_FILE] !== 1) continue;
    const at = (regions.line[i] ?? 0) - 1;
    if (at < 0 || at >= document.lineCount) continue;
    ranges.push(names.find(i, regionAt(regions, i).file.name) ?? filled(document.lineAt(at)));
  }
  return ranges;
}

function isSameFile({ regions: { files } }: MemoryMap, a: number, b: number): boolean {
  return (
    files.inode[2 * a] === files.inode[2 * b] &&
    files.inode[2 * a + 1] === files.inode[2 * b + 1] &&
    files.major[a] === files.major[b] &&
    files.minor[a] === files.minor[b]
  );
}

/** A line without the blanks around it. */
function filled({ text, lineNumber }: vscode.TextLine): vscode.Range {
  return new vscode.Range(lineNumber, text.length - text.trimStart().length, lineNumber, text.trimEnd().length);
}
