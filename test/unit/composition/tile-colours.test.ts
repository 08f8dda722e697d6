import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compose } from '../../../src/core/composition/compose.ts';
import { amountsOf, measureOf } from '../../../src/core/composition/measures.ts';
import { sumUp } from '../../../src/core/composition/sums.ts';
import { shareTiles } from '../../../src/core/composition/tile-colours.ts';
import { colorIn, paintTiles } from '../../../src/core/composition/tile-pixels.ts';
import { layTiles, WHOLE, type TileStyle } from '../../../src/core/composition/tiles.ts';
import { entryCategories, SEVERAL, totalsBy } from '../../../src/core/composition/totals.ts';
import { colourMap } from '../../../src/core/layout/colourings.ts';
import { SHADES, type Paint } from '../../../src/core/layout/pixels.ts';
import { nodeAt, placeOf } from '../../../src/webview/layout/tile-place.ts';
import { readCompositionChoice, keptChoice, FIRST_CHOICE } from '../../../src/protocol/composition-state.ts';
import { compositionOf, sceneOf, scenes } from './maps.ts';

const styles = fc.constantFrom<TileStyle>('treemap', 'flame');
const colourings = fc.constantFrom('kind', 'permissions', 'object', 'severity', 'residency');
const sides = fc.integer({ min: 4, max: 120 });

describe('the colours of a composition', () => {
  it('tell of every rectangle how much of each category is in it, also of those that are not drawn one by one', () => {
    fc.assert(
      fc.property(scenes, styles, colourings, sides, sides, (scene, style, colouring, width, height) => {
        const composition = compositionOf(scene);
        const { column } = colourMap(scene.listing, colouring);
        const sums = sumUp(composition, amountsOf(scene.listing, measureOf('size'))!);
        const tiles = layTiles(composition, sums, { style, root: WHOLE, width, height, scale: 1 });
        const shares = shareTiles(composition, sums, tiles, column);
        tiles.forEach((tile, i) => {
          assert.equal(
            shares[i]?.reduce((sum, { amount }) => sum + amount, 0),
            tile.amount,
          );
          if (tile.of === 'region') assert.deepEqual(shares[i], [{ category: column[tile.id], amount: tile.amount }]);
        });
      }),
    );
  });

  it('are on the screen those of the legend, as much of each as there is', () => {
    const { listing, groups } = sceneOf(
      '7f0000000000-7f0000003000 r--p 00000000 08:01 7 /lib/a.so\n7f0000003000-7f0000004000 rw-p 00003000 08:01 7 /lib/a.so\n',
    );
    const composition = compose(listing, groups);
    const { column } = colourMap(listing, 'permissions');
    const sums = sumUp(composition, amountsOf(listing, measureOf('size'))!);
    const tiles = layTiles(composition, sums, { style: 'flame', root: WHOLE, width: 40, height: 8, scale: 1 });
    const shares = shareTiles(composition, sums, tiles, column);
    const { perms } = listing.regions;
    const words = new Uint32Array(40 * 8);
    const fill = Uint32Array.from({ length: 256 * SHADES }, (_, i) => i + 1);
    const paint: Paint = { fill, line: fill, edge: fill, patterns: [], gap: 0, background: 0, scale: 1 };
    paintTiles(tiles, { shares, perms }, paint, { width: 40, height: 8, words });
    const count = (category: number): number =>
      words.subarray(0, 40).filter((word) => word === colorIn(tiles[0]!, category, perms) + 1).length;
    assert.deepEqual([count(column[0]!), count(column[1]!)], [30, 10]);
  });

  it('are in the totals only where all regions of a row have one', () => {
    fc.assert(
      fc.property(scenes, fc.constantFrom('kind', 'object', 'perms'), colourings, (scene, by, colouring) => {
        const composition = compositionOf(scene);
        const { column } = colourMap(scene.listing, colouring);
        const found = entryCategories(composition, by, column);
        const { entries } = totalsBy(composition, by);
        for (const entry of entries) assert.ok(found[entry] === SEVERAL || column.includes(found[entry]!));
        // Every kind and every object is in one group of kinds.
        if (colouring === 'kind' && by !== 'perms') assert.ok(entries.every((entry) => found[entry] !== SEVERAL));
      }),
    );
  });
});

describe('the place in a composition', () => {
  it('is found again in a view that comes back, and while a filter hides its first region', () => {
    fc.assert(
      fc.property(scenes, fc.nat(), (scene, n) => {
        const composition = compositionOf(scene);
        const node = { of: 'object', id: n % composition.objectCount } as const;
        const place = placeOf(composition, node);
        assert.deepEqual(nodeAt(composition, scene.axis, place), node);
        const kept: unknown = JSON.parse(JSON.stringify(keptChoice({ ...FIRST_CHOICE, place })));
        assert.deepEqual(nodeAt(composition, scene.axis, readCompositionChoice(kept).place), node);
        const { rows, objectRows } = composition;
        const [first = 0, second] = rows.subarray(objectRows[node.id], objectRows[node.id + 1]);
        const passes = new Uint8Array(scene.listing.regions.count).fill(1);
        passes[first] = 0;
        const filtered = compose(scene.listing, scene.groups, passes);
        const there = nodeAt(filtered, scene.axis, readCompositionChoice(kept).place);
        if (second === undefined) assert.notEqual(there.of, 'region');
        else assert.deepEqual(there, { of: 'object', id: filtered.objectOfRow[second] });
      }),
    );
    const { groups, listing, axis } = sceneOf('7f0000000000-7f0000001000 rw-p 00000000 00:00 0\n');
    const none = { group: 'no-kind', object: undefined };
    assert.deepEqual(nodeAt(compose(listing, groups), axis, none), WHOLE);
  });
});
