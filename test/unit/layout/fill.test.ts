/** The levels inside regions: what they are of one region, of many in a pixel, and on the bar. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut, regionSize, stretchAt } from '../../../src/core/layout/axis.ts';
import { makeColumns, resolveColumns } from '../../../src/core/layout/columns.ts';
import { cover } from '../../../src/core/layout/coverage.ts';
import {
  canFill,
  FILL_PARTS,
  levelsAt,
  levelsBetween,
  LOCKED,
  makeFill,
  makeLevels,
  STACKED,
  HUGE,
} from '../../../src/core/layout/fill.ts';
import { headHeight, paintFill, type FillPaint } from '../../../src/core/layout/fill-pixels.ts';
import { ABSENT, type Counters } from '../../../src/core/memory-map/counters.ts';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { sortedTables, tableOf } from './tables.ts';

const KEYS = ['Private_Dirty', 'Private_Clean', 'Shared_Dirty', 'Shared_Clean', 'Swap', 'AnonHugePages', 'Locked'];

/** Counters in kB by row for the keys above; undefined for a region without a record. */
function countersOf(rows: readonly (readonly number[] | undefined)[]): Counters {
  return {
    columns: KEYS.map((key, i) => ({
      key,
      family: 'smaps',
      unit: 'kB',
      values: Uint32Array.from(rows, (row) => row?.[i] ?? ABSENT),
      wide: new Map(),
    })),
    vmFlags: new Uint32Array(rows.length),
    flagSets: [[]],
  };
}

const shares = fc.option(fc.array(fc.nat(400), { minLength: 7, maxLength: 7 }), { nil: undefined, freq: 4 });
const filled = sortedTables.chain((table) =>
  fc.record({
    table: fc.constant(table),
    rows: fc.array(shares, { minLength: table.count, maxLength: table.count }),
    passes: fc.option(fc.uint8Array({ min: 0, max: 1, minLength: table.count, maxLength: table.count }), {
      nil: undefined,
    }),
  }),
);

describe('the levels of memory', () => {
  it('are, where many regions share a pixel, those of all of them together', () => {
    fc.assert(
      fc.property(filled, fc.nat(99), fc.integer({ min: 1, max: 100 }), ({ table, rows, passes }, from, span) => {
        const axis = layOut(table);
        const fill = makeFill(axis, countersOf(rows), passes);
        const first = Math.floor((from * axis.count) / 100);
        const end = Math.min(axis.count, first + Math.ceil((span * axis.count) / 100));
        const left = axis.bounds[2 * first + 1] ?? 0;
        const right = axis.bounds[2 * end] ?? 0;
        const wanted = makeLevels();
        let size = 0;
        for (let p = first; p < end; p++) {
          const row = rows[p];
          if (!row || passes?.[p] === 0) continue;
          size += regionSize(axis, p);
          row.forEach((value, i) => (wanted[i] = (wanted[i] ?? 0) + value * 1024));
        }
        const got = makeLevels();
        assert.equal(
          levelsBetween(axis, fill, left, right - left, got, stretchAt(axis, left), stretchAt(axis, right)),
          size > 0,
        );
        if (size === 0) return;
        FILL_PARTS.forEach(({ id }, i) => {
          const share = Math.min(1, (wanted[i] ?? 0) / size);
          assert.ok(Math.abs((got[i] ?? 0) - share) < 1e-6, `${id}: ${got[i]} for ${share}`);
        });
      }),
    );
  });

  it('are unknown, not nothing, for a region without a record, and those of a part of it are its own', () => {
    const table = tableOf([
      { gap: 1n, size: 8n, perms: 3, kind: 0 },
      { gap: 0n, size: 8n, perms: 3, kind: 0 },
    ]);
    const axis = layOut(table);
    const fill = makeFill(axis, countersOf([[16, 0, 0, 8, 0, 0, 0], undefined]));
    const levels = makeLevels();
    assert.equal(levelsAt(fill, 1, levels), false);
    assert.equal(levelsAt(fill, 0, levels), true);
    assert.deepEqual([...levels.subarray(0, STACKED)], [0.5, 0, 0, 0.25, 0]);
    const middle = ((axis.bounds[1] ?? 0) + (axis.bounds[2] ?? 0)) / 2;
    assert.equal(
      levelsBetween(axis, fill, middle, 8192, levels, stretchAt(axis, middle), stretchAt(axis, middle + 8192)),
      true,
    );
    assert.deepEqual([...levels.subarray(0, STACKED)], [0.5, 0, 0, 0.25, 0]);
    assert.equal(canFill(undefined), false);
  });
});

