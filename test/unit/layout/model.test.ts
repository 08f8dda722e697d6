/** What the layout view shows after each event, without a page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { regionSpan } from '../../../src/core/layout/axis.ts';
import { isShown } from '../../../src/core/layout/coverage.ts';
import { SCALES } from '../../../src/core/layout/scales.ts';
import { NO_FILTER, toggleCategory, type Filter } from '../../../src/core/layout/filter.ts';
import type { MapChoice, Snapshot } from '../../../src/protocol/layout.ts';
import { packStretches } from '../../../src/protocol/packed-stretches.ts';
import {
  keptState,
  select,
  selectedRow,
  selectPlace,
  selectRow,
  startModel,
  withFilter,
  withQuery,
  withScale,
  withSnapshot,
  withView,
  zoomToSelection,
  type Model,
} from '../../../src/webview/layout/model.ts';
import { announce, describeRegion, unmappedBefore } from '../../../src/webview/layout/describe.ts';
import { toggleBookmark } from '../../../src/webview/layout/bookmarks.ts';
import { legendTraits } from '../../../src/webview/layout/legend-traits.ts';
import type { Scene } from '../../../src/webview/layout/scene.ts';
import { mapToRestore } from '../../../src/webview/layout/which-map.ts';
import { packed, snapshotOf } from './snapshots.ts';

const smaps = readFileSync('test/fixtures/sensord.smaps', 'latin1');
const maps = readFileSync('test/fixtures/cat.maps', 'latin1');

function shown(text: string, changes: Partial<Snapshot> = {}): Model {
  return withSnapshot(startModel(undefined), snapshotOf(text, changes));
}

/** The rows that picture and table show. */
function passing({ scene }: Model): number[] {
  assert.ok(scene);
  const rows = [...scene.coloured.column.keys()].filter((row) => !scene.passes || scene.passes[row] === 1);
  const drawn = rows.filter((row) => isShown(scene.coverage, scene.axis.order?.indexOf(row) ?? row));
  assert.deepEqual(drawn, rows, 'picture and table differ');
  assert.equal(scene.passing.regions, rows.length);
  return rows;
}

describe('the filter that is typed', () => {
  it('finds regions by what the map has, its counters too', () => {
    const model = shown(smaps);
    const found = withQuery(model, 'rss>1M');
    const all = passing(model).length;
    assert.ok(passing(found).length > 0 && passing(found).length < all);
    assert.equal(passing(withQuery(found, '')).length, all);
    assert.deepEqual(found.search.errors, []);
  });

  it('joins with the filter of the legend, and survives another reading of the map', () => {
    const heap = withQuery(shown(maps), 'heap or stack');
    assert.equal(passing(heap).length, 2);
    const without = withFilter(heap, toggleCategory(heap.filter, 'heap'));
    assert.equal(passing(without).length, 1);
    assert.deepEqual(passing(withSnapshot(without, snapshotOf(maps, { id: 2 }))), passing(without));
  });

  it('is applied as far as it is understood, and tells what is wrong and what the map does not have', () => {
    const wrong = withQuery(shown(maps), 'heap size>>1M');
    assert.equal(passing(wrong).length, 1);
    assert.equal(wrong.search.errors.length, 1);
    const { missing } = withQuery(shown(maps), 'rss>1M').search;
    assert.deepEqual(missing, ['rss']);
  });
});

describe('the selection', () => {
  it('is one for table, picture and text, also where rows are not in order of addresses', () => {
    const lines = maps.split('\n');
    const model = shown(
      lines
        .with(3, lines[4] ?? '')
        .with(4, lines[3] ?? '')
        .join('\n'),
    );
    const chosen = selectRow(model, 3);
    assert.equal(selectedRow(chosen), 3);
    assert.equal(chosen.selected, 4);
    assert.equal(selectedRow(select(model, 3)), 4);
  });

  it('follows the text by addresses, and by lines where there are none', () => {
    const start = [0xa793f000, 0x5602] as const;
    assert.equal(selectedRow(selectPlace(shown(maps), { start, line: 1 })), 5);
    const unplaced = shown(maps, { placed: false });
    assert.equal(selectedRow(selectPlace(unplaced, { start: [0, 0], line: 3 })), 2);
    assert.equal(selectPlace(shown(maps), { start: [0, 1], line: 1 }).selected, undefined);
  });
});

