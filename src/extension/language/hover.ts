/** Hovers: what the field of a map's row under the cursor says and means, and where any address of the document lies. */
import * as vscode from 'vscode';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';
import { mapsOf } from './document-access.ts';
import { symbolsFor } from './symbols.ts';

/** A map in a string is one line of a report. Longer ones take too long while the mouse rests. */
const LONGEST_LINE = 1_000_000;

/** Registers the hover for documents of any language and from any file system: maps stand in logs, mails and source code. */
export function registerHover(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.languages.registerHoverProvider('*', {
      async provideHover(document, position, token) {
        const isMaps = document.languageId === LANGUAGE;
        if (document.lineAt(position).text.length > LONGEST_LINE) return undefined;
        const maps = await mapsOf(document, services, token);
        if (token.isCancellationRequested || (!isMaps && !maps?.length)) return undefined;
        // The catalogue is half of the extension's code: it is loaded when somebody asks for the first time.
        const { hoverAt } = await import('./hover-content.ts');
        return hoverAt(document, position, maps, isMaps, symbolsFor(document.uri, services));
      },
    }),
  );
}
