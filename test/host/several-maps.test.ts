/** A log with several maps, in the real extension host: what a command does is about the map that is meant. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { fixture, lineWith, until } from './documents.ts';

const FIRST = ['00400000-00401000 r-xp 00000000 08:01 11 /bin/a', '00600000-00601000 rw-p 00000000 08:01 11 /bin/a'];
const SECOND = ['00400000-00402000 r-xp 00000000 08:01 22 /bin/b', '00600000-00604000 rw-p 00000000 08:01 22 /bin/b'];
const LOG = ['crash one', ...FIRST, 'restarted', 'crash two, pc 0x400123', ...SECOND, 'done', 'idle', ''].join('\n');
const TRACE = [
  'mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f688aaf4000',
  'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f688ab00000',
  'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f688aa00000',
  '',
].join('\n');

describe('a log with several maps', () => {
  let document: vscode.TextDocument;
  let editor: vscode.TextEditor;

  const show = async (content: string): Promise<void> => {
    document = await newText({ language: 'log', content });
    editor = await vscode.window.showTextDocument(document);
  };
  const copied = async (from: number, to: number): Promise<string | undefined> => {
    await vscode.env.clipboard.writeText('');
    editor.selection = new vscode.Selection(from, 0, to, 0);
    const done = await vscode.commands.executeCommand('memoryMaps.copyAs', { format: 'maps' });
    return done === undefined ? undefined : vscode.env.clipboard.readText();
  };
  const squeezed = (text: string | undefined): string[] | undefined =>
    text
      ?.trimEnd()
      .split('\n')
      .map((line) => line.replaceAll(/ +/g, ' '));

  before(async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  });
  beforeEach(() => show(LOG));
  after(async () => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('has a lens over each, also over one that has a single region', async () => {
    const content = `one\n${FIRST[0]}\nrestarted\ntwo\n${SECOND.join('\n')}\n`;
    const { uri } = await newText({ language: 'log', content });
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
    assert.deepEqual(
      lenses.map(({ command }) => command?.title).filter((title) => title?.startsWith('Layout')),
      ['Layout of 1 region', 'Layout of 2 regions'],
    );
  });

  it('gives the regions of the map that is selected, together with the lines before it', async () => {
    const from = lineWith(document, 'crash two');
    assert.deepEqual(squeezed(await copied(from, from + 3)), SECOND);
  });

  it('gives no region where lines without any are selected', async () => {
    assert.equal(await copied(lineWith(document, 'done'), lineWith(document, 'idle') + 1), undefined);
    assert.equal(await copied(lineWith(document, 'restarted'), lineWith(document, 'crash two')), undefined);
  });

  it('asks which one is meant where lines of both are selected', async () => {
    let answer: { readonly text: string | undefined } | undefined;
    const asked = copied(lineWith(document, FIRST[0] ?? ''), document.lineCount - 1).then(
      (text) => (answer = { text }),
    );
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return answer;
    });
    await asked;
    assert.equal(answer?.text, undefined);
  });

  it('leads from the hover of an address to the region of each map that has it', async () => {
    const at = lineWith(document, 'pc 0x400123');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(at, document.lineAt(at).text.indexOf('400123')),
    );
    const links = [...textOf(hovers).matchAll(/\(command:memoryMaps\.goToRegion\?([^)]+)\)/g)];
    const lines: number[] = [];
    for (const [, query = ''] of links) {
      const argument: unknown = JSON.parse(decodeURIComponent(query))[0];
      await vscode.commands.executeCommand('memoryMaps.goToRegion', argument);
      lines.push(editor.selection.active.line);
    }
    assert.deepEqual(lines, [lineWith(document, SECOND[0] ?? ''), lineWith(document, FIRST[0] ?? '')]);
  });

  it('gives the regions of the selected calls of a trace', async () => {
    await show(TRACE);
    assert.match((await copied(1, 2)) ?? '', /^7f688ab00000-7f688ab01000 r--p [^\n]*\n$/);
  });
});

describe('a map in a report that is one long line', () => {
  it('is explained by the hover of an address', async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
    const maps = (await vscode.workspace.openTextDocument(fixture('sensord.maps'))).getText();
    const content = JSON.stringify({ log: 'nothing of note '.repeat(2000), maps });
    const document = await newText({ language: 'json', content });
    const start = /([0-9a-f]+)-[0-9a-f]+ rw-p [^\n]*\[stack\]/.exec(maps)?.[1] ?? '';
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, content.indexOf(start)),
    );
    const hover = textOf(hovers);
    assert.match(hover, new RegExp(`Address range.+${start}`));
  });
});

function textOf(hovers: readonly vscode.Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}
