/** What is told of the growth between two readings. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { takeBaseline, type Reading } from '../../../src/core/growth/baseline.ts';
import { Change, compare, type Growth } from '../../../src/core/growth/compare.ts';
import { colourMap } from '../../../src/core/layout/colourings.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { finish } from '../../../src/core/memory-map/radix-sort.ts';
import { sizeNumberAt } from '../../../src/core/memory-map/region-table.ts';
import { columnsOf } from '../../../src/core/table/columns.ts';
import { sortRows } from '../../../src/core/table/sort.ts';
import { sortedTables, wildTables } from '../layout/tables.ts';

const NAMES = Object.fromEntries(Object.entries(Change).map(([name, change]) => [change, name]));

function parse(text: readonly string[]): MemoryMap {
  return parseMemoryMap(new TextEncoder().encode(text.map((line) => `${line}\n`).join('')));
}

/** Lines of maps from `start-end perms name`, in pages from 1000 on; a name with a colon has an inode of its own. */
function lines(regions: readonly string[], base = 0n): string[] {
  return regions.map((region) => {
    const [range = '', perms = '', name = ''] = region.split(' ');
    const [start, end] = range.split('-').map((page) => (base + BigInt(page) * 4096n).toString(16).padStart(8, '0'));
    const [path = '', inode = '0'] = name.split(':');
    return `${start}-${end} ${perms} 00000000 ${inode === '0' ? '00:00' : '08:01'} ${inode} ${path}`;
  });
}

function growthOf(before: readonly string[], after: readonly string[], base = 0n): Growth {
  return compare(takeBaseline(parse(lines(before, base))), parse(lines(after, base)));
}

/** Each region in words, in pages: `grown 2`; and what is gone. */
function told({ changes, size, gone }: Growth): string[] {
  const words = [...changes].map((change, row) => {
    const name = NAMES[change] ?? '';
    return name === 'same' ? name : `${name} ${(size[row] ?? 0) / 4096}`;
  });
  return gone.regions > 0 ? [...words, `gone ${gone.regions} of ${-gone.size / 4096}`] : words;
}

/** A region of smaps with its Rss in kB; undefined for a record without one. */
function record(range: string, rss: number | undefined): string[] {
  return [...lines([`${range} rw-p`]), ...(rss === undefined ? ['Size: 4 kB'] : [`Rss: ${rss} kB`])];
}

const CASES: readonly (readonly [what: string, before: string[], after: string[], told: string[]])[] = [
  ['a heap that grew at its end', ['1-3 rw-p [heap]'], ['1-5 rw-p [heap]'], ['grown 2']],
  ['a stack that grew at its start', ['7-9 rw-p [stack]'], ['4-9 rw-p [stack]'], ['grown 3']],
  ['a region that was cut', ['1-9 rw-p'], ['1-4 rw-p'], ['shrunk -5']],
  ['what mprotect split', ['1-9 rw-p'], ['1-4 rw-p', '4-6 r-xp', '6-9 rw-p'], ['same', 'same', 'same']],
  ['neighbours that were merged', ['1-4 rw-p', '4-9 r--p'], ['1-9 rw-p'], ['same']],
  ['neighbours merged over what lay between', ['1-4 rw-p', '6-9 rw-p'], ['1-9 rw-p'], ['grown 2']],
  ['a hole in a region', ['1-9 rw-p'], ['1-4 rw-p', '6-9 rw-p'], ['shrunk -2', 'same']],
  ['an arena that took of its reserve', ['1-3 rw-p', '3-9 ---p'], ['1-5 rw-p', '5-9 ---p'], ['grown 2', 'shrunk -2']],
  ['another file at a used address', ['1-3 r--p /a:7'], ['1-3 r--p /b:8'], ['new 2', 'gone 1 of 2']],
  ['a file that was deleted', ['1-3 r--p /a:7'], ['1-3 r--p /a(deleted):7'], ['same']],
  [
    'what is new and what is gone',
    ['1-3 rw-p', '7-8 r--p /a:7'],
    ['1-3 rw-p', '4-6 rw-p'],
    ['same', 'new 2', 'gone 1 of 1'],
  ],
  ['readings in no order', ['7-9 rw-p', '1-3 rw-p'], ['1-4 rw-p', '7-9 rw-p'], ['grown 1', 'same']],
  ['regions that overlap, by their start', ['1-5 rw-p', '3-9 rw-p'], ['1-6 rw-p', '3-9 rw-p'], ['grown 1', 'same']],
];

