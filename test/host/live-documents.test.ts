/** Live documents through VS Code's own file system and document API. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as vscode from 'vscode';
import { statusOf } from '../../src/extension/documents/live-status.ts';
import { OpenFailures } from '../../src/extension/documents/open-failures.ts';
import { processUri } from '../../src/extension/documents/process-uri.ts';
import { ProcfsFileSystem } from '../../src/extension/documents/procfs-file-system.ts';
import type { Services } from '../../src/extension/platform/services.ts';
import { skip } from '../runner/report.mjs';

const FIRST_LINE = /^[0-9a-f]{8,16}-[0-9a-f]{8,16} [r-][w-][x-][ps] /;

describe('a live document', function () {
  const children: ChildProcess[] = [];
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const own = (file = 'maps'): vscode.Uri => vscode.Uri.parse(`procmaps:/local/${process.pid}/${file}`);
  /** A process that has loaded all it needs and waits. */
  const start = async () => {
    const child = spawn('sh', ['-c', 'echo ready; read line'], { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    // It may be killed before it has read what it was sent.
    child.stdin.on('error', () => undefined);
    await once(child.stdout, 'data');
    assert.ok(child.pid);
    return { child, pid: child.pid };
  };
  const refresh = (uri: vscode.Uri): Thenable<unknown> =>
    vscode.commands.executeCommand('memoryMaps.refreshDocument', uri);

  for (const [file, line] of [
    ['maps', FIRST_LINE],
    ['smaps', /^Rss: +\d+ kB$/m],
    ['smaps_rollup', /\[rollup\]\n/],
  ] as const) {
    it(`opens by hand as ${file}, in the language of maps`, async () => {
      const document = await vscode.workspace.openTextDocument(own(file));
      assert.match(document.getText(), line);
      assert.equal(document.languageId, 'procmaps');
      assert.equal(document.isDirty, false);
    });
  }

  it('is read-only', async () => {
    assert.equal(vscode.workspace.fs.isWritableFileSystem('procmaps'), false);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(own(), new Uint8Array(1)));
    await assert.rejects(async () => vscode.workspace.fs.delete(own()));
  });

  it('has the size of its text', async () => {
    const { pid } = await start();
    const uri = vscode.Uri.parse(`procmaps:/local/${pid}/maps`);
    const { size, type, mtime } = await vscode.workspace.fs.stat(uri);
    const bytes = await vscode.workspace.fs.readFile(uri);
    assert.equal(size, bytes.length);
    assert.equal(type, vscode.FileType.File);
    assert.ok(mtime > 0);
  });

  it('shows the map as it is after a refresh, and the same when nothing changed', async () => {
    const { child, pid } = await start();
    const uri = vscode.Uri.parse(`procmaps:/local/${pid}/maps`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const before = document.getText();
    const { mtime } = await vscode.workspace.fs.stat(uri);
    await refresh(uri);
    assert.equal((await vscode.workspace.fs.stat(uri)).mtime, mtime, 'the shell waits: its map is the same');
    assert.equal(document.getText(), before);

    // A string of some MB makes the shell's heap grow while it reads.
    child.stdin.write('x'.repeat(4_000_000));
    const end = performance.now() + 20_000;
    while (document.getText() === before && performance.now() < end) {
      await refresh(uri);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.notEqual(document.getText(), before);
    assert.ok((await vscode.workspace.fs.stat(uri)).mtime > mtime);
    assert.match(document.getText(), FIRST_LINE);
  });

  it('is told of without the icons and links that its process has in its name', () => {
    const process = { pid: 7, startTime: '1', name: '$(bug)[x](command:y)' };
    const texts = { bytes: new Uint8Array(0), stamp: 1, process, torn: false, modified: 0, readAt: 0 };
    for (const ended of [undefined, 'Process 7 has ended.'])
      for (const torn of [false, true]) {
        const { text, detail } = statusOf({ ...texts, torn, ended }, true);
        assert.doesNotMatch(`${text} ${detail}`, /\$\(|\]\(/);
      }
  });

  it('is told of no failure once it can be read', async () => {
    const uri = own();
    const failure = {
      ok: false,
      pid: 1,
      reason: 'denied',
      title: '',
      message: 'It may not be read.',
      advice: '',
    } as const;
    const snapshot = { bytes: new Uint8Array(0), modified: 0 };
    const answers: unknown[] = [failure, snapshot];
    const told: unknown[] = [];
    const { showWarningMessage } = vscode.window;
    Reflect.set(vscode.window, 'showWarningMessage', (message: string) => told.push(message));
    const failures = new OpenFailures();
    const liveTexts = { onDidChange: () => new vscode.Disposable(() => undefined), get: () => answers.shift() };
    // Of the services it needs the texts alone.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const files = new ProcfsFileSystem({ liveTexts } as unknown as Services, failures);
    try {
      await assert.rejects(files.readFile(uri), /It may not be read\./);
      assert.equal(await files.readFile(uri), snapshot.bytes);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      // It looks at what is in front whenever there is something to tell.
      failures.add(vscode.Uri.parse('procmaps:/local/1/maps'), failure);
      assert.deepEqual(told, []);
    } finally {
      Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
      files.dispose();
      failures.dispose();
    }
  });

  it('is not opened for a process that has ended, and the error says so', async () => {
    const { child, pid } = await start();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const uri = vscode.Uri.parse(`procmaps:/local/${pid}/maps`);
    await assert.rejects(async () => vscode.workspace.openTextDocument(uri), new RegExp(`There is no process ${pid}`));
    await assert.rejects(async () => vscode.workspace.fs.stat(uri), new RegExp(`There is no process ${pid}`));
  });

  it('is not opened for another process with the PID', async () => {
    const uri = processUri({ kind: 'local' }, { pid: process.pid, startTime: '1', name: 'former' }, 'maps');
    await assert.rejects(async () => vscode.workspace.openTextDocument(uri), /now belongs to another process/);
  });

  it('keeps its last text when the process ends', async () => {
    const { child, pid } = await start();
    const uri = vscode.Uri.parse(`procmaps:/local/${pid}/maps`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const before = document.getText();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await refresh(uri);
    assert.equal(document.isClosed, false);
    assert.equal(document.getText(), before);
    assert.equal(String(Buffer.from(await vscode.workspace.fs.readFile(uri))), before);
  });

  it('has a folder for each process', async () => {
    const read = (path: string) => vscode.workspace.fs.readDirectory(vscode.Uri.parse(`procmaps:${path}`));
    assert.deepEqual(await read('/'), [['local', vscode.FileType.Directory]]);
    assert.ok((await read('/local')).some(([name]) => name === String(process.pid)));
    assert.deepEqual((await read(`/local/${process.pid}`)).map(([name]) => name).sort(), [
      'maps',
      'smaps',
      'smaps_rollup',
    ]);
  });

  for (const path of [
    '/local/0/maps',
    '/local/abc/maps',
    '/local/1/mem',
    '/local/../1/maps',
    '/elsewhere/1/maps',
    '/local/1/maps/x',
    `/local/${process.pid}/maps?start=1`,
    `/local/${process.pid}/maps?{"start":1}`,
  ]) {
    it(`is nothing at ${path.replace(String(process.pid), 'PID')}`, async () => {
      await assert.rejects(async () => vscode.workspace.fs.readFile(vscode.Uri.parse(`procmaps:${path}`)), {
        code: 'FileNotFound',
      });
    });
  }
});
