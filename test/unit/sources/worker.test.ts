/** The worker thread as its callers see it. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SourceSettings } from '../../../src/sources/source-settings.ts';
import { LOCAL } from '../../../src/sources/source-spec.ts';
import { MapWorker } from '../../../src/sources/worker/client.ts';
import type { Progress } from '../../../src/sources/worker/protocol.ts';
import { makeSmaps } from '../../bench/make-maps.mjs';
import { skip } from '../../runner/report.mjs';
import { tarFile } from './tar-builder.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const TEXT = '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875                     /usr/bin/cat\n';

describe('the worker', () => {
  const workers: MapWorker[] = [];
  const open = (path = resolve('dist/worker.js')): MapWorker => {
    const worker = new MapWorker(path);
    workers.push(worker);
    return worker;
  };
  afterEach(() => workers.splice(0).forEach((worker) => worker.dispose()));

  const inFolder = async (script: string, use: (path: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'memory-maps-worker-'));
    try {
      const path = join(folder, 'worker.js');
      writeFileSync(path, script);
      await use(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('parses bytes, which move to it', async () => {
    const bytes = new TextEncoder().encode(TEXT.repeat(100));
    const [map] = await open().parseAll(bytes, { source: { file: 'x.maps' } });
    assert.equal(map?.regions.count, 100);
    assert.equal(map.source.file, 'x.maps');
    assert.equal(bytes.length, 0, 'the bytes were copied');
  });

  it('writes a map in other formats, and tells what each leaves out', async () => {
    const worker = open();
    const [map] = await worker.parseAll(Buffer.from(TEXT.repeat(3)), { source: {} });
    assert.ok(map);
    const formats = await worker.formatsOf(map);
    assert.deepEqual(
      formats.filter(({ refusal }) => refusal === undefined).map(({ id }) => id),
      ['maps', 'csv', 'json', 'markdown'],
    );
    assert.ok(formats.find(({ id }) => id === 'markdown')?.notes.length);
    assert.equal(Buffer.from(await worker.write(map, 'maps')).toString(), TEXT.repeat(3));
    assert.equal(Buffer.from(await worker.write(map, 'maps', Uint8Array.of(0, 1, 0))).toString(), TEXT);
    const csv = Buffer.from(await worker.write(map, 'csv')).toString();
    assert.equal(csv.split('\r\n').length, 5);
    // The map was copied, and is still whole here.
    assert.equal(map.regions.start.length, 6);
  });

  it('leaves a part of a larger buffer, such as Node’s pool, where it is', async () => {
    const pooled = Buffer.from(TEXT);
    assert.notEqual(pooled.byteLength, pooled.buffer.byteLength);
    const [map] = await open().parseAll(pooled, { source: {} });
    assert.equal(map?.regions.count, 1);
    assert.equal(pooled.toString(), TEXT);
  });

  it('answers many calls, each its own', async () => {
    const worker = open();
    const counts = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        worker.parseAll(Buffer.from(TEXT.repeat(i)), { source: {} }).then(([map]) => map?.regions.count),
      ),
    );
    assert.deepEqual(
      counts,
      Array.from({ length: 50 }, (_, i) => i),
    );
  });

  it('rejects a call that was cancelled, before and while it waits, and answers the next', async () => {
    const worker = open();
    const before = new AbortController();
    before.abort();
    await assert.rejects(worker.parseAll(Buffer.from(TEXT), { source: {} }, before), { name: 'AbortError' });
    const during = new AbortController();
    const parsing = worker.parseAll(Buffer.from(TEXT), { source: {} }, during);
    during.abort();
    await assert.rejects(parsing, { name: 'AbortError' });
    assert.equal((await worker.parseAll(Buffer.from(TEXT), { source: {} }))[0]?.regions.count, 1);
  });

  it('gives every map of a text, and says why there is none', async () => {
    const worker = open();
    const log = `first\n${TEXT.repeat(3)}\n\n\nsecond\n${TEXT.repeat(2)}`;
    const maps = await worker.parseAll(Buffer.from(log), { source: {}, embedded: true });
    assert.deepEqual(
      maps.map(({ regions, range }) => [regions.count, range?.first]),
      [
        [3, 2],
        [2, 9],
      ],
    );
    const [none, ...others] = await worker.parseAll(Buffer.from('nothing'), { source: {} });
    assert.deepEqual([none?.regions.count, none?.problems.length, others.length], [0, 1, 0]);
  });

  it('reads all maps of bytes, whatever they are', async () => {
    const worker = open();
    const log = `started\n${TEXT}${TEXT.replaceAll('55d', '56d')}\n\n\nended\n${TEXT}`;
    const maps = await worker.parseAll(Buffer.from(log), { source: { file: 'x.log' }, embedded: true });
    assert.deepEqual(
      maps.map(({ regions, source }) => [regions.count, source]),
      [
        [2, { file: 'x.log' }],
        [1, { file: 'x.log' }],
      ],
    );
    const [packed] = await worker.parseAll(gzipSync(TEXT), { source: { file: 'x.gz', pid: 7 } });
    assert.deepEqual([packed?.regions.count, packed?.source], [1, { file: 'x.gz', pid: 7 }]);
    const [none] = await worker.parseAll(Buffer.from('nothing'), { source: {} });
    assert.match(none?.problems[0]?.reason ?? '', /no region line/);
    const [silent] = await worker.parseAll(Buffer.from('nothing'), { source: {}, embedded: true });
    assert.match(silent?.problems[0]?.reason ?? '', /holds no memory map/);
  });

  it('reads files and archives where they are, an entry at a time, again and again', async () => {
    const folder = new TemporaryFolder();
    try {
      const worker = open();
      const file = folder.write('x.maps', TEXT);
      for (let i = 0; i < 2; i++) assert.equal((await worker.readFile(file, { source: {} }))[0]?.regions.count, 1);
      assert.equal(await worker.listFile(file), undefined);
      const archive = folder.write(
        'x.tgz',
        gzipSync(tarFile([1, 2, 3].map((pid) => ({ path: `proc/${pid}/maps`, content: TEXT })))),
      );
      const entries = await worker.listFile(archive);
      assert.deepEqual(
        entries?.map(({ title }) => title),
        ['PID 1', 'PID 2', 'PID 3'],
      );
      const [first, second, all] = await Promise.all([
        worker.readFile(archive, { source: {}, entry: 'proc/2/maps' }),
        worker.readFile(archive, { source: {}, entry: 'proc/2/maps' }),
        worker.readFile(archive, { source: {} }),
      ]);
      assert.deepEqual(
        [first, second].map((maps) => maps[0]?.regions.count),
        [1, 1],
      );
      assert.equal(all.length, 3);
      // Another archive takes its place, while the first one is in use.
      folder.write('other/9/maps', TEXT);
      const [kept, other] = await Promise.all([
        worker.readFile(archive, { source: {} }),
        worker.readFile(join(folder.path, 'other'), { source: {} }),
      ]);
      assert.deepEqual([kept.length, other.map(({ title }) => title)], [3, ['PID 9']]);
      await assert.rejects(worker.readFile(archive, { source: {}, entry: 'no/such' }), { name: 'RangeError' });
      await assert.rejects(worker.readFile(join(folder.path, 'missing'), { source: {} }), /There is no such file/);
    } finally {
      folder.remove();
    }
  });

  it('reads a file itself, one of procfs too, and tells in words why it cannot', async () => {
    const worker = open();
    const [map] = await worker.readFile('test/fixtures/cat.maps', { source: { file: 'cat.maps' } });
    assert.equal(map?.regions.count, 24);
    await assert.rejects(worker.readFile('test/fixtures/none.maps', { source: {} }), /There is no such file\./);
    if (process.platform !== 'linux') return;
    const [own] = await worker.readFile(`/proc/${process.pid}/maps`, { source: {} });
    assert.ok(own && own.regions.count > 10);
  });

  it('tells how far it is with a large file, and stops when it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'memory-maps-worker-'));
    try {
      const path = join(folder, 'large.smaps');
      writeFileSync(path, Buffer.concat(Array<Buffer>(40).fill(makeSmaps(2000))));
      const worker = open();
      const notes: Progress[] = [];
      const reading = new AbortController();
      const call = worker.readFile(
        path,
        { source: {} },
        {
          signal: reading.signal,
          onProgress: (progress) => {
            notes.push(progress);
            if (progress.step === 'parse') reading.abort();
          },
        },
      );
      await assert.rejects(call, { name: 'AbortError' });
      // The next call is answered when the worker has let go of this one.
      await worker.parseAll(Buffer.from(TEXT), { source: {} });
      const last = notes.at(-1);
      assert.ok(last && last.step === 'parse' && last.done < last.total, JSON.stringify(notes));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('hands over an error of a call as that call’s error', async () => {
    await inFolder(
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id }) => parentPort.postMessage({ id, ok: false, error: { name: 'TypeError', message: 'odd' } }));`,
      async (path) => {
        await assert.rejects(open(path).listProcesses(LOCAL), { name: 'TypeError', message: 'odd' });
      },
    );
  });

  it('says so when its thread dies, and starts a new one for the next call', async () => {
    await inFolder(
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id, params }) => {
         if (params.options.renew) throw new Error('the thread broke');
         parentPort.postMessage({ id, ok: true, result: { afresh: true, number: 1, changed: [], gone: [], more: false } });
       });`,
      async (path) => {
        const worker = open(path);
        const [first, second] = await Promise.allSettled([
          worker.listProcesses(LOCAL, { renew: true }),
          worker.listProcesses(LOCAL),
        ]);
        for (const { status, reason } of [first, second] as PromiseRejectedResult[]) {
          assert.equal(status, 'rejected');
          assert.match(String(reason), /WorkerStopped: .*the thread broke/);
        }
        assert.deepEqual(await worker.listProcesses(LOCAL), { processes: [] });
      },
    );
  });

  it('asks the tool that the settings name now, also while the former one takes its time to end', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const folder = new TemporaryFolder();
    try {
      const tool = (name: string, last: string): SourceSettings => {
        const ssh = folder.write(name, `#!/bin/sh\necho ${name} >>'${join(folder.path, 'called')}'\nsh\n${last}\n`);
        chmodSync(ssh, 0o755);
        return { executables: { ssh } };
      };
      const board = { kind: 'ssh', host: 'board' } as const;
      const worker = open();
      worker.useSources(tool('former', 'sleep 0.5'));
      await worker.listProcesses(board);
      worker.useSources(tool('latter', ''));
      await worker.listProcesses(board);
      assert.equal(readFileSync(join(folder.path, 'called'), 'utf8'), 'former\nlatter\n');
      await worker.close();
    } finally {
      folder.remove();
    }
  });

  it('fails what is under way and all that comes later once it is disposed', async () => {
    const worker = open();
    const parsing = worker.parseAll(Buffer.from(TEXT), { source: {} });
    worker.dispose();
    await assert.rejects(parsing, { name: 'WorkerStopped' });
    await assert.rejects(worker.listProcesses(LOCAL), { name: 'WorkerStopped' });
  });

  it('keeps the process alive while a call is under way, and no longer', async () => {
    const ports = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    const before = ports();
    const worker = open();
    const listing = worker.listProcesses(LOCAL);
    assert.equal(ports(), before + 1);
    await listing;
    // Threads of other tests may have ended meanwhile.
    assert.ok(ports() <= before);
  });
});
