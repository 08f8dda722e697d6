/** Opens a map that stands in a log as a maps document of its own. */
import * as vscode from 'vscode';
import { mapsText } from '../../core/export/maps-text.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';

/** Registers the command that the code lens calls with `{ uri, line }`, the line (from 1) being one of the map's. */
export function registerOpenAsMaps(context: vscode.ExtensionContext, { documents }: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('memoryMaps.openAsMaps', async (argument: unknown) => {
      const told = readArgument(argument);
      if (!told) return;
      const source = await vscode.workspace.openTextDocument(vscode.Uri.parse(told.uri, true));
      const map = await documents.get(source, told.line);
      if (!map) return;
      const decoder = new TextDecoder();
      let content = '';
      for (const piece of mapsText(map)) content += decoder.decode(piece, { stream: true });
      const document = await vscode.workspace.openTextDocument({
        language: LANGUAGE,
        content: content + decoder.decode(),
      });
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active });
    }),
  );
}

function readArgument(argument: unknown): { readonly uri: string; readonly line: number } | undefined {
  if (typeof argument !== 'object' || argument === null || !('uri' in argument) || !('line' in argument))
    return undefined;
  const { uri, line } = argument;
  return typeof uri === 'string' && typeof line === 'number' ? { uri, line } : undefined;
}
