import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GROUPS } from '../../../src/core/kinds/kinds.ts';
import { layOut, regionSpan } from '../../../src/core/layout/axis.ts';
import { cover, isShown } from '../../../src/core/layout/coverage.ts';
import {
  applyFilter,
  NO_FILTER,
  onlyCategory,
  toggleCategory,
  toggleTrait,
  type Filter,
} from '../../../src/core/layout/filter.ts';
import { groupColumn, groupTotals, sumTotals } from '../../../src/core/layout/groups.ts';
import { move, type Ground, type Move } from '../../../src/core/layout/movement.ts';
import { findObjects } from '../../../src/core/layout/objects.ts';
import { findTraits } from '../../../src/core/layout/traits.ts';
import { sizeNumberAt, type RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { byKind, sortedTables, tableOfText } from './tables.ts';

const hiddenGroups = fc.subarray(GROUPS.map(({ id }) => id));

function groundOf(table: RegionTable, filter: Filter = NO_FILTER, lanes = 8): Ground {
  const axis = layOut(table);
  const groups = groupColumn(table);
  const coverage = cover(axis, groups, applyFilter(axis, byKind(table), findTraits(axis), filter));
  return { axis, coverage, objects: findObjects(axis), unitsPerLane: axis.length / lanes, start: 0 };
}

/** Where repeated steps lead, from the first position on. */
function walk(ground: Ground, first: Move, step: Move): number[] {
  const trail: number[] = [];
  for (let at = move(ground, undefined, first); at !== undefined; at = move(ground, at, step)) {
    trail.push(at);
    assert.ok(trail.length <= ground.axis.count, 'the walk ends');
  }
  return trail;
}

describe('keyboard movement', () => {
  it('visits every region that the filter shows, forwards and backwards', () => {
    fc.assert(
      fc.property(sortedTables, hiddenGroups, (table, hidden) => {
        const ground = groundOf(table, { hidden, traits: [] });
        const shown = Array.from({ length: ground.axis.count }, (_, p) => p).filter((p) => isShown(ground.coverage, p));
        assert.deepEqual(walk(ground, 'first', 'next-region'), shown);
        assert.deepEqual(walk(ground, 'last', 'previous-region'), shown.toReversed());
      }),
    );
  });

  it('goes by object to the start of each, both ways', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const ground = groundOf(table);
        assert.deepEqual(walk(ground, 'first', 'next-object'), [...ground.objects]);
        const back = walk(ground, 'last', 'previous-object');
        const last = ground.axis.count - 1;
        const starts = [...ground.objects].toReversed();
        assert.deepEqual(back, starts[0] === last ? starts : [last, ...starts]);
      }),
    );
  });

  it('goes a lane down or up, and always on', () => {
    fc.assert(
      fc.property(sortedTables, hiddenGroups, fc.integer({ min: 1, max: 30 }), (table, hidden, lanes) => {
        const ground = groundOf(table, { hidden, traits: [] }, lanes);
        const down = walk(ground, 'first', 'lane-down');
        down.slice(1).forEach((to, i) => assert.ok(to > (down[i] ?? 0)));
        const up = walk(ground, 'last', 'lane-up');
        up.slice(1).forEach((to, i) => assert.ok(to < (up[i] ?? 0)));
      }),
    );
  });

  it('goes to what is drawn right below or above', () => {
    const address = (i: number): string => (0x400000 + i * 0x1000).toString(16).padStart(8, '0');
    const lines = Array.from(
      { length: 16 },
      (_, i) => `${address(i)}-${address(i + 1)} r--p 00000000 08:01 ${i} /${i}\n`,
    );
    const ground = { ...groundOf(tableOfText(lines.join(''))), unitsPerLane: 4 * 0x1000 };
    assert.equal(move(ground, 1, 'lane-down'), 5);
    assert.equal(move(ground, 14, 'lane-up'), 10);
  });

  it('starts at what is in view', () => {
    const ground = groundOf(
      tableOfText('00400000-00500000 r-xp 00000000 08:01 1 /a\n00500000-00600000 rw-p 00000000 08:01 1 /a\n'),
    );
    const { from } = regionSpan(ground.axis, 1);
    assert.equal(move({ ...ground, start: from }, undefined, 'next-region'), 1);
    assert.equal(move(ground, 1, 'next-region'), undefined);
  });
});

describe('the filter', () => {
  it('shows one group alone, and all again the second time', () => {
    const present = ['heap', 'stack', 'library'] as const;
    const only = onlyCategory(NO_FILTER, 'heap', present);
    assert.deepEqual(only.hidden, ['stack', 'library']);
    assert.deepEqual(onlyCategory(only, 'heap', present).hidden, []);
    assert.deepEqual(onlyCategory(only, 'stack', present).hidden, ['heap', 'library']);
  });

  it('hides and shows a group, and asks for a trait', () => {
    assert.deepEqual(toggleCategory(toggleCategory(NO_FILTER, 'heap'), 'heap'), NO_FILTER);
    const table = tableOfText('00400000-00500000 rwxp 00000000 00:00 0\n00500000-00600000 rw-p 00000000 00:00 0\n');
    const axis = layOut(table);
    const filter = toggleTrait(NO_FILTER, 'wx');
    assert.deepEqual([...(applyFilter(axis, byKind(table), findTraits(axis), filter) ?? [])], [1, 0]);
    assert.equal(applyFilter(axis, byKind(table), findTraits(axis), toggleTrait(filter, 'wx')), undefined);
  });

  it('counts regions and bytes of each group for the legend, the largest first', () => {
    const table = tableOfText(
      '00400000-00401000 r-xp 00000000 08:01 1 /bin/a\n00402000-00403000 rw-p 00002000 08:01 1 /bin/a\n' +
        '01000000-01021000 rw-p 00000000 00:00 0 [heap]\n7f0000000000-7f0000042000 ---p 00000000 00:00 0 \n',
    );
    assert.deepEqual(
      groupTotals(table).map(({ group, regions, size }) => [GROUPS[group]?.id, regions, size]),
      [
        ['heap', 1, 0x21000],
        ['program', 2, 0x2000],
        ['reserved', 1, 0x42000],
      ],
    );
  });

  it('counts every region and byte in the totals of the legend, reserved space last', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const totals = groupTotals(table);
        const rows = Array.from({ length: table.count }, (_, row) => sizeNumberAt(table, row));
        assert.equal(
          totals.reduce((sum, { regions }) => sum + regions, 0),
          table.count,
        );
        const { usable, reserved } = sumTotals(totals);
        assert.equal(
          usable + reserved,
          rows.reduce((sum, size) => sum + size, 0),
        );
        const names = totals.map(({ group }) => GROUPS[group]?.id);
        assert.ok(!names.includes('reserved') || names.at(-1) === 'reserved');
      }),
    );
  });
});
