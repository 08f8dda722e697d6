import assert from 'node:assert/strict';
import fc from 'fast-check';
import { regionAt, type RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { rowNames, type NamedStretch } from '../../../src/core/memory-map/row-names.ts';
import { sortedTables, tableOfText } from '../layout/tables.ts';

function named(regions: RegionTable, stretches: readonly NamedStretch[]): (string | undefined)[] {
  const names = rowNames(regions, stretches);
  return Array.from({ length: regions.count }, (_, row) => names?.labels[(names.index[row] ?? 0) - 1]);
}

const regions = tableOfText(
  [
    '10000000-10010000 rw-p 00000000 00:00 0 ',
    '10010000-10020000 rw-p 00000000 00:00 0 ',
    '20000000-20010000 rw-p 00000000 00:00 0 ',
    '',
  ].join('\n'),
);

describe('the names that a source gives regions', () => {
  it('are of the narrowest stretch that holds the whole region', () => {
    const heap = { start: 0x10000000n, end: 0x10020000n, label: 'Java heap' };
    const young = { start: 0x10010000n, end: 0x10020000n, label: 'Young generation' };
    assert.deepEqual(named(regions, [heap, young]), ['Java heap', 'Young generation', undefined]);
    assert.deepEqual(named(regions, [young, heap]), ['Java heap', 'Young generation', undefined]);
  });

  it('are of the first stretch inside where none holds the region', () => {
    const stack = { start: 0x20004000n, end: 0x20008000n, label: 'Stack of thread 7' };
    const other = { start: 0x20008000n, end: 0x2000a000n, label: 'Stack of thread 8' };
    assert.deepEqual(named(regions, [stack, other]), [undefined, undefined, 'Stack of thread 7']);
  });

  it('are not of a stretch that only touches a region', () => {
    assert.deepEqual(named(regions, [{ start: 0x1001f000n, end: 0x20001000n, label: 'x' }]), Array(3).fill(undefined));
    assert.equal(rowNames(regions, []), undefined);
  });

  it('are those that looking at each stretch for each region gives', () => {
    const stretch = fc.record({ from: fc.nat(99), length: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(sortedTables, fc.array(stretch, { maxLength: 12 }), (table, pieces) => {
        const edges = Array.from({ length: table.count }, (_, row) => regionAt(table, row)).flatMap((each) => [
          each.start,
          each.end,
        ]);
        const stretches = pieces.flatMap(({ from, length }, i) => {
          const start = edges[from % edges.length] ?? 0n;
          const end = edges[(from + length) % edges.length] ?? 0n;
          return start < end ? [{ start, end, label: String(i) }] : [];
        });
        const expected = Array.from({ length: table.count }, (_, row) => {
          const region = regionAt(table, row);
          const around = stretches.filter(({ start, end }) => start <= region.start && region.end <= end);
          const width = Math.min(...around.map(({ start, end }) => Number(end - start)));
          return { width, around: around.map(({ label }) => label) };
        });
        named(table, stretches).forEach((label, row) => {
          const { width, around } = expected[row] ?? { width: 0, around: [] };
          if (around.length === 0) return;
          const chosen = stretches.find((each) => each.label === label);
          assert.ok(chosen && around.includes(chosen.label));
          assert.equal(Number(chosen.end - chosen.start), width);
        });
      }),
    );
  });
});
