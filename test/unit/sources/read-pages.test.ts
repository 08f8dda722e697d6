/** Reading pages: what the kernel says of memory that a child has touched, and a sentence where it says nothing. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_PAGES } from '../../../src/core/pages/decode.ts';
import { isPresent, PageState, stateOf } from '../../../src/core/pages/states.ts';
import { readPages } from '../../../src/sources/local/read-pages.ts';
import type { PageReading, PageStretch, ReadFailure } from '../../../src/sources/process.ts';
import { LiveProcess } from '../../runner/live-process.ts';
import { skip } from '../../runner/report.mjs';
import { ProcRoot } from './proc-root.ts';
import { startToLoseMainThread } from './without-main-thread.ts';

const never = (): boolean => false;

function statesOf(reading: PageReading | ReadFailure): number[] {
  assert.ok(reading.ok, 'message' in reading ? reading.message : '');
  return Array.from(reading.pages, stateOf);
}

describe('the pages of a live process', function () {
  let target: LiveProcess;
  before(async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    target = await LiveProcess.start();
  });
  after(() => target?.end());

  const ask = (start: bigint, end: bigint, changes: Partial<PageStretch> = {}): PageStretch => ({
    pid: target.pid,
    startTime: undefined,
    start,
    end,
    from: 0,
    ...changes,
  });
  /** Stretches of the map whose lines match. */
  const regions = (pattern: RegExp): [bigint, bigint][] =>
    readFileSync(`/proc/${target.pid}/maps`, 'latin1')
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => {
        const [start = '', end = ''] = (line.split(' ')[0] ?? '').split('-');
        return [BigInt(`0x${start}`), BigInt(`0x${end}`)];
      });

  it('are told through another thread when the main thread ends while they are read', async function () {
    const child = await startToLoseMainThread();
    if (!child) skip(this, 'needs Python');
    try {
      const { pid } = child;
      const line = /^([0-9a-f]+)-([0-9a-f]+) .*\[heap\]$/m.exec(readFileSync(`/proc/${pid}/maps`, 'latin1')) ?? [];
      const [start, end] = [BigInt(`0x${line[1]}`), BigInt(`0x${line[2]}`)];
      let hasEnded = false;
      const reading = readPages(ask(start, end, { pid }), () => {
        if (hasEnded) return false;
        hasEnded = true;
        process.kill(pid, 'SIGUSR1');
        while (!/ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1')));
        return false;
      });
      assert.ok(hasEnded);
      assert.ok(statesOf(reading).some((state) => state === PageState.anonymous));
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('are in memory where it wrote, and nowhere else', async () => {
    const before = new Set(regions(/ rw-p 0+ 00:00 0/).map(String));
    await target.do('add');
    await target.do('touch');
    // The 64 KiB that were made accessible, among the regions that are new.
    const fresh = regions(/ rw-p 0+ 00:00 0/).filter((each) => !before.has(String(each)));
    const found = fresh.find(([start, end]) => end - start === 0x10000n);
    assert.ok(found, String(fresh));
    const reading = readPages(ask(...found));
    assert.ok(reading.ok);
    const pages = statesOf(reading);
    assert.equal(reading.total, 0x10000 / reading.pageSize);
    assert.equal(pages.length, reading.total);
    assert.equal(pages[0], PageState.anonymous);
    if (reading.pageSize === 4096) {
      const expected = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? PageState.anonymous : PageState.absent));
      assert.deepEqual(pages, expected);
    }
    // What lies behind it is reserved, and nobody can have touched it.
    const guarded = statesOf(readPages(ask(found[1], found[1] + 0x10000n)));
    assert.ok(guarded.every((state) => state === PageState.absent));
    const rest = readPages(ask(...found, { from: reading.total - 1 }));
    assert.deepEqual(statesOf(rest), pages.slice(-1));
  });

  it('are those of a file where one is mapped', () => {
    const [text] = regions(/ r-xp .*node/);
    if (!text) return; // A node whose code is in a library.
    const present = statesOf(readPages(ask(...text))).filter(isPresent);
    assert.ok(present.length > 0);
    assert.ok(present.every((state) => state === PageState.file || state === PageState.fileShared));
  });

  it('are not told beyond the page tables', () => {
    assert.deepEqual(statesOf(readPages(ask(0xffffffffff600000n, 0xffffffffff601000n))), [PageState.unknown]);
  });

  it('are read a part at a time, until nobody waits', () => {
    const reading = readPages(ask(0x1000n, 1n << 40n));
    assert.ok(reading.ok);
    assert.equal(reading.pages.length, MOST_PAGES);
    let asked = 0;
    assert.throws(() => readPages(ask(0x1000n, 1n << 40n), () => ++asked > 2), { name: 'AbortError' });
    assert.equal(asked, 3);
  });

  it('are not those of another process that has the PID', () => {
    const reading = readPages(ask(0x1000n, 0x2000n, { startTime: '1' }));
    assert.equal(!reading.ok && reading.reason, 'reused');
  });

  it('are not there where a process has no memory, no pagemap, or has ended', () => {
    const proc = new ProcRoot();
    try {
      const of = (pid: number): PageReading | ReadFailure => readPages(ask(0n, 0x1000n, { pid }), never, proc.path);
      proc.add(7, { flags: 0x200000 });
      proc.add(8, { state: 'Z' });
      proc.add(9);
      proc.add(10);
      proc.add(12, { state: 'Z', threads: 2, startCode: '0' });
      proc.add('12/task/13');
      writeFileSync(join(proc.path, '10', 'pagemap'), Buffer.from(BigUint64Array.of(1n << 62n).buffer));
      const failures = [7, 8, 9, 11].map(of).map((reading) => !reading.ok && reading.reason);
      assert.deepEqual(failures, ['kernel-thread', 'zombie', 'unsupported', 'gone']);
      assert.deepEqual(statesOf(of(10)), [PageState.swapped]);
      writeFileSync(join(proc.path, '12/task/13/pagemap'), Buffer.from(BigUint64Array.of(1n << 62n).buffer));
      assert.deepEqual(statesOf(of(12)), [PageState.swapped], 'its main thread has ended, another has the memory');
      const short = readPages(ask(0n, 0x2000n, { pid: 10 }), never, proc.path);
      assert.deepEqual(statesOf(short), [PageState.swapped, PageState.unknown], 'what is missing is unknown');
      const none = of(9);
      assert.ok(
        !none.ok && none.message.includes('/proc/PID/pagemap') && none.advice.includes('CONFIG_PROC_PAGE_MONITOR'),
      );
    } finally {
      proc.dispose();
    }
  });
});
