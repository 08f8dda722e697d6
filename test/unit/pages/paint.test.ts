import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitLevel, layOutPages } from '../../../src/core/pages/grid.ts';
import { paintPages, share } from '../../../src/core/pages/paint.ts';
import { PAGE_STATES, PageState } from '../../../src/core/pages/states.ts';
import { SHADES, type Paint } from '../../../src/core/layout/pixels.ts';

/** A colour of its own for each state. */
const paint: Paint = {
  fill: Uint32Array.from({ length: PAGE_STATES.length * SHADES }, (_, i) => 100 + Math.floor(i / SHADES)),
  line: new Uint32Array(PAGE_STATES.length * SHADES),
  edge: new Uint32Array(PAGE_STATES.length * SHADES),
  patterns: PAGE_STATES.map(() => undefined),
  gap: 1,
  background: 2,
  scale: 1,
};

describe('the pixels of pages', () => {
  it('show every state of a cell, as far as there are pixels, and fill it', () => {
    const counts = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 5 }), fc.nat({ max: 1e6 })), {
      minLength: PAGE_STATES.length,
      maxLength: PAGE_STATES.length,
    });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 30 }), (list, width) => {
        const there = list.filter((count) => count > 0).length;
        fc.pre(there > 0);
        const pixels = new Int32Array(list.length);
        share(Uint32Array.from(list), width, pixels);
        assert.equal(
          pixels.reduce((sum, each) => sum + each, 0),
          width,
        );
        assert.ok(pixels.every((each, state) => each >= 0 && (list[state] !== 0 || each === 0)));
        if (there <= width) assert.ok(pixels.every((each, state) => list[state] === 0 || each > 0));
        else assert.equal(pixels[list.findLastIndex((count) => count > 0)], 1, 'the rarest is seen');
      }),
      { numRuns: 300 },
    );
  });

  it('show one guard among a million pages', () => {
    const pages = new Uint8Array(1 << 20).fill(PageState.anonymous);
    pages[777_777] = PageState.guard;
    const span = { first: 0, count: pages.length };
    const room = { width: 1200, height: 400, least: 5, most: 22 };
    const grid = layOutPages(span, room, fitLevel(span, room));
    const width = grid.columns * grid.cellWidth;
    const words = new Uint32Array(width * room.height);
    paintPages(grid, pages, 0, paint, { width, height: room.height, words });
    const seen = words.reduce((sum, word) => (word === 100 + PageState.guard ? sum + 1 : sum), 0);
    assert.ok(seen >= grid.cellHeight - 1, `${seen} pixels`);
  });

  it('leave alone what is no page', () => {
    const grid = layOutPages({ first: 3, count: 2 }, { width: 80, height: 40, least: 5, most: 5 }, 0);
    const words = new Uint32Array(80 * 40);
    paintPages(grid, Uint8Array.of(PageState.file, PageState.absent), 0, paint, { width: 80, height: 40, words });
    assert.deepEqual([words[0], words[14], words[15], words[20], words[25]], [2, 2, 104, 101, 2]);
  });
});
