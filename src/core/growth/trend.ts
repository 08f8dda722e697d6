/** How the sums of a map went from reading to reading: whether it still grows, and since when. */

/** The sums of one reading. They stay what they are until the next: what did not change is not told again. */
export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Bytes of all regions that can be used. */
  readonly mapped: number;
  /** Bytes in memory; undefined when the reading does not tell. */
  readonly rss: number | undefined;
  /** Set where nothing was read since the point before, as the layout was hidden: how it went from there is not known. */
  readonly unread?: true;
}

/** Readings in the order of their times; the first and the last are always there. */
export type Trend = readonly Point[];

/** More are thinned out: a line of so many is as fine as it is drawn. */
export const MOST_POINTS = 120;

/** What the line is of, in bytes. */
export interface Course {
  readonly of: 'Rss' | 'Mapped';
  readonly values: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** The trend with one more reading. What was read no later than before, such as the same map sent again, changes nothing. */
export function withPoint(trend: Trend, point: Point): Trend {
  const last = trend.at(-1);
  if (last && point.at <= last.at) return trend;
  const next = [...trend, point];
  return next.length > MOST_POINTS ? next.toSpliced(leastNeeded(next), 1) : next;
}

/**
 * The course of a trend, of what is in memory where all readings tell it. Where that has not changed, what is mapped may have: so
 * leak addresses that nobody writes to. Undefined while nothing has changed.
 */
export function courseOf(trend: Trend): Course | undefined {
  const rss = trend.flatMap(({ rss: bytes }) => bytes ?? []);
  return (
    (rss.length === trend.length ? course('Rss', rss) : undefined) ??
    course(
      'Mapped',
      trend.map(({ mapped }) => mapped),
    )
  );
}

function course(of: Course['of'], values: readonly number[]): Course | undefined {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least < most ? { of, values, least, most } : undefined;
}

/** The index of the reading without which the line looks most the same: its triangle with its neighbours is the smallest. */
function leastNeeded(trend: Trend): number {
  let least = 1;
  let smallest = Infinity;
  for (let i = 1; i < trend.length - 1; i++) {
    // The ends of what is not known.
    if (trend[i]?.unread ?? trend[i + 1]?.unread) continue;
    const area = Math.max(triangle(trend, i, 'mapped'), triangle(trend, i, 'rss'));
    if (area < smallest) [least, smallest] = [i, area];
  }
  return least;
}

/** Twice the area of a reading and its neighbours. */
function triangle(trend: Trend, i: number, key: 'mapped' | 'rss'): number {
  const [a, b, c] = [trend[i - 1], trend[i], trend[i + 1]];
  if (!a || !b || !c) return Infinity;
  return Math.abs((b.at - a.at) * ((c[key] ?? 0) - (a[key] ?? 0)) - (c.at - a.at) * ((b[key] ?? 0) - (a[key] ?? 0)));
}
