/** Which sources are asked, whatever a document's address names. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { processUri } from '../../src/extension/documents/process-uri.ts';
import { skip } from '../runner/report.mjs';
import { TemporaryFolder } from '../unit/sources/temporary-folder.ts';

const SETTING = 'memoryMaps.sources';

describe('sources of processes', () => {
  before(async () => vscode.extensions.getExtension('memory-maps.memory-maps')?.activate());
  afterEach(() => vscode.workspace.getConfiguration().update(SETTING, undefined, vscode.ConfigurationTarget.Global));

  const remembered = (): unknown => vscode.workspace.getConfiguration().get(SETTING);
  const opened = (path: string): Promise<unknown> =>
    Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.from({ scheme: 'procmaps', path })));

  it('are not asked because an address names them', async () => {
    await assert.rejects(opened('/ssh@evil.example.com/1/maps'), /evil\.example\.com \(SSH\) is none of your sources/);
    await assert.rejects(opened('/docker@-it/1/maps'), /is none of your sources/);
    await assert.rejects(
      Promise.resolve(vscode.workspace.fs.readDirectory(vscode.Uri.from({ scheme: 'procmaps', path: '/ssh@evil' }))),
      /none of your sources/,
    );
  });

  it('show a layout of none of them', async () => {
    const shown: unknown = await vscode.commands.executeCommand('memoryMaps.showLayout', {
      source: 'ssh@evil.example.com',
      pid: 1,
    });
    assert.match(String(Reflect.get(Object(shown), 'failure')), /is none of your sources/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are remembered when they are added, once, and forgotten when they are removed', async () => {
    const spec = { kind: 'saved', path: '/no such folder' };
    await vscode.commands.executeCommand('memoryMaps.addSource', spec);
    await vscode.commands.executeCommand('memoryMaps.addSource', { ...spec });
    assert.deepEqual(remembered(), [spec]);
    const folders = await vscode.workspace.fs.readDirectory(vscode.Uri.from({ scheme: 'procmaps', path: '/' }));
    assert.deepEqual(
      folders.map(([name]) => name),
      ['local', 'saved@%2Fno%20such%20folder'],
    );
    await vscode.commands.executeCommand('memoryMaps.removeSource', spec);
    assert.deepEqual(remembered(), []);
  });

  it('have files of their own: their paths lead to none of this machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'memory-maps-saved-'));
    try {
      await mkdir(join(folder, '77'));
      // The program that runs this is there, but not the one of that process.
      const row = `00400000-00401000 r-xp 00000000 08:01 7                              ${process.execPath}\n`;
      await writeFile(join(folder, '77', 'maps'), row);
      const source = { kind: 'saved', path: folder } as const;
      await vscode.commands.executeCommand('memoryMaps.addSource', source);
      const document = await vscode.workspace.openTextDocument(processUri(source, { pid: 77, name: 'x' }, 'maps'));
      assert.equal(document.getText(), row);
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      assert.deepEqual(links, []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  describe('reached by a tool', () => {
    const EXECUTABLES = 'memoryMaps.executables';
    const board = { kind: 'ssh', host: 'board' } as const;
    let folder: TemporaryFolder;
    before(function () {
      if (process.platform !== 'linux') skip(this, 'needs Linux');
    });
    beforeEach(() => {
      folder = new TemporaryFolder();
    });
    afterEach(async () => {
      await vscode.workspace.getConfiguration().update(EXECUTABLES, undefined, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      folder.remove();
    });
    /** Has ssh be a script, which leaves a file with its name when it is called. */
    const useTool = async (name: string, last: string): Promise<void> => {
      const ssh = folder.write(name, `#!/bin/sh\ntouch '${folder.path}/${name} was called'\n${last}\n`);
      await chmod(ssh, 0o755);
      await vscode.workspace.getConfiguration().update(EXECUTABLES, { ssh }, vscode.ConfigurationTarget.Global);
    };
    const isCalled = async (name: string): Promise<void> => {
      const { path } = folder;
      const watching = watch(path);
      try {
        while (!existsSync(join(path, `${name} was called`))) {
          await once(watching, 'change', { signal: AbortSignal.timeout(30_000) });
        }
      } finally {
        watching.close();
      }
    };

    it('are asked again by another one where they did not answer', async () => {
      await useTool('broken', 'exit 255');
      await vscode.commands.executeCommand('memoryMaps.addSource', board);
      await isCalled('broken');
      await useTool('working', 'exec sh');
      await isCalled('working');
    });

    it('are asked again for a layout once they are known', async () => {
      await useTool('working', 'exec sh');
      const { pid } = process;
      const shown: unknown = await vscode.commands.executeCommand('memoryMaps.showLayout', {
        source: 'ssh@board',
        pid,
      });
      assert.match(
        String(Reflect.get(Object(shown), 'failure')),
        /Add it first: “Memory Maps: Add Source of Processes…”/,
      );
      const named = new Promise((resolve) => {
        const titles = vscode.window.tabGroups.onDidChangeTabs(({ changed }) => {
          if (!changed.some(({ label }) => label.endsWith(`(${pid})`))) return;
          titles.dispose();
          resolve(undefined);
        });
      });
      await vscode.commands.executeCommand('memoryMaps.addSource', board);
      await named;
    });
  });

  it('leave out what a setting holds that is none', async () => {
    await vscode.workspace
      .getConfiguration()
      .update(SETTING, [{ kind: 'ssh' }, 'board', { kind: 'ssh', host: 'board' }], vscode.ConfigurationTarget.Global);
    const folders = await vscode.workspace.fs.readDirectory(vscode.Uri.from({ scheme: 'procmaps', path: '/' }));
    assert.deepEqual(
      folders.map(([name]) => name),
      ['local', 'ssh@board'],
    );
  });
});
