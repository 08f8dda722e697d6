/** The figures in the Processes view: columns, the row of an opened process, and when they are read. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Column } from '../../src/extension/processes/columns.ts';
import { costSentence, readExactMemory } from '../../src/extension/processes/exact-memory.ts';
import { reportText } from '../../src/extension/processes/explain-process.ts';
import { type FiguresNode, type Node, type ProcessNode, SourceNode } from '../../src/extension/processes/nodes.ts';
import { ProcessTree } from '../../src/extension/processes/tree.ts';
import { buildForest } from '../unit/sources/build-forest.ts';
import type { ProcessInfo } from '../../src/sources/process.ts';
import { LOCAL } from '../../src/sources/source-spec.ts';
import { MapWorker } from '../../src/sources/worker/client.ts';
import { skip } from '../runner/report.mjs';

const options = { filter: '', sort: 'pid', hierarchy: true } as const;

function made(pid: number, rest: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    pid,
    ppid: 0,
    name: `p${pid}`,
    command: '',
    uid: 1000,
    user: 'alice',
    state: 'S',
    rss: 2100,
    threads: 1,
    startTime: undefined,
    kernelThread: false,
    access: 'allowed',
    ...rest,
  };
}

describe('figures in the Processes view', function () {
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  const worker = new MapWorker(
    join(vscode.extensions.getExtension('memory-maps.memory-maps')?.extensionPath ?? '', 'dist/worker.js'),
  );
  const log = vscode.window.createOutputChannel('Figures test', { log: true });
  let asked: number[];
  let tree: ProcessTree;
  let source: SourceNode;
  let told: Node[];
  let child: ChildProcess & { pid: number };
  before(async () => {
    const started = spawn('sh', ['-c', 'echo ready; read line'], { stdio: ['pipe', 'pipe', 'ignore'] });
    await once(started.stdout, 'data');
    child = Object.assign(started, { pid: started.pid ?? 0 });
  });
  beforeEach(() => {
    asked = [];
    told = [];
    const counting: Pick<MapWorker, 'readFigures'> = {
      readFigures: (spec, of, wants) => {
        asked.push(of.pid);
        return worker.readFigures(spec, of, wants);
      },
    };
    tree = new ProcessTree({ worker: Object.assign(Object.create(worker) as MapWorker, counting), log }, () =>
      Promise.reject(new Error('the test gives the lists')),
    );
    source = new SourceNode(LOCAL);
    tree.setSources([source]);
    tree.onDidChangeTreeData((rows) => told.push(...(rows ?? [])));
  });
  afterEach(() => tree.dispose());
  after(() => {
    child?.kill('SIGKILL');
    worker.dispose();
    log.dispose();
  });

  const show = (processes: readonly ProcessInfo[]): void => {
    source.list = { processes };
    tree.update(source, buildForest(processes, options), options);
  };
  const rowOf = async (pid: number): Promise<ProcessNode> => {
    const row = (await tree.getChildren(source)).find((each) => each.kind === 'process' && each.pid === pid);
    assert.ok(row?.kind === 'process');
    return row;
  };
  const opened = async (row: ProcessNode): Promise<FiguresNode> => {
    const figures = (await tree.getChildren(row)).find((each) => each.kind === 'figures');
    assert.ok(figures);
    await figures.reading;
    return figures;
  };
  const descriptionOf = (row: Node): string => String(tree.getTreeItem(row).description);

  it('stand under an opened process, with everything in the tooltip', async () => {
    show([made(child.pid)]);
    const figures = await opened(await rowOf(child.pid));
    const item = tree.getTreeItem(figures);
    assert.ok(typeof item.label === 'string');
    assert.match(item.label, /^RSS [\d.]+ [KM]iB · PSS [\d.]+ [KM]iB · USS [\d.]+ [KM]iB · swap 0 bytes$/);
    const { value } = item.tooltip as vscode.MarkdownString;
    const plain = value.replaceAll('\\', '');
    for (const line of [
      /Resident: RSS .* · anonymous .* · files .* · shared memory /,
      /Counted page by page: .* USS \(in it alone\) /,
      /Address space: .* page tables /,
      /Counts: regions \d+ · threads 1 /,
      /RLIMIT_STACK: .* of /,
      /vm.max_map_count: \d+ of /,
    ]) {
      assert.match(plain, line);
    }
    assert.ok(told.includes(figures), 'VS Code is told once they are read');
  });

  it('say why they are not known', async () => {
    // Larger than any PID can be (PID_MAX_LIMIT).
    show([made(4_194_305, { startTime: '1' })]);
    const item = tree.getTreeItem(await opened(await rowOf(4_194_305)));
    assert.equal(item.label, 'Figures unknown');
    assert.equal(item.description, 'It has ended');
    assert.equal(item.tooltip, 'Process 4194305 has ended.');
  });

  it('are no columns until they are chosen, and then only of rows that are looked at', async () => {
    show([made(child.pid), made(1)]);
    const row = await rowOf(child.pid);
    assert.equal(descriptionOf(row), `${child.pid} · 2.1 MiB · alice · S`);
    tree.showColumns(['pss', 'uss', 'rss', 'regions', 'pid']);
    assert.equal(descriptionOf(row), `RSS 2.1 MiB · ${child.pid}`);
    tree.lookAt([row]);
    await row.figures.reading;
    assert.match(descriptionOf(row), /^PSS .*iB · USS .*iB · RSS 2.1 MiB · \d+ regions · \d+$/);
    assert.deepEqual(asked, [child.pid], 'nobody looked at the other one');
    assert.ok(told.includes(row));
  });

  it('are not read of a row that is only selected while no column shows them', async () => {
    show([made(child.pid)]);
    tree.lookAt([await rowOf(child.pid)]);
    assert.deepEqual(asked, []);
  });

  it('are read with the tooltip of a process', async () => {
    show([made(child.pid)]);
    const row = await rowOf(child.pid);
    const item = await tree.resolveTreeItem(tree.getTreeItem(row), row);
    assert.match((item.tooltip as vscode.MarkdownString).value, /PSS\\: [\d\\.]+ [KM]iB/);
  });

  it('are not read again before 50 times as long as reading them took', async () => {
    show([made(child.pid)]);
    const row = await rowOf(child.pid);
    tree.wantMemory(row, true);
    await row.figures.reading;
    assert.deepEqual(asked, [child.pid]);
    const { read } = row.figures;
    assert.ok(read?.ok);
    row.figures.read = { ...read, cost: 200 };
    row.figures.readAt = Date.now() - 9000;
    tree.lookAt([]);
    assert.deepEqual(asked, [child.pid], '9 s are less than 50 times 200 ms');
    row.figures.readAt = Date.now() - 10_001;
    tree.lookAt([]);
    await row.figures.reading;
    assert.deepEqual(asked, [child.pid, child.pid]);
    row.figures.readAt = Date.now() + 3_600_000;
    tree.lookAt([]);
    await row.figures.reading;
    assert.equal(asked.length, 3, 'the clock was set back');
    tree.wantMemory(row, false);
    row.figures.readAt = 0;
    tree.lookAt([]);
    assert.equal(asked.length, 3, 'a row that is closed is not looked at');
  });

  it('of smaps tell their cost before it is paid', () => {
    const walk = { regions: 65_000, resident: 20_000 };
    assert.equal(
      costSentence({ ...walk, milliseconds: 187.3, calibrated: true }),
      '65,000 regions: about 190 ms, during which the process waits when it maps memory.',
    );
    assert.match(costSentence({ ...walk, milliseconds: 0.4, calibrated: false }), /less than 1 ms.*not measured yet/);
    assert.match(costSentence({ ...walk, milliseconds: 12_345, calibrated: true }), /about 12 s/);
  });

  it('of smaps that was saved cost nothing, and nothing is said of cost', async () => {
    const silent: Pick<MapWorker, 'readFigures'> = { readFigures: () => Promise.reject(new Error('it was asked')) };
    const services = { worker: Object.assign(Object.create(worker) as MapWorker, silent) };
    let times = 0;
    await readExactMemory(services, { kind: 'saved', path: '/x.procsnap' }, made(12), async () => times++);
    assert.equal(times, 1);
  });

  it('report what keeps a process closed, step by step', () => {
    const report = reportText({
      pid: 5,
      reason: 'denied',
      title: 'Belongs to another user',
      message: 'It may not be read.',
      steps: [
        { text: 'Do this', command: 'sudo this' },
        { text: 'Or that', command: '' },
      ],
      evidence: [{ file: '5/status', found: 'user IDs 0 0 0 0' }],
    });
    assert.equal(
      report,
      'It may not be read.\n\nWhat can be done:\n1. Do this:\n    sudo this\n2. Or that.\n\nWhat was looked at:\n• /proc/5/status: user IDs 0 0 0 0',
    );
  });

  it('have a column each of those that the setting offers', async () => {
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension);
    const { contributes } = extension.packageJSON as Manifest;
    const offered = contributes.configuration.properties['memoryMaps.processes.columns'].items.enum;
    show([made(child.pid, { threads: 3 })]);
    const row = await rowOf(child.pid);
    await opened(row);
    const shown = offered.map((column) => {
      tree.showColumns([column]);
      return descriptionOf(row);
    });
    assert.ok(shown.length >= 9);
    assert.equal(new Set(shown).size, shown.length, shown.join(' | '));
    assert.ok(!shown.includes(''));
  });
});

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: { readonly 'memoryMaps.processes.columns': { readonly items: { readonly enum: Column[] } } };
    };
  };
}
