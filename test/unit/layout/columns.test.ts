import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut, regionSpan, stretchAt, type Axis } from '../../../src/core/layout/axis.ts';
import { GAP, makeColumns, MIXED, OUTSIDE, resolveColumns, type Columns } from '../../../src/core/layout/columns.ts';
import { belowIn, CLASS_COUNT, cover, DIMMED, type Coverage } from '../../../src/core/layout/coverage.ts';
import { applyFilter } from '../../../src/core/layout/filter.ts';
import { groupColumn } from '../../../src/core/layout/groups.ts';
import { findTraits } from '../../../src/core/layout/traits.ts';
import { GROUPS, KINDS } from '../../../src/core/kinds/kinds.ts';
import { Perm } from '../../../src/core/memory-map/permissions.ts';
import { byKind, sortedTables, tableOf, wildTables } from './tables.ts';

const tables = fc.oneof(sortedTables, wildTables);
const hiddenGroups = fc.subarray(GROUPS.map(({ id }) => id));
const part = fc.double({ min: 0, max: 1, noNaN: true });

function prepare(axis: Axis, hidden: readonly (typeof GROUPS)[number]['id'][] = []): Coverage {
  const groups = groupColumn(axis.table);
  return cover(axis, groups, applyFilter(axis, byKind(axis.table), findTraits(axis), { hidden, traits: [] }));
}

/** The units of each class between two units, added up region by region. */
function sharesByHand(axis: Axis, coverage: Coverage, left: number, right: number): number[] {
  const shares = Array.from({ length: CLASS_COUNT }, () => 0);
  for (let p = 0; p < axis.count; p++) {
    const { from, to } = regionSpan(axis, p);
    const common = Math.min(to, right) - Math.max(from, left);
    const at = coverage.classes[p] ?? 0;
    if (common > 0) shares[at] = (shares[at] ?? 0) + common;
  }
  return shares;
}

/** The part of a MIXED column that a class has; undefined for a class that is nowhere. */
function shareIn({ shares }: Columns, { present }: Coverage, column: number, at: number): number | undefined {
  const slot = present.indexOf(at);
  return slot < 0 ? undefined : shares[column * present.length + slot];
}

function touches(axis: Axis, position: number, left: number, right: number): boolean {
  const { from, to } = regionSpan(axis, position);
  return from <= right && to >= left;
}

describe('coverage', () => {
  it('adds up all that lies between two places, whatever the filter', () => {
    fc.assert(
      fc.property(tables, hiddenGroups, part, part, (table, hidden, a, b) => {
        const axis = layOut(table);
        const coverage = prepare(axis, hidden);
        const [left = 0, right = 0] = [a * axis.length, b * axis.length].sort((one, other) => one - other);
        const below = belowIn(axis, coverage);
        const [low, high] = [left, right].map((unit) => {
          const out = new Float64Array(coverage.present.length);
          assert.equal(below(unit, 0, out), stretchAt(axis, unit));
          return out;
        });
        const wanted = sharesByHand(axis, coverage, left, right);
        coverage.present.forEach((at, i) => {
          const units = (high?.[i] ?? 0) - (low?.[i] ?? 0);
          assert.ok(Math.abs(units - (wanted[at] ?? 0)) <= axis.length * 1e-9, `class ${at}`);
          if (!coverage.classes.some((each, p) => each === at && touches(axis, p, left, right))) assert.equal(units, 0);
        });
        assert.deepEqual(
          [...coverage.present],
          [...new Set(coverage.classes)].sort((one, other) => one - other),
        );
      }),
    );
  });

  it('finds any place of a map with many regions, from wherever it is looked for', () => {
    let seed = 1;
    const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const pieces = Array.from({ length: 20_000 }, () => ({
      gap: BigInt(next(3)),
      size: BigInt(next(40) === 0 ? next(50_000) : next(5)),
      perms: Perm.read,
      kind: next(KINDS.length),
    }));
    const axis = layOut(tableOf(pieces));
    const coverage = prepare(axis);
    const below = belowIn(axis, coverage);
    const sums = coverage.present.map(() => 0);
    const wanted = Float64Array.from(sums);
    const got = Float64Array.from(sums);
    for (let stretch = 0; stretch < axis.bounds.length - 1; stretch++) {
      const [start = 0, end = 0] = axis.bounds.subarray(stretch, stretch + 2);
      const slot = stretch % 2 === 1 ? coverage.present.indexOf(coverage.classes[stretch >>> 1] ?? 0) : -1;
      // What is empty starts where the next one does, and nothing lies in it.
      if (end > start) {
        const unit = start + (end - start) / 2;
        for (const from of [0, next(stretch + 1), Math.max(0, stretch - next(600))]) {
          assert.equal(stretchAt(axis, unit, from), stretch, `from ${from}`);
          assert.equal(below(unit, from, got), stretch, `below, from ${from}`);
        }
        const half = wanted.slice();
        if (slot >= 0) half[slot] = (half[slot] ?? 0) + (unit - start);
        half.forEach((units, i) => assert.ok(Math.abs(units - (got[i] ?? 0)) < 1, `${stretch}: ${i}`));
      }
      if (slot >= 0) wanted[slot] = (wanted[slot] ?? 0) + (end - start);
    }
  });

  it('loses no byte to a filter: what does not pass is dimmed', () => {
    fc.assert(
      fc.property(tables, hiddenGroups, (table, hidden) => {
        const axis = layOut(table);
        const sum = (coverage: Coverage) =>
          sharesByHand(axis, coverage, 0, axis.length).reduce((all, units) => all + units, 0);
        const all = sum(prepare(axis));
        assert.ok(Math.abs(sum(prepare(axis, hidden)) - all) <= all * 1e-9);
        const groups = groupColumn(table);
        prepare(axis, hidden).classes.forEach((at, p) => {
          const group = GROUPS[groups[axis.order ? (axis.order[p] ?? 0) : p] ?? 0]?.id;
          assert.equal(at === DIMMED, group !== undefined && hidden.includes(group));
        });
      }),
    );
  });
});

