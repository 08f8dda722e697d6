/** Texts of other languages, which the extension changes nothing of but what the user wants. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { until } from './documents.ts';

const activate = async (): Promise<void> => {
  await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
};

describe('a plain text', () => {
  before(activate);

  it('still folds by its indentation', async () => {
    const document = await newText({
      language: 'plaintext',
      content: 'server:\n  name: a\n  port: 1\nclient:\n  name: b\n',
    });
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      ranges.map(({ start, end }) => [start, end]),
      [
        [0, 2],
        [3, 4],
      ],
    );
  });
});

describe('a text that is a map as a whole', () => {
  before(activate);

  // VS Code gives the language itself to texts whose first line is a row.
  const MAP = '\n00400000-00401000 r-xp 00000000 08:01 11 /bin/a\n';
  const setting = (value: string | undefined): Thenable<void> =>
    vscode.workspace
      .getConfiguration('memoryMaps')
      .update('languageByContent', value, vscode.ConfigurationTarget.Global);
  const openText = async (): Promise<vscode.TextDocument> => {
    const document = await newText({ language: 'plaintext', content: MAP });
    await vscode.window.showTextDocument(document);
    return document;
  };
  const becomesMaps = (document: vscode.TextDocument): Promise<true> =>
    until(() => (document.languageId === 'procmaps' ? true : undefined));

  afterEach(async () => {
    await setting(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('gets the language where the user said so, and stays what the user makes of it afterwards', async () => {
    await setting('always');
    const document = await openText();
    await becomesMaps(document);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    // Another text gets the language meanwhile.
    await becomesMaps(await openText());
    assert.equal(document.languageId, 'plaintext');
  });

  it('gets the language when the user says so while it is open already, and so does each other', async () => {
    const first = await openText();
    const second = await openText();
    const log = await newText({ language: 'plaintext', content: `a log\n${MAP}` });
    for (const { uri } of [first, second, log])
      await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
    assert.deepEqual([first.languageId, second.languageId], ['plaintext', 'plaintext']);
    await setting('always');
    await becomesMaps(first);
    await becomesMaps(second);
    assert.equal(log.languageId, 'plaintext');
  });
});