describe('the growth between two readings', () => {
  for (const [what, before, after, words] of CASES) {
    it(`tells ${what}`, () => assert.deepEqual(told(growthOf(before, after)), words));
    it(`tells ${what}, above 2^53`, () =>
      assert.deepEqual(told(growthOf(before, after, 0xffff_8000_0000_0000n)), words));
  }

  it('tells other permissions of what is there still, in part or whole', () => {
    const were = (before: readonly string[], after: readonly string[]): unknown => [
      ...growthOf(before, after).permsWere.entries(),
    ];
    const [read, write] = [1, 2];
    assert.deepEqual(were(['1-9 rw-p'], ['1-4 rw-p', '4-6 r-xp', '6-9 rw-p']), [[1, read | write]]);
    assert.deepEqual(were(['1-4 rw-p', '4-9 r--p'], ['1-9 rw-p']), [[0, read]]);
    assert.deepEqual(were(['1-4 rw-p'], ['1-9 rw-p']), []);
    assert.equal(growthOf(['1-4 rw-p'], ['1-4 rwxp']).differs, true);
    const file = (...at: readonly string[]): MemoryMap => parse(at.map((line) => `${line} 08:01 7 /lib/a.so`));
    const image = file('00010000-00014000 r--p 00000000', '00014000-0001a000 r-xp 00004000');
    const moved = file('00012000-00016000 r--p 00000000', '00016000-0001c000 r-xp 00004000');
    assert.equal(compare(takeBaseline(image), moved).permsWere.size, 0, 'another part of the file is there');
    const patched = file('00010000-00014000 r--p 00000000', '00014000-00016000 rwxp 00004000');
    assert.deepEqual([...compare(takeBaseline(image), patched).permsWere], [[1, 1 | 4]]);
  });

  it('tells sizes without addresses by their names', () => {
    const unplaced = (regions: readonly string[]): Reading => ({ ...parse(lines(regions)), placed: false });
    const growth = compare(
      takeBaseline(unplaced(['0-4 rw-p /a', '0-2 rw-p /b', '0-9 rw-p /c'])),
      unplaced(['0-2 rw-p /b', '0-6 rw-p /a', '0-1 rw-p /d']),
    );
    assert.deepEqual(told(growth), ['same', 'grown 2', 'new 1', 'gone 1 of 9']);
  });

  it('of resident memory is told where both readings tell it, and is never 0 where one does not', () => {
    const before = parse([...record('1-3', 4), ...record('5-9', 8), ...record('11-12', undefined)]);
    const after = parse([...record('1-3', 8), ...record('5-6', 4), ...record('8-9', 4), ...record('11-12', 4)]);
    const { memory } = compare(takeBaseline(before), after);
    assert.equal(memory?.key, 'Rss');
    assert.deepEqual([...(memory?.bytes ?? [])], [4096, NaN, NaN, NaN]);
    assert.equal(memory?.total, undefined);
    assert.equal(compare(takeBaseline(parse(lines(['1-3 rw-p']))), after).memory, undefined);
    const whole = compare(takeBaseline(parse(record('1-3', 4))), parse([...record('1-3', 4), ...record('5-6', 4)]));
    assert.deepEqual([...(whole.memory?.bytes ?? [])], [0, 4096]);
    assert.equal(whole.memory?.total, 4096);
  });

  it('of resident memory is told of all parts together where a region was split', () => {
    const before = parse([...record('1-9', 8), ...record('11-12', 4)]);
    const parts = (rss: number): Reading =>
      parse([...record('1-4', 4), ...record('4-5', 0), ...record('5-9', rss), ...record('11-12', 4)]);
    const { memory, differs } = compare(takeBaseline(before), parts(16));
    assert.deepEqual([...(memory?.bytes ?? [])], [NaN, NaN, NaN, 0]);
    for (const row of [0, 1, 2]) assert.deepEqual(memory?.splits.get(row), { rows: [0, 1, 2], bytes: 12 * 1024 });
    assert.equal(memory?.splits.size, 3);
    assert.ok(differs);
    assert.equal(compare(takeBaseline(before), parts(4)).differs, false);
    const { categories, column } = colourMap(
      { ...parts(16), growth: compare(takeBaseline(before), parts(16)) },
      'growth',
    );
    const labels = [...column].map((category) => categories[category]?.label);
    assert.deepEqual(labels, ['Grown resident', 'Grown resident', 'Grown resident', 'Same']);
  });

  it('is a colour: new, grown, shrunk, more resident, the same', () => {
    const before = parse([...record('1-3', 4), ...record('5-9', 4), ...record('11-12', 4), ...record('14-15', 4)]);
    const now = parse([
      ...record('1-4', 4),
      ...record('5-8', 4),
      ...record('11-12', 8),
      ...record('14-15', 0),
      ...record('20-21', 0),
    ]);
    const { categories, column } = colourMap({ ...now, growth: compare(takeBaseline(before), now) }, 'growth');
    const ids = [...column].map((category) => categories[category]?.label);
    assert.deepEqual(ids, ['Grown', 'Shrunk', 'Grown resident', 'Same', 'New']);
  });
});

