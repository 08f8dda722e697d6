/** Texts that are no files: cells of notebooks, texts that were never saved, what an extension shows, both sides of a comparison. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { until } from './documents.ts';

const MAP = [
  '00400000-00401000 r-xp 00000000 08:01 11 /bin/a',
  '00600000-00603000 rw-p 00000000 00:00 0 [heap]',
  '',
].join('\n');

interface Shown {
  readonly regions: number;
  readonly failure?: string;
}

const show = (argument?: unknown): Thenable<Shown | undefined> =>
  vscode.commands.executeCommand<Shown | undefined>('memoryMaps.showLayout', argument);

const tabCount = (): number => vscode.window.tabGroups.all.reduce((sum, { tabs }) => sum + tabs.length, 0);

const hintsOf = (document: vscode.TextDocument): Thenable<vscode.InlayHint[]> =>
  vscode.commands.executeCommand(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount - 1, 0),
  );

describe('a text that is no file', () => {
  before(async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  describe('a cell of a notebook', () => {
    let notebook: vscode.NotebookDocument;
    let cell: vscode.TextDocument;

    beforeEach(async () => {
      notebook = await vscode.workspace.openNotebookDocument(
        'jupyter-notebook',
        new vscode.NotebookData([
          new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'print(1)', 'python'),
          new vscode.NotebookCellData(vscode.NotebookCellKind.Code, `pc 0x400123\n${MAP}`, 'raw'),
        ]),
      );
      cell = notebook.cellAt(1).document;
      await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] });
    });

    it('has hints of the sizes of its regions', async () => {
      assert.equal((await hintsOf(cell)).length, 2);
    });

    it('answers for an address, and leads to its region', async () => {
      await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', cell.uri);
      const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        cell.uri,
        new vscode.Position(0, 6),
      );
      assert.deepEqual(
        links.map(({ targetRange }) => targetRange.start.line),
        [1],
      );
      const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
        'vscode.executeDocumentHighlights',
        cell.uri,
        new vscode.Position(1, 50),
      );
      assert.equal(cell.getText(highlights[0]?.range), '/bin/a');
    });

    it('shows its layout by the button of the notebook', async () => {
      const shown = await show(notebook.uri);
      assert.deepEqual([shown?.regions, shown?.failure], [2, undefined]);
    });

    it('goes to a region by the link of a hover where the cell stands, and not in a tab of its own', async () => {
      const editorOf = (): vscode.TextEditor | undefined =>
        vscode.window.visibleTextEditors.find(({ document }) => document === cell);
      await until(editorOf);
      const tabs = tabCount();
      const uri = cell.uri.toString();
      await vscode.commands.executeCommand('memoryMaps.goToRegion', { uri, line: 2, address: '0x600000' });
      assert.equal(editorOf()?.selection.active.line, 2);
      assert.equal(tabCount(), tabs);
    });
  });

  it('and that is one line of JSON has each name where it stands', async () => {
    // A file that is there, so that there are links.
    const path = process.execPath;
    const rows = [
      '00400000-00401000 r--p',
      '00401000-00402000 r-xp',
      '00600000-00603000 r--p',
      '00603000-00604000 rw-p',
    ];
    const maps = rows.map(
      (row, i) => `${row} 0000${i % 2}000 08:01 1${i < 2 ? 1 : 2} ${i < 2 ? '/bin/not-there' : path}\n`,
    );
    const text = JSON.stringify({ maps: maps.join('') });
    const document = await newText({ content: text, language: 'json' });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    const first = text.indexOf(path);
    const places = [first, text.indexOf(path, first + 1)];
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      new vscode.Position(0, first + 2),
    );
    assert.deepEqual(
      highlights.map(({ range }) => [document.getText(range), range.start.character]),
      places.map((at) => [path, at]),
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    assert.deepEqual(
      links.map(({ range }) => range.start.character),
      places,
    );
  });

  it('that was never saved is told to be gone once it is closed', async () => {
    const document = await newText({ content: MAP });
    await vscode.window.showTextDocument(document);
    assert.equal((await show(document.uri))?.regions, 2);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => (document.isClosed ? true : undefined));
    assert.match(
      (await show(document.uri))?.failure ?? '',
      /^Untitled-\d+ cannot be read: it was closed without being saved\.$/,
    );
  });

  it('but what an extension shows is read again from there, and told to be gone with the extension', async () => {
    const uri = vscode.Uri.parse('memorymapstest:/dir/text.txt');
    const provider = vscode.workspace.registerTextDocumentContentProvider(uri.scheme, {
      provideTextDocumentContent: () => MAP,
    });
    const shown = await show(uri);
    provider.dispose();
    assert.deepEqual([shown?.regions, shown?.failure], [2, undefined]);
    const other = uri.with({ path: '/dir/other.txt' });
    assert.match((await show(other))?.failure ?? '', /^other\.txt cannot be read: .* gives it no more\.$/);
  });

  it('has no hints where it is the other side of a comparison', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('gitlens', {
      provideTextDocumentContent: () => MAP,
    });
    const revision = await vscode.workspace.openTextDocument(vscode.Uri.parse('gitlens:/dir/old.maps'));
    provider.dispose();
    assert.deepEqual(await hintsOf(revision), []);
  });

  describe('a file of a file system in the same extension host', () => {
    // VS Code copies what a file system gives, but not a Buffer.
    const kept = Buffer.from(Uint8Array.from(Buffer.from(MAP)).buffer);
    const file = vscode.Uri.parse('kept-in-memory:/a.maps');
    let registered: vscode.Disposable;

    before(() => {
      registered = vscode.workspace.registerFileSystemProvider('kept-in-memory', keeping(file, kept));
    });
    after(() => registered.dispose());

    it('stays what it was when it is shown and converted', async () => {
      assert.equal((await show(file))?.regions, 2);
      await vscode.commands.executeCommand('memoryMaps.convert', { uri: file, format: 'csv' });
      assert.equal(new TextDecoder().decode(kept), MAP);
      assert.equal((await vscode.workspace.openTextDocument(file)).getText(), MAP);
    });

    it('is said not to be there where it is not', async () => {
      const gone = file.with({ path: '/gone.maps' });
      assert.equal((await show(gone))?.failure, 'gone.maps cannot be read: There is no such file.');
    });
  });
});

/** A file system of one file, which gives the bytes that it keeps, as VS Code lets it. */
function keeping(file: vscode.Uri, bytes: Uint8Array): vscode.FileSystemProvider {
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const check = (uri: vscode.Uri): void => {
    if (uri.path !== file.path) throw vscode.FileSystemError.FileNotFound(uri);
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => {
      check(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length };
    },
    readFile: (uri) => {
      check(uri);
      return bytes;
    },
    readDirectory: refuse,
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
