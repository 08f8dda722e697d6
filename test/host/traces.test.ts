/** Traces, whose maps are put together from events. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';

describe('a trace of memory calls', () => {
  before(async () => {
    await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  });

  it('has its regions in the outline, each at its call, and folds none of the calls', async () => {
    const call = (at: string): string => `mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3</bin/a>, 0) = 0x7f688a${at}000\n`;
    const trace = await newText({
      language: 'log',
      content: [call('a01'), 'getpid() = 7\n', call('a02'), 'getpid() = 7\n', call('a00')].join(''),
    });
    const [map] = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      trace.uri,
    );
    const leaves = (of: vscode.DocumentSymbol): vscode.DocumentSymbol[] =>
      of.children.length > 0 ? of.children.flatMap(leaves) : [of];
    assert.deepEqual(map && leaves(map).map(({ range }) => [range.start.line, range.end.line]), [
      [4, 4],
      [0, 0],
      [2, 2],
    ]);
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      trace.uri,
    );
    assert.deepEqual(folds ?? [], []);
  });

  it('opens as the map that it adds up to at a line', async () => {
    const trace = await newText({
      language: 'plaintext',
      content: [
        'mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f688aaf4000',
        'mprotect(0x7f688aaf4000, 4096, PROT_READ) = 0',
        'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f688aa00000',
        'munmap(0x7f688aaf5000, 4096) = 0',
        '',
      ].join('\n'),
    });
    const textAt = async (line: number): Promise<string | undefined> => {
      await vscode.commands.executeCommand('memoryMaps.openMapAtLine', { uri: trace.uri.toString(), line });
      const text = vscode.window.activeTextEditor?.document.getText();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      return text;
    };
    assert.equal(await textAt(1), '7f688aaf4000-7f688aaf6000 rw-p 00000000 00:00 0 \n');
    assert.equal(
      await textAt(2),
      '7f688aaf4000-7f688aaf5000 r--p 00000000 00:00 0 \n7f688aaf5000-7f688aaf6000 rw-p 00000000 00:00 0 \n',
    );
    assert.equal(
      await textAt(4),
      '7f688aa00000-7f688aa01000 r--p 00000000 00:00 0 \n7f688aaf4000-7f688aaf5000 r--p 00000000 00:00 0 \n',
    );
  });

  it('of several processes tells the region of each one’s call', async () => {
    const call = (pid: number, at: string): string =>
      `${pid} mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f688a${at}000\n`;
    const trace = await newText({
      language: 'log',
      content: [call(7, 'a00'), '7 fork() = 8\n', call(8, 'b00'), call(7, 'c00')].join(''),
    });
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      trace.uri,
      new vscode.Range(0, 0, trace.lineCount, 0),
    );
    assert.deepEqual(
      hints.map(({ position }) => position.line),
      [0, 2, 3],
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', trace.uri);
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['Layout of one of 2 maps…', 'Open as maps'],
    );
  });
});
