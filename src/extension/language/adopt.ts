/**
 * Gives the maps language to files that are a map as a whole and have another name than maps usually have (`dump.txt`). VS Code
 * goes by names; the content is asked here, and the user once.
 */
import * as vscode from 'vscode';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import { baseName } from '../platform/base-name.ts';
import { plainMessage } from '../platform/plain-message.ts';
import type { Services } from '../platform/services.ts';

type ByContent = 'ask' | 'always' | 'never';

/** Languages that say nothing of what a text is. A file that is something else stays it. */
const OPEN_TO_OTHERS = new Set(['plaintext', 'log']);
/** The dialects that the language has colours for. */
const COLOURED: ReadonlySet<string | undefined> = new Set(['maps', 'smaps', 'smaps_rollup']);

/** Registers the question. */
export function registerAdoption(context: vscode.ExtensionContext, { documents }: Services): void {
  let wasAsked = false;
  /** Who has seen a text as maps and makes something else of it knows what it is. */
  const wereMaps = new WeakSet<vscode.TextDocument>();
  const isOpenToIt = (document: vscode.TextDocument): boolean =>
    !wereMaps.has(document) && isWholeMap(document, documents.known(document) ?? []);
  const notice = (document: vscode.TextDocument): void => {
    if (document.languageId === LANGUAGE) wereMaps.add(document);
  };
  vscode.workspace.textDocuments.forEach(notice);
  context.subscriptions.push(
    // VS Code tells so of a text that gets another language, too.
    vscode.workspace.onDidOpenTextDocument(notice),
    // The answer to the question is a setting, and about all files that are open.
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration('memoryMaps.languageByContent') || setting() !== 'always') return;
      await Promise.all(vscode.workspace.textDocuments.filter(isOpenToIt).map(adopt));
    }),
    documents.onDidRead(async ({ document }) => {
      if (!isOpenToIt(document)) return;
      const wanted = setting();
      if (wanted === 'always') await adopt(document);
      if (wanted !== 'ask' || wasAsked) return;
      wasAsked = true;
      const answer = await ask(document);
      if (answer === undefined) return;
      // Even where the settings cannot be written.
      if (answer === 'always') await adopt(document);
      await vscode.workspace
        .getConfiguration('memoryMaps')
        .update('languageByContent', answer, vscode.ConfigurationTarget.Global);
    }),
  );
}

function setting(): ByContent {
  const value = vscode.workspace.getConfiguration('memoryMaps').get<string>('languageByContent', 'ask');
  return value === 'always' || value === 'never' ? value : 'ask';
}

async function ask(document: vscode.TextDocument): Promise<ByContent | undefined> {
  const always = vscode.l10n.t('Yes, and Other Files Like It');
  const never = vscode.l10n.t('Never');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} is a memory map as a whole. Show it as one, with colours?',
      plainMessage(baseName(document.uri)),
    ),
    always,
    never,
  );
  return answer === always ? 'always' : answer === never ? 'never' : undefined;
}

async function adopt(document: vscode.TextDocument): Promise<void> {
  if (!document.isClosed) await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
}

/** True when nothing stands around the only map of a document. */
function isWholeMap(document: vscode.TextDocument, maps: readonly MemoryMap[]): boolean {
  const [map] = maps;
  if (!map?.range || maps.length > 1 || !OPEN_TO_OTHERS.has(document.languageId) || !COLOURED.has(map.dialect))
    return false;
  const isBlank = (from: number, to: number): boolean => {
    for (let line = from; line < to; line++) if (!document.lineAt(line).isEmptyOrWhitespace) return false;
    return true;
  };
  const { first, last } = map.range;
  return isBlank(0, first - 1) && isBlank(last, document.lineCount);
}