const HEIGHT = 30;
const HEAD = headHeight(HEIGHT, 1);
const FOOT = HEIGHT - HEAD;
const paint: FillPaint = {
  fill: Uint32Array.from(FILL_PARTS, (_, i) => 100 + i),
  line: Uint32Array.from(FILL_PARTS, (_, i) => 200 + i),
  patterns: FILL_PARTS.map((_, i) => (i === HUGE ? [0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0] : undefined)),
  empty: 1,
  scale: 1,
};

/** The pixels of a bar from its foot up, at a column. */
function bar(table: RegionTable, counters: Counters, width: number, at: number): number[] {
  const axis = layOut(table);
  const coverage = cover(axis, new Uint8Array(table.count));
  const columns = makeColumns(width);
  const unitsPerColumn = axis.length / width;
  resolveColumns(axis, coverage, 0, unitsPerColumn, width, columns);
  const words = new Uint32Array(width * HEIGHT).fill(7);
  const lane = { axis, coverage, columns, first: 0 };
  paintFill(lane, makeFill(axis, counters), { from: 0, unitsPerColumn }, paint, { width, height: HEIGHT, words });
  return Array.from({ length: HEIGHT }, (_, y) => words[(HEIGHT - 1 - y) * width + at] ?? 0);
}

describe('the levels on a bar', () => {
  const one = tableOf([{ gap: 0n, size: 100n, perms: 3, kind: 0 }]);

  it('stand on its foot in the order of the legend, below a head of the colour of the region', () => {
    const pixels = bar(one, countersOf([[200, 0, 100, 0, 40, 0, 0]]), 40, 20);
    const count = (word: number): number => pixels.filter((each) => each === word).length;
    assert.equal(count(7), HEAD);
    assert.deepEqual([count(100), count(102), count(104)], [FOOT / 2, Math.round(FOOT / 4), Math.round(FOOT / 10)]);
    assert.deepEqual([...new Set(pixels)], [100, 102, 104, 1, 7]);
  });

  it('keep what is tiny, overlay huge pages and draw a line at what is locked', () => {
    const pixels = bar(one, countersOf([[396, 1, 1, 1, 1, 200, 100]]), 40, 20);
    for (const part of [101, 102, 103, 104]) assert.ok(pixels.includes(part), `part ${part}`);
    assert.equal(pixels[Math.round(FOOT / 4) - 1], 200 + LOCKED);
    const dotted = pixels.map((word, i) => (word === 200 + HUGE ? i : -1)).filter((i) => i >= 0);
    assert.ok(dotted.length > 0 && dotted.every((i) => i < FOOT / 2));
  });

  it('leave a region alone that nothing is told of, and a column of many shows their sum', () => {
    assert.deepEqual([...new Set(bar(one, countersOf([undefined]), 40, 20))], [7]);
    const many = tableOf(Array.from({ length: 400 }, () => ({ gap: 0n, size: 1n, perms: 3, kind: 0 })));
    const pixels = bar(
      many,
      countersOf(Array.from({ length: 400 }, (_, i) => [i % 2 ? 4 : 0, 0, 0, 0, 0, 0, 0])),
      20,
      9,
    );
    assert.equal(pixels.filter((each) => each === 100).length, FOOT / 2);
  });
});
