/** Reading live maps: the right process or none, and a plain sentence where there is no map. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import { explainAccess, readMap, readText } from '../../../src/sources/local/read-map.ts';
import type { LiveMap, MapFile, ReadFailure } from '../../../src/sources/process.ts';
import { skip } from '../../runner/report.mjs';
import { LEAVES_ZOMBIE, mapsLine, ProcRoot } from './proc-root.ts';
import { startToLoseMainThread } from './without-main-thread.ts';

const ask = (pid: number, file: MapFile = 'maps', startTime?: string) => ({ pid, file, startTime });

function failureOf(read: LiveMap | ReadFailure | { ok: true }): ReadFailure {
  if (read.ok) throw new assert.AssertionError({ message: 'the read went well' });
  return read;
}

describe('a live map', function () {
  const children: ChildProcess[] = [];
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  const start = (command: string, args: string[]): ChildProcess & { pid: number } => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    const { pid } = child;
    assert.ok(pid);
    return Object.assign(child, { pid });
  };
  const stateOf = (pid: number): string => / \(.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '';
  const startTimeOf = (pid: number): string => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  };

  it('of this process has its regions, its name and its start time', () => {
    const read = readMap(ask(process.pid));
    assert.ok(read.ok);
    assert.equal(read.map.dialect, 'maps');
    assert.equal(read.torn, false);
    assert.deepEqual(read.map.problems, []);
    assert.equal(read.process.startTime, startTimeOf(process.pid));
    const names = Array.from({ length: read.map.regions.count }, (_, i) => regionAt(read.map.regions, i).file.name);
    assert.ok(names.includes('[stack]'));
  });

  it('reads as text, smaps and rollup as the kernel prints them', async () => {
    const child = start('sh', ['-c', 'echo ready; read line']);
    await once(child.stdout ?? child, 'data');
    const text = readText(ask(child.pid));
    assert.ok(text.ok);
    assert.equal(Buffer.from(text.bytes).toString('latin1'), readFileSync(`/proc/${child.pid}/maps`, 'latin1'));
    for (const file of ['smaps', 'smaps_rollup'] as const) {
      const read = readMap(ask(child.pid, file));
      assert.ok(read.ok, file);
      assert.equal(read.map.dialect, file);
      assert.ok(read.map.counters);
    }
  });

  it('is refused when the PID belongs to another process than the one that was meant', () => {
    const failure = failureOf(readMap(ask(process.pid, 'maps', '1')));
    assert.equal(failure.reason, 'reused');
    assert.equal(
      failure.message,
      `PID ${process.pid} now belongs to another process: the one it was opened for has ended.`,
    );
    assert.ok(readMap(ask(process.pid, 'maps', startTimeOf(process.pid))).ok);
  });

  it('of a process that has ended is told so', async () => {
    const child = start('sleep', ['100']);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(failureOf(readMap(ask(child.pid, 'maps', '1'))).message, `Process ${child.pid} has ended.`);
    assert.equal(failureOf(readMap(ask(child.pid))).message, `There is no process ${child.pid}.`);
    assert.equal(failureOf(readText(ask(child.pid))).reason, 'gone');
    assert.equal(explainAccess(ask(child.pid))?.reason, 'gone');
  });

  it('of a process that is killed while it is read is told as ended, and not given in part', async () => {
    const child = start(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
    await once(child.stdout ?? child, 'data');
    // Asked for the first time before anything is read, for the second time after the first page.
    const second = passed();
    let killed = false;
    const read = readMap(ask(child.pid), () => {
      if (killed || !second()) return false;
      killed = true;
      process.kill(child.pid, 'SIGKILL');
      // This test is its parent and does not return to its event loop: it stays a zombie. Its other threads have to end as well.
      while (stateOf(child.pid) !== 'Z' || readdirSync(`/proc/${child.pid}/task`).length > 1);
      return false;
    });
    assert.ok(killed);
    assert.equal(failureOf(read).reason, 'gone');
  });

  it('of a process that starts another program while it is read is that of the new program', async () => {
    const child = start('sh', ['-c', 'trap "exec sleep 100" USR1; echo ready; while :; do read line; done']);
    await once(child.stdout ?? child, 'data');
    const second = passed();
    let replaced = false;
    const read = readMap(ask(child.pid), () => {
      if (replaced || !second()) return false;
      replaced = true;
      process.kill(child.pid, 'SIGUSR1');
      while (!readFileSync(`/proc/${child.pid}/cmdline`, 'latin1').startsWith('sleep'));
      return false;
    });
    assert.ok(replaced);
    assert.ok(read.ok, JSON.stringify(read));
    assert.equal(read.process.name, 'sleep');
  });

  it('stops when the caller gives up', () => {
    assert.throws(() => readMap(ask(process.pid), () => true), { name: 'AbortError' });
  });

  it('of a process whose main thread ends while it is read is that of the threads that run on', async function () {
    const child = await startToLoseMainThread();
    if (!child) skip(this, 'needs Python');
    children.push(child);
    const second = passed();
    let hasEnded = false;
    const read = readMap(ask(child.pid, 'maps', startTimeOf(child.pid)), () => {
      if (hasEnded || !second()) return false;
      hasEnded = true;
      process.kill(child.pid, 'SIGUSR1');
      while (stateOf(child.pid) !== 'Z');
      return false;
    });
    assert.ok(hasEnded);
    assert.ok(read.ok, JSON.stringify(read));
    assert.equal(read.torn, false);
  });

  it('of a zombie is told as one', async () => {
    const parent = start('sh', ['-c', LEAVES_ZOMBIE]);
    const [line] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
    const pid = Number(String(line));
    const end = performance.now() + 20_000;
    while (stateOf(pid) !== 'Z' && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const file of ['maps', 'smaps', 'smaps_rollup'] as const) {
      assert.equal(failureOf(readMap(ask(pid, file))).reason, 'zombie', file);
    }
    assert.match(explainAccess(ask(pid))?.message ?? '', /is a zombie/);
  });

  it('of a kernel thread is told as one', function () {
    const isKernelThread = (): boolean => {
      try {
        return (Number(readFileSync('/proc/2/stat', 'latin1').split(') ')[1]?.split(' ')[6]) & 0x200000) !== 0;
      } catch {
        return false;
      }
    };
    if (!isKernelThread()) skip(this, 'no kernel thread is visible in this PID namespace');
    assert.equal(failureOf(readMap(ask(2))).reason, 'kernel-thread');
  });

  /** False at the first call, true at the later ones. */
  function passed(): () => boolean {
    let calls = 0;
    return () => calls++ > 0;
  }
});