describe('pixel columns', () => {
  it('show what lies there: one region or gap, or the parts of several', () => {
    fc.assert(
      fc.property(tables, part, fc.double({ min: 1e-4, max: 1, noNaN: true }), (table, at, zoom) => {
        const axis = layOut(table);
        const coverage = prepare(axis);
        const count = 50;
        const unitsPerColumn = (axis.length * zoom || 1) / count;
        const from = axis.length * (1 - zoom) * at;
        const columns = makeColumns(count);
        resolveColumns(axis, coverage, from, unitsPerColumn, count, columns);
        for (let c = 0; c < count; c++) {
          const left = from + c * unitsPerColumn;
          const right = from + (c + 1) * unitsPerColumn;
          const shown = columns.shows[c] ?? NaN;
          if (shown !== OUTSIDE) assert.equal(columns.firsts[c], stretchAt(axis, left));
          if (shown === MIXED) assert.equal(columns.firsts[c + 1], stretchAt(axis, right));
          if (shown === OUTSIDE) assert.ok(left >= axis.length);
          else if (shown === MIXED) {
            const wanted = sharesByHand(axis, coverage, left, right);
            wanted.forEach((units, k) => {
              const got = (shareIn(columns, coverage, c, k) ?? 0) * unitsPerColumn;
              assert.ok(Math.abs(units - got) <= unitsPerColumn * 1e-3, `column ${c} class ${k}: ${got} for ${units}`);
            });
          } else if (shown === GAP) {
            const covered = sharesByHand(axis, coverage, left, right).reduce((all, units) => all + units, 0);
            assert.ok(covered <= unitsPerColumn * 0.51);
          } else {
            const span = regionSpan(axis, shown);
            assert.ok(span.from <= right && span.to >= left);
            assert.ok(span.to - span.from >= unitsPerColumn * 0.999);
          }
        }
      }),
    );
  });

  it('lose no region, however small: each is seen in a column of its own or as a part', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 400 }), (table, count) => {
        const axis = layOut(table);
        const coverage = prepare(axis);
        const columns = makeColumns(count);
        const unitsPerColumn = axis.length / count;
        resolveColumns(axis, coverage, 0, unitsPerColumn, count, columns);
        for (let p = 0; p < axis.count; p++) {
          const { from, to } = regionSpan(axis, p);
          // Below a ten-millionth of the picture the sums' own rounding decides.
          if (to - from <= axis.length * 1e-7) continue;
          const first = Math.floor(from / unitsPerColumn);
          const last = Math.min(count - 1, Math.floor(to / unitsPerColumn));
          let seen = false;
          for (let c = first; c <= last; c++) {
            const share = shareIn(columns, coverage, c, coverage.classes[p] ?? 0) ?? 0;
            seen ||= columns.shows[c] === p || (columns.shows[c] === MIXED && share > 0);
          }
          assert.ok(seen, `region ${p} at columns ${first} to ${last}`);
        }
      }),
    );
  });

  it('are all outside for an empty map', () => {
    const axis = layOut(tableOf([]));
    const columns = makeColumns(3);
    resolveColumns(axis, prepare(axis), 0, 1, 3, columns);
    assert.deepEqual([...columns.shows], [OUTSIDE, OUTSIDE, OUTSIDE]);
  });
});
