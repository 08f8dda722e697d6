/** Opens a map that stands in a log, or that a trace adds up to, as a maps document of its own. */
import * as vscode from 'vscode';
import { mapsText } from '../../core/export/maps-text.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';
import { pickMap } from './pick-map.ts';
import { targetOf } from './target-line.ts';

/**
 * Registers the commands. The code lens calls with `{ uri, line }`, the line (from 1) being one of the map's; without an argument
 * they are about the line of the cursor.
 */
export function registerOpenAsMaps(context: vscode.ExtensionContext, { documents }: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('memoryMaps.openAsMaps', async (argument: unknown) => {
      const target = await targetOf(argument);
      if (target) await open((await documents.all(target.document)) ?? [], target.line);
    }),
    vscode.commands.registerCommand('memoryMaps.openMapAtLine', async (argument: unknown) => {
      const target = await targetOf(argument);
      if (target) await open(await documents.asOfLine(target.document, target.line), target.line);
    }),
  );
}

async function open(maps: readonly MemoryMap[], line: number): Promise<void> {
  const map = await pickMap(maps, line);
  if (!map) {
    if (!maps.some(({ regions }) => regions.count > 0)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is mapped at this line.'));
    }
    return;
  }
  const decoder = new TextDecoder();
  let content = '';
  for (const piece of mapsText(map)) content += decoder.decode(piece, { stream: true });
  content += decoder.decode();
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active });
}
