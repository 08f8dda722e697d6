import assert from 'node:assert/strict';
import fc from 'fast-check';
import { courseOf, MOST_POINTS, withPoint, type Point, type Trend } from '../../../src/core/growth/trend.ts';
import { keptState, startModel, withSnapshot } from '../../../src/webview/layout/model.ts';
import { courseInWords } from '../../../src/webview/layout/trend-words.ts';
import { readLayoutState, type LayoutState } from '../../../src/protocol/layout-state.ts';
import type { Snapshot } from '../../../src/protocol/layout.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const MIB = 2 ** 20;
const of = (points: readonly Point[]): Trend => points.reduce<Trend>(withPoint, []);
const point = (at: number, mapped: number, rss?: number): Point => ({ at, mapped, rss });

const LIVE = { source: { kind: 'process', source: 'local', pid: 7, startTime: '1' }, liveness: 'running' } as const;
const reading = (id: number, pages: number, changes: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(
    `00001000-${(pages + 1).toString(16).padStart(5, '0')}000 rw-p 00000000 00:00 0 [heap]\n7f000000-7f100000 ---p 00000000 00:00 0\n`,
    { ...LIVE, id, readAt: id * 1000, ...changes },
  );

describe('the trend of a map', () => {
  it('has each reading once, in the order of time', () => {
    const trend = of([point(1, 10), point(3, 20), point(3, 30), point(2, 40), point(4, 50)]);
    assert.deepEqual(
      trend.map(({ at, mapped }) => [at, mapped]),
      [
        [1, 10],
        [3, 20],
        [4, 50],
      ],
    );
  });

  it('is of memory where all readings tell it, else of what is mapped', () => {
    assert.equal(courseOf([]), undefined);
    assert.equal(courseOf(of([point(1, 10, 5), point(2, 10, 5)])), undefined);
    const course = courseOf(of([point(1, 10, 5), point(2, 30, 7), point(3, 20, 6)]));
    assert.deepEqual(course, { of: 'Rss', values: [5, 7, 6], least: 5, most: 7 });
    assert.equal(courseOf(of([point(1, 10, 5), point(2, 30)]))?.of, 'Mapped');
  });

  it('is of what is mapped where only that has changed, as stacks of threads do that nobody joins', () => {
    const course = courseOf(of([point(1, 10, 5), point(2, 30, 5)]));
    assert.deepEqual(course, { of: 'Mapped', values: [10, 30], least: 10, most: 30 });
  });

  it('never holds more than are drawn, and keeps its ends and what sticks out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: MOST_POINTS, max: 4 * MOST_POINTS }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.integer({ min: 0, max: 5 }),
        (count, place, ripple) => {
          const peak = Math.floor(count * place);
          const points = Array.from({ length: count }, (_, i) =>
            point(i * 1000, i === peak ? 900 * MIB : 10 * MIB + (i % 7) * ripple * 4096),
          );
          const trend = of(points);
          assert.equal(trend.length, MOST_POINTS);
          assert.deepEqual([trend[0], trend.at(-1)], [points[0], points.at(-1)]);
          assert.equal(courseOf(trend)?.most, 900 * MIB);
          assert.ok(trend.every(({ at }, i) => i === 0 || at > (trend[i - 1]?.at ?? 0)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('says what came of it, as of now', () => {
    const trend = of([point(0, 10 * MIB), point(60_000, 16 * MIB), point(120_000, 14 * MIB)]);
    const course = courseOf(trend);
    assert.ok(course);
    assert.match(
      courseInWords(trend, course, 240_000),
      /^Mapped from .+ to .+: 10 MiB to 14 MiB, at most 16 MiB; \+1 MiB a minute on average$/,
    );
    const back = of([point(0, 10 * MIB), point(60_000, 9 * MIB), point(120_000, 10 * MIB)]);
    const same = courseOf(back);
    assert.ok(same);
    assert.match(courseInWords(back, same, 120_000), /: 10 MiB to 10 MiB, at least 9 MiB$/);
  });

  it('tells no growth a minute before one has passed: what starts would seem to leak', () => {
    const trend = of([point(0, 10 * MIB), point(2_000, 16 * MIB)]);
    const course = courseOf(trend);
    assert.ok(course);
    assert.match(courseInWords(trend, course, 5_000), /: 10 MiB to 16 MiB$/);
    assert.match(courseInWords(trend, course, 60_000), /: 10 MiB to 16 MiB; \+6 MiB a minute on average$/);
  });

  it('is of a process that runs, without what is only reserved, and survives the page', () => {
    const first = withSnapshot(startModel(undefined), reading(1, 4));
    const second = withSnapshot(first, reading(2, 6));
    const told = second.trend.map(({ at, mapped }) => [at, mapped]);
    assert.deepEqual(told, [
      [1000, 4 * 4096],
      [2000, 6 * 4096],
    ]);
    const state = readLayoutState(JSON.parse(JSON.stringify(keptState(second))));
    assert.equal(withSnapshot(startModel(state), reading(3, 7)).trend.length, 3);
    assert.equal(withSnapshot(second, reading(3, 7, { source: { ...LIVE.source, startTime: '2' } })).trend.length, 1);
    assert.deepEqual(withSnapshot(startModel(undefined), reading(1, 4, { liveness: 'file' })).trend, []);
  });

  it('tells the time in which a hidden layout read nothing, and keeps its ends', () => {
    const first = withSnapshot(withSnapshot(startModel(undefined), reading(1, 4)), reading(2, 6));
    const kept = (model: typeof first): LayoutState | undefined =>
      readLayoutState(JSON.parse(JSON.stringify(keptState(model))));
    const back = withSnapshot(withSnapshot(startModel(kept(first)), reading(9, 7)), reading(10, 8));
    const unread = [undefined, undefined, true, undefined];
    assert.deepEqual(
      back.trend.map((each) => each.unread),
      unread,
    );
    assert.deepEqual(
      kept(back)?.trend.map((each) => each.unread),
      unread,
    );
    const course = courseOf(back.trend);
    assert.ok(course);
    assert.match(courseInWords(back.trend, course, 10_000), /: 16 KiB to 32 KiB, not read while it was hidden$/);
    const many = Array.from({ length: 3 * MOST_POINTS }, (_, i) =>
      i === 9 ? { ...point(9, 5), unread: true as const } : point(i, 5 + (i % 2)),
    );
    const ends = of(many).filter(({ at }) => at === 8 || at === 9);
    assert.deepEqual(
      ends.map((each) => each.unread),
      [undefined, true],
    );
  });

  it('is of the memory that smaps tells', () => {
    const smaps = (kib: number): string =>
      `00001000-00005000 rw-p 00000000 00:00 0 [heap]\nRss:                 ${kib} kB\n`;
    const first = withSnapshot(startModel(undefined), snapshotOf(smaps(4), { ...LIVE, readAt: 1 }));
    const second = withSnapshot(first, snapshotOf(smaps(12), { ...LIVE, id: 2, readAt: 2 }));
    assert.deepEqual(courseOf(second.trend), { of: 'Rss', values: [4096, 12_288], least: 4096, most: 12_288 });
  });
});
