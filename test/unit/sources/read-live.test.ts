/** Reading maps from any procfs: the right process or none, told as this machine tells it. */
import assert from 'node:assert/strict';
import { LocalProcfs } from '../../../src/sources/local/procfs.ts';
import type { LiveMap, LiveText, MapFile, ReadFailure } from '../../../src/sources/process.ts';
import type { FileRead, Procfs } from '../../../src/sources/procfs.ts';
import { explainLive, readLiveMap, readLiveText } from '../../../src/sources/read-live.ts';
import type { SourceSpec } from '../../../src/sources/source-spec.ts';
import { mapsLine, ProcRoot } from './proc-root.ts';

const WAITING = { signal: new AbortController().signal, isCancelled: () => false };
const BOARD: SourceSpec = { kind: 'ssh', host: 'board' };
const ask = (pid: number, file: MapFile = 'maps', startTime?: string) => ({ pid, file, startTime });
const reasonOf = (read: LiveMap | LiveText | ReadFailure | undefined): string | undefined =>
  read && !read.ok ? read.reason : undefined;
const KERNEL_THREAD = { flags: 0x208040, startCode: '0', comm: 'kworker/0:1-events' };
const GOOD = mapsLine(0x1000, '/bin/demo') + mapsLine(0x3000);
const TORN = mapsLine(0x3000) + mapsLine(0x1000);

/** A procfs in a folder, of which a test changes what happens while it is read. */
class Played implements Procfs {
  reads = 0;
  /** Called before each file. */
  before: (path: string) => void = () => {};
  /** Codes of errors by path. */
  readonly errors = new Map<string, string>();
  private readonly folder: LocalProcfs;
  constructor(root: ProcRoot) {
    this.folder = new LocalProcfs(root.path);
  }
  async read(paths: readonly string[], signal: AbortSignal): Promise<readonly FileRead[]> {
    this.reads++;
    const all: FileRead[] = [];
    for (const path of paths) {
      this.before(path);
      const error = this.errors.get(path);
      all.push(...(error === undefined ? await this.folder.read([path], signal) : [{ error }]));
    }
    return all;
  }
  names(path: string): Promise<readonly string[] | { readonly error: string }> {
    return this.folder.names(path);
  }
  isOwn(path: string): Promise<boolean | undefined> {
    return this.folder.isOwn(path);
  }
}