describe('another reading', () => {
  const before = '00400000-00500000 r-xp 00000000 08:01 1 /bin/a\n7f0000000000-7f0000100000 rw-p 00000000 00:00 0 \n';
  const after = '00400000-00500000 r-xp 00000000 08:01 2 /bin/b\n7f8000000000-7f8000100000 rw-p 00000000 00:00 0 \n';

  it('is shown as a whole where nothing is any more of what was in view, as after another program was run', () => {
    const all = shown(before);
    assert.ok(all.scene);
    const zoomed = withView(all, regionSpan(all.scene.axis, 1));
    const now = withSnapshot(zoomed, snapshotOf(after));
    assert.deepEqual(now.view, { from: 0, to: now.scene?.axis.length });
    assert.deepEqual(withSnapshot(zoomed, snapshotOf(before)).view, zoomed.view);
  });

  it('shows the same hole where somebody looks at one', () => {
    const all = shown(before);
    const { from, to } = { from: all.scene?.axis.bounds[2] ?? 0, to: all.scene?.axis.bounds[3] ?? 0 };
    const hole = withView(all, { from: from + (to - from) * 0.25, to: from + (to - from) * 0.75 });
    const { view, scene } = withSnapshot(hole, snapshotOf(before.replace('rw-p', 'r--p')));
    assert.ok(scene && view.to - view.from < scene.axis.length / 2);
  });
});

describe('the scale', () => {
  it('changes while what is in view stays in view, and comes back with the view', () => {
    const model = shown(smaps);
    assert.ok(model.scene);
    for (const position of model.scene.listing.regions.start.subarray(0, model.scene.axis.count).keys()) {
      let now = zoomToSelection(select(model, position));
      for (const { id } of SCALES) {
        now = withScale(now, { ...now.scale, id });
        assert.ok(now.scene);
        assert.equal(now.scene.axis.scale, id);
        const { from, to } = regionSpan(now.scene.axis, position);
        const seen = Math.min(to, now.view.to) - Math.max(from, now.view.from);
        assert.ok(seen > 0, `${position} on ${id}`);
      }
      assert.equal(startModel(keptState(now)).scale.id, 'resident');
    }
  });

  it('by resident bytes waits for a map that has them', () => {
    const wanted = withScale(shown(maps), { id: 'resident', foldReservations: true });
    assert.equal(wanted.scene?.axis.scale, 'folded');
    assert.equal(withSnapshot(wanted, snapshotOf(smaps, { id: 2 })).scene?.axis.scale, 'resident');
  });
});

describe('a map that cannot be drawn', () => {
  it('says why', () => {
    assert.equal(shown(maps).scene?.undrawable, undefined);
    assert.equal(shown(maps, { placed: false }).scene?.undrawable, 'no-addresses');
    const { regions } = parseMemoryMap(Buffer.from(maps));
    const endless = { ...regions, end: regions.start.slice() };
    const model = shown(maps, { regions: packed(endless) });
    assert.equal(model.scene?.undrawable, 'no-ends');
    assert.equal(model.scene.sized, false);
    // It is filtered and selected like any other.
    assert.equal(passing(withQuery(model, 'path:libc')).length, 5);
    assert.equal(selectedRow(selectPlace(model, { start: [0xa793f000, 0x5602], line: 1 })), 5);
  });
});

describe('the traits of the legend', () => {
  it('stay while they are filtered by, when no region has one any more', () => {
    const wx = '00001000-00002000 rwxp 00000000 00:00 0\n00003000-00004000 r--p 00000000 00:00 0\n';
    const only = withFilter(shown(wx), { hidden: [], traits: ['wx'] });
    const gone = withSnapshot(only, snapshotOf(wx.replace('rwxp', 'rw-p'), { id: 2 }));
    assert.ok(only.scene && gone.scene);
    const traitsIn = (scene: Scene, filter: Filter): readonly string[] =>
      legendTraits(scene, filter).map(({ id, regions }) => `${id} ${regions}`);
    assert.deepEqual(traitsIn(only.scene, only.filter), ['wx 1']);
    assert.equal(gone.scene.passing.regions, 0);
    assert.deepEqual(traitsIn(gone.scene, gone.filter), ['wx 0']);
    assert.deepEqual(traitsIn(gone.scene, NO_FILTER), []);
  });
});

describe('a view that comes back to a map that is another one by now', () => {
  it('shows all where nothing is left of what it showed', () => {
    const zoomed = zoomToSelection(select(shown(maps), 20));
    const low = '00400000-00452000 r-xp 00000000 08:02 173521 /opt/demo\n';
    const { view, scene } = withSnapshot(startModel(keptState(zoomed)), snapshotOf(low));
    assert.deepEqual(view, { from: 0, to: scene?.axis.length });
  });
});

describe('a map that does not tell where regions end', () => {
  it('says nothing of what is unmapped between them', () => {
    const text =
      '00400000 default file=/bin/a mapped=1 N0=1\n7f0000000000 default anon=2 N0=2\n7f0010000000 default anon=1 N1=1\n';
    const { scene } = shown(text);
    assert.ok(scene);
    assert.equal(scene.undrawable, 'no-ends');
    assert.deepEqual(
      [0, 1, 2].map((position) => unmappedBefore(scene, position)),
      [0x400000, undefined, undefined],
    );
    assert.doesNotMatch(announce(scene, describeRegion(scene, 1), 1), /unmapped/);
    assert.match(announce(scene, describeRegion(scene, 0), 0), /after 4 MiB unmapped/);
  });
});

