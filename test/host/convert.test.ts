/** Converting in the real extension host: new editors, files, the clipboard, and names that no editor can hold. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';

interface Converted {
  readonly document?: string;
  readonly file?: string;
  readonly notes: readonly string[];
  readonly reason?: string;
}

interface Copied {
  readonly regions: number;
  readonly notes: readonly string[];
}

function fixture(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests run with test/fixtures open');
  return vscode.Uri.joinPath(folder.uri, name);
}

async function convert(argument: object): Promise<Converted> {
  const converted = await vscode.commands.executeCommand<Converted | undefined>('memoryMaps.convert', argument);
  assert.ok(converted, 'nothing was converted');
  return converted;
}

/** The new editor's document, which must be among the visible ones. */
function shown({ document }: Converted): vscode.TextDocument {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document.uri.toString() === document);
  assert.ok(editor?.document.isUntitled, 'no new editor');
  return editor.document;
}

describe('convert', () => {
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true });
  });

  it('shows the map of the active editor as JSON, in a new editor of that language', async () => {
    await vscode.window.showTextDocument(fixture('cat.maps'));
    const converted = await convert({ format: 'json' });
    assert.deepEqual(converted.notes, []);
    const document = shown(converted);
    assert.equal(document.languageId, 'json');
    const { dialect, regions } = JSON.parse(document.getText()) as { dialect: string; regions: unknown[] };
    assert.deepEqual([dialect, regions.length], ['maps', 24]);
  });

  it('shows a file that no editor shows, and tells what it leaves out', async () => {
    const converted = await convert({ uri: fixture('sensord.smaps'), format: 'maps' });
    assert.deepEqual(converted.notes, ['The counters are left out: maps text has none.']);
    assert.equal(shown(converted).getText(), readFileSync(fixture('sensord.maps').fsPath, 'utf8'));
    assert.equal(shown(converted).languageId, 'procmaps');
  });

  it('converts what a layout shows, in which the user works', async () => {
    await vscode.commands.executeCommand('memoryMaps.showLayout', fixture('cat.maps'));
    await vscode.commands.executeCommand('workbench.action.focusLastEditorGroup');
    const { regions } = JSON.parse(shown(await convert({ format: 'json' })).getText()) as { regions: unknown[] };
    assert.equal(regions.length, 24);
  });

  it('shows unsaved text', async () => {
    const content = '00400000-00401000 r-xp 00000000 08:01 7 /bin/x\n00500000-00501000 rwxp 00000000 00:00 0\n';
    await vscode.window.showTextDocument(await newText({ language: 'procmaps', content }));
    const text = shown(await convert({ format: 'markdown' })).getText();
    assert.match(text, /^\| Range \| Size .*\n.*\n\| `00400000-00401000` \| 4 KiB \| `r-xp` .*`\/bin\/x`/);
    assert.equal(text.trimEnd().split('\n').length, 4);
  });

  it('shows it also where VS Code gives a new text what stood in a closed one of the same name', async () => {
    const expected = readFileSync(fixture('sensord.maps').fsPath, 'utf8');
    const { openTextDocument } = vscode.workspace;
    // VS Code does so for as long as the backup of the closed one is not gone, which cannot be had at will.
    const stale = async (): Promise<vscode.TextDocument> => openTextDocument({ content: 'another\ntext' });
    try {
      Object.assign(vscode.workspace, { openTextDocument: stale });
      const converted = await convert({ uri: fixture('sensord.smaps'), format: 'maps' });
      assert.equal(shown(converted).getText(), expected);
    } finally {
      Object.assign(vscode.workspace, { openTextDocument });
    }
  });

  it('shows what has no file, such as an output channel', async () => {
    const content = readFileSync(fixture('cat.maps').fsPath, 'utf8');
    const provider = vscode.workspace.registerTextDocumentContentProvider('shown-maps', {
      provideTextDocumentContent: () => content,
    });
    const { uri } = await vscode.workspace.openTextDocument(vscode.Uri.parse('shown-maps:/some.log'));
    assert.equal(shown(await convert({ uri, format: 'maps' })).getText(), content);
    provider.dispose();
  });

  it('gives names that are not UTF-8 to a file, not to an editor', async () => {
    const bytes = Buffer.from(
      `${'00400000-00401000 r-xp 00000000 08:01 7'.padEnd(73)}/bin/\xe4\r\n${'00401000-00402000 r--p 00001000 08:01 7'.padEnd(73)}/x\n`,
      'latin1',
    );
    const [uri, saveTo] = [vscode.Uri.file(join(folder, 'in.maps')), vscode.Uri.file(join(folder, 'out.maps'))];
    writeFileSync(uri.fsPath, bytes);
    const { document, reason } = await convert({ uri, format: 'maps' });
    assert.equal(document, undefined);
    assert.match(reason ?? '', /not UTF-8/);
    const { file } = await convert({ uri, format: 'maps', saveTo });
    assert.equal(file, saveTo.toString());
    assert.ok(readFileSync(saveTo.fsPath).equals(bytes));
  });

  it('has nothing to do where there is no map', async () => {
    for (const argument of [
      { uri: fixture('capture.mjs'), format: 'csv' },
      { uri: fixture('no-such.maps'), format: 'csv' },
      { uri: fixture('cat.maps'), format: 'smaps' },
    ]) {
      assert.equal(await vscode.commands.executeCommand('memoryMaps.convert', argument), undefined);
    }
  });

  describe('to the clipboard', () => {
    async function copy(format: string, ...selections: vscode.Selection[]): Promise<Copied> {
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      if (selections.length > 0) editor.selections = selections;
      const copied = await vscode.commands.executeCommand<Copied | undefined>('memoryMaps.copyAs', { format });
      assert.ok(copied, 'nothing was copied');
      return copied;
    }

    it('copies all regions when nothing is selected', async () => {
      await vscode.window.showTextDocument(fixture('cat.maps'));
      assert.equal((await copy('csv')).regions, 24);
      const csv = await vscode.env.clipboard.readText();
      assert.match(csv, /^start,end,size,perms,/);
      assert.equal(csv.trimEnd().split(/\r?\n/).length, 25);
    });

    it('copies the regions of selected lines, those whose counters are selected too', async () => {
      await vscode.window.showTextDocument(fixture('sensord.smaps'));
      // Within the first record, and from the header of the third to the start of the fourth's.
      const copied = await copy('maps', new vscode.Selection(3, 0, 5, 4), new vscode.Selection(50, 0, 75, 0));
      assert.equal(copied.regions, 2);
      const lines = readFileSync(fixture('sensord.maps').fsPath, 'utf8').split('\n');
      assert.equal(await vscode.env.clipboard.readText(), `${lines[0]}\n${lines[2]}\n`);
    });
  });
});
