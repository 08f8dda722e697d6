/** Filters that ask what became of regions. */
import assert from 'node:assert/strict';
import { completeFilter } from '../../../src/core/filter/complete.ts';
import { takeBaseline } from '../../../src/core/growth/baseline.ts';
import { compare } from '../../../src/core/growth/compare.ts';
import { clearBaseline, setBaseline } from '../../../src/webview/layout/set-baseline.ts';
import { startModel, withQuery, withSnapshot, type Model } from '../../../src/webview/layout/model.ts';
import { snapshotOf } from '../layout/snapshots.ts';
import { errorsOf, mapOf, rowsOf } from './subject.ts';

const text = (ends: readonly number[]): string =>
  ends.map((end, i) => `0000${i + 1}000-0000${i + 1}${end}00 rw-p 00000000 00:00 0 /new/${i}\n`).join('');
const before = mapOf(text([4, 4, 4]));
const after = mapOf(text([4, 6, 2, 4]));
const compared = { ...after, growth: compare(takeBaseline(before), after) };

describe('a filter of what became of regions', () => {
  it('finds what is new, grown or shrunk', () => {
    const found = ['new', 'grown', 'shrunk', '-new', 'grown or shrunk', '-(new or grown)', 'NEW size>0'].map((filter) =>
      rowsOf(filter, compared),
    );
    assert.deepEqual(found, [[3], [1], [2], [0, 1, 2], [1, 2], [0, 2], [3]]);
    assert.deepEqual(rowsOf('"new"', compared), [0, 1, 2, 3]);
  });

  it('finds nothing where a size is not told, whichever way it asks, unless the region is new', () => {
    const size = Float64Array.of(NaN, 2, NaN, NaN);
    const untold = { ...compared, growth: { ...compared.growth, size, changes: Uint8Array.of(0, 2, 0, 1) } };
    assert.deepEqual(
      ['grown', '-grown', '-shrunk', '-new'].map((filter) => rowsOf(filter, untold)),
      [[1], [3], [1, 3], [0, 1, 2]],
    );
  });

  it('is an error where there is no earlier reading, and is not offered', () => {
    const why = 'there is no earlier reading to compare with; to search for the text, put it in quotes';
    assert.deepEqual(errorsOf('size>1M grown'), [`grown → ${why}`]);
    assert.deepEqual(rowsOf('"new"', before), [0, 1, 2]);
    const offered = (subject: typeof before): readonly string[] =>
      completeFilter('sh', 2, subject).map(({ label }) => label);
    assert.ok(!offered(before).includes('shrunk') && offered(compared).includes('shrunk'));
  });

  it('follows the readings and the baseline of a layout', () => {
    const first = withQuery(withSnapshot(startModel(undefined), snapshotOf(text([4]), { id: 1 })), 'new');
    const told = ({ search, scene }: Model): readonly unknown[] => [search.errors.length, scene?.passing.regions];
    assert.deepEqual(told(first), [1, 1]);
    const second = withSnapshot(first, snapshotOf(text([4, 4]), { id: 2 }));
    assert.deepEqual(told(second), [0, 1]);
    assert.deepEqual(told(setBaseline(second)), [0, 0]);
    assert.deepEqual(told(clearBaseline(second)), [1, 2]);
  });
});