describe('a map from any procfs', () => {
  let root: ProcRoot;
  let procfs: Played;
  beforeEach(() => {
    root = new ProcRoot();
    procfs = new Played(root);
  });
  afterEach(() => root.dispose());
  const read = (pid: number, file?: MapFile, startTime?: string): Promise<LiveMap | ReadFailure> =>
    readLiveMap(procfs, BOARD, ask(pid, file, startTime), WAITING);

  it('is read in one round trip, with the name of its process', async () => {
    root.add(7, { comm: 'a-very-long-nam', cmdline: '/bin/a-very-long-name\0', maps: GOOD, startTime: 42 });
    const map = await read(7);
    assert.ok(map.ok);
    assert.equal(map.map.regions.count, 2);
    assert.deepEqual(map.process, { pid: 7, startTime: '42', name: 'a-very-long-name' });
    assert.equal(procfs.reads, 1);
    const text = await readLiveText(procfs, BOARD, ask(7), WAITING);
    assert.equal(text.ok && Buffer.from(text.bytes).toString(), GOOD);
    assert.equal(await explainLive(procfs, BOARD, ask(7), WAITING), undefined);
  });

  it('is refused of a process that has ended, and of another that has its PID', async () => {
    const never = await read(7);
    assert.equal(!never.ok && never.message, 'There is no process 7.');
    const ended = await read(7, 'maps', '41');
    assert.equal(!ended.ok && ended.message, 'Process 7 has ended.');
    root.add(7, { maps: GOOD, startTime: 42 });
    assert.equal(reasonOf(await read(7, 'maps', '41')), 'reused');
    assert.equal(reasonOf(await explainLive(procfs, BOARD, ask(7, 'maps', '41'), WAITING)), 'reused');
  });

  it('of a process that ends while it is read is not given in part', async () => {
    root.add(7, { maps: GOOD });
    procfs.before = (path) => path === '7/maps' && root.remove(7);
    assert.equal(reasonOf(await read(7)), 'gone');
    root.add(7, { maps: GOOD });
    procfs.before = (path) => path === '7/maps' && root.add(7, { maps: '', state: 'Z', startCode: '0' });
    assert.equal(reasonOf(await read(7)), 'gone');
  });

  it('of a process whose PID is given away while it is read is not that of the other', async () => {
    root.add(7, { maps: GOOD, startTime: 42 });
    procfs.before = (path) => path === '7/maps' && root.add(7, { maps: mapsLine(0x9000), startTime: 43 });
    assert.equal(reasonOf(await read(7)), 'reused');
  });

  it('of a process that starts another program while it is read is that of the new one', async () => {
    root.add(7, { maps: GOOD, comm: 'old' });
    procfs.before = (path) =>
      path === '7/maps' && root.add(7, { maps: mapsLine(0x9000), comm: 'new', startCode: '95000000000000' });
    const map = await read(7);
    assert.ok(map.ok);
    assert.equal(map.process.name, 'new');
    let place = 1;
    procfs.before = (path) => path === '7/maps' && root.add(7, { maps: GOOD, startCode: `9500000000000${place++}` });
    assert.equal(reasonOf(await read(7)), 'replaced');
  });

  it('of kernel threads, zombies and processes without memory is told as such', async () => {
    root.add(2, KERNEL_THREAD);
    root.add(3, { state: 'Z', startCode: '0' });
    root.add(4, { startCode: '0' });
    for (const [pid, reason] of [
      [2, 'kernel-thread'],
      [3, 'zombie'],
      [4, 'no-memory'],
    ] as const) {
      assert.equal(reasonOf(await read(pid)), reason);
      assert.equal(reasonOf(await explainLive(procfs, BOARD, ask(pid), WAITING)), reason);
      procfs.errors.set(`${pid}/smaps_rollup`, 'ESRCH');
      assert.equal(reasonOf(await read(pid, 'smaps_rollup')), reason);
    }
  });

  it('of a process whose main thread has ended is read through another thread', async () => {
    root.add(7, { state: 'Z', threads: 3, startCode: '0', startTime: 42 });
    root.add('7/task/7', { state: 'Z', startCode: '0' });
    root.add('7/task/8', { state: 'Z', startCode: '0' });
    root.add('7/task/9', { maps: GOOD });
    const map = await read(7);
    assert.ok(map.ok, JSON.stringify(map));
    assert.equal(map.map.regions.count, 2);
    assert.equal(map.process.startTime, '42');
    assert.equal(await explainLive(procfs, BOARD, ask(7), WAITING), undefined);
    procfs.errors.set('7/task/9/maps', 'EACCES');
    assert.equal(reasonOf(await explainLive(procfs, BOARD, ask(7), WAITING)), 'denied');
    procfs.errors.clear();
    root.add('7/task/9', { state: 'Z' });
    assert.equal(reasonOf(await read(7)), 'zombie');
  });

  it('goes on through another thread when the main thread ends while it is read', async () => {
    const endsMainThread = (): void => {
      root.add(7, { state: 'Z', threads: 2, startCode: '0', startTime: 42 });
      root.add('7/task/9', { maps: GOOD });
    };
    for (const code of [undefined, 'ESRCH']) {
      root.add(7, { maps: GOOD, startTime: 42, threads: 2 });
      procfs.errors.clear();
      procfs.before = (path) => {
        if (path !== '7/maps') return;
        endsMainThread();
        if (code !== undefined) procfs.errors.set('7/maps', code);
      };
      const map = await read(7, 'maps', '42');
      assert.ok(map.ok, JSON.stringify(map));
      assert.equal(map.map.regions.count, 2);
    }
  });

  it('goes on through another thread when the one ends that it is read through', async () => {
    root.add(7, { state: 'Z', threads: 3, startCode: '0' });
    root.add('7/task/8', { maps: GOOD });
    root.add('7/task/9', { maps: GOOD });
    for (const code of ['ESRCH', 'ENOENT']) {
      root.add('7/task/8', { maps: GOOD });
      procfs.errors.clear();
      procfs.before = (path) => {
        if (path !== '7/task/8/maps') return;
        root.add('7/task/8', { state: 'Z', startCode: '0' });
        procfs.errors.set(path, code);
      };
      const map = await read(7);
      assert.ok(map.ok, JSON.stringify(map));
    }
  });

  it('of a process whose main thread has ended is not given in part when the others end while it is read', async () => {
    root.add(7, { state: 'Z', threads: 2, startCode: '0' });
    root.add('7/task/9', { maps: GOOD, threads: 2 });
    procfs.before = (path) =>
      path === '7/task/9/maps' && root.add('7/task/9', { maps: mapsLine(0x1000), threads: 2, startCode: '0' });
    assert.equal(reasonOf(await read(7)), 'zombie');
  });

  it('that changed under the read is read again, and said to be torn when it stays so', async () => {
    root.add(7, { maps: TORN });
    let times = 0;
    procfs.before = (path) => path === '7/maps' && ++times === 3 && root.add(7, { maps: GOOD });
    const mended = await read(7);
    assert.ok(mended.ok);
    assert.deepEqual([mended.torn, times], [false, 3]);
    root.add(7, { maps: TORN });
    times = 10;
    const torn = await read(7);
    assert.ok(torn.ok);
    assert.deepEqual([torn.torn, times], [true, 14]);
    const once = await readLiveText(procfs, BOARD, ask(7), WAITING, 1);
    assert.deepEqual([once.ok && once.torn, times], [true, 15]);
  });

  it('that the kernel refuses, does not have or cannot read is told so', async () => {
    root.add(7, { startCode: '1' });
    for (const code of ['EACCES', 'EPERM']) {
      procfs.errors.set('7/maps', code);
      const failure = await read(7);
      assert.ok(!failure.ok);
      assert.equal(failure.reason, 'denied');
      assert.match(failure.message, /may not be read/);
      assert.equal(reasonOf(await explainLive(procfs, BOARD, ask(7), WAITING)), 'denied');
    }
    procfs.errors.set('7/stat', 'EPERM');
    assert.equal(reasonOf(await read(7)), 'denied');
    root.add(8, { maps: GOOD });
    assert.equal(reasonOf(await read(8, 'smaps_rollup')), 'unsupported');
    assert.equal(reasonOf(await explainLive(procfs, BOARD, ask(8, 'smaps'), WAITING)), 'unsupported');
    procfs.errors.set('8/maps', 'ENOENT');
    for (const [file, isByOption] of [
      ['maps', false],
      ['smaps', true],
    ] as const) {
      const missing = await read(8, file);
      assert.equal(!missing.ok && missing.advice.includes('CONFIG_PROC_PAGE_MONITOR'), isByOption, file);
    }
    procfs.errors.set('8/maps', 'EIO');
    assert.equal(reasonOf(await read(8)), 'error');
    procfs.errors.set('8/maps', 'ESRCH');
    assert.equal(reasonOf(await read(8)), 'no-memory');
  });

  it('that may be read though the stat line says no is not explained away', async () => {
    // CAP_PERFMON is enough for maps since Linux 6.15, and the stat line does not know.
    root.add(7, { startCode: '1', maps: GOOD });
    assert.equal(await explainLive(procfs, BOARD, ask(7), WAITING), undefined);
  });

  it('is not read when nobody waits for it', async () => {
    root.add(7, { maps: GOOD });
    await assert.rejects(readLiveMap(procfs, BOARD, ask(7), { ...WAITING, isCancelled: () => true }), {
      name: 'AbortError',
    });
  });
});