describe('a map of a made-up /proc', function () {
  let root: ProcRoot;
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  beforeEach(() => (root = new ProcRoot()));
  afterEach(() => root.dispose());
  const never = (): boolean => false;
  const sorted = mapsLine(0x1000) + mapsLine(0x3000);
  const torn = mapsLine(0x3000) + mapsLine(0x1000);

  it('that is torn is read again, and taken when it is whole', () => {
    root.add(5, { maps: torn });
    let asked = 0;
    const read = readMap(
      ask(5),
      () => {
        if (++asked === 5) writeFileSync(join(root.path, '5', 'maps'), sorted);
        return false;
      },
      root.path,
    );
    assert.ok(read.ok);
    assert.equal(read.torn, false);
    assert.equal(read.map.regions.count, 2);
  });

  it('that stays torn is kept, and said to be', () => {
    root.add(5, { maps: torn });
    const read = readMap(ask(5), never, root.path);
    assert.ok(read.ok);
    assert.equal(read.torn, true);
    assert.equal(read.map.problems.length, 1);
  });

  it('that ends inside a line is said to be torn', () => {
    root.add(5, { maps: sorted.slice(0, -30) });
    const read = readMap(ask(5), never, root.path);
    assert.ok(read.ok && read.torn);
  });

  it('is read through a thread when the main thread has ended and others run on', () => {
    root.add(5, { state: 'Z', threads: 3, startCode: '0' });
    root.add('5/task/5', { state: 'Z', startCode: '0' });
    root.add('5/task/6', { state: 'Z', startCode: '0' });
    root.add('5/task/7', { state: 'S', maps: sorted });
    const read = readMap(ask(5), never, root.path);
    assert.ok(read.ok);
    assert.equal(read.map.regions.count, 2);
    assert.equal(explainAccess(ask(5), root.path), undefined);
  });

  it('is not given in part when the threads end that it is read through', () => {
    root.add(5, { state: 'Z', threads: 2, startCode: '0' });
    root.add('5/task/7', { maps: sorted, threads: 2 });
    const read = readMap(ask(5), never, root.path, (_, take) => {
      root.add('5/task/7', { threads: 2, startCode: '0' });
      take(Buffer.from(sorted));
    });
    assert.equal(failureOf(read).reason, 'zombie');
  });

  it('of a kernel thread, a zombie and a process about to end are told apart', () => {
    root.add(5, { flags: 0x200000, startCode: '0' });
    root.add(6, { state: 'Z', startCode: '0' });
    root.add(7, { startCode: '0' });
    const reasons = [5, 6, 7].map((pid) => failureOf(readMap(ask(pid), never, root.path)).reason);
    assert.deepEqual(reasons, ['kernel-thread', 'zombie', 'no-memory']);
  });

  it('that the kernel does not have is told so', () => {
    root.add(5);
    const failure = failureOf(readMap(ask(5, 'smaps_rollup'), never, root.path));
    assert.equal(failure.reason, 'unsupported');
    assert.match(failure.advice, /4\.14/);
  });

  it('is refused when the process is replaced between the looks', () => {
    root.add(5, { maps: sorted, startTime: 1 });
    let asked = 0;
    const read = readMap(
      ask(5),
      () => {
        if (++asked === 2) root.add(5, { maps: sorted, startTime: 2 });
        return false;
      },
      root.path,
    );
    assert.equal(failureOf(read).reason, 'reused');
  });
});