describe('a map without addresses', () => {
  const showmap = [388, 500, 600, 700].map((size, i) =>
    `${size} 100 50 0 0 100 0 0 0 1 /system/lib64/lib${i}.so`.replaceAll(/(\d+) /g, (_, n) => `${n}`.padStart(8) + ' '),
  );
  const ruler = `${'-------- '.repeat(9)}---- ${'-'.repeat(30)}`;
  const text = `${[
    ' virtual                     shared   shared  private  private',
    '    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS # object',
    ruler,
    ...showmap,
    ruler,
  ].join('\n')}\n`;

  it('keeps its selection when it is read again, and takes that of the text by the line', () => {
    const model = selectRow(shown(text), 2);
    assert.deepEqual([model.scene?.undrawable, selectedRow(model)], ['no-addresses', 2]);
    assert.equal(selectedRow(withSnapshot(model, snapshotOf(text, { id: 2 }))), 2);
    const fewer = text.replace(`${showmap[0]}\n`, '');
    assert.equal(withSnapshot(model, snapshotOf(fewer, { id: 2 })).selected, undefined);
    assert.equal(withSnapshot(startModel(keptState(model)), snapshotOf(text)).selected, undefined);
    assert.equal(selectedRow(shown(text, { selected: { start: [0, 0], line: 5 } })), 1);
  });
});

describe('names and marks of the source', () => {
  it('name regions, and stand on the picture', () => {
    const at = 0x5602a793f000n;
    const names = packStretches([{ start: at, end: at + 0x21000n, label: 'Java heap' }]);
    const marks = packStretches([{ start: at + 0x100n, end: at + 0x100n, label: 'fault address' }]);
    const { scene } = shown(maps, { names, marks });
    assert.ok(scene?.listing.names);
    assert.equal(scene.listing.names.labels[(scene.listing.names.index[5] ?? 0) - 1], 'Java heap');
    const [mark, ...others] = scene.marks;
    assert.deepEqual(others, []);
    assert.ok(mark && mark.unit > (scene.axis.bounds[11] ?? 0) && mark.unit < (scene.axis.bounds[12] ?? 0));
  });
});

describe('the map of a file that was shown before', () => {
  const choices: MapChoice[] = [3, 40, 90].map((first) => ({
    title: first === 40 ? 'PID 7 cat' : undefined,
    dialect: 'maps',
    range: { first, last: first + 20 },
    regions: 20,
  }));
  const several = (map: number, changes: Partial<Snapshot> = {}): Snapshot =>
    snapshotOf(maps, { maps: choices, mapCount: 3, map, ...changes });

  it('is asked for when another one comes, and keeps its selection', () => {
    const before = select(withSnapshot(startModel(undefined), several(1)), 4);
    const fresh = startModel(keptState(before));
    assert.equal(mapToRestore(fresh, several(0)), 1);
    const waiting = withSnapshot(fresh, several(0));
    assert.equal(waiting.selected, undefined);
    assert.equal(withSnapshot(waiting, several(1, { mapAsked: true })).selected, 4);
  });

  it('is found again by its line where titles are the same', () => {
    const fresh = startModel(keptState(withSnapshot(startModel(undefined), several(2))));
    assert.equal(mapToRestore(fresh, several(0)), 2);
  });

  it('gives way to one that somebody asked for', () => {
    const fresh = startModel(keptState(withSnapshot(startModel(undefined), several(1))));
    assert.equal(mapToRestore(fresh, several(2, { mapAsked: true })), undefined);
    assert.equal(mapToRestore(fresh, several(1)), undefined);
  });

  it('hands selection, view and bookmarks on to another map of the same process', () => {
    const away = maps.split('\n').toSpliced(4, 1).join('\n');
    const start = toggleBookmark(zoomToSelection(select(withSnapshot(startModel(undefined), several(0)), 4)));
    const beside = withSnapshot(start, several(2, { mapAsked: true }));
    assert.deepEqual([beside.selected, beside.bookmarks.length], [4, 1]);
    assert.ok(Math.abs(beside.view.from - start.view.from) < 4096 && beside.view.to < (beside.scene?.axis.length ?? 0));
    const without = withSnapshot(start, { ...snapshotOf(away), maps: choices, mapCount: 3, map: 2, mapAsked: true });
    assert.deepEqual([without.selected, without.view.from, without.bookmarks.length], [undefined, 0, 1]);
    assert.equal(withSnapshot(start, several(1, { mapAsked: true })).bookmarks.length, 0);
  });

  it('leaves the selection of one map out of another', () => {
    const before = select(withSnapshot(startModel(undefined), several(0)), 4);
    assert.equal(withSnapshot(before, several(1, { mapAsked: true })).selected, undefined);
    assert.equal(withSnapshot(before, several(0, { id: 2 })).selected, 4);
  });
});
