/** From an address to its region: the command that asks for an address, and Ctrl+click on any hex word of a document with maps. */
import * as vscode from 'vscode';
import { hexWordAt } from '../../core/locate/hex-words.ts';
import { addressAtPlace } from '../../core/locate/locate-object.ts';
import { locate, type Location } from '../../core/locate/locate.ts';
import { objectWords } from '../../core/locate/object-words.ts';
import { kindOf } from '../../core/kinds/kinds.ts';
import { formatHexAddress } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { fieldOf } from '../../sources/debug/values.ts';
import { plainMessage } from '../platform/plain-message.ts';
import type { Services } from '../platform/services.ts';
import { showText } from '../platform/show-text.ts';
import { mapsOf } from './document-access.ts';
import { targetOf } from './target-line.ts';
import { registerWhereMaps } from './where-maps.ts';

/** Registers the command and the definition provider. */
export function registerGoToRegion(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('memoryMaps.goToRegion', (argument: unknown) => goToRegion(services, argument)),
  );
  registerWhereMaps(context, services, (selector) =>
    vscode.languages.registerDefinitionProvider(selector, {
      async provideDefinition(document, position, token) {
        const { text } = document.lineAt(position);
        const { line, character } = position;
        if (!hexWordAt(text, character) && objectWords(text).length === 0) return undefined;
        const maps = await mapsOf(document, services, token);
        const address = maps && addressAtPlace(maps, text, character, line + 1);
        if (!address) return undefined;
        const origin = new vscode.Range(line, address.from, line, address.to);
        return address.locations.flatMap((location): vscode.LocationLink[] => {
          const target = lineRange(document, location);
          return target
            ? [
                {
                  originSelectionRange: origin,
                  targetUri: document.uri,
                  targetRange: target,
                  targetSelectionRange: target,
                },
              ]
            : [];
        });
      },
    }),
  );
}

/**
 * @param argument `{ uri, line, address }` from a hover's link, or nothing: then the active editor's document, and the user is asked
 */
async function goToRegion({ documents }: Services, argument: unknown): Promise<void> {
  const target = await targetOf(argument);
  const maps = target && (await documents.all(target.document));
  if (!target || !maps?.some(({ regions }) => regions.count > 0)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no memory map in the active editor to look for an address in.'),
    );
    return;
  }
  const { document } = target;
  const told = fieldOf(argument, 'address');
  const address =
    typeof told === 'string'
      ? parseInput(told)
      : await askAddress(maps, document, vscode.window.activeTextEditor?.selection.active);
  if (address === undefined) return;
  const locations = locate(maps, address, target.line);
  // Maps of several processes in one trace stand on the same lines.
  const location = locations.find(({ region }) => region.line === target.line) ?? locations[0];
  const range = location && lineRange(document, location);
  if (!range) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No region of this document is known to hold {0}.', formatHexAddress(address)),
    );
    return;
  }
  const editor = await showText(document);
  // From the end to the start: the whole line is marked, and its start stays in view.
  editor.selection = new vscode.Selection(range.end, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function askAddress(
  maps: readonly MemoryMap[],
  document: vscode.TextDocument,
  cursor: vscode.Position | undefined,
): Promise<bigint | undefined> {
  const word = cursor && hexWordAt(document.lineAt(cursor).text, cursor.character);
  const input = await vscode.window.showInputBox({
    title: vscode.l10n.t('Go to Region'),
    prompt: vscode.l10n.t('An address in hex, with or without 0x. Enter goes to the region that holds it.'),
    placeHolder: '0x7f0012345678',
    value: word ? formatHexAddress(word.address) : '',
    validateInput: (text) => {
      if (text.trim() === '') return undefined;
      const address = parseInput(text);
      if (address === undefined) return vscode.l10n.t('"{0}" is no address: up to 16 hex digits are.', text.trim());
      const [location] = locate(maps, address, (cursor?.line ?? 0) + 1);
      if (!location)
        return vscode.l10n.t('No region of this document is known to hold {0}.', formatHexAddress(address));
      const message = vscode.l10n.t('{0}: {1}', formatHexAddress(address), describe(location));
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  return input === undefined ? undefined : parseInput(input);
}

function describe({ map, row, region }: Location): string {
  const kind = kindOf(map.regions.kind[row] ?? 0);
  return region.file.path === '' ? kind.label : `${kind.label}, ${plainMessage(region.file.path)}`;
}

/** An address as people write it: with `0x` or a suffix of C or assemblers, grouped by quotes or underscores, in either case. */
function parseInput(text: string): bigint | undefined {
  const digits = /^(?:0[xX])?([0-9a-fA-F'`_]{1,20})(?:[hH]|[uU]?[lL]{1,2})?$/
    .exec(text.trim())?.[1]
    ?.replace(/['`_]/g, '');
  return digits !== undefined && digits.length >= 1 && digits.length <= 16 ? BigInt(`0x${digits}`) : undefined;
}

function lineRange(document: vscode.TextDocument, { region }: Location): vscode.Range | undefined {
  return region.line >= 1 && region.line <= document.lineCount ? document.lineAt(region.line - 1).range : undefined;
}
