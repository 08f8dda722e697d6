/** Hovers in maps documents: what the field under the cursor says and means. */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';

/** Longer lines are no lines of a map: the longest path the kernel prints is a page. */
const LONGEST_LINE = 20_000;

/** Registers the hover of the language, for documents from any file system. */
export function registerHover(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.languages.registerHoverProvider(LANGUAGE, {
      async provideHover(document, position, token) {
        const { text } = document.lineAt(position);
        if (text.length > LONGEST_LINE) return undefined;
        // The catalogue is half of the extension's code: it is loaded when somebody asks for the first time.
        const [{ hoverAt }, map] = await Promise.all([import('./hover-content.ts'), mapOf(document, services, token)]);
        return token.isCancellationRequested ? undefined : hoverAt(text, position, map);
      },
    }),
  );
}

/** The document's map, or undefined when there is none: it failed, the document changed, or nobody waits any more. */
async function mapOf(
  document: vscode.TextDocument,
  { documents, log }: Services,
  token: vscode.CancellationToken,
): Promise<MemoryMap | undefined> {
  let listener: vscode.Disposable | undefined;
  const cancelled = new Promise<undefined>((resolve) => {
    listener = token.onCancellationRequested(() => resolve(undefined));
  });
  try {
    return await Promise.race([documents.get(document), cancelled]);
  } catch (error) {
    // The field is explained from its line alone then.
    log.warn(`Hover without its map: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  } finally {
    listener?.dispose();
  }
}
