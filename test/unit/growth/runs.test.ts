/** Two runs of a program: ASLR places all anew, and files may have other numbers. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { takeBaseline } from '../../../src/core/growth/baseline.ts';
import { Change, compare, type Growth } from '../../../src/core/growth/compare.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { skip } from '../../runner/report.mjs';

const PAGE = 4096n;

/** Where a run places what the kernel places at random. */
interface Run {
  readonly program: bigint;
  readonly heap: bigint;
  readonly mmap: bigint;
  readonly stack: bigint;
}

const ONE: Run = {
  program: 0x5581_2f3a_0000n,
  heap: 0x5581_30b4_9000n,
  mmap: 0x7f1c_a5d1_2000n,
  stack: 0x7ffd_11c0_6000n,
};
const OTHER: Run = {
  program: 0x55c0_0e11_7000n,
  heap: 0x55c0_2e00_1000n,
  mmap: 0x7f9b_0421_f000n,
  stack: 0x7ffe_a0b0_c000n,
};

/** A row: where it starts in an area, in pages, and how many it has; the name may have an inode behind a colon. */
type Row = readonly [area: keyof Run, from: number, pages: number, perms: string, name?: string];

const ROWS: readonly Row[] = [
  ['program', 0, 2, 'r--p', '/bin/app:7'],
  ['program', 2, 9, 'r-xp', '/bin/app:7'],
  ['program', 11, 1, 'rw-p', '/bin/app:7'],
  ['program', 12, 3, 'rw-p'],
  ['heap', 0, 33, 'rw-p', '[heap]'],
  ['mmap', -400, 1, '---p'],
  ['mmap', -399, 40, 'rw-p'],
  ['mmap', 0, 8, 'r--p', '/lib/libc.so:9'],
  ['mmap', 8, 90, 'r-xp', '/lib/libc.so:9'],
  ['mmap', 98, 4, 'rw-p', '/lib/libc.so:9'],
  ['mmap', 102, 13, 'rw-p'],
  ['stack', -33, 33, 'rw-p', '[stack]'],
];

function mapOf(rows: readonly Row[], run: Run, inodes = 0): MemoryMap {
  const text = rows.map(([area, from, pages, perms, name = '']) => {
    const start = run[area] + BigInt(from) * PAGE;
    const [path = '', inode = ''] = name.split(':');
    const file = inode === '' ? '00:00 0' : `08:01 ${Number(inode) + inodes}`;
    return `${start.toString(16)}-${(start + BigInt(pages) * PAGE).toString(16)} ${perms} 00000000 ${file} ${path}\n`;
  });
  return parseMemoryMap(new TextEncoder().encode(text.join('')));
}

/** What is not the same, by row: `4 grown 10`, in pages; and how many are gone. */
function told({ changes, size, gone }: Growth): string[] {
  const names = new Map<number, string>(Object.entries(Change).map(([name, change]) => [change, name]));
  const words = [...changes].flatMap((change, row) =>
    change === Change.same ? [] : [`${row} ${names.get(change)} ${(size[row] ?? 0) / 4096}`],
  );
  return gone.regions > 0 ? [...words, `${gone.regions} gone`] : words;
}

function changed(rows: readonly Row[], isOther = false, inodes = 0): string[] {
  return told(compare(takeBaseline(mapOf(ROWS, ONE)), mapOf(rows, OTHER, inodes), isOther));
}

function withRow(at: number, row: Row): Row[] {
  return ROWS.map((each, i) => (i === at ? row : each));
}

