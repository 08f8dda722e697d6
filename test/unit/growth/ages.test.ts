/** Since when the regions of a map are there, as the layout tells it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agesOf, type Aged } from '../../../src/core/growth/ages.ts';
import { takeBaseline } from '../../../src/core/growth/baseline.ts';
import { Change, compare } from '../../../src/core/growth/compare.ts';
import type { MapChoice, Snapshot } from '../../../src/protocol/layout.ts';
import { baselineAgo } from '../../../src/webview/layout/ages.ts';
import { cellAt } from '../../../src/webview/layout/cells.ts';
import { describeRegion } from '../../../src/webview/layout/describe.ts';
import { keptState, startModel, withColouring, withSnapshot, type Model } from '../../../src/webview/layout/model.ts';
import { clearBaseline, takenBaseline, setBaseline } from '../../../src/webview/layout/set-baseline.ts';
import { tableColumns } from '../../../src/webview/layout/table-columns.ts';
import { placeColumns } from '../../../src/webview/layout/table-layout.ts';
import { snapshotOf } from '../layout/snapshots.ts';
import { sortedTables } from '../layout/tables.ts';

const LIVE = { source: { kind: 'process', source: 'local', pid: 7, startTime: '1' }, liveness: 'running' } as const;

/** A reading at a second; each region is `start-end` in pages. */
function reading(second: number, regions: readonly string[], changes: Partial<Snapshot> = {}): Snapshot {
  const lines = regions.map((region) => {
    const [start, end] = region.split('-').map((page) => `${page.padStart(5, '0')}000`);
    return `${start}-${end} rw-p 00000000 00:00 0\n`;
  });
  return snapshotOf(lines.join(''), { ...LIVE, id: second + 1, readAt: second * 1000, ...changes });
}

function read(...readings: readonly Snapshot[]): Model {
  return readings.reduce(withSnapshot, startModel(undefined));
}

/** Each region's category by age. */
function agesIn(model: Model): readonly (string | undefined)[] {
  const { scene } = withColouring(model, 'age');
  assert.ok(scene);
  const { by, categories, column } = scene.coloured;
  return by.id === 'age' ? [...column].map((category) => categories[category]?.id.replace('age-', '')) : [];
}

const columns = ({ scene }: Model): readonly string[] => (scene ? tableColumns(scene).map(({ id }) => id) : []);

