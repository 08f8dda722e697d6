/** The trend of what is shown: kept from reading to reading, and through the lives of the page. */
import { withPoint, type Trend } from '../../core/growth/trend.ts';
import { ABSENT, counterAt, counterColumn, type Counters } from '../../core/memory-map/counters.ts';
import { sumTotals } from '../../core/layout/groups.ts';
import type { Snapshot } from '../../protocol/layout.ts';
import type { Scene } from './scene.ts';

/**
 * The trend with what was read now. Files have none: their maps say nothing of when they were.
 * @param isBack true for the first reading of a page that comes back: while it was hidden nothing was read
 */
export function trendAfter(
  before: Trend,
  snapshot: Snapshot,
  { listing, totals, sized }: Scene,
  isBack: boolean,
): Trend {
  if (snapshot.liveness !== 'running' || !sized) return before;
  const { usable } = sumTotals(totals);
  const point = { at: snapshot.readAt, mapped: usable, rss: rssOf(listing.counters) };
  return withPoint(before, isBack && before.length > 0 ? { ...point, unread: true } : point);
}

/** In bytes; undefined where a region does not tell. */
function rssOf(counters: Counters | undefined): number | undefined {
  const column = counters && counterColumn(counters, 'Rss');
  if (!column || column.unit !== 'kB') return undefined;
  let sum = 0;
  for (let row = 0; row < column.values.length; row++) {
    if (column.values[row] === ABSENT) return undefined;
    sum += Number(counterAt(column, row));
  }
  return sum * 1024;
}
