/** Saved files of /proc as a list of processes. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  MAP_FILES,
  type LiveMap,
  type MapFile,
  type ProcessInfo,
  type ReadFailure,
} from '../../../src/sources/process.ts';
import { SavedSource } from '../../../src/sources/saved/source.ts';
import { SourceFailure, type Waiting } from '../../../src/sources/source.ts';
import { skip } from '../../runner/report.mjs';
import { mapsLine, statLine } from './proc-root.ts';
import { tarFile } from './tar-builder.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const MAPS = mapsLine(0x400000, '/bin/x') + mapsLine(0x500000, '[heap]');
const COUNTERS = 'Size:                  4 kB\nRss:                   4 kB\nVmFlags: rd wr mr mw me ac \n';
const SMAPS = mapsLine(0x400000, '/bin/odd: name:') + COUNTERS + mapsLine(0x500000, '[heap]') + COUNTERS;
const ROLLUP = `00400000-7ffff000 ---p 00000000 00:00 0                          [rollup]\nRss:                1234 kB\n`;
const STATUS =
  'Name:\tworker\nState:\tS (sleeping)\nPid:\t300\nPPid:\t12\nUid:\t77\t1000\t1000\t1000\nVmRSS:\t    5678 kB\nThreads:\t9\n';

/** A report in the form of sosreport, with everything that a process may lack. */
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'sos/proc/12/maps': MAPS,
  'sos/proc/12/smaps': SMAPS,
  'sos/proc/12/smaps_rollup': ROLLUP,
  'sos/proc/12/stat': statLine(12, { comm: 'odd) name', state: 'R', ppid: 1, threads: 3, startTime: 4711 }),
  'sos/proc/12/status': STATUS.replace('300', '12'),
  'sos/proc/12/cmdline': '/usr/bin/odd\0--flag\0',
  'sos/proc/12/task/13/maps': MAPS,
  'sos/proc/300/smaps': SMAPS,
  'sos/proc/300/status': STATUS,
  'sos/proc/7/maps':
    mapsLine(0x400000, '/usr/sbin/se\\012rv (deleted)').replace('00:00 0', 'fe:00 99') + mapsLine(0x500000),
  'sos/proc/8/smaps_rollup': ROLLUP,
  'sos/proc/2/stat': statLine(2, { comm: 'kthreadd', flags: 0x200000, startCode: '0' }),
  'sos/proc/2/maps': '',
  'sos/proc/3/stat': statLine(3, { comm: 'gone', state: 'Z', startCode: '0' }),
  'sos/proc/meminfo': 'MemTotal: 1 kB\n',
  'sos/proc/sys/kernel/osrelease': '6.1.0\n',
  'sos/var/lib/dpkg/status': 'Package: x\nPid:\t99\n',
  'sos/logs/2024/status': 'all fine\n',
};

/** A process of which nothing is told. */
const UNKNOWN: ProcessInfo = {
  pid: 0,
  ppid: undefined,
  name: '',
  command: '',
  uid: undefined,
  user: undefined,
  state: undefined,
  rss: undefined,
  threads: undefined,
  startTime: undefined,
  kernelThread: false,
  access: 'allowed',
};
const KERNEL = { kernelThread: true, access: 'no-memory' } as const;

const waiting: Waiting = { signal: new AbortController().signal, isCancelled: () => false };

function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return tarFile(Object.entries(files).map(([path, content]) => ({ path, content })));
}

