import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isScaled,
  MOST_HEIGHT,
  placeAt,
  placeScrolled,
  placeShowing,
  rowsSeen,
  scrolledHeight,
  TOP,
  type Extent,
} from '../../../src/core/table/scroll.ts';

const extents: fc.Arbitrary<Extent> = fc.record({
  rows: fc.oneof(fc.nat(200), fc.nat(5_000_000)),
  rowHeight: fc.constantFrom(20, 22, 26.5),
  viewport: fc.integer({ min: 30, max: 2000 }),
});
const parts = fc.double({ min: 0, max: 1, noNaN: true });
const million: Extent = { rows: 1_000_000, rowHeight: 22, viewport: 600 };

describe('scrolling a table', () => {
  it('never makes an element that browsers would cut off', () => {
    fc.assert(
      fc.property(extents, (extent) => {
        const height = scrolledHeight(extent);
        assert.ok(height >= extent.viewport && height <= Math.max(MOST_HEIGHT, extent.viewport));
        assert.equal(isScaled(extent), extent.rows * extent.rowHeight > MOST_HEIGHT);
      }),
    );
  });

  it('reaches the first and the last row with the ends of the scroll bar', () => {
    fc.assert(
      fc.property(extents, parts, (extent, part) => {
        const room = scrolledHeight(extent) - extent.viewport;
        const middle = placeScrolled(extent, TOP, room * part);
        assert.equal(rowsSeen(extent, placeScrolled(extent, middle, 0)).first, 0);
        const { end } = rowsSeen(extent, placeScrolled(extent, TOP, room));
        assert.equal(end, room < 1 ? Math.min(extent.rows, end) : extent.rows);
      }),
    );
  });

  it('moves row by row through a table that is too high, and tells the element where it is', () => {
    let place = placeAt(million, 11_000_000);
    for (let step = 1; step <= 50; step++) {
      place = placeAt(million, place.top + million.rowHeight);
      assert.equal(rowsSeen(million, place).first, 500_000 + step);
      // The browser answers with the scrollTop that it was given, rounded to its pixels.
      assert.equal(placeScrolled(million, place, Math.round(place.scrollTop)), place);
    }
  });

  it('brings a row into view and moves no further', () => {
    fc.assert(
      fc.property(extents, parts, parts, (extent, where, which) => {
        if (extent.rows === 0) return;
        const now = placeAt(extent, where * extent.rows * extent.rowHeight);
        const row = Math.floor(which * (extent.rows - 1));
        const shown = placeShowing(extent, now, row);
        const { first, end, shift } = rowsSeen(extent, shown);
        assert.ok(row >= first && row < end, `${row} in ${first} to ${end}`);
        if (extent.viewport >= extent.rowHeight && row === first) assert.ok(shift < 1e-6);
        assert.deepEqual(placeShowing(extent, shown, row), shown);
      }),
    );
  });

  it('shows no more rows than fit', () => {
    fc.assert(
      fc.property(extents, parts, (extent, part) => {
        const { first, end, shift } = rowsSeen(extent, placeAt(extent, part * extent.rows * extent.rowHeight));
        assert.ok(first >= 0 && end <= extent.rows);
        assert.ok(end - first <= Math.ceil(extent.viewport / extent.rowHeight) + 1);
        assert.ok(shift >= 0 && shift < extent.rowHeight + 1e-6);
      }),
    );
  });
});
