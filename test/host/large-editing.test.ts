/** Typing into a large map: what the editor shows of it follows, as if the text had been opened so. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { makeMaps } from '../bench/make-maps.mjs';
import { until } from './documents.ts';

const LINES = 3000;
const MIDDLE = 1500;

describe('a large map that is edited [long]', function () {
  this.timeout(120_000);
  let document: vscode.TextDocument;

  before(async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
    document = await opened(Buffer.from(makeMaps(LINES, 9)).toString('latin1'));
    await vscode.window.showTextDocument(document);
    await outline(document);
  });
  after(async () => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const opened = async (content: string): Promise<vscode.TextDocument> => newText({ language: 'procmaps', content });

  const outline = async (of: vscode.TextDocument): Promise<unknown> => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      of.uri,
    );
    return symbols.map(({ name, detail, range }) => [name, detail, range.start.line, range.end.line]);
  };

  const edit = async (...edits: vscode.TextEdit[]): Promise<void> => {
    const all = new vscode.WorkspaceEdit();
    all.set(document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(all));
  };

  /** That the outline and the diagnostics are those of a document with the same text. */
  const checkSame = async (): Promise<void> => {
    const other = await opened(document.getText());
    assert.deepEqual(await outline(document), await outline(other));
    const { length } = vscode.languages.getDiagnostics(document.uri);
    await until(() => (vscode.languages.getDiagnostics(other.uri).length === length ? true : undefined));
  };

  const perms = (line: number): vscode.Range => {
    const at = document.lineAt(line).text.indexOf(' ') + 1;
    return new vscode.Range(line, at, line, at + 1);
  };

  const steps: [what: string, step: () => Promise<unknown>][] = [
    ['a letter', () => edit(vscode.TextEdit.replace(perms(MIDDLE), '-'))],
    ['a letter that is wrong', () => edit(vscode.TextEdit.replace(perms(MIDDLE), '?'))],
    [
      'letters in several places',
      () => edit(...[20, 900, 2900].map((line) => vscode.TextEdit.replace(perms(line), '-'))),
    ],
    ['a line taken out', () => edit(vscode.TextEdit.replace(new vscode.Range(MIDDLE, 0, MIDDLE + 1, 0), ''))],
    ['lines pasted with CR LF', () => edit(vscode.TextEdit.insert(new vscode.Position(40, 0), '\r\n\r\n'))],
    ['a name that is not ASCII', () => edit(vscode.TextEdit.insert(document.lineAt(7).range.end, ' /tmp/größe'))],
    ['a letter behind it', () => edit(vscode.TextEdit.replace(perms(MIDDLE + 9), '-'))],
    ['that undone', async () => vscode.commands.executeCommand('undo')],
    ['a letter once more', () => edit(vscode.TextEdit.replace(perms(30), '-'))],
    ['other line ends', () => setEndOfLine(vscode.EndOfLine.CRLF)],
    ['a letter in a line with CR LF', () => edit(vscode.TextEdit.replace(perms(60), '-'))],
    ['a new line', () => edit(vscode.TextEdit.insert(new vscode.Position(70, 0), '\n'))],
  ];
  const setEndOfLine = async (eol: vscode.EndOfLine): Promise<void> => {
    await vscode.window.activeTextEditor?.edit((builder) => builder.setEndOfLine(eol));
  };

  it('shows what a document opened with the same text shows, step by step', async () => {
    for (const [what, step] of steps) {
      await step();
      await checkSame().catch((error: unknown) => {
        throw new Error(`after ${what}`, { cause: error });
      });
    }
  });

  it('says what is wrong where it is typed, and no longer once it is mended', async () => {
    const of = (): number =>
      vscode.languages.getDiagnostics(document.uri).filter(({ range }) => range.start.line === 200).length;
    const was = document.getText(perms(200));
    await edit(vscode.TextEdit.replace(perms(200), '?'));
    await until(() => (of() === 1 ? true : undefined));
    await edit(vscode.TextEdit.replace(perms(200), was));
    await until(() => (of() === 0 ? true : undefined));
  });
});
