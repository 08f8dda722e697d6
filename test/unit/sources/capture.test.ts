/** Saving processes, and opening what was saved as if they were still there. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { normalFormText } from '../../../src/core/export/normal-form.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { capture, type Captured, type CaptureRequest } from '../../../src/sources/capture/capture.ts';
import type { CaptureRecord } from '../../../src/sources/capture/record.ts';
import { readFigures } from '../../../src/sources/figures/read-figures.ts';
import { CostScale } from '../../../src/sources/figures/smaps-cost.ts';
import { LocalSource } from '../../../src/sources/local/source.ts';
import { MAP_FILES, type LiveMap } from '../../../src/sources/process.ts';
import { readDump } from '../../../src/sources/read-dump.ts';
import { SavedSource } from '../../../src/sources/saved/source.ts';
import type { Waiting } from '../../../src/sources/source.ts';
import { LOCAL } from '../../../src/sources/source-spec.ts';
import { skip } from '../../runner/report.mjs';
import { TemporaryFolder } from './temporary-folder.ts';
import { startWithoutMainThread } from './without-main-thread.ts';

const waiting: Waiting = { signal: new AbortController().signal, isCancelled: () => false };

/** What must be the same: everything but where it was read, and how many others share its pages at the moment. */
function told(map: MemoryMap): string {
  const text = [...normalFormText({ ...map, source: {}, assumptions: [] })].join('');
  return text.replaceAll(/"(\w*Pss\w*|Shared_\w+|Private_\w+)":\d+/g, '"$1":0');
}

function recordOf(folder: string): CaptureRecord {
  return JSON.parse(readFileSync(join(folder, 'procsnap.json'), 'utf8')) as CaptureRecord;
}

