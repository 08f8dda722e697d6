import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cellAt,
  cellOf,
  clampTop,
  fitLevel,
  layOutPages,
  movePage,
  pagesOf,
  rowStart,
  topFor,
  type GridRoom,
  type PageMove,
  type PageSpan,
} from '../../../src/core/pages/grid.ts';

const spans: fc.Arbitrary<PageSpan> = fc.record({
  first: fc.oneof(fc.nat({ max: 5000 }), fc.integer({ min: 2 ** 33, max: 2 ** 36 }), fc.constant(2 ** 52 - 0xa00)),
  count: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 20 })),
});
const rooms: fc.Arbitrary<GridRoom> = fc.record({
  width: fc.integer({ min: 60, max: 2600 }),
  height: fc.integer({ min: 30, max: 1200 }),
  least: fc.constant(5),
  most: fc.constant(22),
});
const levels = fc.integer({ min: 0, max: 4 });

describe('the grid of pages', () => {
  it('has all pages in view at the level that fits, in cells that can be told apart', () => {
    fc.assert(
      fc.property(spans, rooms, (span, room) => {
        const grid = layOutPages(span, room, fitLevel(span, room));
        assert.equal(grid.shown, grid.rows);
        assert.ok(grid.cellHeight >= room.least && grid.cellHeight * grid.rows <= room.height);
        assert.ok(grid.cellWidth * grid.columns <= room.width);
      }),
      { numRuns: 200 },
    );
  });

  it('starts rows at round addresses, and gives each page to one cell', () => {
    fc.assert(
      fc.property(
        spans,
        rooms,
        levels,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (span, room, more, at) => {
          const grid = layOutPages(span, room, Math.max(0, fitLevel(span, room) - more));
          const row = Math.floor(at * grid.rows);
          assert.equal((span.first + rowStart(grid, row)) % (grid.columns * 2 ** grid.level), 0);
          const page = Math.floor(at * span.count);
          const cell = cellOf(grid, page);
          const { from, to } = pagesOf(grid, cell);
          assert.ok(from <= page && page < to && to - from <= 2 ** grid.level);
          assert.ok(cell < grid.rows * grid.columns);
          assert.equal(pagesOf(grid, cell + 1).from, to);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is hit where a cell is drawn, and nowhere else', () => {
    fc.assert(
      fc.property(spans, rooms, levels, (span, room, more) => {
        const grid = layOutPages(span, room, Math.max(0, fitLevel(span, room) - more));
        const cell = cellOf(grid, span.count - 1);
        const top = topFor(grid, 0, cell);
        const x = (cell % grid.columns) * grid.cellWidth;
        const y = (Math.floor(cell / grid.columns) - top) * grid.cellHeight;
        assert.ok(y >= 0 && y + grid.cellHeight <= Math.max(room.height, grid.cellHeight));
        assert.equal(cellAt(grid, top, x, y), cell);
        assert.equal(cellAt(grid, top, x + grid.cellWidth - 1, y + grid.cellHeight - 1), cell);
        assert.equal(cellAt(grid, top, -1, y), undefined);
        assert.equal(cellAt(grid, top, grid.columns * grid.cellWidth, y), undefined);
        assert.equal(cellAt(grid, top, x, (grid.rows - top) * grid.cellHeight), undefined);
        assert.equal(clampTop(grid, top + grid.rows), grid.rows - grid.shown);
      }),
      { numRuns: 200 },
    );
  });

  it('leads every step to a page that is there, and back again where there is room', () => {
    const steps: readonly PageMove[] = ['left', 'right', 'up', 'down', 'rows-up', 'rows-down', 'first', 'last'];
    fc.assert(
      fc.property(spans, rooms, fc.array(fc.constantFrom(...steps), { maxLength: 12 }), (span, room, way) => {
        const grid = layOutPages(span, room, fitLevel(span, room));
        let page = 0;
        for (const step of way) {
          page = movePage(grid, page, step);
          assert.ok(page >= 0 && page < span.count);
          assert.equal(pagesOf(grid, cellOf(grid, page)).from, page);
        }
        assert.equal(movePage(grid, page, 'first'), 0);
        assert.equal(cellOf(grid, movePage(grid, page, 'last')), cellOf(grid, span.count - 1));
      }),
      { numRuns: 200 },
    );
  });

  it('shows a page a cell where there is room, in rows of sixteen pages or the like', () => {
    const grid = layOutPages({ first: 0x7ffff, count: 33 }, { width: 400, height: 300, least: 5, most: 22 }, 0);
    assert.equal(grid.level, 0);
    assert.equal(grid.columns, 16);
    assert.equal(grid.lead, 15);
    assert.deepEqual(pagesOf(grid, 15), { from: 0, to: 1 });
    assert.equal(movePage(grid, 0, 'down'), 16);
  });
});
