import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boxesOf, columnAt, columnCount, isOnLane, makeLanes } from '../../../src/core/layout/lanes.ts';
import { clampViewport, fit, isFit, pan, reveal, zoomAt, zoomTo } from '../../../src/core/layout/viewport.ts';

const lengths = fc.integer({ min: 4096, max: 2 ** 47 });
const parts = fc.double({ min: 0, max: 1, noNaN: true });

describe('zooming and panning', () => {
  it('keep what is under the pointer where it is', () => {
    fc.assert(
      fc.property(lengths, parts, parts, fc.double({ min: 0.2, max: 5, noNaN: true }), (length, at, where, factor) => {
        const span = length / 8;
        const view = clampViewport({ from: (length - span) * where, to: (length - span) * where + span }, length);
        const anchor = view.from + (view.to - view.from) * at;
        const zoomed = zoomAt(view, length, factor, at);
        const free = zoomed.from > 0 && zoomed.to < length;
        const moved = zoomed.from + (zoomed.to - zoomed.from) * at;
        if (free) assert.ok(Math.abs(moved - anchor) <= length * 1e-9);
      }),
    );
  });

  it('never leave the picture', () => {
    fc.assert(
      fc.property(lengths, fc.array(fc.tuple(fc.constantFrom('zoom', 'pan'), parts, parts)), (length, steps) => {
        let view = fit(length);
        for (const [step, a, b] of steps) {
          view = step === 'zoom' ? zoomAt(view, length, 0.1 + a * 8, b) : pan(view, length, (a - 0.5) * length);
          assert.ok(view.from >= 0 && view.to <= length * (1 + 1e-12) && view.to > view.from);
        }
        view = zoomAt(view, length, 1e-9, 0.5);
        assert.ok(isFit(view, length));
      }),
    );
  });

  it('bring a region into view and leave the view alone when it is there', () => {
    fc.assert(
      fc.property(lengths, parts, parts, (length, where, at) => {
        const view = clampViewport({ from: length * where * 0.9, to: length * where * 0.9 + length / 10 }, length);
        const from = at * (length - 4096);
        const shown = reveal(view, length, from, from + 4096);
        assert.ok(shown.from <= from + 1e-3 && shown.to >= from + Math.min(4096, shown.to - shown.from) - 1e-3);
        const again = reveal(shown, length, from, from + 4096);
        assert.ok(Math.abs(again.from - shown.from) < 1e-3 && Math.abs(again.to - shown.to) < 1e-3);
      }),
    );
  });

  it('zoom to a region so that it fills half of the picture', () => {
    assert.deepEqual(zoomTo(1_000_000, 400_000, 500_000), { from: 350_000, to: 550_000 });
  });
});

describe('lanes', () => {
  const sizes = fc.tuple(fc.integer({ min: 200, max: 3000 }), fc.integer({ min: 60, max: 2000 }));

  it('fit into the picture', () => {
    fc.assert(
      fc.property(sizes, fc.nat(70_000), fc.constantFrom(1, 1.5, 2), ([width, height], regions, scale) => {
        const lanes = makeLanes(width, height, 80, regions, scale);
        assert.ok(lanes.count * lanes.pitch <= Math.max(height, lanes.pitch));
        assert.ok(lanes.left + lanes.width <= width);
        assert.ok(lanes.railTop + lanes.railHeight <= lanes.pitch);
      }),
    );
  });

  it('are few and high for a small map', () => {
    const few = makeLanes(1000, 800, 80, 20, 1);
    const many = makeLanes(1000, 800, 80, 20_000, 1);
    assert.ok(few.count < many.count && few.barHeight > many.barHeight);
  });

  it('find the column of a point that lies in the column’s box', () => {
    fc.assert(
      fc.property(sizes, parts, ([width, height], part) => {
        const lanes = makeLanes(width, height, 80, 500, 1);
        const column = Math.min(columnCount(lanes) - 1, Math.floor(part * columnCount(lanes)));
        const [box] = boxesOf(lanes, column, column + 1);
        assert.ok(box);
        assert.equal(columnAt(lanes, box.x + 0.5, box.y + 1), column);
        assert.ok(isOnLane(lanes, box.x + 0.5, box.y + 1));
      }),
    );
  });

  it('cut a stretch into boxes that add up to it', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const lanes = makeLanes(800, 600, 80, 500, 1);
        const all = columnCount(lanes);
        const from = Math.min(a, b) * all;
        const to = Math.max(a, b) * all;
        const sum = boxesOf(lanes, from, to, 0).reduce((total, { width }) => total + width, 0);
        assert.ok(Math.abs(sum - (to - from)) < 1e-6);
      }),
    );
  });

  it('give even a tiny region a box that can be seen', () => {
    const lanes = makeLanes(800, 600, 80, 500, 1);
    const sum = boxesOf(lanes, 100, 100.01, 6).reduce((total, { width }) => total + width, 0);
    assert.ok(Math.abs(sum - 6) < 1e-9);
  });
});