describe('a captured process', function () {
  this.timeout(60_000);
  const local = new LocalSource();
  const folders: TemporaryFolder[] = [];
  let child: ChildProcess & { pid: number };
  let folder: TemporaryFolder;
  before(async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const started = spawn('sh', ['-c', 'echo ready; read line'], { stdio: ['pipe', 'pipe', 'ignore'] });
    assert.ok(started.pid);
    child = Object.assign(started, { pid: started.pid });
    await once(started.stdout, 'data');
  });
  beforeEach(() => folders.push((folder = new TemporaryFolder())));
  afterEach(() => folders.splice(0).forEach((each) => each.remove()));
  after(async () => {
    child?.kill('SIGKILL');
    await local.close();
  });

  const request = (rest: Partial<CaptureRequest> = {}): CaptureRequest => ({
    what: [{ pid: child.pid }],
    smaps: true,
    to: { folder: folder.path },
    form: 'folder',
    label: 'This Machine',
    version: '1.2.3',
    ...rest,
  });
  const save = async (rest?: Partial<CaptureRequest>): Promise<Captured> => {
    const captured = await capture(local, request(rest), waiting);
    assert.ok(captured.ok, JSON.stringify(captured));
    return captured;
  };
  const live = async (file: (typeof MAP_FILES)[number]): Promise<LiveMap> => {
    const read = await local.readMap({ pid: child.pid, file, startTime: undefined }, waiting);
    assert.ok(read.ok);
    return read;
  };

  for (const form of ['folder', 'tar', 'tar.gz'] as const) {
    it(`opens again from a ${form} with the same regions, names and numbers`, async () => {
      const captured = await save({ form });
      assert.match(captured.path, new RegExp(`/sh-${child.pid}-\\d{8}T\\d{6}Z\\.procsnap`));
      assert.deepEqual([captured.notes, captured.failures, captured.isWhole], [[], [], true]);
      assert.deepEqual(readdirSync(folder.path), [captured.path.split('/').at(-1)], 'nothing else is left there');
      const saved = new SavedSource(captured.path);
      const { processes, hidden } = await saved.list({}, waiting);
      const [now] = (await local.list({}, waiting)).processes.filter(({ pid }) => pid === child.pid);
      assert.ok(now);
      // Its container is told by the machine that it runs on; it may run now and have waited before.
      const { container: _, ...seen } = now;
      assert.deepEqual(processes, [{ ...seen, user: String(now.uid), state: processes[0]?.state }]);
      assert.equal(hidden, undefined);
      for (const file of MAP_FILES) {
        const before = await live(file);
        const again = await saved.readMap({ pid: child.pid, file, startTime: before.process.startTime }, waiting);
        assert.ok(again.ok);
        assert.equal(told(again.map), told(before.map));
        assert.deepEqual(again.process, before.process);
      }
      await saved.close();
      const { maps, entries } = await readDump(captured.path);
      assert.deepEqual(
        entries?.map(({ title }) => title),
        [`PID ${child.pid} sh`],
      );
      assert.equal(maps[0]?.regions.count, (await live('maps')).map.regions.count);
    });
  }

  it('says where, when, by whom and how it was read', async () => {
    const { path } = await save();
    const record = recordOf(path);
    const text = (name: string): string => readFileSync(`/proc/sys/kernel/${name}`, 'utf8').trim();
    assert.deepEqual([record.format, record.version, record.tool.version], ['procsnap', 1, '1.2.3']);
    assert.deepEqual([record.host, record.kernel.release], [text('hostname'), text('osrelease')]);
    assert.deepEqual([record.source, record.reader.uid], ['This Machine', process.geteuid?.()]);
    assert.match(record.started, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    assert.ok(Date.parse(record.started) <= Date.parse(record.ended));
    assert.deepEqual(
      record.leftOut.map(({ file }) => file),
      ['environ'],
    );
    const [saved] = record.processes;
    assert.ok(saved);
    const { files } = saved;
    assert.equal(files['maps']?.bytes, statSync(join(path, `${child.pid}/maps`)).size);
    assert.ok((files['maps']?.order ?? Infinity) < (files['smaps']?.order ?? 0), 'maps is read first');
    assert.equal(typeof files['smaps']?.tookMs, 'number');
    for (const [name, file] of Object.entries(files))
      assert.equal(existsSync(join(path, String(child.pid), name)), file.missing === undefined, name);
    assert.ok(!existsSync(join(path, String(child.pid), 'environ')));
    assert.equal(readFileSync(join(path, 'sys/kernel/osrelease'), 'utf8').trim(), text('osrelease'));
  });

  it('has the build IDs of its files, as readelf tells them', async function () {
    const { path } = await save();
    const ids = recordOf(path).processes[0]?.buildIds;
    assert.ok(Array.isArray(ids));
    const program = ids.find((each: { path: string }) => /\/(?:da|ba|)sh$|busybox/.test(each.path)) as unknown;
    const { stdout, error } = spawnSync('readelf', ['-n', `/proc/${child.pid}/exe`], { encoding: 'utf8' });
    if (error) skip(this, 'needs readelf');
    assert.equal(Reflect.get(Object(program), 'buildId'), /Build ID: ([0-9a-f]+)/.exec(stdout)?.[1]);
  });

  it('leaves out what makes the process wait, when that is asked for', async () => {
    const { path, notes, isWhole } = await save({ smaps: false });
    assert.deepEqual([notes, isWhole], [[], true]);
    assert.ok(existsSync(join(path, `${child.pid}/maps`)) && !existsSync(join(path, `${child.pid}/smaps`)));
    const failure = await new SavedSource(path).explain(
      { pid: child.pid, file: 'smaps', startTime: undefined },
      waiting,
    );
    assert.equal(
      failure?.message,
      'This snapshot does not have smaps: it was not asked for, because reading it makes the process wait.',
    );
  });

  it('is an archive that the system unpacks', async function () {
    const { path } = await save({ form: 'tar.gz' });
    const { error, status, stderr } = spawnSync('tar', ['-xzf', path, '-C', folder.path], { encoding: 'utf8' });
    if (error) skip(this, 'needs tar');
    assert.deepEqual([status, stderr], [0, '']);
    const inside = path.replace(/\.tar\.gz$/, '');
    assert.equal(
      readFileSync(join(inside, `${child.pid}/cmdline`), 'latin1'),
      readFileSync(`/proc/${child.pid}/cmdline`, 'latin1'),
    );
    assert.equal(statSync(path).mode & 0o777, 0o600, 'only its owner may read it');
  });

  it('gets another name where one of this second is there already', async () => {
    const paths = [(await save()).path, (await save()).path, (await save()).path];
    assert.equal(new Set(paths).size, 3);
    assert.equal(readdirSync(folder.path).length, 3);
  });

  it('overwrites nothing, and leaves nothing where it cannot be written', async () => {
    const path = join(folder.path, 'there.procsnap');
    mkdirSync(path);
    folder.write('there.procsnap.tar', 'mine');
    for (const [to, form, message] of [
      [path, 'folder', /there\.procsnap cannot be written: it is there already, and is not overwritten\.$/],
      [`${path}.tar`, 'tar', /there\.procsnap\.tar cannot be written: it is there already/],
      [join(folder.path, 'none/x.procsnap'), 'folder', /cannot be written: there is no such folder\.$/],
      [join(folder.path, 'none/x.tar'), 'tar', /cannot be written: there is no such folder\.$/],
      [join(folder.path, 'there.procsnap.tar/x'), 'folder', /cannot be written: there is no such folder\.$/],
    ] as const) {
      await assert.rejects(capture(local, request({ to: { path: to }, form }), waiting), {
        name: 'WriteFailure',
        message,
      });
    }
    assert.deepEqual(
      readdirSync(folder.path).toSorted((a, b) => (a < b ? -1 : 1)),
      ['there.procsnap', 'there.procsnap.tar'],
    );
    assert.equal(readFileSync(`${path}.tar`, 'utf8'), 'mine');
    assert.deepEqual(readdirSync(path), []);
  });

  it('is not begun when nobody waits any more, and nothing is left of it', async () => {
    let asked = 0;
    const leaving: Waiting = { ...waiting, isCancelled: () => ++asked > 3 };
    await assert.rejects(capture(local, request(), leaving), { name: 'AbortError' });
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('is whole where its main thread has ended and others run on, with the figures of the others', async function () {
    const threads = await startWithoutMainThread();
    if (!threads) skip(this, 'needs Python');
    try {
      const { pid } = threads;
      const captured = await save({ what: [{ pid }] });
      assert.equal(captured.isWhole, true);
      assert.match(
        captured.notes.join(),
        /^The main thread had ended: the map was read from \/proc\/\d+\/task\/\d+\/maps\.$/,
      );
      const [process] = recordOf(captured.path).processes;
      const ids = process?.buildIds;
      assert.ok(Array.isArray(ids) && ids.every((each) => !('unknown' in each) || each.unknown === 'it has none'));
      const saved = new SavedSource(captured.path);
      const [listed] = (await saved.list({}, waiting)).processes;
      assert.ok((listed?.rss ?? 0) > 0);
      assert.match(listed?.command ?? '', /pthread_exit/);
      const figures = await readFigures(
        { procfs: saved.procfs, source: LOCAL, pid, startTime: listed?.startTime, scale: new CostScale() },
        { rollup: true, regions: true },
        waiting.signal,
      );
      assert.ok(figures.ok && typeof figures.values.pss === 'number');
      const all = await save({ what: 'everything' });
      assert.ok(readFileSync(join(all.path, `${pid}/maps`)).length > 0);
      await saved.close();
    } finally {
      threads.kill('SIGKILL');
    }
  });

  it('saves a few files of every process', async () => {
    const captured = await save({ what: 'everything' });
    assert.match(captured.path, /-all-\d{8}T\d{6}Z\.procsnap$/);
    const saved = new SavedSource(captured.path);
    const { processes, hidden } = await saved.list({}, waiting);
    assert.equal(hidden, undefined);
    assert.equal(processes.length, captured.processes.length);
    const mine = processes.find(({ pid }) => pid === child.pid);
    assert.equal(mine?.name, 'sh');
    const read = await saved.readMap({ pid: child.pid, file: 'maps', startTime: mine.startTime }, waiting);
    assert.ok(read.ok);
    assert.equal(told(read.map), told((await live('maps')).map));
    assert.ok(!existsSync(join(captured.path, `${child.pid}/smaps`)));
  });

  it('saves several processes in one snapshot, and tells of those that have ended', async () => {
    const captured = await save({ what: [{ pid: child.pid }, { pid: 4194305 }, { pid: process.pid }] });
    assert.match(captured.path, /\/sh-3-processes-/);
    assert.deepEqual(
      captured.processes.map(({ pid }) => pid),
      [child.pid, process.pid],
    );
    assert.deepEqual(
      captured.failures.map(({ message }) => message),
      ['There is no process 4194305.'],
    );
    assert.equal(captured.isWhole, false);
    const none = await capture(local, request({ what: [{ pid: 4194305 }] }), waiting);
    assert.ok(!none.ok && none.reason === 'gone');
    const other = await capture(local, request({ what: [{ pid: child.pid, startTime: '1' }] }), waiting);
    assert.ok(!other.ok && other.reason === 'reused');
  });
});
