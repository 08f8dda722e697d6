/** Bookmarks of regions, kept by address. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  canBookmark,
  goToNextBookmark,
  isBookmarked,
  placeBookmarks,
  toggleBookmark,
} from '../../../src/webview/layout/bookmarks.ts';
import { keptState, select, startModel, withSnapshot, type Model } from '../../../src/webview/layout/model.ts';
import { snapshotOf } from './snapshots.ts';

const maps = readFileSync('test/fixtures/cat.maps', 'latin1');

/** The model of cat.maps with bookmarks at rows. */
function bookmarked(...rows: readonly number[]): Model {
  const model = withSnapshot(startModel(undefined), snapshotOf(maps));
  return rows.reduce<Model>((now, row) => toggleBookmark(select(now, row)), model);
}

function positions({ scene, bookmarks }: Model): readonly (number | undefined)[] {
  assert.ok(scene);
  return placeBookmarks(scene.axis, bookmarks).map(({ position }) => position);
}

describe('bookmarks', () => {
  it('are made and taken away, and listed by address', () => {
    const model = bookmarked(23, 2, 7);
    assert.deepEqual(positions(model), [2, 7, 23]);
    assert.ok(isBookmarked(model) && !isBookmarked(select(model, 3)));
    assert.deepEqual(positions(toggleBookmark(model)), [2, 23]);
    assert.equal(toggleBookmark(select(model, undefined)).bookmarks.length, 3);
  });

  it('are gone through in both directions, around the end', () => {
    let model = select(bookmarked(2, 7, 23), 5);
    const seen = [1, 1, 1, -1, -1].map((way) => (model = goToNextBookmark(model, way < 0 ? -1 : 1)).selected);
    assert.deepEqual(seen, [7, 23, 2, 23, 7]);
    assert.equal(goToNextBookmark(select(model, undefined), -1).selected, 23);
    assert.equal(goToNextBookmark(select(bookmarked(), 3), 1).selected, 3);
  });

  it('stay with their addresses when lines come and go, also when their region is gone for a while', () => {
    const lines = maps.split('\n');
    const model = bookmarked(2, 7);
    const without = withSnapshot(model, snapshotOf(lines.toSpliced(2, 1).join('\n'), { id: 2 }));
    assert.deepEqual(positions(without), [undefined, 6]);
    assert.equal(goToNextBookmark(without, 1).selected, 6);
    assert.deepEqual(positions(withSnapshot(without, snapshotOf(maps, { id: 3 }))), [2, 7]);
  });

  it('stay with a region that grew downwards, as stacks do', () => {
    const model = bookmarked(23);
    const start = maps.split('\n')[23]?.split('-')[0] ?? '';
    const lower = (BigInt(`0x${start}`) - 0x1000n).toString(16);
    assert.deepEqual(
      positions(withSnapshot(model, snapshotOf(maps.replace(`${start}-`, `${lower}-`), { id: 2 }))),
      [23],
    );
  });

  it('come back with the view, and not in another file', () => {
    const model = bookmarked(2, 7);
    assert.deepEqual(positions(withSnapshot(startModel(keptState(model)), snapshotOf(maps))), [2, 7]);
    const other = snapshotOf(maps, { source: { kind: 'document', uri: 'file:///b.maps' } });
    assert.deepEqual(positions(withSnapshot(model, other)), []);
  });

  it('need addresses', () => {
    const model = withSnapshot(startModel(undefined), snapshotOf(maps, { placed: false }));
    assert.ok(!canBookmark(model));
    assert.equal(toggleBookmark(select(model, 2)).bookmarks.length, 0);
  });
});
