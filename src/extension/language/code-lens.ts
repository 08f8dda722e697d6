/** The code lens over a map that stands in another text: its layout, and the map in a document of its own. */
import * as vscode from 'vscode';
import { LANGUAGE } from '../documents/document-maps.ts';
import { regionCount } from '../platform/region-count.ts';
import type { Services } from '../platform/services.ts';
import { mapsOf } from './document-access.ts';

/** Registers the lens for documents of any language that hold maps. */
export function registerCodeLens(context: vscode.ExtensionContext, services: Services): void {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    changed,
    services.documents.onDidRead(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('memoryMaps.codeLens')) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider('*', {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document, token) {
        if (!vscode.workspace.getConfiguration('memoryMaps', document).get('codeLens', true)) return undefined;
        const maps = await mapsOf(document, services, token);
        // A maps file that is one map has its buttons in the editor's title.
        const parts = maps?.filter(({ range }) => range !== undefined);
        if (!parts?.length || (document.languageId === LANGUAGE && maps?.length === 1)) return undefined;
        // Maps of several processes stand in the same lines: a command asks which one is meant.
        const sizes = new Map<number, number[]>();
        for (const { range, regions } of parts) {
          const line = range?.first ?? 1;
          const known = sizes.get(line);
          if (known) known.push(regions.count);
          else sizes.set(line, [regions.count]);
        }
        return [...sizes].flatMap(([line, [size, ...others]]) => {
          const place = new vscode.Range(line - 1, 0, line - 1, 0);
          const target = { uri: document.uri.toString(), line };
          return [
            new vscode.CodeLens(place, {
              title:
                others.length > 0
                  ? vscode.l10n.t('Layout of one of {0} maps…', others.length + 1)
                  : vscode.l10n.t('Layout of {0}', regionCount(size ?? 0)),
              command: 'memoryMaps.showLayout',
              arguments: [target],
            }),
            new vscode.CodeLens(place, {
              title: vscode.l10n.t('Open as maps'),
              command: 'memoryMaps.openAsMaps',
              arguments: [target],
            }),
          ];
        });
      },
    }),
  );
}