describe('the ages of regions', () => {
  const first = reading(0, ['1-2']);
  const second = reading(100, ['1-2', '4-5']);
  const third = reading(130, ['1-2', '4-5', '6-7']);
  const fourth = reading(170, ['1-3', '4-5', '6-7', '8-9']);

  it('are told from the second reading on, and go with a region that grows', () => {
    assert.deepEqual(agesIn(read(first)), []);
    assert.deepEqual(agesIn(read(first, second)), ['first', 'new']);
    assert.deepEqual(agesIn(read(first, second, third)), ['first', 'minute', 'new']);
    assert.deepEqual(agesIn(read(first, second, third, fourth)), ['first', 'older', 'minute', 'new']);
  });

  it('are those of the oldest part of what was merged, and of the whole that was split', () => {
    const merged = read(
      reading(0, ['1-2', '6-9']),
      reading(5, ['1-2', '2-3', '6-9']),
      reading(9, ['1-3', '6-7', '8-9']),
    );
    assert.deepEqual(agesIn(merged), ['first', 'first', 'first']);
    const young = read(reading(0, ['1-2']), reading(5, ['1-2', '6-9']), reading(9, ['1-2', '6-7', '8-9']));
    assert.deepEqual(agesIn(young), ['first', 'minute', 'minute']);
  });

  it('stay when a baseline is set and when it is cleared', () => {
    const set = setBaseline(read(first, second, third));
    assert.deepEqual(agesIn(set), ['first', 'minute', 'new']);
    assert.deepEqual(agesIn(withSnapshot(set, fourth)), ['first', 'older', 'minute', 'new']);
    assert.deepEqual(agesIn(withSnapshot(clearBaseline(set), fourth)), ['first', 'older', 'minute', 'new']);
  });

  it('agree with the growth on what went and came again', () => {
    const again = read(first, reading(10, ['4-5']), reading(20, ['1-2', '4-5']));
    assert.equal(again.scene?.listing.growth?.changes[0], Change.same);
    assert.deepEqual(agesIn(again), ['first', 'minute']);
  });

  it('start anew with another process', () => {
    const source = { ...LIVE.source, startTime: '2' };
    const other = reading(130, ['1-2', '4-5', '6-7'], { source });
    assert.deepEqual(agesIn(read(first, second, other)), []);
    assert.deepEqual(agesIn(read(first, second, other, { ...fourth, source })), ['first', 'first', 'first', 'new']);
  });

  it('of what came while the view was closed are not known', () => {
    const state = keptState(read(first, second));
    const next = takenBaseline(startModel(state), { type: 'baseline', of: first, chosen: false, shown: undefined });
    const opened = withSnapshot(next, third);
    assert.deepEqual(agesIn(opened), ['first', 'later', 'later']);
    assert.deepEqual(agesIn(withSnapshot(opened, fourth)), ['first', 'later', 'later', 'new']);
  });

  it('say how many readings ago that was, as far as the readings were looked at', () => {
    const facts = ({ scene }: Model, row: number): string => {
      assert.ok(scene);
      return describeRegion(scene, row).firstSeen;
    };
    const model = read(first, second, third, fourth);
    const at = (seconds: number): string => new Date(seconds * 1000).toLocaleTimeString();
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => facts(model, row)),
      [
        '',
        `first seen ${at(100)}, 2 readings ago`,
        `first seen ${at(130)}, 1 reading ago`,
        `first seen ${at(170)}, in this reading`,
      ],
    );
    assert.ok(model.scene && model.since);
    assert.equal(baselineAgo(model.scene.listing, model.since), '3 readings ago');
    // The same reading drawn again is no other one.
    assert.equal(facts(withSnapshot(model, fourth), 1), facts(model, 1));
    const next = takenBaseline(startModel(keptState(model)), {
      type: 'baseline',
      of: first,
      chosen: false,
      shown: undefined,
    });
    const opened = withSnapshot(next, reading(200, ['1-3', '4-5']));
    assert.ok(opened.scene && opened.since);
    assert.equal(baselineAgo(opened.scene.listing, opened.since), '');
    const again = withSnapshot(opened, reading(210, ['1-3', '4-5', '8-9']));
    assert.equal(facts(again, 2), `first seen ${at(210)}, in this reading`);
  });

  it('are a column while they differ, or are the colours', () => {
    const model = read(first, second);
    assert.ok(columns(model).includes('first-seen') && !columns(read(first)).includes('first-seen'));
    const same = read(first, reading(5, ['1-2']));
    assert.ok(!columns(same).includes('first-seen') && columns(withColouring(same, 'age')).includes('first-seen'));
    const { scene } = model;
    assert.ok(scene);
    const column = tableColumns(scene).find(({ id }) => id === 'first-seen');
    assert.ok(column);
    const { text } = cellAt(scene.listing, column, 1);
    assert.equal(text, new Date(100_000).toLocaleTimeString());
    const placed = placeColumns(scene.listing, tableColumns(scene), 200);
    const width = placed.template.split(' ')[placed.columns.findIndex((each) => each.column.id === column.id)] ?? '';
    assert.ok(Number.parseFloat(width) > text.length, `${text} is cut to ${width}`);
    assert.match(cellAt(scene.listing, column, 0).title ?? '', /^Since the first reading, /);
  });

  it('of maps of a file go by their order, and start anew with an earlier one', () => {
    const title: MapChoice = { title: 'PID 1', dialect: 'maps', range: undefined, regions: 2 };
    const file = {
      source: { kind: 'document', uri: 'file:///log' },
      liveness: 'file',
      maps: [title, title, title],
      mapCount: 3,
      readAt: 7,
    } as const;
    const map = (of: number, regions: readonly string[]): Snapshot => reading(of, regions, { ...file, map: of });
    const maps = [map(0, ['1-2']), map(1, ['1-2', '4-5']), map(2, ['1-2', '4-5', '6-7'])] as const;
    assert.deepEqual(agesIn(read(...maps)), ['first', 'later', 'new']);
    assert.deepEqual(agesIn(read(maps[1], maps[0])), []);
    assert.deepEqual(agesIn(read(maps[0], maps[2], maps[1])), ['first', 'later']);
    const cells = ({ scene }: Model): readonly string[] => {
      const column = scene && tableColumns(scene).find(({ id }) => id === 'first-seen');
      return column ? [0, 1, 2].map((row) => cellAt(scene.listing, column, row).text) : [];
    };
    assert.deepEqual(cells(read(...maps)), ['map 1', 'map 2', 'map 3']);
    assert.deepEqual(cells(read(maps[0], maps[2])), ['map 1', '?', '?'], 'they could have come with map 2');
    const older = read(...maps).scene;
    assert.equal(older && describeRegion(older, 2).firstSeen, 'first seen map 3, in this map');
    const later = read(maps[1], maps[2]).scene;
    assert.equal(later && baselineAgo(later.listing, { ...maps[1], other: undefined }), '1 map before');
  });

  it('of any readings lie between the first and the last, and are young where the growth says new', () => {
    fc.assert(
      fc.property(fc.array(sortedTables, { minLength: 2, maxLength: 4 }), (tables) => {
        let aged: Aged | undefined;
        const readings = tables.map((regions) => ({ regions, counters: undefined, placed: true }));
        readings.forEach((each, at) => {
          const baseline = takeBaseline(each);
          const [start] = readings;
          const growth = at > 0 && start ? compare(takeBaseline(start), each) : undefined;
          const since = growth && ({ at: 0, unit: 'time', growth } as const);
          const ages = agesOf(baseline, { at, unit: 'time' }, aged, since);
          aged = { baseline, ages };
          assert.deepEqual([ages.first, ages.now], [0, at]);
          assert.ok((ages.seen ?? new Float64Array()).every((moment) => moment >= 0 && moment <= at));
          growth?.changes.forEach((change, row) => assert.equal((ages.seen?.[row] ?? 0) !== 0, change === Change.new));
        });
      }),
      { numRuns: 200 },
    );
  });
});
