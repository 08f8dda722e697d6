/**
 * Providers for documents that hold maps, and for no other: VS Code offers what a provider stands for, such as _Go to Definition_,
 * in the menu of every document that it is registered for, and asks it at each move of the cursor.
 */
import * as vscode from 'vscode';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';
import { documentPattern } from './document-pattern.ts';

/**
 * Registers providers for maps documents, and for each document of another language while it holds maps.
 * @param register called with a selector for one kind of document, as often as there are
 */
export function registerWhereMaps(
  context: vscode.ExtensionContext,
  { documents }: Services,
  register: (selector: vscode.DocumentFilter) => vscode.Disposable,
): void {
  const registered = new Map<string, vscode.Disposable>();
  const forget = ({ uri }: vscode.TextDocument): void => {
    registered.get(uri.toString())?.dispose();
    registered.delete(uri.toString());
  };
  context.subscriptions.push(
    register({ language: LANGUAGE }),
    documents.onDidRead(({ document, maps }) => {
      const { uri, languageId } = document;
      if (languageId === LANGUAGE || maps.length === 0) forget(document);
      else if (!registered.has(uri.toString())) {
        registered.set(uri.toString(), register({ scheme: uri.scheme, pattern: documentPattern(uri) }));
      }
    }),
    vscode.workspace.onDidCloseTextDocument(forget),
    new vscode.Disposable(() => {
      for (const each of registered.values()) each.dispose();
    }),
  );
}
