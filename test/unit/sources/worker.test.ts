/** The worker thread as its callers see it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MapWorker } from '../../../src/sources/worker/client.ts';

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

  it('writes a map in other formats, and tells what each leaves out', async () => {
    const worker = open();
    const map = await worker.parse(Buffer.from(TEXT.repeat(3)), {});
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
    const map = await open().parse(pooled, {});
    assert.equal(map.regions.count, 1);
    assert.equal(pooled.toString(), TEXT);
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
