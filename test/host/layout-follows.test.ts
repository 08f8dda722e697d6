/** What layouts follow: files of any name that are written or renamed, and a process that starts another program. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DocumentFeed } from '../../src/extension/layout/document-feed.ts';
import type { Feed } from '../../src/extension/layout/feed.ts';
import { ProcessFeed } from '../../src/extension/layout/process-feed.ts';
import { LayoutView } from '../../src/extension/layout/view.ts';
import { LOCAL } from '../../src/sources/source-spec.ts';
import { skip } from '../runner/report.mjs';
import { until } from './documents.ts';
import { makeServices, type OwnServices } from './services.ts';

const ROW = '00400000-00401000 r-xp 00000000 08:01 42                                 /bin/x\n';

describe('a layout follows', function () {
  this.timeout(30_000);
  let folder: string;
  let services: OwnServices;
  before(() => {
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension);
    services = makeServices(extension);
  });
  after(() => services.dispose());
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'layout-follows-'))));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true });
  });

  for (const name of ['dump.maps', 'dump[1].maps', '{a,b}.maps', '*.maps']) {
    it(`a file that is called ${name} when it is written`, async () => {
      const path = join(folder, name);
      writeFileSync(path, ROW);
      const feed = new DocumentFeed(vscode.Uri.file(path), services);
      let changes = 0;
      feed.onDidChange(() => changes++);
      // The watcher takes a moment to start, and does not say when it has; the layout waits for the end of the writing.
      const writing = setInterval(() => writeFileSync(path, ROW, { flag: 'a' }), 1000);
      await until(() => changes > 0 || undefined).finally(() => {
        clearInterval(writing);
        feed.dispose();
      });
    });
  }

  it('a file that is written all the time', async () => {
    const path = join(folder, 'trace.log');
    writeFileSync(path, ROW);
    const feed = new DocumentFeed(vscode.Uri.file(path), services);
    let changes = 0;
    feed.onDidChange(() => changes++);
    const writing = setInterval(() => writeFileSync(path, ROW, { flag: 'a' }), 20);
    await until(() => changes > 1 || undefined).finally(() => {
      clearInterval(writing);
      feed.dispose();
    });
  });

  it('what is seen: while it is hidden nothing is read, and when it is shown once', async () => {
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension);
    const changed = new vscode.EventEmitter<void>();
    let reads = 0;
    const uri = vscode.Uri.file(join(folder, 'dump.maps'));
    const feed: Feed = {
      source: { kind: 'document', uri: uri.toString() },
      title: 'dump.maps',
      text: uri,
      live: undefined,
      onDidChange: changed.event,
      onDidChangeLive: new vscode.EventEmitter<void>().event,
      setSeen: () => undefined,
      read: () => {
        reads++;
        return Promise.resolve({ ok: false, title: 'dump.maps', liveness: 'file', message: '', advice: '' });
      },
      pick: () => 0,
      choose: () => undefined,
      dispose: () => changed.dispose(),
    };
    const panel = vscode.window.createWebviewPanel('memoryMaps.layoutPanel', '', vscode.ViewColumn.One);
    const view = new LayoutView(panel, feed, extension.extensionUri, services, false);
    await view.refresh();
    changed.fire();
    await until(() => reads === 2 || undefined);
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await until(() => !panel.visible || undefined);
    changed.fire();
    changed.fire();
    assert.equal(reads, 2);
    panel.reveal();
    await until(() => reads === 3 || undefined);
  });

  it('a file that is renamed, and one in a folder that is', async () => {
    const titles = (): string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)).toSorted();
    const at = (...names: string[]): vscode.Uri => vscode.Uri.file(join(folder, ...names));
    mkdirSync(at('before').fsPath);
    const paths = [at('one.maps'), at('before', 'two.maps')] as const;
    for (const { fsPath } of paths) {
      writeFileSync(fsPath, ROW);
      await vscode.commands.executeCommand('memoryMaps.showLayout', vscode.Uri.file(fsPath));
    }
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(at('one.maps'), at('three.maps'));
    edit.renameFile(at('before'), at('after'));
    await vscode.workspace.applyEdit(edit);
    await until(() => titles().join() === 'Layout of three.maps,Layout of two.maps' || undefined);
    const again = await vscode.commands.executeCommand<{ regions: number; failure?: string }>(
      'memoryMaps.showLayout',
      at('after', 'two.maps'),
    );
    assert.deepEqual([again.regions, again.failure], [1, undefined]);
    assert.equal(titles().length, 2, 'the panel that was there shows it');
  });

  it('its process to another program, with the text that is open', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const child = spawn('sh', ['-c', 'read x; exec sleep 300'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const { pid } = child;
    assert.ok(pid !== undefined);
    const { signal } = new AbortController();
    const feed = new ProcessFeed(
      { kind: 'process', source: LOCAL, pid, startTime: undefined, name: 'sh', beside: false },
      services,
    );
    try {
      await feed.read(signal, false);
      const text = feed.text.toString();
      child.stdin.write('\n');
      await until(async () => {
        await feed.read(signal, true);
        return feed.title.startsWith('sleep') || undefined;
      });
      assert.equal(feed.text.toString(), text);
    } finally {
      feed.dispose();
      child.kill('SIGKILL');
    }
  });
});
