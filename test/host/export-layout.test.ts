/** Files that a layout in the real extension host is exported to: each made by the page and written by the extension. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { assertWellFormed, textsOf } from '../unit/well-formed.ts';

interface Result {
  readonly file?: string;
  readonly reason?: string;
}

describe('exporting a layout', () => {
  let folder = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-export-'));
    const root = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(root);
    await vscode.commands.executeCommand('memoryMaps.showLayout', vscode.Uri.joinPath(root, 'sensord.smaps'));
    await vscode.commands.executeCommand('workbench.action.focusLastEditorGroup');
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });

  async function exported(format: string, name = `layout.${format}`): Promise<Result | undefined> {
    const saveTo = vscode.Uri.file(join(folder, name));
    return vscode.commands.executeCommand<Result | undefined>('memoryMaps.layout.export', { format, saveTo });
  }

  async function textOf(format: string): Promise<string> {
    const result = await exported(format);
    assert.ok(result?.file !== undefined, result?.reason);
    return readFileSync(vscode.Uri.parse(result.file).fsPath, 'utf8');
  }

  it('draws the picture with caption and legend as SVG and as PNG', async () => {
    const svg = await textOf('svg');
    assertWellFormed(svg);
    const texts = textsOf(svg).join(' ');
    assert.match(texts, /Memory layout of sensord\.smaps/);
    assert.match(texts, /53 regions/);
    assert.match(texts, /scale: folded, 1 px = /);
    for (const group of ['Libraries', 'Thread stacks', 'Heap']) assert.match(texts, new RegExp(group));
    assert.ok((await exported('png'))?.file);
    const png = readFileSync(join(folder, 'layout.png'));
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  });

  it('lists all regions as CSV and as Markdown', async () => {
    assert.equal((await textOf('csv')).trimEnd().split('\r\n').length, 54);
    const markdown = await textOf('markdown');
    assert.equal(markdown.split('\n').filter((line) => line.startsWith('| `')).length, 53);
  });

  it('makes a report of its own, with picture, totals and table', async () => {
    const html = await textOf('html');
    assertWellFormed(html);
    assert.match(html, /<svg /);
    assert.match(html, /Totals by kind/);
    assert.equal(html.match(/<tr>/g)?.length, 2 + 53 + 11);
  });

  it('tells why a file cannot be written', async () => {
    const result = await exported('csv', join('no', '\0', 'folder.csv'));
    assert.equal(result?.file, undefined);
    assert.ok(result?.reason);
  });

  it('lets no name in its message become a link that runs a command', async () => {
    const told: string[] = [];
    const { showErrorMessage } = vscode.window;
    Reflect.set(vscode.window, 'showErrorMessage', async (message: string) => void told.push(message));
    try {
      const name = '[x](command:workbench.action.quit)';
      writeFileSync(join(folder, name), '');
      await exported('csv', join(name, 'layout.csv'));
    } finally {
      Reflect.set(vscode.window, 'showErrorMessage', showErrorMessage);
    }
    assert.match(told.join(), /^The layout cannot be exported: .*\[x\]/);
    assert.ok(!told.join().includes(']('), told.join());
  });
});
