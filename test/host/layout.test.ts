/** Layouts in the real extension host: what the command gives, the custom editor, live processes, files that fail. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { newText } from '../../src/extension/platform/new-text.ts';
import { skip } from '../runner/report.mjs';

const EDITOR = 'memoryMaps.layout';
const PANEL = /memoryMaps\.layoutPanel$/;

/** The result of the command. */
interface Shown {
  readonly regions: number;
  readonly readMs: number;
  readonly sentAt?: number;
  readonly arrivedAt?: number;
  readonly drawnAt?: number;
  readonly failure?: string;
}

function fixture(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests run with test/fixtures open');
  return vscode.Uri.joinPath(folder.uri, name);
}

async function show(argument?: unknown): Promise<Shown> {
  const shown = await vscode.commands.executeCommand<Shown | undefined>('memoryMaps.showLayout', argument);
  assert.ok(shown, 'nothing was shown');
  return shown;
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

/** The titles of the layout panels. */
function panels(): string[] {
  return tabs().flatMap(({ input, label }) =>
    input instanceof vscode.TabInputWebview && PANEL.test(input.viewType) ? [label] : [],
  );
}

/** Waits until the layout panels have these titles; tabs are told of a new title after the picture. */
async function panelsBecome(titles: readonly string[]): Promise<void> {
  const same = (): boolean => panels().toSorted().join() === titles.toSorted().join();
  if (same()) return;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the panels are ${panels().join()}`)), 10_000);
    const changes = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (!same()) return;
      clearTimeout(late);
      changes.dispose();
      resolve();
    });
  });
}

describe('the layout in its host', () => {
  const children: ChildProcess[] = [];

  /** A process that waits to be ended. */
  function start(): ChildProcess & { pid: number } {
    const child = spawn('sleep', ['300'], { stdio: 'ignore' });
    children.push(child);
    assert.ok(child.pid !== undefined);
    return Object.assign(child, { pid: child.pid });
  }

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('draws the document of the active editor beside it', async () => {
    await vscode.window.showTextDocument(fixture('cat.maps'));
    const { regions, sentAt = 0, arrivedAt = 0, drawnAt = 0, failure } = await show();
    assert.deepEqual({ regions, failure }, { regions: 24, failure: undefined });
    assert.ok(sentAt > 0 && arrivedAt >= sentAt - 1 && drawnAt >= arrivedAt, `${sentAt} ${arrivedAt} ${drawnAt}`);
    await panelsBecome(['Layout of cat.maps']);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path.endsWith('cat.maps'), true);
  });

  it('uses the panel that shows the document already', async () => {
    await show(fixture('cat.maps'));
    await show(fixture('cat.maps'));
    await show(fixture('sensord.smaps'));
    await panelsBecome(['Layout of cat.maps', 'Layout of sensord.smaps']);
  });

  it('reads a file that no editor shows', async () => {
    const { regions } = await show(fixture('sensord.maps'));
    assert.equal(regions, 53);
  });

  it('reads the unsaved text of an editor', async () => {
    const document = await newText({
      language: 'procmaps',
      content: '00400000-00401000 r-xp 00000000 08:01 7 /bin/x\n00500000-00501000 rwxp 00000000 00:00 0\n',
    });
    await vscode.window.showTextDocument(document);
    assert.equal((await show()).regions, 2);
  });

  it('opens as an editor of its own', async () => {
    const uri = fixture('cat.maps');
    await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.deepEqual([input.viewType, input.uri.toString()], [EDITOR, uri.toString()]);
    // The command takes the document of that editor, too.
    assert.equal((await show()).regions, 24);
  });

  it('says why a file cannot be read', async () => {
    const { regions, failure } = await show(fixture('there-is-no-such.maps'));
    assert.equal(regions, 0);
    assert.match(failure ?? '', /there-is-no-such\.maps cannot be read/);
  });

  describe('of a file with several maps', () => {
    const line = (from: number, perms: string): string =>
      `${from.toString(16)}-${(from + 0x1000).toString(16)} ${perms} 00000000 08:01 7 /bin/x`;
    const log = [
      'the first process:',
      ...[1, 2, 3].map((i) => line(0x400000 * i, 'r-xp')),
      '',
      '',
      'the second one:',
      ...[1, 2, 3, 4, 5].map((i) => line(0x500000 * i, 'rw-p')),
      'the end',
    ].join('\n');
    let document: vscode.TextDocument;
    // Each test opens its own: VS Code lets go of a text that no editor shows.
    beforeEach(async () => {
      document = await newText({ language: 'log', content: log });
    });

    it('is of the map at the line that is asked for', async () => {
      const uri = document.uri.toString();
      const counts = [];
      for (const at of [2, 9, 12, 1]) counts.push((await show({ uri, line: at })).regions);
      assert.deepEqual(counts, [3, 5, 5, 3]);
      assert.equal(panels().length, 1);
    });

    it('is of the map at the cursor when nothing is asked for', async () => {
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(8, 0, 8, 0);
      const { regions, failure } = await show();
      assert.deepEqual({ regions, failure }, { regions: 5, failure: undefined });
    });
  });

  it('reads a file of which VS Code gives extensions no text, and opens the text', async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), 'memory-maps-host-'));
    try {
      const path = join(folder, 'large.maps');
      // A piece of code that was mapped again and again, over 50 MB of it.
      const part = Array.from({ length: 10_000 }, (_, i) => (0x400000 + 0x1000 * i).toString(16));
      const lines = part.map(
        (from, i) => `${from}-${part[i + 1] ?? 'ffffffff'} r-xp 00000000 08:01 7 /opt/a path/x.so\n`,
      );
      writeFileSync(path, lines.join('').repeat(110));
      const uri = vscode.Uri.file(path);
      assert.ok((await vscode.workspace.fs.stat(uri)).size > 50 * 2 ** 20);
      const { regions, failure } = await show(uri);
      assert.deepEqual({ regions, failure }, { regions: 10_000, failure: undefined });
      await vscode.commands.executeCommand('memoryMaps.showLayoutText');
      const texts = tabs().flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.path] : []));
      assert.deepEqual(texts, [path]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('shows nothing for what is neither a document nor a process', async () => {
    for (const argument of [7, 'cat.maps', { pid: -1 }, { pid: '1' }, { uri: 'cat.maps', line: 1 }, undefined]) {
      assert.equal(await vscode.commands.executeCommand('memoryMaps.showLayout', argument), undefined);
    }
    assert.deepEqual(panels(), []);
  });

  describe('of a live process', () => {
    before(function () {
      if (process.platform !== 'linux') skip(this, 'needs Linux: processes are read from /proc');
    });

    it('is drawn from what the kernel says now', async () => {
      const { pid } = start();
      const { regions, failure } = await show({ pid });
      assert.equal(failure, undefined);
      assert.ok(regions > 5, `${regions} regions`);
      await panelsBecome([`Layout of sleep (${pid})`]);
    });

    it('takes its turn in one panel for all processes', async () => {
      const [one, two] = [start(), start()];
      await show({ pid: one.pid });
      await show({ pid: two.pid });
      await panelsBecome([`Layout of sleep (${two.pid})`]);
    });

    it('is refused when the PID belongs to another process now', async () => {
      const { failure, regions } = await show({ pid: start().pid, startTime: '1' });
      assert.equal(regions, 0);
      assert.ok(failure, 'a stranger was shown');
    });

    it('says that the process has ended', async () => {
      const child = start();
      await show({ pid: child.pid });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      const { failure } = await show({ pid: child.pid });
      assert.match(failure ?? '', /ended|no longer|no process|does not exist|not running/i);
    });
  });
});
