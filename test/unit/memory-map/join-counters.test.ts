/** Counters of two readings of one process, put together. */
import assert from 'node:assert/strict';
import { RowSink } from '../../../src/core/dialects/row-sink.ts';
import { counterAt, type Counters } from '../../../src/core/memory-map/counters.ts';
import { joinCounters } from '../../../src/core/memory-map/join-counters.ts';

/** Regions that start at these addresses, with the counters of one key. */
function reading(key: string, family: 'smaps' | 'numa', values: Readonly<Record<number, number | string>>) {
  const sink = new RowSink();
  const column = sink.column(key, '', family);
  for (const [start, value] of Object.entries(values)) {
    sink.row(Number(start), 0x7f00, Number(start) + 1, 0x7f00, 1);
    if (typeof value === 'string') sink.textCounter(column, value);
    else if (value >= 0) sink.counter(column, value);
  }
  return sink.finish();
}

function table({ columns }: Counters, count: number): Record<string, unknown[]> {
  return Object.fromEntries(
    columns.map((column) => [column.key, Array.from({ length: count }, (_, row) => counterAt(column, row))]),
  );
}

describe('joined counters', () => {
  it('stand at the regions that start where theirs do', () => {
    const smaps = reading('Rss', 'smaps', { 10: 1, 20: 2, 30: 3 });
    const numa = reading('N0', 'numa', { 10: 7, 30: 2 ** 40, 40: 9 });
    const { counters, unmatched } = joinCounters(smaps, numa, 'numa');
    assert.deepEqual(table(counters!, 3), { Rss: [1, 2, 3], N0: [7, undefined, 2 ** 40] });
    assert.equal(unmatched, 1);
  });

  it('are of one family only, texts too, also where there were none before', () => {
    const maps = { regions: reading('x', 'smaps', { 10: -1, 20: -1 }).regions, counters: undefined };
    const numa = reading('policy', 'numa', { 20: 'interleave:0-1' });
    assert.deepEqual(table(joinCounters(maps, numa, 'numa').counters!, 2), { policy: [undefined, 'interleave:0-1'] });
    assert.equal(joinCounters(maps, reading('Rss', 'smaps', { 10: 1 }), 'numa').counters, undefined);
  });

  it('leave what they were made of as it is', () => {
    const smaps = reading('Rss', 'smaps', { 10: 1 });
    joinCounters(smaps, reading('N0', 'numa', { 10: 7 }), 'numa');
    assert.deepEqual(table(smaps.counters!, 1), { Rss: [1] });
  });
});