describe('a source of saved files', () => {
  const folder = new TemporaryFolder();
  const files = new TemporaryFolder();
  const sources: SavedSource[] = [];
  before(() => {
    for (const [path, content] of Object.entries(FILES)) folder.write(path, content);
    files.write('sos.tar', tarOf(FILES));
    files.write('sos.tar.gz', gzipSync(tarOf(FILES)));
  });
  afterEach(() => Promise.all(sources.splice(0).map((source) => source.close())));
  after(() => {
    folder.remove();
    files.remove();
  });

  const open = (path: string): SavedSource => {
    const source = new SavedSource(path);
    sources.push(source);
    return source;
  };
  const read = (source: SavedSource, pid: number, file: MapFile, startTime?: string): Promise<LiveMap | ReadFailure> =>
    source.readMap({ pid, file, startTime }, waiting);
  const messageOf = async (reading: Promise<LiveMap | ReadFailure>): Promise<string> => {
    const given = await reading;
    return given.ok ? `a map of ${given.map.regions.count} regions` : `${given.message} ${given.advice}`.trim();
  };

  for (const [what, path] of [
    ['a folder', () => folder.path],
    ['a tar archive', () => `${files.path}/sos.tar`],
    ['a packed tar archive', () => `${files.path}/sos.tar.gz`],
  ] as const) {
    it(`lists the processes of ${what}, and leaves unknown what was not saved`, async () => {
      const { processes, hidden, unavailable } = await open(path()).list({}, waiting);
      assert.deepEqual([hidden, unavailable], [undefined, undefined]);
      const known = (pid: number, name: string, rest: Partial<ProcessInfo>): ProcessInfo => ({
        ...UNKNOWN,
        pid,
        name,
        ...rest,
      });
      assert.deepEqual(processes, [
        known(2, 'kthreadd', { ppid: 1, state: 'S', threads: 1, startTime: '100', ...KERNEL }),
        known(3, 'gone', { ppid: 1, state: 'Z', threads: 1, startTime: '100', access: 'no-memory' }),
        known(7, 'se\\012rv', {}),
        known(8, 'unknown', { rss: 1234 }),
        known(12, 'odd) name', {
          ppid: 1,
          command: '/usr/bin/odd --flag',
          uid: 1000,
          user: '1000',
          state: 'R',
          rss: 5678,
          threads: 3,
          startTime: '4711',
        }),
        known(300, 'worker', { ppid: 12, uid: 1000, user: '1000', state: 'S', rss: 5678, threads: 9 }),
      ]);
    });
  }

  it('reads maps, smaps and the rollup, as text too, and binds a start time where one was saved', async () => {
    const source = open(folder.path);
    for (const [file, text] of [
      ['maps', MAPS],
      ['smaps', SMAPS],
      ['smaps_rollup', ROLLUP],
    ] as const) {
      const map = await read(source, 12, file, '4711');
      assert.ok(map.ok);
      assert.equal(map.map.dialect, file);
      assert.deepEqual(map.process, { pid: 12, startTime: '4711', name: 'odd) name' });
      assert.deepEqual([map.torn, map.map.assumptions], [false, []]);
      const told = await source.readText({ pid: 12, file, startTime: undefined }, waiting);
      assert.ok(told.ok);
      assert.equal(Buffer.from(told.bytes).toString(), text);
      assert.equal(await source.explain({ pid: 12, file, startTime: undefined }, waiting), undefined);
    }
    const other = await read(source, 12, 'maps', '4712');
    assert.ok(!other.ok && other.reason === 'reused');
    const unbound = await read(source, 7, 'maps');
    assert.ok(unbound.ok);
    assert.equal(unbound.process.startTime, undefined);
  });

  it('gives the regions of smaps where there is no maps, and says so', async () => {
    const source = open(folder.path);
    const map = await read(source, 300, 'maps');
    assert.ok(map.ok);
    assert.deepEqual([map.map.dialect, map.map.regions.count, map.map.counters], ['maps', 2, undefined]);
    assert.deepEqual(map.map.assumptions, ['The snapshot does not have maps: these are the regions of its smaps.']);
    const text = await source.readText({ pid: 300, file: 'maps', startTime: undefined }, waiting);
    assert.ok(text.ok);
    assert.equal(
      Buffer.from(text.bytes).toString(),
      mapsLine(0x400000, '/bin/odd: name:') + mapsLine(0x500000, '[heap]'),
    );
  });

  it('says in a sentence which file a snapshot does not have', async () => {
    const source = open(folder.path);
    assert.equal(await messageOf(read(source, 7, 'smaps')), 'This snapshot does not have smaps. It has maps.');
    assert.equal(
      await messageOf(read(source, 300, 'smaps_rollup')),
      'This snapshot does not have smaps_rollup. It has maps and smaps.',
    );
    assert.equal(await messageOf(read(source, 8, 'maps')), 'This snapshot does not have maps. It has smaps_rollup.');
    assert.equal(
      await messageOf(read(source, 2, 'maps')),
      'Process 2 is a thread of the kernel: it has no memory map of its own.',
    );
    assert.match(await messageOf(read(source, 3, 'smaps')), /^Process 3 is a zombie/);
    assert.equal(await messageOf(read(source, 4, 'maps')), 'This snapshot has no process 4.');
  });

  for (const missing of ['stat', 'status', 'cmdline', 'maps', 'smaps', 'smaps_rollup']) {
    it(`reads what is left when ${missing} is missing`, async () => {
      const left = new TemporaryFolder();
      try {
        for (const [path, content] of Object.entries(FILES))
          if (path.startsWith('sos/proc/12/') && !path.endsWith(`/${missing}`)) left.write(path, content);
        const source = open(left.path);
        const { processes } = await source.list({}, waiting);
        assert.deepEqual(
          processes.map(({ pid, name }) => [pid, name]),
          [[12, missing === 'stat' ? 'odd' : 'odd) name']],
        );
        for (const file of MAP_FILES) {
          const has = file !== missing || file === 'maps';
          assert.equal((await read(source, 12, file)).ok, has, file);
        }
      } finally {
        left.remove();
      }
    });
  }

  it('tells which snapshots it cannot list: without a PID, or of one that is listed already', async () => {
    const several = new TemporaryFolder();
    try {
      several.write('a/12/maps', MAPS);
      several.write('b/12/maps', MAPS);
      several.write('saved-\x1b[2J/maps', MAPS);
      const { processes, hidden } = await open(several.path).list({}, waiting);
      assert.equal(processes.length, 1);
      assert.equal(
        hidden,
        'saved-\\x1b[2J holds a map, but no PID. Show Layout opens them. b/12 is of a process that is listed already. Add them as sources of their own.',
      );
    } finally {
      several.remove();
    }
  });

  it('tells of links that it does not follow, and minds not those of /proc itself', async function () {
    if (process.platform === 'win32') skip(this, 'needs links');
    const linked = new TemporaryFolder();
    try {
      linked.write('12/smaps', SMAPS);
      for (const name of ['exe', 'cwd', 'root']) symlinkSync('/', `${linked.path}/12/${name}`);
      assert.equal((await open(linked.path).list({}, waiting)).hidden, undefined);
      symlinkSync('/proc/self/maps', `${linked.path}/12/maps`);
      const { hidden } = await open(linked.path).list({}, waiting);
      assert.equal(hidden, '12/maps is not read: links are not followed.');
    } finally {
      linked.remove();
    }
  });

  it('takes a folder that is named by a PID for that process', async () => {
    const { processes } = await open(`${folder.path}/sos/proc/7/`).list({}, waiting);
    assert.deepEqual(
      processes.map(({ pid }) => pid),
      [7],
    );
  });

  it('is a procfs, with the files of the machine', async () => {
    const { procfs, capabilities } = open(`${files.path}/sos.tar`);
    assert.deepEqual(capabilities, { isLive: false, isHere: false });
    const paths = ['sys/kernel/osrelease', '12/maps', 'meminfo', '12/limits', 'uptime', '4/maps'];
    const answers = await procfs.read(paths, waiting.signal);
    assert.deepEqual(
      answers.map((answer) => ('bytes' in answer ? Buffer.from(answer.bytes).toString() : answer.error)),
      ['6.1.0\n', MAPS, 'MemTotal: 1 kB\n', 'ENOENT', 'ENOENT', 'ENOENT'],
    );
    const names = await procfs.names('12', waiting.signal);
    assert.deepEqual(
      new Set(Array.isArray(names) ? names : []),
      new Set(['cmdline', 'maps', 'smaps', 'smaps_rollup', 'stat', 'status']),
    );
    assert.deepEqual(await procfs.names('12/task', waiting.signal), { error: 'ENOENT' });
  });

  it('reads anew what has changed, and stops when nobody waits', async () => {
    const path = files.write('later.tar', tarOf({ '5/maps': MAPS }));
    const source = open(path);
    assert.equal((await source.list({}, waiting)).processes.length, 1);
    files.write('later.tar', tarOf({ '5/maps': MAPS, '6/maps': MAPS + MAPS }));
    assert.equal((await source.list({}, waiting)).processes.length, 2);
    const torn = await read(source, 6, 'maps');
    assert.ok(torn.ok && torn.torn);
    await assert.rejects(open(path).list({}, { ...waiting, isCancelled: () => true }), { name: 'AbortError' });
  });

  it('says why a path is no snapshot', async () => {
    const failing = async (path: string): Promise<string> => {
      const error: unknown = await open(path)
        .list({}, waiting)
        .then(String, (reason: unknown) => reason);
      assert.ok(error instanceof SourceFailure);
      return error.message;
    };
    assert.match(await failing(`${files.path}/none`), /none: There is no such file\.$/);
    assert.match(await failing(files.write('12/maps', MAPS)), /it is neither a folder nor a tar archive\.$/);
    assert.match(await failing(files.write('x.gz', gzipSync(MAPS))), /what is compressed in it is no tar archive\.$/);
    const empty = new TemporaryFolder();
    try {
      const { unavailable } = await open(empty.path).list({}, waiting);
      assert.match(unavailable ?? '', /holds no files of \/proc\/PID that tell a PID, such as 12\/maps\.$/);
    } finally {
      empty.remove();
    }
  });
});
