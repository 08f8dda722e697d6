/** The editor's features on a maps file: outline, formatting, diagnostics, links, the status of what is selected. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { fixture, lineWith, until } from './documents.ts';

const open = async (name: string): Promise<vscode.TextDocument> => vscode.workspace.openTextDocument(fixture(name));
const maps = async (content: string): Promise<vscode.TextDocument> => newText({ language: 'procmaps', content });

describe('a maps file in the editor', () => {
  before(async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  });

  it('has its objects in the outline, without a name for the whole', async () => {
    const document = await open('sensord.maps');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.equal(symbols[0]?.name, 'sensord');
    assert.ok(symbols.some(({ name }) => name === '[stack]'));
    assert.ok(symbols.some(({ name }) => name.startsWith('libc.so')));
    for (const { range, selectionRange, children } of symbols) {
      assert.ok(range.contains(selectionRange));
      for (const child of children) assert.ok(range.contains(child.range));
    }
  });

  it('has no lens: its buttons are in the title', async () => {
    const document = await open('sensord.maps');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.deepEqual(lenses, []);
  });

  it('folds each record of smaps', async () => {
    const document = await open('sensord.smaps');
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    const heap = lineWith(document, '[heap]');
    const record = ranges.find(({ start }) => start === heap);
    assert.ok(record);
    assert.match(document.lineAt(record.end).text, /^VmFlags:/);
  });

  it('tells sizes and shares of Rss beside the ranges of smaps', async () => {
    const document = await open('sensord.smaps');
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    const labels = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    );
    assert.ok(labels.some((label) => /KiB\s+Rss [\d.]+ %/u.test(label)));
    // One width, so that the columns of the text stay columns.
    assert.equal(new Set(labels.map(({ length }) => length)).size, 1);
  });

  it('formats to the kernel’s columns, and changes nothing that is in them', async () => {
    const kernel = (await open('sensord.maps')).getText();
    const squeezed = kernel
      .replaceAll(/ {2,}/g, ' ')
      .replaceAll(/^([0-9a-f]+-)/gm, (range) => `  ${range.toUpperCase()}`);
    const document = await maps(squeezed);
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { tabSize: 4, insertSpaces: true },
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), kernel);
    const again = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { tabSize: 4, insertSpaces: true },
    );
    assert.deepEqual(again ?? [], []);
  });

  it('answers hovers also while the sysroot is no text', async () => {
    const settings = vscode.workspace.getConfiguration('memoryMaps');
    try {
      await settings.update('sysroot', 42, vscode.ConfigurationTarget.Global);
      const { uri } = await open('sensord.maps');
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        new vscode.Position(0, 3),
      );
      assert.equal(hovers.length, 1);
    } finally {
      await settings.update('sysroot', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('links the paths that exist, below the sysroot when there is one', async () => {
    const sysroot = await mkdtemp(join(tmpdir(), 'memory-maps-sysroot-'));
    const settings = vscode.workspace.getConfiguration('memoryMaps');
    try {
      await mkdir(join(sysroot, 'opt', 'sensord'), { recursive: true });
      await writeFile(join(sysroot, 'opt', 'sensord', 'sensord'), 'x');
      const text = (await open('sensord.maps')).getText();
      await settings.update('sysroot', `${sysroot}/`, vscode.ConfigurationTarget.Global);
      const document = await maps(text);
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      assert.equal(links.length, 5);
      for (const { range, target } of links) {
        assert.equal(document.getText(range), '/opt/sensord/sensord');
        assert.equal(target?.fsPath, join(sysroot, 'opt', 'sensord', 'sensord'));
      }
    } finally {
      await settings.update('sysroot', undefined, vscode.ConfigurationTarget.Global);
      await rm(sysroot, { recursive: true, force: true });
    }
  });

  it('takes a sysroot that is not absolute from the folder that is open, and `~` for the home directory', async () => {
    const settings = vscode.workspace.getConfiguration('memoryMaps');
    const name = 'sensord.maps';
    const row = `00400000-00401000 r-xp 00000000 08:01 7                              /${name}\n`;
    const document = await maps(row);
    const targets = async (): Promise<(string | undefined)[]> => {
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return links.map(({ target }) => target?.fsPath);
    };
    const home = await mkdtemp(join(homedir(), '.memory-maps-test-'));
    try {
      await writeFile(join(home, name), 'x');
      for (const [sysroot, found] of [
        ['.', fixture(name).fsPath],
        ['../fixtures', fixture(name).fsPath],
        ['${workspaceFolder}', fixture(name).fsPath],
        [`~/${basename(home)}/`, join(home, name)],
        ['no-such-folder', undefined],
      ] as const) {
        await settings.update('sysroot', sysroot, vscode.ConfigurationTarget.Global);
        await until(async () =>
          String(await targets()) === String(found === undefined ? [] : [found]) ? true : undefined,
        );
      }
    } finally {
      await settings.update('sysroot', undefined, vscode.ConfigurationTarget.Global);
      await rm(home, { recursive: true, force: true });
    }
  });

  it('never links out of the sysroot', async () => {
    const document = await maps(
      '00400000-00401000 r-xp 00000000 08:01 7                              /opt/../etc/passwd\n',
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    assert.deepEqual(links, []);
  });
});
