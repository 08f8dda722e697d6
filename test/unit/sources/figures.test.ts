/** The figures of a process: an amount each, or why it is not known. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Figure } from '../../../src/sources/figures/figure.ts';
import type { FigureName } from '../../../src/sources/figures/names.ts';
import { type Figures, type FigureWants, readFigures } from '../../../src/sources/figures/read-figures.ts';
import { CostScale } from '../../../src/sources/figures/smaps-cost.ts';
import { LocalProcfs } from '../../../src/sources/local/procfs.ts';
import type { ReadFailure } from '../../../src/sources/process.ts';
import type { Procfs } from '../../../src/sources/procfs.ts';
import { LOCAL } from '../../../src/sources/source-spec.ts';
import { skip } from '../../runner/report.mjs';
import { type MadeFile, MadeProcfs, statusText } from './doctor/made-procfs.ts';
import { LEAVES_ZOMBIE, statLine } from './proc-root.ts';
import { startToLoseMainThread, startWithoutMainThread } from './without-main-thread.ts';

const ALL: FigureWants = { rollup: true, regions: true };
const CHEAP: FigureWants = { rollup: false, regions: false };
const { signal } = new AbortController();

const ask = (procfs: Procfs, pid: number, wants = ALL, startTime?: string): Promise<Figures | ReadFailure> =>
  readFigures({ procfs, source: LOCAL, pid, startTime, scale: new CostScale() }, wants, signal);

async function figuresOf(procfs: Procfs, pid: number, wants = ALL): Promise<Figures> {
  const read = await ask(procfs, pid, wants);
  assert.ok(read.ok, JSON.stringify(read));
  return read;
}

function known(figure: Figure): number {
  assert.equal(typeof figure, 'number', JSON.stringify(figure));
  return figure as number;
}

function reason(figures: Figures, name: FigureName): string {
  const figure = figures.values[name];
  assert.ok(typeof figure !== 'number', `${name} is ${JSON.stringify(figure)}`);
  return figure.unknown;
}

describe('the figures of a live process', function () {
  const children: ChildProcess[] = [];
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  const start = async (command: string, args: string[]): Promise<{ pid: number; said: string }> => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    const [data] = (await once(child.stdout, 'data')) as [Buffer];
    assert.ok(child.pid);
    return { pid: child.pid, said: String(data) };
  };
  const field = (pid: number, file: string, key: string): number =>
    Number(new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'latin1'))?.[1]);

  it('agree with /proc and with each other', async () => {
    const { pid } = await start('sh', ['-c', 'ulimit -S -v 4000000; echo ready; read line']);
    const figures = await figuresOf(new LocalProcfs(), pid);
    const { values } = figures;
    const value = (name: FigureName): number => known(values[name]);
    assert.equal(value('rss'), value('rssAnon') + value('rssFile') + value('rssShmem'));
    assert.equal(value('size'), field(pid, 'status', 'VmSize'));
    assert.equal(value('data'), field(pid, 'status', 'VmData'));
    assert.equal(value('swap'), field(pid, 'status', 'VmSwap'));
    assert.equal(value('threads'), 1);
    assert.equal(value('pss'), field(pid, 'smaps_rollup', 'Pss'));
    assert.equal(value('exactRss'), field(pid, 'smaps_rollup', 'Rss'));
    assert.ok(value('uss') > 0 && value('uss') <= value('pss') && value('pss') <= value('exactRss'));
    assert.ok(value('rss') <= value('peakRss') && value('size') <= value('peakSize'));
    const lines = readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n').slice(0, -1);
    assert.equal(value('regions'), lines.length);
    // It goes with the memory that the whole machine has free, which changes from moment to moment.
    assert.ok(Math.abs(value('oomScore') - Number(readFileSync(`/proc/${pid}/oom_score`, 'latin1'))) <= 20);
    const limit = (name: string) => figures.limits.find((each) => each.name === name);
    assert.equal(limit('RLIMIT_AS')?.soft, 4_000_000 * 1024);
    assert.equal(limit('RLIMIT_AS')?.used, value('size') * 1024);
    assert.equal(limit('RLIMIT_DATA')?.used, value('data') * 1024);
    const counted = lines.filter((line) => !/\[vsyscall\]|\[vectors\]/.test(line)).length;
    assert.equal(limit('vm.max_map_count')?.used, counted);
    assert.equal(limit('vm.max_map_count')?.hard, Number(readFileSync('/proc/sys/vm/max_map_count', 'latin1')));
    assert.ok(figures.cost > 0);
  });

  it('are cheap where nobody looks, and say so of the others', async () => {
    const figures = await figuresOf(new LocalProcfs(), process.pid, CHEAP);
    assert.ok(known(figures.values.rss) > 0);
    assert.equal(figures.cost, 0);
    for (const name of ['pss', 'uss', 'swapPss', 'regions'] as const) {
      assert.match(reason(figures, name), /only of a process that is looked at/);
    }
  });

  it('of a zombie are unknown because it is one', async () => {
    const { said } = await start('sh', ['-c', LEAVES_ZOMBIE]);
    const pid = Number(said);
    const procfs = new LocalProcfs();
    const end = performance.now() + 20_000;
    const state = (): string => / \(.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '';
    while (state() !== 'Z' && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    const figures = await figuresOf(procfs, pid);
    for (const name of ['rss', 'size', 'pss', 'uss', 'exactSwap', 'regions'] as const) {
      assert.match(reason(figures, name), /is a zombie/, name);
    }
    assert.equal(known(figures.values.threads), 1);
  });

  it('of a process whose first thread has ended are those of the others', async function () {
    const child = await startWithoutMainThread();
    if (!child) skip(this, 'needs Python');
    children.push(child);
    const { values } = await figuresOf(new LocalProcfs(), child.pid);
    for (const name of ['rss', 'pss', 'uss', 'regions'] as const) assert.ok(known(values[name]) > 0, name);
  });

  it('are those of the others also where the first thread ends while they are read', async function () {
    const child = await startToLoseMainThread();
    if (!child) skip(this, 'needs Python');
    children.push(child);
    const { pid } = child;
    const procfs = new LocalProcfs();
    const read = procfs.read.bind(procfs);
    procfs.read = async (paths, ...rest) => {
      const answer = await read(paths, ...rest);
      if (paths[0] === `${pid}/stat`) {
        process.kill(pid, 'SIGUSR1');
        while (!/ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1')));
      }
      return answer;
    };
    const { values } = await figuresOf(procfs, pid);
    for (const name of ['rss', 'pss', 'uss', 'regions'] as const) assert.ok(known(values[name]) > 0, name);
  });

  it('of another process than the one that is meant are refused', async () => {
    const read = await ask(new LocalProcfs(), process.pid, ALL, '1');
    assert.equal(!read.ok && read.reason, 'reused');
    // Larger than any PID can be (PID_MAX_LIMIT).
    const gone = await ask(new LocalProcfs(), 4_194_305);
    assert.equal(!gone.ok && gone.reason, 'gone');
  });
});

describe('a figure that is not known', () => {
  const memory =
    'VmPeak:\t9 kB\nVmSize:\t8 kB\nVmLck:\t0 kB\nVmHWM:\t7 kB\nVmRSS:\t6 kB\nVmData:\t5 kB\nVmStk:\t4 kB\nVmPTE:\t3 kB\nVmSwap:\t2 kB\nThreads:\t2\n';
  const rollup =
    'Rss: 6 kB\nPss: 5 kB\nShared_Clean: 1 kB\nPrivate_Clean: 1 kB\nPrivate_Dirty: 2 kB\nAnonHugePages: 0 kB\nShmemPmdMapped: 0 kB\n' +
    'Shared_Hugetlb: 0 kB\nPrivate_Hugetlb: 2048 kB\nSwap: 2 kB\nSwapPss: 2 kB\nLocked: 0 kB\n';
  const made = (files: Readonly<Record<string, MadeFile>> = {}, own = true): MadeProcfs =>
    new MadeProcfs(
      {
        'self/status': statusText(),
        'self/uid_map': '0 0 4294967295\n',
        'sys/kernel/osrelease': '6.12.0\n',
        'sys/vm/max_map_count': '65530\n',
        '5/stat': statLine(5).toString(),
        '5/status': statusText({ rest: memory }),
        '5/limits': 'Limit  Soft Limit  Hard Limit  Units\nMax stack size    8192    unlimited    bytes\n',
        '5/oom_score': '666\n',
        '5/smaps_rollup': `1000-2000 ---p 00000000 00:00 0    [rollup]\n${rollup}`,
        '5/maps': '1000-2000 rw-p 00000000 00:00 0\nffffffffff600000-ffffffffff601000 --xp 0 00:00 0 [vsyscall]\n',
        ...files,
      },
      own,
    );

  it('is told by the version that brought it', async () => {
    const figures = await figuresOf(
      made({ 'sys/kernel/osrelease': '4.4.0-board\n', '5/smaps_rollup': { error: 'ENOENT' } }),
      5,
    );
    assert.equal(reason(figures, 'rssAnon'), 'RssAnon came with Linux 4.5, and this is 4.4.');
    assert.equal(reason(figures, 'pss'), 'It stands in smaps_rollup, which came with Linux 4.14, and this is 4.4.');
    assert.equal(reason(figures, 'uss'), reason(figures, 'pss'));
    assert.equal(known(figures.values.rss), 6);
  });

  it('is told by what the kernel was built without', async () => {
    const figures = await figuresOf(made({ '5/smaps_rollup': { error: 'ENOENT' } }), 5);
    assert.match(reason(figures, 'pss'), /built without \(CONFIG_PROC_PAGE_MONITOR\)/);
    assert.equal(reason(figures, 'rssAnon'), 'This kernel prints no RssAnon in status.');
  });

  it('is told by the gate that closed', async () => {
    const closed: MadeFile = { error: 'EACCES' };
    const other = made({
      '5/status': statusText({ uid: 33, rest: memory }),
      '5/smaps_rollup': closed,
      '5/maps': closed,
    });
    const figures = await figuresOf(other, 5);
    for (const name of ['pss', 'uss', 'regions'] as const) {
      assert.match(reason(figures, name), /may not be read\. It belongs to 33 \(user ID 33\)/, name);
    }
    assert.equal(known(figures.values.rss), 6, 'what everybody may read is told');
    assert.ok('unknown' in figures.smaps);
  });

  it('of a thread of the kernel is told so', async () => {
    const thread = made({
      '5/stat': statLine(5, { flags: 0x200000, startCode: '0' }).toString(),
      '5/status': statusText(),
    });
    const figures = await figuresOf(thread, 5);
    for (const name of ['rss', 'size', 'pss', 'regions'] as const)
      assert.match(reason(figures, name), /thread of the kernel/);
    assert.ok(!thread.asked.flat().includes('5/maps'));
  });

  it('is a limit that the kernel does not tell; one that is not there is none', async () => {
    const { limits } = await figuresOf(made({ 'sys/vm/max_map_count': { error: 'EACCES' } }), 5);
    const limit = (name: string) => limits.find((each) => each.name === name);
    assert.deepEqual([limit('RLIMIT_STACK')?.soft, limit('RLIMIT_STACK')?.hard], [8192, 'unlimited']);
    assert.ok(typeof limit('RLIMIT_AS')?.soft === 'object');
    assert.ok(typeof limit('vm.max_map_count')?.soft === 'object');
    assert.equal(limit('vm.max_map_count')?.used, 1, '[vsyscall] counts for no process');
  });

  it('is never one of hugetlbfs that is taken for USS', async () => {
    const { values } = await figuresOf(made(), 5);
    assert.equal(values.uss, 3);
    assert.equal(values.privateHugetlb, 2048);
  });

  it('is all of them when the process is another one by the end', async () => {
    const procfs = made();
    const read = procfs.read.bind(procfs);
    procfs.read = async (paths) => {
      if (paths.includes('5/smaps_rollup')) procfs.files.set('5/stat', statLine(5, { startTime: 101 }).toString());
      return read(paths);
    };
    const failed = await ask(procfs, 5);
    assert.equal(!failed.ok && failed.reason, 'reused');
  });
});
