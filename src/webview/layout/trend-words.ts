/** The course of a trend in words. */
import type { Course, Trend } from '../../core/growth/trend.ts';
import { formatBytes, formatDifference } from '../../core/memory-map/size.ts';
import { momentInWords } from './moments.ts';

/** The rate is told once a minute has passed. `Rss from 14:02:11 to 14:12:40: 38.9 MiB to 51 MiB, at most 51.2 MiB; +1.2 MiB a minute on average`. */
export function courseInWords(trend: Trend, { of, values, least, most }: Course, until: number): string {
  const first = trend[0]?.at ?? 0;
  const time = (at: number): string => momentInWords({ at, unit: 'time' }).short;
  const from = values[0] ?? 0;
  const to = values.at(-1) ?? 0;
  const parts = [`${formatBytes(from)} to ${formatBytes(to)}`];
  if (most > Math.max(from, to)) parts.push(`at most ${formatBytes(most)}`);
  if (least < Math.min(from, to)) parts.push(`at least ${formatBytes(least)}`);
  if (trend.some(({ unread }) => unread)) parts.push('not read while it was hidden');
  const minutes = (until - first) / 60_000;
  const rate =
    from === to || minutes < 1 ? '' : `; ${formatDifference(Math.round((to - from) / minutes))} a minute on average`;
  return `${of} from ${time(first)} to ${time(until)}: ${parts.join(', ')}${rate}`;
}
