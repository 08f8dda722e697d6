/** The rows of the Processes view as VS Code gets them. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { failureSentences } from '../../src/extension/documents/open-failures.ts';
import { processTooltip } from '../../src/extension/processes/items.ts';
import { type MemoryNode, type Node, type ProcessNode, SourceNode } from '../../src/extension/processes/nodes.ts';
import { ProcessTree, type Shown } from '../../src/extension/processes/tree.ts';
import type { TreeOptions } from '../../src/sources/process-tree.ts';
import { buildForest } from '../unit/sources/build-forest.ts';
import type { ProcessInfo } from '../../src/sources/process.ts';
import { LOCAL } from '../../src/sources/source-spec.ts';
import { MapWorker } from '../../src/sources/worker/client.ts';
import { skip } from '../runner/report.mjs';

const options: TreeOptions = { filter: '', sort: 'pid', hierarchy: true };

function made(pid: number, ppid: number, rest: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    pid,
    ppid,
    name: `p${pid}`,
    command: `/bin/p${pid}`,
    uid: 1000,
    user: 'alice',
    state: 'S',
    rss: 2100,
    threads: 1,
    startTime: String(pid * 10),
    kernelThread: false,
    access: 'allowed',
    ...rest,
  };
}

describe('the Processes view', () => {
  const worker = new MapWorker(
    join(vscode.extensions.getExtension('memory-maps.memory-maps')?.extensionPath ?? '', 'dist/worker.js'),
  );
  before(async () => vscode.extensions.getExtension('memory-maps.memory-maps')?.activate());
  const log = vscode.window.createOutputChannel('Processes test', { log: true });
  let tree: ProcessTree;
  let source: SourceNode;
  let told: (Node[] | undefined)[];
  let children: ChildProcess[];
  beforeEach(() => {
    tree = new ProcessTree({ worker, log }, () => Promise.reject(new Error('the test gives the lists')));
    source = new SourceNode(LOCAL);
    tree.setSources([source]);
    told = [];
    children = [];
    tree.onDidChangeTreeData((rows) => told.push(rows));
  });
  afterEach(() => {
    tree.dispose();
    for (const child of children) child.kill('SIGKILL');
  });
  after(() => {
    worker.dispose();
    log.dispose();
  });

  const show = (processes: readonly ProcessInfo[], how = options): Shown => {
    source.list = { processes };
    return tree.update(source, buildForest(processes, how), how);
  };
  const labels = async (row: Node | undefined = source): Promise<unknown[]> =>
    (await tree.getChildren(row)).map((each) => tree.getTreeItem(each).label);
  const processRow = async (name: string): Promise<ProcessNode> => {
    const waiting = await tree.getChildren(source);
    for (let row = waiting.pop(); row; row = waiting.pop()) {
      if (row.kind === 'process' && row.process.name === name) return row;
      if (row.kind === 'process') waiting.push(...row.children);
    }
    throw new Error(`There is no row ${name}`);
  };
  const names = (): string[] => told.map((rows) => rows?.map(({ id }) => id).join(' ') ?? 'local');

  it('shows name, PID, RSS, user, state and threads', async () => {
    show([made(7, 0, { name: 'demo', state: 'R', threads: 3 })]);
    const item = tree.getTreeItem(await processRow('demo'));
    assert.equal(item.label, 'demo');
    assert.equal(item.description, '7 · 2.1 MiB · alice · R · 3 threads');
    assert.equal(item.id, 'local/7:70');
  });

  it('nests by parent and keeps kernel threads in a folder of their own', async () => {
    const kernel = { kernelThread: true, access: 'no-memory', rss: undefined } as const;
    show([made(1, 0), made(5, 1), made(2, 0, kernel), made(3, 2, kernel)]);
    assert.deepEqual(await labels(), ['p1', 'Kernel threads']);
    assert.deepEqual(await labels(await processRow('p1')), ['p5']);
    const [, folder] = await tree.getChildren(source);
    assert.match(String(folder && tree.getTreeItem(folder).description), /no memory of their own/);
    assert.deepEqual(await labels(folder), ['p2', 'p3']);
  });

  it('tells VS Code of what changed and of nothing else', () => {
    const list = [made(1, 0), made(5, 1), made(6, 1)];
    show(list);
    assert.deepEqual(names(), ['local']);
    show(list.map((each) => ({ ...each })));
    assert.deepEqual(names(), ['local'], 'nothing changed');
    show([made(1, 0), made(5, 1, { rss: 2101 }), made(6, 1)]);
    assert.deepEqual(names().slice(1), [], 'it still reads 2.1 MiB');
    show([made(1, 0), made(5, 1, { rss: 4096 }), made(6, 1)]);
    assert.deepEqual(names().slice(1), ['local/5:50']);
    show([made(1, 0), made(5, 1, { rss: 4096 }), made(6, 1), made(7, 1)]);
    assert.deepEqual(names().slice(2), ['local/1:10+']);
    show([made(1, 0, { state: 'R' }), made(5, 1, { rss: 9999 }), made(6, 1), made(7, 1)]);
    assert.deepEqual(names().slice(3), ['local/1:10+'], 'telling of a parent tells of its children');
    show([made(9, 0)]);
    assert.deepEqual(names().slice(4), ['local']);
  });

  it('shows those that fit the filter, by fields too, under those that lead to them', async () => {
    const list = [made(1, 0), made(5, 1, { rss: 204800 }), made(6, 1), made(7, 0, { state: 'Z', rss: undefined })];
    assert.deepEqual(show(list, { ...options, filter: 'rss>100M' }), { matching: 1, total: 4 });
    assert.deepEqual(await labels(), ['p1']);
    assert.deepEqual(await labels(await processRow('p1')), ['p5']);
    assert.deepEqual(show(list, { ...options, filter: 'state:zombie or p6' }), { matching: 2, total: 4 });
    assert.deepEqual(await labels(), ['p1', 'p7']);
  });

  it('keeps the row of a process that stays, and none for another with its PID', async () => {
    show([made(7, 0)]);
    const before = await processRow('p7');
    show([made(7, 0, { rss: 1 })]);
    assert.equal(await processRow('p7'), before);
    show([made(7, 0, { startTime: '999' })]);
    assert.notEqual(await processRow('p7'), before);
  });

  it('marks a zombie, and a process whose memory may not be read', async () => {
    show([made(7, 0, { state: 'Z', rss: undefined, access: 'no-memory' }), made(8, 0, { access: 'denied' })]);
    assert.match(String(tree.getTreeItem(await processRow('p7')).description), /zombie/);
    const denied = tree.getTreeItem(await processRow('p8'));
    assert.match(String(denied.description), /no access/);
    assert.equal((denied.iconPath as vscode.ThemeIcon).id, 'lock');
  });

  it('does not call a zombie what has memory, because only its main thread has ended', async () => {
    show([made(7, 0, { state: 'Z', rss: undefined, threads: 2 })]);
    const row = await processRow('p7');
    const item = tree.getTreeItem(row);
    assert.equal(item.description, '7 · alice · Z · 2 threads');
    assert.match(String(item.contextValue), /^process;memory;/);
    const { value } = processTooltip(row, undefined);
    const plain = value.replaceAll(/&nbsp;|[^\w ,:]/g, '');
    assert.ok(plain.includes('its main thread has ended, others run on'), plain);
    assert.ok(plain.includes('RSS: unknown'), plain);
  });

  it('tells of what another machine says without taking it for a link', () => {
    assert.doesNotMatch(failureSentences({ message: 'It said [run](command:x).', advice: 'Try [y](z).' }), /\]\(/);
  });

  it('says under the memory why it cannot be read', async () => {
    // Larger than any PID can be (PID_MAX_LIMIT).
    show([made(4194305, 0, { name: 'gone' })]);
    const memory = (await tree.getChildren(await processRow('gone'))).find(({ kind }) => kind === 'memory');
    const [why] = await tree.getChildren(memory);
    assert.equal(why && tree.getTreeItem(why).label, 'It has ended');
    assert.equal(why && tree.getTreeItem(why).tooltip, 'Process 4194305 has ended.');
    assert.equal(memory && tree.getTreeItem(memory).description, 'cannot be read');
  });

  it('takes nothing of a name for markup', async () => {
    const name = '**b** <img src=x> $(zap) [x](command:y) `c`';
    show([made(7, 0, { name, command: '``` \n<script>' })]);
    const row = await processRow(name);
    const item = await tree.resolveTreeItem(tree.getTreeItem(row), row);
    const { value, isTrusted, supportHtml, supportThemeIcons } = item.tooltip as vscode.MarkdownString;
    assert.ok(!isTrusted && !supportHtml && !supportThemeIcons);
    assert.ok(!value.includes('[x](command:y)') && !value.includes('**b**'), value);
  });

  describe('of a real process', () => {
    before(function () {
      if (process.platform !== 'linux') skip(this, 'needs Linux');
    });

    const memoryOf = async (pid: number): Promise<MemoryNode> => {
      show([made(pid, 0, { name: 'real', startTime: undefined })]);
      const memory = (await tree.getChildren(await processRow('real'))).find((row) => row.kind === 'memory');
      assert.ok(memory);
      return memory;
    };

    /** A shell that waits, and the row of its stack. */
    const stackOfShell = async () => {
      const child = spawn('sh', ['-c', 'echo ready; read line'], { stdio: ['pipe', 'pipe', 'ignore'] });
      children.push(child);
      await once(child.stdout, 'data');
      const groups = await tree.getChildren(await memoryOf(child.pid ?? 0));
      const [region] = await tree.getChildren(groups.find((row) => tree.getTreeItem(row).label === 'Main stack'));
      return { child, region };
    };

    it('shows totals by group and then the regions', async () => {
      const memory = await memoryOf(process.pid);
      const count = Number(
        /^([\d,]+) regions/.exec(String(tree.getTreeItem(memory).description))?.[1]?.replace(',', ''),
      );
      const groups = (await tree.getChildren(memory)).filter((row) => row.kind === 'group');
      assert.ok((await labels(memory)).includes('Main stack'));
      assert.equal(
        groups.reduce((sum, { total }) => sum + total.regions, 0),
        count,
      );
      const stack = groups.find((row) => tree.getTreeItem(row).label === 'Main stack');
      const [region] = await tree.getChildren(stack);
      assert.ok(region);
      const item = tree.getTreeItem(region);
      assert.ok(typeof item.label === 'string');
      assert.match(item.label, /^[0-9a-f]{8,16}$/);
      assert.match(String(item.description), /KiB · rw-p · \[stack\]/);
      const { tooltip } = await tree.resolveTreeItem(item, region);
      assert.match((tooltip as vscode.MarkdownString).value, /`[0-9a-f]+-[0-9a-f]+`[^]*Main stack[^]*\[stack\]/);
    });

    it('opens a region at its line in the live document', async () => {
      const { child, region } = await stackOfShell();
      await vscode.commands.executeCommand('memoryMaps.openRegion', region);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.path, `/local/${child.pid}/maps`);
      assert.match(editor.document.lineAt(editor.selection.active.line).text, /\[stack\]$/);
      assert.match(editor.document.getText(editor.selection), /^[0-9a-f]+-[0-9a-f]+$/);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('opens the live document at its end where the region is gone, and all below where it stood', async () => {
      const { child, region } = await stackOfShell();
      assert.equal(region?.kind, 'region');
      const { regions } = region.read.map;
      regions.start.fill(1);
      regions.line.fill(10_000);
      await vscode.commands.executeCommand('memoryMaps.openRegion', region);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.path, `/local/${child.pid}/maps`);
      assert.equal(editor.selection.active.line, editor.document.lineCount - 1);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('says that the process has ended where a region of it is to be opened', async () => {
      const { child, region } = await stackOfShell();
      child.kill('SIGKILL');
      await once(child, 'exit');
      const warnings: string[] = [];
      const { showWarningMessage } = vscode.window;
      Reflect.set(vscode.window, 'showWarningMessage', async (message: string) => void warnings.push(message));
      try {
        await vscode.commands.executeCommand('memoryMaps.openRegion', region);
      } finally {
        Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
      }
      assert.match(warnings.join('; '), /^Process \d+ has ended\.$/);
    });

    it('shows all of a thousand regions, page by page', async () => {
      // Every WebAssembly memory is a region of its own, with reserved space around it.
      const script =
        'globalThis.all = Array.from({ length: 700 }, () => new WebAssembly.Memory({ initial: 1 })); console.log(1); setInterval(() => {}, 1e6)';
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
      children.push(child);
      await once(child.stdout, 'data');
      const memory = await memoryOf(child.pid ?? 0);
      const groups = (await tree.getChildren(memory)).filter((row) => row.kind === 'group');
      const largest = groups.reduce((a, b) => (a.total.regions > b.total.regions ? a : b));
      assert.ok(largest.total.regions > 600, `${largest.total.regions} regions`);
      const first = await tree.getChildren(largest);
      const more = first.at(-1);
      assert.equal(first.length, 501);
      assert.equal(more?.kind, 'more');
      tree.showMore(more);
      const all = await tree.getChildren(largest);
      assert.equal(all.length, largest.total.regions > 1000 ? 1001 : largest.total.regions);
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    });
  });
});
