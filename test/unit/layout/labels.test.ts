import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gapBefore, layOut, regionSpan, type Axis } from '../../../src/core/layout/axis.ts';
import { makeColumns, resolveColumns } from '../../../src/core/layout/columns.ts';
import { cover } from '../../../src/core/layout/coverage.ts';
import { groupColumn } from '../../../src/core/layout/groups.ts';
import { objectLabels, stretchLabels, type Label, type Ruler } from '../../../src/core/layout/labels.ts';
import { findObjects, objectAt } from '../../../src/core/layout/objects.ts';
import type { Pen } from '../../../src/core/layout/pen.ts';
import { objectSize } from '../../../src/webview/layout/describe.ts';
import { fitText } from '../../../src/webview/layout/fit-text.ts';
import { sortedTables, tableOfText } from './tables.ts';

const least = 12;

function rulerOf(
  axis: Axis,
  laneWidth: number,
  lanes: number,
  from = 0,
  unitsPerColumn = axis.length / (laneWidth * lanes),
): Ruler {
  const count = laneWidth * lanes;
  const columns = makeColumns(count);
  resolveColumns(axis, cover(axis, groupColumn(axis.table)), from, unitsPerColumn, count, columns);
  return { from, unitsPerColumn, laneWidth, lanes, shows: columns.shows };
}

describe('the size of an object', () => {
  it('is that of its regions without the holes between them, however many there are', () => {
    for (const count of [3, 64, 65, 500]) {
      const lines = Array.from({ length: count }, (_, i) => {
        const start = 0x10000000 + i * 0x100000;
        return `${start.toString(16)}-${(start + 0x1000).toString(16)} rw-s 00000000 00:05 9 /dev/kgsl-3d0\n`;
      });
      const axis = layOut(tableOfText(lines.join('')));
      assert.equal(findObjects(axis).length, 1);
      assert.equal(objectSize(axis, { first: 0, end: count }), count * 0x1000);
      assert.equal(objectSize(axis, { first: 1, end: count }), (count - 1) * 0x1000);
    }
  });
});

describe('a name without room', () => {
  /** A pen whose letters are 10 wide, those of two code units as well. */
  const pen = { measureText: (text: string) => ({ width: 10 * Array.from(text).length }) } as unknown as Pen;

  it('is cut between characters', () => {
    for (let room = 50; room < 120; room += 10) {
      const cut = fitText(pen, `ab${'\u{1f980}'.repeat(12)}`, room);
      assert.doesNotMatch(cut, /\p{Surrogate}/u, `${room}: ${cut}`);
      assert.ok(pen.measureText(cut).width <= room);
    }
    assert.equal(fitText(pen, 'a long name', 60), 'a lon\u2026');
    assert.equal(fitText(pen, 'a long name', 30), '');
  });
});

