import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compose } from '../../../src/core/composition/compose.ts';
import { amountsOf, measureOf } from '../../../src/core/composition/measures.ts';
import { squarify, type Box } from '../../../src/core/composition/squarify.ts';
import { ancestorAt, stepTo, tileAt, tileOfRow } from '../../../src/core/composition/steps.ts';
import { sumUp } from '../../../src/core/composition/sums.ts';
import { rounded } from '../../../src/core/composition/tile-pixels.ts';
import { layTiles, WHOLE, type Tile, type TileStyle } from '../../../src/core/composition/tiles.ts';
import { compositionOf, sceneOf, scenes } from './maps.ts';

const styles = fc.constantFrom<TileStyle>('treemap', 'flame');
const sides = fc.integer({ min: 20, max: 400 });

function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function childrenOf(tiles: readonly Tile[], index: number): readonly Tile[] {
  return tiles.filter(({ parent }) => parent === index);
}

describe('the rectangles of a composition', () => {
  it('have areas in proportion', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(amounts, sides, sides, (numbers, width, height) => {
        const sorted = numbers.toSorted((a, b) => b - a);
        const boxes = squarify(sorted, { left: 0, top: 0, right: width, bottom: height });
        const sum = sorted.reduce((all, each) => all + each, 0);
        assert.equal(boxes.length, sorted.length);
        boxes.forEach((box, i) => assert.ok(Math.abs(area(box) - (sorted[i]! / sum) * width * height) < 1e-6));
      }),
    );
  });

  it('are as square as can be, however long the box is', () => {
    for (const [right, bottom] of [
      [800, 100],
      [100, 800],
      [400, 300],
    ] as const) {
      const boxes = squarify(
        Array.from({ length: 24 }, () => 1),
        { left: 0, top: 0, right, bottom },
      );
      for (const { left, top, ...box } of boxes) {
        const [width, height] = [box.right - left, box.bottom - top];
        assert.ok(Math.max(width / height, height / width) < 2, `${width} × ${height}`);
      }
    }
  });

  it('tell every byte once at each level, and no pixel twice', () => {
    fc.assert(
      fc.property(scenes, styles, sides, sides, (scene, style, width, height) => {
        const composition = compositionOf(scene);
        const sums = sumUp(composition, amountsOf(scene.listing, measureOf('size'))!);
        const tiles = layTiles(composition, sums, { style, root: WHOLE, width, height, scale: 1 });
        assert.equal(tiles[0]?.amount, sums.whole);
        tiles.forEach((tile, i) => {
          const children = childrenOf(tiles, i);
          if (children.length === 0) return;
          const parts = children.reduce((sum, { amount }) => sum + amount, 0);
          assert.equal(parts, tile.amount);
          for (const child of children) {
            const across = style === 'flame' ? child.right - child.left : area(child);
            const room = style === 'flame' ? tile.right - tile.left : area(tile);
            assert.ok(Math.abs(across - (room * child.amount) / tile.amount) < 1e-6 * room);
          }
          children.map(rounded).forEach((box, a, all) => {
            assert.ok(!all.slice(a + 1).some((other) => overlap(box, other)));
          });
        });
      }),
    );
  });

  it('are never more than there are pixels for, and say how many have none of their own', () => {
    const lines = Array.from({ length: 4000 }, (_, i) => {
      const start = 0x7f00_0000_0000 + i * 0x2000;
      return `${start.toString(16)}-${(start + 0x1000).toString(16)} rw-p 00000000 00:00 0`;
    });
    const scene = sceneOf(`${lines.join('\n')}\n`);
    const composition = compositionOf(scene);
    const sums = sumUp(composition, amountsOf(scene.listing, measureOf('size'))!);
    const root = { of: 'object', id: 0 } as const;
    const [, more, ...others] = layTiles(composition, sums, {
      style: 'treemap',
      root,
      width: 100,
      height: 100,
      scale: 1,
    });
    assert.deepEqual([more?.of, more?.count, more?.amount, others.length], ['more', 4000, 4000 * 4096, 0]);
    const large = layTiles(composition, sums, { style: 'treemap', root, width: 400, height: 400, scale: 1 });
    assert.equal(large.filter(({ of }) => of === 'region').length, 4000);
  });

  it('lead to every neighbour by the arrow keys, and to the tile of a region', () => {
    fc.assert(
      fc.property(scenes, sides, sides, (scene, width, height) => {
        const composition = compositionOf(scene);
        const sums = sumUp(composition, amountsOf(scene.listing, measureOf('size'))!);
        const tiles = layTiles(composition, sums, { style: 'treemap', root: WHOLE, width, height, scale: 1 });
        const isGroup = ({ level }: Tile): boolean => level === 1;
        const reached = new Set([tiles.findIndex(isGroup)]);
        for (const from of reached) {
          for (const direction of ['left', 'right', 'up', 'down'] as const) {
            const to = stepTo(tiles, from, direction, isGroup);
            if (to !== undefined) reached.add(to);
          }
        }
        assert.equal(reached.size, tiles.filter(isGroup).length);
        tiles.forEach((tile, i) => {
          if (tile.of !== 'region') return;
          assert.equal(tileOfRow(composition, sums, tiles, tile.id), i);
          if (area(tile) === 0) return;
          assert.equal(tileAt(tiles, (tile.left + tile.right) / 2, (tile.top + tile.bottom) / 2), i);
          assert.equal(tiles[ancestorAt(tiles, i, 1)]?.id, scene.groups[tile.id]);
        });
      }),
    );
  });

  it('have none for a region that has nothing of the measure, or that the filter does not let through', () => {
    const { listing, groups } = sceneOf(
      '7f0000000000-7f0000001000 rw-p 00000000 00:00 0\nRss: 0 kB\n7f0000002000-7f0000003000 rw-p 00000000 00:00 0\nRss: 4 kB\n',
    );
    const amounts = amountsOf(listing, measureOf('rss'))!;
    const found = (row: number, passes?: Uint8Array): string | undefined => {
      const composition = compose(listing, groups, passes);
      const sums = sumUp(composition, amounts);
      const tiles = layTiles(composition, sums, { style: 'flame', root: WHOLE, width: 100, height: 100, scale: 1 });
      return tiles[tileOfRow(composition, sums, tiles, row) ?? -1]?.of;
    };
    assert.deepEqual([found(0), found(1), found(1, Uint8Array.of(1, 0))], [undefined, 'region', undefined]);
  });
});
