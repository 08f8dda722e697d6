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

  it('tells no growth where maps do not tell where regions end, and does not say that it is less than it may be', () => {
    const rows = [
      '00010000 default heap anon=4 dirty=4 N0=4 kernelpagesize_kB=4',
      '00040000 default anon=2 dirty=2 N0=2 kernelpagesize_kB=4',
    ];
    const [two, one] = [file('two.numa_maps', `${rows.join('\n')}\n`), file('one.numa_maps', `${rows[0]}\n`)];
    const fewer = cli(['compare', two, one]);
    assert.match(fewer.stdout, /\ngone +unknown +0x00040000 +unknown /);
    assert.match(fewer.stdout, /\n1 gone; size unknown\n$/);
    const { changes, totals } = cli(['compare', '--json', two, one]).json as Record<string, Record<string, unknown>[]>;
    assert.deepEqual([changes?.[0]?.['growth'], totals], [null, { growth: null }]);
    for (const pair of [
      [one, two],
      [one, one.replace('one', 'again')],
    ]) {
      writeFileSync(join(folder, 'again.numa_maps'), `${rows[0]}\n`);
      const { status, stderr, stdout } = cli(['compare', '--most', '1K', ...pair]);
      assert.equal(status, 1, stdout);
      assert.match(stderr, /--most: how much was added is not known, as the maps do not tell all that is asked for/);
    }
    assert.match(
      cli(['compare', one, join(folder, 'again.numa_maps')]).stdout,
      /^no region is new or gone; their sizes are not told\n$/,
    );
  });

  it('tells no sum of memory where a region does not tell its own, as the layout does', () => {
    const files = [BEFORE, BEFORE.replace('Rss: 4 kB\n', '').replace('Rss: 16', 'Rss: 36')].map((text, i) =>
      file(`${i}.smaps`, text),
    );
    assert.match(cli(['compare', ...files]).stdout, /\nsame +0 +\+20 KiB .*\n\nsize 0, Rss unknown\n$/);
    const { totals } = cli(['compare', '--json', ...files]).json as Record<string, unknown>;
    assert.deepEqual(totals, { growth: 0, RssGrowth: null });
    assert.match(cli(['compare', '--filter', 'heap', ...files]).stdout, /\n\nsize 0, Rss \+20 KiB\n$/);
  });

  it('tells no size of the sums of a process, which are of no region', () => {
    const rollup = (from: string, rss: number): string =>
      `${from}-7ffd0a665000 ---p 00000000 00:00 0                          [rollup]\nRss:  ${rss} kB\nPss: 1 kB\n`;
    const files = [
      file('then.smaps_rollup', rollup('556893a63000', 16)),
      file('now.smaps_rollup', rollup('559f1b25a000', 80)),
    ];
    const { stdout } = cli(['compare', ...files]);
    assert.match(stdout, /\nsame +unknown +\+64 KiB .* unknown .*\n\nsize unknown, Rss \+64 KiB\n$/);
    assert.equal(cli(['compare', '--most', '64K', ...files]).status, 0);
    assert.equal(cli(['compare', '--most', '63K', ...files]).status, 3);
  });

  it('invents no addresses where maps tell none', () => {
    const showmap = (kB: number): string =>
      ` virtual                     shared   shared  private  private\n    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS   # object\n` +
      `-------- -------- -------- -------- -------- -------- -------- -------- -------- ---- ------------------------------\n` +
      `    ${kB}       64       64        0        0        0       64        0        0    1 [heap]\n`;
    const files = [file('then.txt', showmap(1024)), file('now.txt', showmap(1064))];
    const { stdout } = cli(['compare', ...files]);
    assert.match(stdout, /^CHANGE +GROWTH +RSS GROWTH +SIZE /);
    assert.match(stdout, /\ngrown +\+40 KiB +0 +1\.0 MiB /);
    const { changes } = cli(['compare', '--json', ...files]).json as Record<string, Record<string, unknown>[]>;
    assert.deepEqual([changes?.[0]?.['start'], changes?.[0]?.['end']], [null, null]);
  });

  it('says of a filter that it lets no change through, and what of it the maps do not tell', () => {
    const none = compare('--filter', 'nothing-like-this');
    assert.match(none.stdout, /^no change of what the filter lets through; 4 others\n$/);
    assert.equal(none.stderr, '');
    const files = [BEFORE, AFTER].map((text, i) => file(`${i}.maps`, text.replaceAll(/^[SR].*\n/gm, '')));
    const { status, stderr } = cli(['compare', '--filter', 'rss>1M', ...files]);
    assert.equal(status, 0);
    assert.match(stderr, /1\.maps: The source does not tell rss, so that no region matches these terms\./);
    assert.equal(cli(['compare', '--filter', 'rss>1M', '--most', '1K', ...files]).status, 1);
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