describe('the table by growth', () => {
  it('has the largest growth first, then what shrank, and last what is not known', () => {
    const regions = parse(lines(['1-2 rw-p', '3-4 rw-p', '5-6 rw-p', '7-8 rw-p', '9-10 rw-p'])).regions;
    const size = Float64Array.of(-4096, NaN, 2 ** 40, 0, 8192);
    const listing = { ...mapOf(regions), names: undefined, growth: { ...growthOf([], []), size } };
    const column = columnsOf(listing, 'growth').find(({ id }) => id === 'growth');
    assert.ok(column);
    assert.deepEqual([...finish(sortRows(listing, column, true))], [2, 4, 3, 0, 1]);
    assert.deepEqual([...finish(sortRows(listing, column, false))], [0, 3, 4, 2, 1]);
  });
});

const mapOf = (regions: MemoryMap['regions']): Reading => ({ regions, counters: undefined, placed: true });
const sizeOf = ({ regions }: Reading): number =>
  Array.from({ length: regions.count }, (_, row) => sizeNumberAt(regions, row)).reduce((sum, size) => sum + size, 0);

describe('the growth of any map', () => {
  it('since itself is none', () => {
    fc.assert(
      fc.property(fc.oneof(sortedTables, wildTables), (regions) => {
        const growth = compare(takeBaseline(mapOf(regions)), mapOf(regions));
        assert.ok(growth.changes.every((change) => change === Change.same));
        assert.deepEqual([growth.gone.regions, growth.total, growth.differs], [0, 0, false]);
      }),
    );
  });

  it('comes to the difference of the sizes, and what is new one way is gone the other way', () => {
    fc.assert(
      fc.property(sortedTables, sortedTables, (one, other) => {
        const [before, after] = [mapOf(one), mapOf(other)];
        const growth = compare(takeBaseline(before), after);
        assert.equal(growth.total, sizeOf(after) - sizeOf(before));
        assert.equal(
          growth.size.reduce((sum, size) => sum + size, growth.gone.size),
          growth.total,
        );
        const back = compare(takeBaseline(after), before);
        const added = growth.totals[Change.new];
        assert.deepEqual([back.gone.regions, back.gone.size], [added?.regions, 0 - (added?.size ?? 0)]);
        assert.equal(back.total, 0 - growth.total);
      }),
    );
  });
});
