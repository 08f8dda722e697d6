/** What the layout compares with, and how that is set and cleared. */
import assert from 'node:assert/strict';
import { Change } from '../../../src/core/growth/compare.ts';
import type { MapChoice, Snapshot } from '../../../src/protocol/layout.ts';
import { cellAt } from '../../../src/webview/layout/cells.ts';
import { changesInWords, growthOf } from '../../../src/webview/layout/growth-words.ts';
import { keptState, startModel, withColouring, withSnapshot, type Model } from '../../../src/webview/layout/model.ts';
import {
  clearBaseline,
  isOnly,
  takenBaseline,
  setBaseline,
  showOnly,
} from '../../../src/webview/layout/set-baseline.ts';
import { tableColumns } from '../../../src/webview/layout/table-columns.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const LIVE = { source: { kind: 'process', source: 'local', pid: 7, startTime: '1' }, liveness: 'running' } as const;
const heap = (pages: number): string =>
  `00001000-0000${(pages + 1).toString(16)}000 rw-p 00000000 00:00 0 [heap]\n00100000-00102000 r--p 00000000 08:01 9 /a\n`;
const reading = (id: number, pages: number, changes: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(heap(pages), { ...LIVE, id, readAt: id * 10_000, ...changes });

const first = withSnapshot(startModel(undefined), reading(1, 1));
const second = withSnapshot(first, reading(2, 3));
const heapOf = ({ scene }: Model): string => {
  assert.ok(scene);
  const { what, when } = growthOf(scene, 0);
  return `${what} ${when}`.trim();
};
const columns = ({ scene }: Model): readonly string[] => (scene ? tableColumns(scene).map(({ id }) => id) : []);

describe('the growth in the layout', () => {
  it('is told from the second reading on, since the first', () => {
    assert.equal(first.scene?.listing.growth, undefined);
    assert.equal(withColouring(first, 'growth').scene?.coloured.by.id, 'kind');
    assert.equal(heapOf(second), '+8 KiB in 10 s');
    assert.equal(heapOf(withSnapshot(second, reading(4, 4))), '+12 KiB in 30 s');
    assert.ok(columns(second).includes('growth') && !columns(first).includes('growth'));
  });

  it('is told since the baseline that the user sets, as colours and column are', () => {
    const grown = showOnly(second, 'growth-grown');
    assert.deepEqual([grown.scene?.passing.regions, isOnly(grown, 'growth-grown')], [1, true]);
    assert.equal(showOnly(grown, 'growth-grown').scene?.passing.regions, 2);
    const set = setBaseline(grown);
    assert.equal(set.scene?.coloured.by.id, 'growth');
    assert.equal(set.scene?.passing.regions, 2);
    assert.equal(set.scene?.listing.growth?.differs, false);
    assert.ok(columns(set).includes('growth') && !columns(withColouring(set, 'kind')).includes('growth'));
    assert.equal(heapOf(withSnapshot(set, reading(3, 4))), '+4 KiB in 10 s');
  });

  it('of the parts of a region that was split is told of all together', () => {
    const smaps = (...parts: readonly (readonly [range: string, rss: number])[]): string =>
      parts.map(([range, rss]) => `${range} rw-p 00000000 00:00 0\nRss: ${rss} kB\n`).join('');
    const before = withSnapshot(startModel(undefined), snapshotOf(smaps(['1000-9000', 8]), { ...LIVE, id: 1 }));
    const parts = smaps(['1000-4000', 12], ['4000-5000', 0], ['5000-9000', 8]);
    const model = withSnapshot(before, snapshotOf(parts, { ...LIVE, id: 2, readAt: 20_000 }));
    assert.match(heapOf(model), /^Rss \+12 KiB in 3 parts in /);
    const { scene } = model;
    const column = scene && tableColumns(scene).find(({ id }) => id === 'memory-growth');
    assert.ok(column);
    assert.deepEqual(cellAt(scene.listing, column, 1), {
      text: '?',
      title: 'Not known of this part; +12 KiB in all 3 parts of what was split',
    });
  });

  it('is told where the memory of regions changed and that of all did not, or is not known', () => {
    const smaps = (...rss: readonly (number | undefined)[]): string =>
      rss
        .map(
          (kB, i) =>
            `${i + 1}0000-${i + 1}8000 rw-p 00000000 00:00 0\n${kB === undefined ? 'Size' : 'Rss'}: ${kB ?? 32} kB\n`,
        )
        .join('');
    const sums = (before: string, after: string): readonly string[] => {
      const one = withSnapshot(startModel(undefined), snapshotOf(before, { ...LIVE, id: 1 }));
      const growth = withSnapshot(one, snapshotOf(after, { ...LIVE, id: 2, readAt: 20_000 })).scene?.listing.growth;
      return growth ? changesInWords(growth) : [];
    };
    assert.deepEqual(sums(smaps(4, 8), smaps(8, 8)), ['Rss +4 KiB']);
    assert.deepEqual(sums(smaps(4, 8), smaps(8, 4)), ['Rss \u00b10']);
    assert.deepEqual(sums(smaps(4, undefined), smaps(8, undefined)), ['Rss in all unknown']);
    assert.deepEqual(sums(smaps(4, 8), smaps(4, 8)), []);
  });

  it('is not told once it is cleared, until a baseline is set', () => {
    const cleared = clearBaseline(withColouring(second, 'growth'));
    assert.deepEqual([cleared.scene?.coloured.by.id, heapOf(withSnapshot(cleared, reading(3, 4)))], ['kind', '']);
    assert.equal(heapOf(withSnapshot(setBaseline(cleared), reading(3, 4))), '+4 KiB in 10 s');
  });

  it('starts anew with another process of the same PID', () => {
    const other = withSnapshot(setBaseline(second), reading(3, 4, { source: { ...LIVE.source, startTime: '2' } }));
    assert.equal(other.scene?.listing.growth, undefined);
    assert.equal(
      heapOf(withSnapshot(other, reading(4, 5, { source: { ...LIVE.source, startTime: '2' } }))),
      '+4 KiB in 10 s',
    );
  });

  it('is that of the maps of a file that are of one process, or of any where the user chose', () => {
    const title = (name: string): MapChoice => ({ title: name, dialect: 'maps', range: undefined, regions: 2 });
    const maps = [title('PID 1'), title('PID 1'), title('PID 2')];
    const file = { source: { kind: 'document', uri: 'file:///log' }, liveness: 'file', maps, mapCount: 3 } as const;
    const one = withSnapshot(startModel(undefined), reading(1, 1, { ...file, map: 0 }));
    assert.equal(heapOf(withSnapshot(one, reading(2, 2, { ...file, map: 1 }))), '+4 KiB since map 1');
    assert.equal(heapOf(withSnapshot(one, reading(2, 2, { ...file, map: 2 }))), '');
    assert.equal(heapOf(withSnapshot(setBaseline(one), reading(2, 2, { ...file, map: 2 }))), '+4 KiB since map 1');
  });

  it('is told since another file that the user chose, by what regions map, until something else is shown', () => {
    const before = snapshotOf(heap(1).replaceAll('08:01 9', '08:02 77'), { id: 9, title: 'be\u202efore.maps' });
    const other = { type: 'baseline', of: before, chosen: true, shown: LIVE.source } as const;
    const compared = takenBaseline(second, other);
    assert.equal(heapOf(compared), '+8 KiB since be\\u202efore.maps');
    assert.equal(compared.scene?.listing.growth?.totals[Change.same]?.regions, 1);
    const next = withSnapshot(compared, reading(3, 4));
    assert.equal(heapOf(next), '+12 KiB since be\\u202efore.maps');
    assert.deepEqual(next.scene?.listing.ages?.seen, undefined);
    assert.equal(
      heapOf(withSnapshot(takenBaseline(startModel(undefined), other), reading(3, 4))),
      '+12 KiB since be\\u202efore.maps',
    );
    assert.equal(heapOf(withSnapshot(next, reading(4, 5, { source: { ...LIVE.source, pid: 8 } }))), '');
    assert.equal(heapOf(withSnapshot(setBaseline(next), reading(4, 5))), '+4 KiB in 10 s');
  });

  it('goes on in the next page by what the extension kept, as the state holds none of it', () => {
    const state = keptState(setBaseline(second));
    const next = takenBaseline(startModel(state), {
      type: 'baseline',
      of: reading(2, 3),
      chosen: true,
      shown: undefined,
    });
    assert.equal(heapOf(withSnapshot(next, reading(3, 4))), '+4 KiB in 10 s');
    const none = takenBaseline(startModel(state), { type: 'baseline', of: undefined, chosen: true, shown: undefined });
    assert.equal(withSnapshot(none, reading(3, 4)).scene?.listing.growth, undefined);
    assert.doesNotMatch(JSON.stringify(state), /since|baseline/);
  });
});
