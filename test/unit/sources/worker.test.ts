/** The worker thread as its callers see it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MapWorker } from '../../../src/sources/worker/client.ts';
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
    const map = await open().parse(bytes, { file: 'x.maps' });
    assert.equal(map.regions.count, 100);
    assert.equal(map.source.file, 'x.maps');
    assert.equal(bytes.length, 0, 'the bytes were copied');
  });

  it('leaves a part of a larger buffer, such as Node’s pool, where it is', async () => {
    const pooled = Buffer.from(TEXT);
    assert.notEqual(pooled.byteLength, pooled.buffer.byteLength);
    const map = await open().parse(pooled, {});
    assert.equal(map.regions.count, 1);
    assert.equal(pooled.toString(), TEXT);
  });

  it('reads all maps of bytes, whatever they are', async () => {
    const worker = open();
    const log = `started\n${TEXT}${TEXT.replaceAll('55d', '56d')}\n\n\nended\n${TEXT}`;
    const maps = await worker.parseAll(Buffer.from(log), { file: 'x.log' }, { embedded: true });
    assert.deepEqual(
      maps.map(({ regions, source }) => [regions.count, source]),
      [
        [2, { file: 'x.log' }],
        [1, { file: 'x.log' }],
      ],
    );
    const [packed] = await worker.parseAll(gzipSync(TEXT), { file: 'x.gz', pid: 7 });
    assert.deepEqual([packed?.regions.count, packed?.source], [1, { file: 'x.gz', pid: 7 }]);
    const [none] = await worker.parseAll(Buffer.from('nothing'), {});
    assert.match(none?.problems[0]?.reason ?? '', /no region line/);
    assert.deepEqual(await worker.parseAll(Buffer.from('nothing'), {}, { embedded: true }), []);
  });

  it('reads files and archives where they are, an entry at a time, again and again', async () => {
    const folder = new TemporaryFolder();
    try {
      const worker = open();
      const file = folder.write('x.maps', TEXT);
      for (let i = 0; i < 2; i++) assert.equal((await worker.readFile(file))[0]?.regions.count, 1);
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
        worker.readFile(archive, { entry: 'proc/2/maps' }),
        worker.readFile(archive, { entry: 'proc/2/maps' }),
        worker.readFile(archive),
      ]);
      assert.deepEqual(
        [first, second].map((maps) => maps[0]?.regions.count),
        [1, 1],
      );
      assert.equal(all.length, 3);
      // Another archive takes its place, while the first one is in use.
      folder.write('other/9/maps', TEXT);
      const [kept, other] = await Promise.all([worker.readFile(archive), worker.readFile(join(folder.path, 'other'))]);
      assert.deepEqual([kept.length, other.map(({ title }) => title)], [3, ['PID 9']]);
      await assert.rejects(worker.readFile(archive, { entry: 'no/such' }), { name: 'RangeError' });
      await assert.rejects(worker.readFile(join(folder.path, 'missing')), /ENOENT/);
    } finally {
      folder.remove();
    }
  });

  it('tells how far the reading of a file is, stops it, and answers others meanwhile', async () => {
    const folder = new TemporaryFolder();
    try {
      const worker = open();
      // Most of the work is unpacking: 200 MB that hold no map.
      const file = folder.write('large.gz', gzipSync(Buffer.alloc(200 << 20), { level: 1 }));
      const shares: number[] = [];
      const reading = worker.readFile(file, { onProgress: (share) => shares.push(share) });
      const other = await worker.parse(Buffer.from(TEXT), {});
      assert.equal(other.regions.count, 1);
      await reading;
      assert.ok(shares.length > 0 && shares.every((share) => share > 0 && share <= 1));
      const stop = new AbortController();
      const stopped = worker.readFile(file, { signal: stop.signal, onProgress: () => stop.abort() });
      await assert.rejects(stopped, { name: 'AbortError' });
    } finally {
      folder.remove();
    }
  });

  it('answers many calls, each its own', async () => {
    const worker = open();
    const counts = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        worker.parse(Buffer.from(TEXT.repeat(i)), {}).then((map) => map.regions.count),
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
    await assert.rejects(worker.parse(Buffer.from(TEXT), {}, before.signal), { name: 'AbortError' });
    const during = new AbortController();
    const parsing = worker.parse(Buffer.from(TEXT), {}, during.signal);
    during.abort();
    await assert.rejects(parsing, { name: 'AbortError' });
    assert.equal((await worker.parse(Buffer.from(TEXT), {})).regions.count, 1);
  });

  it('hands over an error of a call as that call’s error', async () => {
    await inFolder(
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id }) => parentPort.postMessage({ id, ok: false, error: { name: 'TypeError', message: 'odd' } }));`,
      async (path) => {
        await assert.rejects(open(path).listProcesses(), { name: 'TypeError', message: 'odd' });
      },
    );
  });

  it('says so when its thread dies, and starts a new one for the next call', async () => {
    await inFolder(
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id, params }) => {
         if (params.renew) throw new Error('the thread broke');
         parentPort.postMessage({ id, ok: true, result: { processes: [] } });
       });`,
      async (path) => {
        const worker = open(path);
        const [first, second] = await Promise.allSettled([
          worker.listProcesses({ renew: true }),
          worker.listProcesses(),
        ]);
        for (const { status, reason } of [first, second] as PromiseRejectedResult[]) {
          assert.equal(status, 'rejected');
          assert.match(String(reason), /WorkerStopped: .*the thread broke/);
        }
        assert.deepEqual(await worker.listProcesses(), { processes: [] });
      },
    );
  });

  it('fails what is under way and all that comes later once it is disposed', async () => {
    const worker = open();
    const parsing = worker.parse(Buffer.from(TEXT), {});
    worker.dispose();
    await assert.rejects(parsing, { name: 'WorkerStopped' });
    await assert.rejects(worker.listProcesses(), { name: 'WorkerStopped' });
  });

  it('keeps the process alive while a call is under way, and no longer', async () => {
    const ports = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    const before = ports();
    const worker = open();
    const listing = worker.listProcesses();
    assert.equal(ports(), before + 1);
    await listing;
    // Threads of other tests may have ended meanwhile.
    assert.ok(ports() <= before);
  });
});