describe('labels', () => {
  it('name every region, object and gap that is wide enough in a lane, and nothing else', () => {
    fc.assert(
      fc.property(
        sortedTables,
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 1, max: 8 }),
        (table, width, n) => {
          const axis = layOut(table);
          const ruler = rulerOf(axis, width, n);
          const objects = findObjects(axis);
          const wide = stretchLabels(axis, ruler, least);
          const regions = wide.regions.map(({ lane, position }) => `${lane}:${position}`);
          const gaps = wide.gaps.map(({ lane, before }) => `${lane}:${before}`);
          const named = objectLabels(axis, objects, ruler, least).map(({ lane, first }) => `${lane}:${first}`);
          const wanted = { regions: new Set<string>(), gaps: new Set<string>(), named: new Set<string>() };
          const widthIn = (lane: number, from: number, to: number): number => {
            const start = lane * width * ruler.unitsPerColumn;
            const end = start + width * ruler.unitsPerColumn;
            return (Math.min(to, end) - Math.max(from, start)) / ruler.unitsPerColumn;
          };
          for (let lane = 0; lane < n; lane++) {
            for (let p = 0; p < axis.count; p++) {
              const { from, to } = regionSpan(axis, p);
              if (widthIn(lane, from, to) >= least + 1e-6) wanted.regions.add(`${lane}:${p}`);
              const gap = axis.bounds[2 * p] ?? 0;
              if (widthIn(lane, gap, from) >= least + 1e-6) wanted.gaps.add(`${lane}:${p}`);
            }
            for (const first of objects) {
              const { end } = objectAt(axis, objects, first);
              const whole = widthIn(lane, regionSpan(axis, first).from, regionSpan(axis, end - 1).to);
              if (whole >= least + 1e-6) wanted.named.add(`${lane}:${first}`);
            }
          }
          for (const each of wanted.regions) assert.ok(regions.includes(each), `region ${each}`);
          for (const each of wanted.gaps) assert.ok(gaps.includes(each), `gap ${each}`);
          for (const each of wanted.named) assert.ok(named.includes(each), `object ${each}`);
          assert.equal(new Set(regions).size, regions.length);
          assert.equal(new Set(named).size, named.length);
        },
      ),
    );
  });

  it('name a region that is just wide enough where its ends share their columns with others', () => {
    const text = [
      '00100000-00300000 rw-p 00000000 00:00 0 ',
      '00300000-00700000 r--p 00000000 00:00 0 ',
      '00700000-00701000 rw-p 00000000 00:00 0 ',
      '00701000-00b00000 r--p 00000000 00:00 0 ',
      '',
    ].join('\n');
    const axis = layOut(tableOfText(text));
    const { from, to } = regionSpan(axis, 1);
    for (let behind = 0; behind < 6; behind += 0.01) {
      const unitsPerColumn = (to - from) / (least + 0.05);
      const ruler = rulerOf(axis, 40, 1, from - behind * unitsPerColumn, unitsPerColumn);
      const { regions } = stretchLabels(axis, ruler, least);
      assert.ok(
        regions.some(({ position }) => position === 1),
        `${behind} columns behind the edge`,
      );
    }
  });

  it('lie in their lane, one beside the other', () => {
    fc.assert(
      fc.property(sortedTables, fc.integer({ min: 20, max: 300 }), (table, width) => {
        const axis = layOut(table);
        const ruler = rulerOf(axis, width, 4);
        const inOrder = (labels: readonly Label[]): void => {
          labels.forEach((label, i) => {
            assert.ok(label.x >= 0 && label.x + label.width <= width + 1e-6);
            const before = labels[i - 1];
            if (before?.lane === label.lane) assert.ok(before.x + before.width <= label.x + 1e-6);
          });
        };
        inOrder(objectLabels(axis, findObjects(axis), ruler, least));
        const { regions, gaps } = stretchLabels(axis, ruler, least);
        inOrder(regions);
        inOrder(gaps);
      }),
    );
  });

  it('tell the true size of a gap', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const axis = layOut(table);
        for (const { before, size, folded } of stretchLabels(axis, rulerOf(axis, 200, 5), 1).gaps) {
          assert.deepEqual({ size, folded }, gapBefore(axis, before));
        }
      }),
    );
  });
});

describe('objects', () => {
  const starts = (text: string) => [...findObjects(layOut(tableOfText(text)))];

  it('are the segments of one file with its bss', () => {
    const text = [
      '7f0000000000-7f0000001000 r--p 00000000 08:01 1 /lib/a.so',
      '7f0000001000-7f0000002000 r-xp 00001000 08:01 1 /lib/a.so',
      '7f0000003000-7f0000004000 rw-p 00002000 08:01 1 /lib/a.so',
      '7f0000004000-7f0000005000 rw-p 00000000 00:00 0 ',
      '7f0000005000-7f0000006000 r--p 00000000 08:01 2 /lib/b.so',
      '7f0000006000-7f0000007000 r-xp 00001000 08:01 2 /lib/b.so',
      '',
    ].join('\n');
    assert.deepEqual(starts(text), [0, 4]);
  });

  it('are stacks with the guard below them', () => {
    const stack = (at: number) =>
      `7f00${at}0000000-7f00${at}0001000 ---p 00000000 00:00 0 \n7f00${at}0001000-7f00${at}0801000 rw-p 00000000 00:00 0 \n`;
    assert.deepEqual(starts(stack(1) + stack(2)), [0, 2]);
  });

  it('cover every position once', () => {
    fc.assert(
      fc.property(sortedTables, (table) => {
        const axis = layOut(table);
        const objects = findObjects(axis);
        let at = 0;
        objects.forEach((first, index) => {
          assert.equal(first, at);
          const span = objectAt(axis, objects, first);
          assert.deepEqual([span.index, span.first], [index, first]);
          assert.equal(objectAt(axis, objects, span.end - 1).index, index);
          at = span.end;
        });
        assert.equal(at, axis.count);
      }),
    );
  });
});
