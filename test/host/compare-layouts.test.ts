/** Layouts in the real extension host that are compared with other files: what their tables say then. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** A run of a program, with pages of heap, placed by ASLR. */
function run(heap: number, slide: bigint): string {
  const row = (start: bigint, pages: number, perms: string, name: string): string =>
    `${(start + slide).toString(16)}-${(start + slide + BigInt(pages) * 4096n).toString(16)} ${perms} 00000000 ${name}\n`;
  return [
    row(0x55aa_0000_0000n, 4, 'r-xp', '08:01 11                     /opt/sensord'),
    row(0x55aa_0100_0000n, heap, 'rw-p', '00:00 0                      [heap]'),
    row(0x7f00_0000_0000n, 64, 'r-xp', '08:01 12                     /lib/libc.so.6'),
    row(0x7f00_0004_0000n, 8, 'rw-p', '00:00 0 '),
  ].join('');
}

describe('comparing layouts', () => {
  let folder = '';
  const file = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-compare-'));
    writeFileSync(join(folder, 'before.maps'), run(10, 0n));
    writeFileSync(join(folder, 'after.maps'), run(30, 0x1234_5000n));
    writeFileSync(join(folder, 'none.txt'), 'No map stands here.\n');
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });

  async function compared(shown: string, other: string): Promise<boolean | undefined> {
    return vscode.commands.executeCommand<boolean>('memoryMaps.layout.compare', file(shown), [
      file(shown),
      file(other),
    ]);
  }

  async function table(): Promise<string[][]> {
    await vscode.commands.executeCommand('workbench.action.focusLastEditorGroup');
    const saveTo = file('table.csv');
    await vscode.commands.executeCommand('memoryMaps.layout.export', { format: 'csv', saveTo });
    const [heading = '', ...rows] = readFileSync(saveTo.fsPath, 'utf8').trimEnd().split('\r\n');
    const at = heading.split(',').findIndex((name) => name.startsWith('Growth in bytes since'));
    return [[heading.split(',')[at] ?? ''], ...rows.map((row) => [row.split(',')[at] ?? ''])];
  }

  it('tells what grew between two runs of a program, wherever ASLR placed them', async () => {
    assert.equal(await compared('after.maps', 'before.maps'), true);
    const grown = String(20 * 4096);
    assert.deepEqual((await table()).flat(), ['Growth in bytes since before.maps', '0', grown, '0', '0']);
  });

  it('goes on comparing when its own file is written', async () => {
    const layout = vscode.commands.executeCommand('memoryMaps.refreshLayout');
    writeFileSync(join(folder, 'after.maps'), run(12, 0x5_6000n));
    await layout;
    await vscode.commands.executeCommand('memoryMaps.refreshLayout');
    assert.equal((await table()).flat()[2], String(2 * 4096));
  });

  it('compares with nothing where the other file has no map, or cannot be read', async () => {
    assert.equal(await compared('before.maps', 'none.txt'), false);
    assert.equal(await compared('before.maps', 'gone.maps'), false);
    assert.doesNotMatch((await table())[0]?.[0] ?? '', /none|gone/);
  });
});
