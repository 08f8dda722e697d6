/** Which regions a filter matches. */
import { testsOf } from './expression.ts';
import { planOf } from './plan.ts';
import type { FilterSubject, Query } from './query.ts';
import { isTold } from './region-tests.ts';

/**
 * By row 1 for the regions that match; undefined when the filter is empty and everything does. Linear in rows and file
 * entries; a name is looked at once for each entry, not for each region.
 */
export function matchingRows(query: Query, subject: FilterSubject): Uint8Array | undefined {
  if (!query.expression) return undefined;
  const rows = new Uint8Array(subject.regions.count).fill(1);
  planOf(query.expression, subject).keep(rows, 0);
  return rows;
}

/**
 * The fields of a filter that no region of the subject has, as they are offered (`rss` for a maps text, which has no
 * counters): their terms match nothing, whichever way they are asked.
 */
export function unknownFields(query: Query, subject: FilterSubject): string[] {
  const tests = query.expression ? testsOf(query.expression) : [];
  return [...new Set(tests.filter((test) => !isTold(test, subject)).map(({ field }) => field))];
}