describe('the growth between two runs of a program', () => {
  it('tells nothing where only the addresses differ', () => assert.deepEqual(changed(ROWS), []));

  it('tells a heap that is larger', () =>
    assert.deepEqual(changed(withRow(4, ['heap', 0, 43, 'rw-p', '[heap]'])), ['4 grown 10']));

  it('tells a stack that is larger', () =>
    assert.deepEqual(changed(withRow(11, ['stack', -40, 40, 'rw-p', '[stack]'])), ['11 grown 7']));

  it('tells what only one of them has', () => {
    const more: Row = ['mmap', -900, 64, 'rw-p'];
    assert.deepEqual(changed([...ROWS.slice(0, 5), more, ...ROWS.slice(5)]), ['5 new 64']);
    assert.deepEqual(changed(ROWS.filter((_, i) => i !== 10)), ['1 gone']);
  });

  it('pairs what lies elsewhere among its neighbours by what it is, as arenas that are aligned', () => {
    const arena = (from: number, used: number): Row[] => [
      ['mmap', from, used, 'rw-p'],
      ['mmap', from + used, 16384 - used, '---p'],
    ];
    const before = mapOf([...ROWS.slice(0, 5), ...arena(-50_000, 33), ...ROWS.slice(5)], ONE);
    const after = mapOf([...ROWS.slice(0, 5), ...arena(-90_000, 133), ...ROWS.slice(5)], OTHER);
    assert.deepEqual(told(compare(takeBaseline(before), after)), ['5 grown 100', '6 shrunk -100']);
  });

  it('tells what grew where only some objects lie elsewhere, when it is another run', () => {
    const rows = withRow(4, ['heap', 0, 43, 'rw-p', '[heap]']);
    const growth = (isOther: boolean): Growth =>
      compare(takeBaseline(mapOf(ROWS, ONE)), mapOf(rows, { ...ONE, heap: OTHER.heap }), isOther);
    assert.deepEqual(told(growth(true)), ['4 grown 10']);
    assert.deepEqual(told(growth(false)), ['4 new 43', '1 gone']);
  });

  it('leaves in place what lies in place when only some objects lie elsewhere', () => {
    const file: Row = ['mmap', -500, 2, 'rw-s', '/data:11'];
    const before = mapOf([...ROWS.slice(0, 5), file, ['mmap', -498, 90, 'rw-p'], ...ROWS.slice(5)], ONE);
    const rows: Row[] = [
      ['mmap', -900, 7, 'rw-s', '/data:11'],
      ['mmap', -800, 10, 'rw-p'],
      ['mmap', -508, 100, 'rw-p'],
    ];
    const after = mapOf([...ROWS.slice(0, 5), ...rows, ...ROWS.slice(5)], ONE);
    assert.deepEqual(told(compare(takeBaseline(before), after, true)), ['5 grown 5', '6 new 10', '7 grown 10']);
  });

  it('is of one run where the stack stayed, even if most files of a process were mapped elsewhere', () => {
    const files = (from: number, pages: number): Row[] =>
      Array.from({ length: 9 }, (_, i): Row => ['mmap', from + 20 * i, pages, 'rw-s', `/db/${i}:${20 + i}`]);
    const before = mapOf([...ROWS.slice(0, 5), ...files(-900, 2), ['mmap', -600, 90, 'rw-p'], ...ROWS.slice(5)], ONE);
    const after = mapOf([...ROWS.slice(0, 5), ...files(-3000, 7), ['mmap', -610, 100, 'rw-p'], ...ROWS.slice(5)], ONE);
    const news = Array.from({ length: 9 }, (_, i) => `${5 + i} new 7`);
    assert.deepEqual(told(compare(takeBaseline(before), after)), [...news, '14 grown 10', '9 gone']);
  });

  it('tells which of several files of one name are new', () => {
    const files = (from: number): Row[] =>
      [0, 1, 2, 3].slice(from).map((i): Row => ['mmap', -600 + 10 * i, 5, 'rw-s', `/dev/shm/a:${40 - i}`]);
    const [before, after] = [2, 0].map((from) => mapOf([...ROWS.slice(0, 5), ...files(from), ...ROWS.slice(5)], ONE));
    assert.ok(before && after);
    assert.deepEqual(told(compare(takeBaseline(before), after, true)), ['5 new 5', '6 new 5']);
  });

  it('knows the files of another boot or machine by their names, when it is told so', () => {
    assert.deepEqual(changed(ROWS, true, 100), []);
    assert.match(changed(ROWS, false, 100).at(-1) ?? '', /gone/);
  });

  it('knows a file by its name also where it was deleted meanwhile, as an upgrade does', () => {
    const deleted = ROWS.map((row): Row => {
      const [area, from, pages, perms, name] = row;
      return name === '/lib/libc.so:9' ? [area, from, pages, perms, '/lib/libc.so (deleted):9'] : row;
    });
    assert.deepEqual(changed(deleted, true), []);
    assert.deepEqual(told(compare(takeBaseline(mapOf(ROWS, ONE)), mapOf(deleted, ONE), true)), []);
    assert.deepEqual(told(compare(takeBaseline(mapOf(deleted, ONE)), mapOf(ROWS, ONE), true)), []);
  });

  it('has the whole size of what would lie below all addresses if it had moved with its neighbours', () => {
    const at = (anonymous: string, library: string): MemoryMap =>
      parseMemoryMap(
        new TextEncoder().encode(
          `${anonymous} rw-p 00000000 00:00 0 \n${library} r-xp 00000000 08:01 9                          /lib/libc.so\n`,
        ),
      );
    const before = at('00002000-00008000', '00010000-00011000');
    const after = at('00000000-00006000', '00009000-0000a000');
    assert.deepEqual(told(compare(takeBaseline(before), after, true)), []);
    assert.equal(compare(takeBaseline(before), after, true).total, 0);
  });

  it('is none for two real runs of a program', function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const run = (): MemoryMap => parseMemoryMap(execFileSync('cat', ['/proc/self/maps']));
    const [before, after] = [run(), run()];
    const { gone, totals } = compare(takeBaseline(before), after);
    assert.deepEqual([gone.regions, totals[Change.new]?.regions], [0, 0]);
  });

  it('adds up, wherever the areas lie and whatever is left out', () => {
    const place = fc.integer({ min: 0, max: 2 ** 28 }).map((pages) => BigInt(pages) * PAGE);
    const runs = fc.record({ program: place, heap: place, mmap: place, stack: place }).map((run) => ({
      program: run.program + 0x5500_0000_0000n,
      heap: run.heap + 0x5600_0000_0000n,
      mmap: run.mmap + 0x7f00_0000_0000n,
      stack: run.stack + 0x7ffd_0000_0000n,
    }));
    const some = fc.subarray([...ROWS.keys()]).map((rows) => ROWS.filter((_, i) => rows.includes(i)));
    fc.assert(
      fc.property(runs, runs, some, some, (one, other, then, now) => {
        const [before, after] = [mapOf(then, one), mapOf(now, other)];
        const { total, gone, totals } = compare(takeBaseline(before), after);
        const pages = (rows: readonly Row[]): number => rows.reduce((sum, [, , count]) => sum + count, 0);
        assert.equal(total / 4096, pages(now) - pages(then));
        const changes = totals.reduce((sum, { size }) => sum + size, gone.size);
        assert.equal(changes, total);
      }),
    );
  });
});
