/** Saving a process in the real extension host, and opening what was saved. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { processUri } from '../../src/extension/documents/process-uri.ts';
import { captureProcess } from '../../src/extension/processes/capture.ts';
import { LOCAL } from '../../src/sources/source-spec.ts';
import { skip } from '../runner/report.mjs';
import { makeServices } from './services.ts';

interface Captured {
  readonly path: string;
  readonly notes: readonly string[];
}

interface Shown {
  readonly regions: number;
  readonly failure?: string;
}

describe('the command that saves a process [long]', () => {
  let folder = '';
  let child: ChildProcess | undefined;
  before(async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-capture-'));
    child = spawn('sh', ['-c', 'echo ready; read line'], { stdio: ['pipe', 'pipe', 'ignore'] });
    assert.ok(child.stdout);
    await once(child.stdout, 'data');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => {
    child?.kill('SIGKILL');
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  const save = (name: string, rest: object = {}): Thenable<Captured | undefined> =>
    vscode.commands.executeCommand('memoryMaps.captureProcess', {
      pid: child?.pid,
      saveTo: vscode.Uri.file(join(folder, name)),
      ...rest,
    });
  const show = async (path: string): Promise<Shown> => {
    const shown = await vscode.commands.executeCommand<Shown | undefined>(
      'memoryMaps.showLayout',
      vscode.Uri.file(path),
    );
    assert.ok(shown);
    return shown;
  };

  for (const name of ['one.procsnap', 'one.procsnap.tar', 'one.procsnap.tar.gz']) {
    it(`writes ${name}, whose layout has the regions that the process has`, async () => {
      const captured = await save(name);
      assert.ok(captured);
      assert.deepEqual([captured.path, captured.notes], [join(folder, name), []]);
      const { regions, failure } = await show(captured.path);
      assert.equal(failure, undefined);
      const lines = readFileSync(`/proc/${child?.pid}/maps`, 'utf8').split('\n').length - 1;
      assert.equal(regions, lines);
    });
  }

  it('gives a snapshot whose files open as documents, as those of a live process do', async () => {
    const captured = await save('two.procsnap');
    assert.ok(captured && child?.pid);
    const source = { kind: 'saved', path: captured.path } as const;
    await vscode.commands.executeCommand('memoryMaps.addSource', source);
    const uri = processUri(source, { pid: child.pid, name: 'sh' }, 'smaps');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), readFileSync(join(captured.path, `${child.pid}/smaps`), 'utf8'));
    const shown = await vscode.commands.executeCommand<Shown>('memoryMaps.showLayout', { pid: child.pid, source });
    assert.deepEqual([shown.failure, shown.regions > 5], [undefined, true]);
    await vscode.commands.executeCommand('memoryMaps.removeSource', source);
  });

  it('leaves out smaps when the caller says so', async () => {
    const captured = await save('three.procsnap', { smaps: false });
    assert.ok(captured);
    assert.ok(!existsSync(join(captured.path, `${child?.pid}/smaps`)));
    assert.ok(existsSync(join(captured.path, `${child?.pid}/maps`)));
  });

  it('asks before it makes a large process wait, also where the list does not tell how large it is', async () => {
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension && child?.pid);
    const services = makeServices(extension);
    const { worker } = services;
    const read = worker.readFigures.bind(worker);
    worker.readFigures = async (...given) => {
      const figures = await read(...given);
      return figures.ok ? { ...figures, values: { ...figures.values, rss: 4 * 1024 * 1024 } } : figures;
    };
    const asked: string[] = [];
    const { showWarningMessage } = vscode.window;
    Reflect.set(vscode.window, 'showWarningMessage', async (_: string, { detail }: vscode.MessageOptions) => {
      asked.push(detail ?? '');
    });
    try {
      const saveTo = vscode.Uri.file(join(folder, 'large.procsnap'));
      const process = { source: LOCAL, pid: child.pid, startTime: undefined, name: 'sh', saveTo };
      assert.equal(await captureProcess(process, '1', services), undefined);
    } finally {
      Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
      services.dispose();
    }
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', /regions and 4 GiB of resident memory: .* about 14\d ms on a PC/);
  });

  it('says of a snapshot that it is one already, before it asks anything', async () => {
    const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
    assert.ok(extension);
    const services = makeServices(extension);
    const path = join(folder, 'copied');
    mkdirSync(join(path, '77'), { recursive: true });
    writeFileSync(join(path, '77/maps'), '00400000-00401000 r-xp 00000000 08:01 7 /bin/x\n');
    const told: string[] = [];
    const { showWarningMessage } = vscode.window;
    Reflect.set(vscode.window, 'showWarningMessage', async (message: string) => void told.push(message));
    try {
      const process = { source: { kind: 'saved', path }, pid: 77, startTime: undefined, name: 'x' } as const;
      assert.equal(await captureProcess(process, '1', services), undefined);
    } finally {
      Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
      services.dispose();
    }
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /is a snapshot already: copy it instead\.$/);
  });

  it('writes nothing where it may not, or of a process that has ended', async () => {
    await save('four.procsnap');
    assert.equal(await save('four.procsnap'), undefined, 'it was there');
    assert.equal(await save('none/five.procsnap'), undefined);
    assert.equal(await save('six.procsnap', { pid: 4194305 }), undefined);
    assert.equal(await save('seven.procsnap', { startTime: '1' }), undefined);
    const elsewhere = vscode.Uri.parse('vscode-vfs://x/seven.procsnap');
    assert.equal(await save('seven.procsnap', { saveTo: elsewhere }), undefined);
    assert.deepEqual(
      readdirSync(folder).filter((name) => /five|six|seven|^\.|none/.test(name)),
      [],
    );
  });
});
