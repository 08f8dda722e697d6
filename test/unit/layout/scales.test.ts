/** The scales of the picture: all that works on an axis works on each of them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gapBefore, hitTest, layOut, regionSize, regionSpan, rowAt, type Axis } from '../../../src/core/layout/axis.ts';
import { SizeClasses } from '../../../src/core/layout/folding.ts';
import { addressAtUnit, unitAtAddress } from '../../../src/core/layout/places.ts';
import { FOLDED, nextScale, ROW_UNITS, SCALES, whyNot, type ScaleId } from '../../../src/core/layout/scales.ts';
import { addressNumberAt } from '../../../src/core/memory-map/address.ts';
import { ABSENT, type Counters } from '../../../src/core/memory-map/counters.ts';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { sortedTables, tableOf, tableOfText, wildTables } from './tables.ts';

const ids = fc.constantFrom(...SCALES.map(({ id }) => id));
const rss = fc.oneof(fc.constant(0), fc.constant(ABSENT), fc.nat(1 << 28));

function countersOf(values: readonly number[]): Counters {
  const column = {
    key: 'Rss',
    family: 'smaps',
    unit: 'kB',
    values: Uint32Array.from(values),
    wide: new Map<number, bigint>(),
  } as const;
  return { columns: [column], vmFlags: new Uint32Array(values.length), flagSets: [[]] };
}

/** Tables with the Rss of each row. */
function counted(tables: fc.Arbitrary<RegionTable>): fc.Arbitrary<readonly [RegionTable, Counters]> {
  return tables.chain((table) =>
    fc
      .array(rss, { minLength: table.count, maxLength: table.count })
      .map((values) => [table, countersOf(values)] as const),
  );
}

function lay(table: RegionTable, id: ScaleId, counters?: Counters): Axis {
  return layOut(table, { ...FOLDED, id }, counters);
}

describe('every scale', () => {
  it('goes up, and gives every region a span at whose middle it is found', () => {
    fc.assert(
      fc.property(counted(fc.oneof(sortedTables, wildTables)), ids, ([table, counters], id) => {
        const axis = lay(table, id, counters);
        for (let k = 1; k < axis.bounds.length; k++) assert.ok((axis.bounds[k] ?? NaN) >= (axis.bounds[k - 1] ?? NaN));
        assert.equal(axis.bounds.at(-1), axis.length);
        for (let p = 0; p < axis.count; p++) {
          const { from, to } = regionSpan(axis, p);
          // On a scale of addresses a region without a size has no width.
          if ((id === 'folded' || id === 'linear') && regionSize(axis, p) === 0) continue;
          assert.ok(to > from, `region ${p} of ${axis.count}`);
          assert.deepEqual(hitTest(axis, (from + to) / 2), { region: p });
        }
      }),
    );
  });

  it('tells holes with their true size, and goes from an address to its place and back', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(counted(sortedTables), ids, part, ([table, counters], id, at) => {
        const axis = lay(table, id, counters);
        let bytes = 0;
        for (let p = 0; p < axis.count; p++) {
          bytes += gapBefore(axis, p).size + regionSize(axis, p);
          const address = addressNumberAt(table.start, p) + regionSize(axis, p) * at;
          const back = addressAtUnit(axis, unitAtAddress(axis, address));
          // A unit is known as exactly as a double of the axis's length, and is so many bytes of the region.
          const { from, to } = regionSpan(axis, p);
          const unit = (axis.length * Number.EPSILON * regionSize(axis, p)) / (to - from);
          const rounding = 4 * (unit + address * Number.EPSILON);
          assert.ok(Math.abs(back - address) <= rounding, `${back} for ${address}, rounded by ${rounding}`);
        }
        assert.equal(bytes, addressNumberAt(table.end, table.count - 1));
      }),
    );
  });
});

describe('classes of sizes', () => {
  it('sum those below a power of two', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 40 })), fc.integer({ min: 0, max: 41 }), (sizes, power) => {
        const classes = new SizeClasses();
        for (const size of sizes) classes.add(size);
        const below = sizes.filter((size) => size < 2 ** power);
        assert.equal(
          classes.totalBelow(2 ** power),
          below.reduce((sum, size) => sum + size, 0),
        );
      }),
    );
  });
});

describe('the linear scale', () => {
  it('is true to the byte', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const axis = lay(table, 'linear');
        for (let p = 0; p < axis.count; p++) {
          const { from, to } = regionSpan(axis, p);
          assert.deepEqual([from, to], [addressNumberAt(table.start, p), addressNumberAt(table.end, p)]);
        }
        assert.equal(axis.holes.folded, 0);
      }),
    );
  });

  it('cuts out the hole that no address is in, so that there is something to see', () => {
    const axis = lay(
      tableOfText(
        '7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]\n' +
          'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]\n',
      ),
      'linear',
    );
    assert.equal(regionSpan(axis, 0).from, 0x7ffc00000000);
    assert.equal(gapBefore(axis, 1).folded, true);
    assert.ok(axis.length < 2 ** 48);
  });
});

describe('equal rows', () => {
  it('have one width, and holes less', () => {
    fc.assert(
      fc.property(wildTables, (table) => {
        const axis = lay(table, 'equal');
        for (let p = 0; p < axis.count; p++) {
          const { from, to } = regionSpan(axis, p);
          assert.equal(to - from, ROW_UNITS);
          assert.ok(from - (axis.bounds[2 * p] ?? 0) < ROW_UNITS);
        }
      }),
    );
  });
});

describe('the scale by resident bytes', () => {
  it('draws what is resident to scale, and what is not or not known as hairlines that it counts', () => {
    fc.assert(
      fc.property(counted(sortedTables), ([table, counters]) => {
        const axis = lay(table, 'resident', counters);
        if (axis.scale !== 'resident') return;
        const values = counters.columns[0]?.values ?? new Uint32Array();
        let total = 0;
        let hairlines = 0;
        let widest = 0;
        for (let p = 0; p < axis.count; p++) {
          const { from, to } = regionSpan(axis, p);
          const value = values[rowAt(axis, p)] ?? ABSENT;
          const tolerance = axis.length * 1e-12;
          if (value === 0 || value === ABSENT) {
            hairlines++;
            widest = Math.max(widest, to - from);
          } else {
            total += value * 1024;
            assert.ok(Math.abs(to - from - value * 1024) <= tolerance);
          }
        }
        assert.equal(axis.resident?.total, total);
        assert.equal((axis.resident?.none ?? 0) + (axis.resident?.unknown ?? 0), hairlines);
        assert.ok(widest <= 4096 + axis.length * 1e-12);
      }),
    );
  });

  it('is not there without Rss: the map is folded, and the next scale is another', () => {
    const table = tableOf([{ gap: 1n, size: 4n, perms: 1, kind: 0 }]);
    const unknown = countersOf([ABSENT]);
    assert.ok(whyNot('resident', undefined));
    assert.ok(whyNot('resident', unknown));
    assert.equal(lay(table, 'resident', unknown).scale, 'folded');
    assert.equal(nextScale('equal', unknown), 'folded');
    assert.equal(nextScale('equal', countersOf([4])), 'resident');
  });
});
