/** Opens a map that stands in a log, or that a trace adds up to, as a maps document of its own. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { targetOf } from '../language/target-line.ts';
import type { Services } from '../platform/services.ts';
import { chooseMapAt } from '../documents/choose-map.ts';
import { chooseFormat } from './choose-format.ts';
import { showAs } from './convert.ts';

/**
 * Registers the commands. The code lens calls with `{ uri, line }`, the line (from 1) being one of the map's; without an argument
 * they are about the line of the cursor.
 */
export function registerOpenAsMaps(context: vscode.ExtensionContext, services: Services): void {
  const { documents, worker } = services;
  const open = async (maps: readonly MemoryMap[], { uri }: vscode.TextDocument, line: number): Promise<void> => {
    const map = await chooseMapAt(maps, line);
    if (map) {
      const offered = await worker.formatsOf(map);
      // What smaps counts is a part of the map; what has no counters is refused there.
      const isSmaps = offered.some(({ id, refusal }) => id === 'smaps' && refusal === undefined);
      const format = await chooseFormat(offered, isSmaps ? 'smaps' : 'maps', '');
      if (format) await showAs(map, format, uri, services);
    } else if (!maps.some(({ regions }) => regions.count > 0)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is mapped at this line.'));
    }
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('memoryMaps.openAsMaps', async (argument: unknown) => {
      const target = await targetOf(argument);
      if (target) await open((await documents.all(target.document)) ?? [], target.document, target.line);
    }),
    vscode.commands.registerCommand('memoryMaps.openMapAtLine', async (argument: unknown) => {
      const target = await targetOf(argument);
      if (target) await open(await documents.asOfLine(target.document, target.line), target.document, target.line);
    }),
  );
}
