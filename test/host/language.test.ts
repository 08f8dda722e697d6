/** Which files the editor takes for maps, by path and by first line. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

const region = '55d0c9c8a000-55d0c9cab000 rw-p 00000000 00:00 0                          [heap]\n';
const other = 'Here be dragons\n';

const files: readonly [path: string, content: string, language: string][] = [
  ['proc/1/maps', other, 'procmaps'],
  ['sysroot/proc/self/maps', other, 'procmaps'],
  ['proc/1/task/7/maps', other, 'procmaps'],
  ['proc/1/smaps', other, 'procmaps'],
  ['proc/1/smaps_rollup', other, 'procmaps'],
  ['node.maps', other, 'procmaps'],
  ['node.smaps', other, 'procmaps'],
  ['node.smaps_rollup', other, 'procmaps'],
  ['node-maps.txt', other, 'procmaps'],
  ['maps-4711.txt', other, 'procmaps'],
  ['procmaps.txt', other, 'procmaps'],
  ['game/maps', other, 'plaintext'],
  ['saved/maps', region, 'procmaps'],
  ['saved/without-extension', region, 'procmaps'],
  ['bundle.map', other, 'plaintext'],
];

describe('the language of a file', () => {
  let folder: string;
  const languageOf = async (path: string) =>
    (await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, path)))).languageId;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-maps-language-'));
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  for (const [path, content, language] of files) {
    it(`is ${language} for ${path} with ${content === region ? 'a region' : 'something else'} in its first line`, async () => {
      assert.equal(await languageOf(path), language);
    });
  }
});
