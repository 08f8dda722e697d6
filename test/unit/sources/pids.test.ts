/** That processes are found by the numbers which the kernel gives out in turn as they are by reading the folder. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalProcesses } from '../../../src/sources/local/process-list.ts';
import { ProcRoot } from './proc-root.ts';
import { skip } from '../../runner/report.mjs';

describe('processes found by their numbers', () => {
  let root: ProcRoot;
  let processes: LocalProcesses;
  beforeEach(() => {
    root = new ProcRoot();
    processes = new LocalProcesses(root.path);
  });
  const now = performance.now.bind(performance);
  afterEach(() => {
    performance.now = now;
    root.dispose();
  });

  const list = (): number[] => processes.list().processes.map(({ pid }) => pid);
  const give = (last: number): void => writeFileSync(join(root.path, 'loadavg'), `0.10 0.20 0.30 1/99 ${last}\n`);
  /** Adds processes 1 to `count`, and lists until one has come in turn. */
  const settle = (count: number): number[] => {
    const pids = Array.from({ length: count }, (_, i) => i + 1);
    for (const pid of pids) root.add(pid);
    give(count);
    list();
    root.add(count + 1);
    give(count + 1);
    assert.deepEqual(list(), [...pids, count + 1]);
    return [...pids, count + 1];
  };

  it('are those that came in turn, without reading the folder, and the others a while later', () => {
    const pids = settle(100);
    root.add(500);
    root.add(102);
    give(102);
    assert.deepEqual(list(), [...pids, 102], 'the folder was read');
    root.remove(7);
    const left = [...pids, 102].filter((pid) => pid !== 7);
    assert.deepEqual(list(), left);
    performance.now = () => now() + 31_000;
    assert.deepEqual(list(), [...left, 500]);
    // What once came out of turn may do so again.
    root.add(400);
    assert.deepEqual(list(), [...left, 400, 500]);
  });

  it('are trusted once a number was given out and all are below it, even where nothing came', () => {
    const pids = Array.from({ length: 100 }, (_, i) => i + 1);
    for (const pid of pids) root.add(pid);
    give(100);
    list();
    root.add(500);
    assert.deepEqual(list(), [...pids, 500], 'no number was given out');
    root.remove(500);
    processes = new LocalProcesses(root.path);
    list();
    give(101);
    assert.deepEqual(list(), pids);
    root.add(500);
    assert.deepEqual(list(), pids, 'the folder was read');
  });

  it('hold what was not there yet when its number was given out', () => {
    const pids = settle(100);
    give(102);
    assert.deepEqual(list(), pids);
    root.add(102);
    assert.deepEqual(list(), [...pids, 102]);
  });

  it('hold no threads, which have numbers too', () => {
    const pids = settle(100);
    root.add(102, { tgid: 101 });
    give(102);
    assert.deepEqual(list(), pids);
  });

  it('hold no thread that was given the number of a process which has ended', () => {
    const pids = settle(100);
    root.add(103);
    give(103);
    assert.deepEqual(list(), [...pids, 103]);
    root.remove(103);
    root.add(103, { tgid: 101, startTime: 200 });
    assert.deepEqual(list(), pids);
  });

  it('are those of the folder where loadavg is not of the same procfs', function () {
    if (!existsSync('/dev/shm')) skip(this, 'needs /dev/shm');
    const other = mkdtempSync('/dev/shm/memory-maps-loadavg-');
    try {
      const loadavg = join(other, 'loadavg');
      symlinkSync(loadavg, join(root.path, 'loadavg'));
      for (let pid = 1; pid <= 100; pid++) root.add(pid);
      for (const last of [80_000, 80_003, 80_006]) {
        writeFileSync(loadavg, `0.10 0.20 0.30 1/99 ${last}\n`);
        list();
      }
      root.add(101);
      assert.equal(list().at(-1), 101);
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('are those of the folder where numbers began anew, where there are many of them, and when the user asks', () => {
    const pids = settle(100);
    root.add(2000);
    give(101);
    assert.deepEqual(list(), pids);
    assert.deepEqual(
      processes.list({ renew: true }).processes.map(({ pid }) => pid),
      [...pids, 2000],
    );
    root.add(3000);
    give(3000);
    assert.deepEqual(list(), [...pids, 2000, 3000]);
    root.add(200);
    give(200);
    assert.deepEqual(list(), [...pids, 200, 2000, 3000]);
  });

  it('are those of the folder where no numbers are told', () => {
    root.add(1);
    for (const told of [undefined, 0]) {
      if (told !== undefined) give(told);
      for (let pid = 2; pid < 6; pid++) {
        root.add(pid);
        assert.equal(list().at(-1), pid);
      }
      for (let pid = 2; pid < 6; pid++) root.remove(pid);
    }
  });

  it('are those of the folder after all was forgotten: since then numbers may have begun anew', () => {
    const pids = settle(100);
    processes.forget();
    root.add(60_000);
    assert.deepEqual(list(), [...pids, 60_000]);
  });

  it('are those of the folder after a list that was given up', () => {
    const pids = settle(100);
    const steps = processes.steps({}, () => 0);
    steps.next();
    root.add(60_000);
    assert.deepEqual(list(), [...pids, 60_000]);
    assert.throws(() => steps.next());
    root.add(102);
    give(102);
    root.add(103);
    assert.deepEqual(list(), [...pids, 102, 60_000], 'the folder was read');
  });

  it('are those of the folder where a procfs hides some', () => {
    mkdirSync(join(root.path, 'self'));
    for (const pid of [5, 6]) root.add(pid);
    give(6);
    list();
    root.add(7);
    give(7);
    list();
    root.add(300);
    assert.deepEqual(list(), [5, 6, 7, 300]);
  });

  it('are the same on this machine, while others come and go', async () => {
    const own = new LocalProcesses();
    own.list();
    const children: ChildProcess[] = [];
    try {
      for (let round = 0; round < 40; round++) {
        const child = spawn('sleep', ['100'], { stdio: 'ignore' });
        children.push(child);
        await once(child, 'spawn');
        if (round % 3 === 2) {
          const ended = children[round - 1]!;
          ended.kill('SIGKILL');
          await once(ended, 'exit');
        }
        const seen = new Set(own.list().processes.map(({ pid }) => pid));
        children.forEach((each, i) =>
          assert.equal(seen.has(each.pid ?? 0), !each.killed, `round ${round}, child ${i} of ${each.pid}`),
        );
      }
    } finally {
      for (const child of children) child.kill('SIGKILL');
    }
  });
});
