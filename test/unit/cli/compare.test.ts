/** `memory-maps compare` as a script uses it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, type Run } from './run.ts';

/** A region of smaps: its start, size and Rss in kB. */
function record(start: string, size: number, rss: number, name: string): string {
  const end = (BigInt(`0x${start}`) + BigInt(size * 1024)).toString(16);
  return `${start}-${end} rw-p 00000000 00:00 0 ${name}\nSize: ${size} kB\nRss: ${rss} kB\n`;
}

const BEFORE = record('10000', 64, 16, '[heap]') + record('40000', 8, 8, '') + record('7fff0000', 12, 4, '[stack]');
const AFTER = record('10000', 128, 96, '[heap]') + record('60000', 4, 0, '') + record('7fff0000', 12, 12, '[stack]');

describe('memory-maps compare', function () {
  this.timeout(30_000);
  let folder = '';
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const compare = (...args: readonly string[]): Run =>
    cli(['compare', ...args, file('before.smaps', BEFORE), file('after.smaps', AFTER)]);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('lists what is new, grown or gone, the largest first, and sums it up', () => {
    const { status, stdout, stderr } = compare();
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const rows = stdout.split('\n').map((line) => line.split(/ {2,}/));
    assert.deepEqual(rows[0], ['CHANGE', 'GROWTH', 'RSS GROWTH', 'START', 'SIZE', 'PERMS', 'KIND', 'NAME']);
    assert.deepEqual(
      rows.slice(1, 5).map(([what, size, rss, start]) => `${what} ${size} ${rss} ${start}`),
      [
        'grown +64 KiB +80 KiB 0x00010000',
        'gone −8 KiB −8 KiB 0x00040000',
        'same 0 +8 KiB 0x7fff0000',
        'new +4 KiB 0 0x00060000',
      ],
    );
    assert.match(stdout, /\n1 new, 1 grown, 1 gone; size \+60 KiB, Rss \+80 KiB\n$/);
  });

  it('tells what a region leaks that mprotect split meanwhile', () => {
    const one = file('one.smaps', record('10000', 64, 16, ''));
    const split = file(
      'split.smaps',
      `${record('10000', 32, 28, '')}${record('18000', 32, 12, '').replace('rw-p', 'r--p')}`,
    );
    const { status, stdout, stderr } = cli(['compare', '--most', '20K', one, split]);
    assert.match(
      stdout,
      /\nsame +0 +\+24 KiB in 2 parts +0x00010000 .*\nsame .*\n\n1 with other permissions; size 0, Rss \+24 KiB\n$/,
    );
    assert.match(stderr, /Rss grew by 24 KiB, which is more than 20K/);
    assert.equal(status, 3);
    const { changes, totals } = cli(['compare', '--json', '--filter', 'r--p', one, split]).json as Record<
      string,
      object[]
    >;
    assert.equal(changes?.length, 1);
    assert.deepEqual(totals, { growth: 0, RssGrowth: 24 * 1024 });
    assert.deepEqual(Object.entries(changes[0] ?? {}).slice(1, 5), [
      ['growth', 0],
      ['RssGrowth', 24 * 1024],
      ['parts', 2],
      ['start', '0x00018000'],
    ]);
  });

  it('tells memory that became executable, though nothing grew', () => {
    const then = file('then.smaps', record('10000', 64, 16, ''));
    const now = file('now.smaps', record('10000', 64, 16, '').replace('rw-p', 'rwxp'));
    const { stdout } = cli(['compare', then, now]);
    assert.match(stdout, /\nsame +0 +0 +0x00010000 +64 KiB +rw-p → rwxp +Executable anonymous\n/);
    assert.match(stdout, /\n1 with other permissions; size 0, Rss 0\n$/);
    const { changes } = cli(['compare', '--json', then, now]).json as Record<string, Record<string, unknown>[]>;
    assert.deepEqual([changes?.[0]?.['permsBefore'], changes?.[0]?.['perms']], ['rw-p', 'rwxp']);
  });

  it('gives bytes as JSON, of the regions that match a filter', () => {
    const { json } = compare('--json', '--filter', 'grown or stack');
    const { before: from, after: to, changes, totals } = json as Record<string, Record<string, unknown>[]>;
    assert.deepEqual(
      [from, to],
      [BEFORE, AFTER].map((_, i) => ({ file: join(folder, `${i ? 'after' : 'before'}.smaps`), pid: null, line: null })),
    );
    const [heap] = changes ?? [];
    assert.deepEqual(heap, {
      change: 'grown',
      growth: 65536,
      RssGrowth: 81920,
      start: '0x00010000',
      end: '0x00030000',
      perms: 'rw-p',
      kind: 'Heap (brk)',
      path: '[heap]',
    });
    assert.equal(changes?.length, 2);
    assert.deepEqual(totals, { growth: 65536, RssGrowth: 90112 });
  });

  it('exits with 3 when more was added than it may', () => {
    assert.equal(compare('--most', '80k').status, 0);
    const { status, stderr } = compare('--most', '79k');
    assert.equal(status, 3);
    assert.equal(stderr, 'memory-maps: Rss grew by 80 KiB, which is more than 79k\n');
    assert.equal(compare('--most', '60k', '--filter', 'new').status, 0);
    for (const wrong of ['much', '5%', ''])
      assert.match(compare('--most', wrong).stderr, /--most needs a size such as 4M/);
  });

  it('compares the first and the last of the maps in one file, of one process where there are several', () => {
    const map = (pid: number, heap: number): string =>
      `process ${pid}\nMapped address spaces:\n\n          Start Addr           End Addr       Size     Offset objfile\n` +
      `            0x400000           0x${(0x400000 + heap * 4096).toString(16)}     0x${(heap * 4096).toString(16)}        0x0 [heap]\n\n(gdb)\n\n`;
    const log = [map(1, 1), map(2, 1), map(1, 9), map(2, 3), map(1, 4)].join('');
    const { status, stderr } = cli(['compare', '-'], log);
    assert.equal(status, 2);
    assert.match(stderr, /5 maps of 2 processes were found: choose one with --pid/);
    assert.match(cli(['compare', '--pid', '1', '-'], log).stdout, /\n1 grown; size \+12 KiB\n$/);
    assert.equal(cli(['compare', '-'], map(1, 2) + map(1, 2)).stdout, 'no change\n');
  });

  it('says when there are no two maps', () => {
    const one = cli(['compare', file('before.smaps', BEFORE)]);
    assert.deepEqual([one.status, one.stdout], [1, '']);
    assert.match(one.stderr, /before\.smaps: there is only one memory map, and two are needed/);
    assert.match(
      cli(['compare', '--pid', '7', file('before.smaps', BEFORE)]).stderr,
      /there is no memory map of process 7/,
    );
    assert.match(compare('--filter', 'siz>1').stderr, /--filter, character 1: /);
  });
});
