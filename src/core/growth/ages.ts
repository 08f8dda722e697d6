/**
 * Since which reading each region is there, carried from reading to reading: a region keeps its age while it is the same by the
 * pairs of two readings that follow one another. The baseline has the last word, so that what is new since then was first seen
 * after it, and nothing else was.
 */
import type { Baseline } from './baseline.ts';
import { Change, type Growth } from './compare.ts';
import { pairRegions } from './pair-regions.ts';
import { GONE } from './pairs.ts';

/** When a reading was: in milliseconds since 1970, or as the number of a map in its file, from 0. */
export interface Moment {
  readonly at: number;
  readonly unit: 'time' | 'map';
}

export interface Ages extends Pick<Moment, 'unit'> {
  /**
   * By row the moment when it was first seen; NaN for what came later than the first reading, nobody saw when. Absent while every
   * region is there since the first reading.
   */
  readonly seen: Float64Array | undefined;
  /** The first reading, and this one: the same where there is but one. */
  readonly first: number;
  readonly now: number;
  /** The moments of the last readings that were looked at one after the other, in their order, this one among them. */
  readonly readings: readonly number[];
}

/** So many readings are remembered: beyond them the time says more than their number. */
const REMEMBERED = 1000;

/** An earlier reading. */
export interface Aged {
  readonly baseline: Baseline;
  readonly ages: Ages;
}

/** What a reading is compared with. */
export interface Since extends Moment {
  readonly growth: Growth;
}

/** True where there is an earlier reading. */
export function areAged(ages: Ages | undefined): ages is Ages {
  return ages !== undefined && ages.first < ages.now;
}

/**
 * The ages of a reading's regions. Linear in the regions of both readings.
 * @param before the reading before it, if it was looked at
 */
export function agesOf(
  after: Baseline,
  { at, unit }: Moment,
  before: Aged | undefined,
  since: Since | undefined,
): Ages {
  const last = before?.ages.unit === unit && before.ages.now <= at ? before : undefined;
  const compared = since?.unit === unit && since.at < at ? since : undefined;
  const first = Math.min(last?.ages.first ?? at, compared?.at ?? at);
  const earlier = last?.ages.readings ?? [];
  const readings = earlier.at(-1) === at ? earlier : [...earlier, at].slice(-REMEMBERED);
  if (!last && !compared) return { unit, seen: undefined, first, now: at, readings };
  const seen = last ? carried(last, after, at) : new Float64Array(after.count).fill(NaN);
  if (compared) agree(seen, compared, at);
  const differs = seen.some((moment) => moment !== first);
  return { unit, seen: differs ? seen : undefined, first, now: at, readings };
}

/** How many readings ago a moment was; undefined where not all readings since then were looked at. Maps of a file are counted all. */
export function readingsSince({ unit, now, readings }: Ages, at: number): number | undefined {
  if (unit === 'map') return now - at;
  const index = readings.lastIndexOf(at);
  return index < 0 ? undefined : readings.length - 1 - index;
}

function carried({ baseline, ages }: Aged, after: Baseline, at: number): Float64Array {
  const { into, partOf } = pairRegions(baseline, after);
  const seen = new Float64Array(after.count).fill(Infinity);
  const { seen: earlier, first } = ages;
  // Of what was merged the oldest part counts; NaN where one came unseen.
  const take = (row: number, old: number): void => {
    if (row !== GONE && old !== GONE)
      seen[row] = Math.min(seen[row] ?? Infinity, earlier ? (earlier[old] ?? NaN) : first);
  };
  into.forEach(take);
  partOf.forEach((old, row) => take(row, old));
  // Of the maps of a file any can be looked at after any: what came between two is of one of those that were passed over.
  const came = ages.unit === 'map' && at - ages.now > 1 ? NaN : at;
  for (let row = 0; row < seen.length; row++) if (seen[row] === Infinity) seen[row] = came;
  return seen;
}

/** What the baseline has is as old as it at least, and what it does not have is younger. */
function agree(seen: Float64Array, { at: then, growth: { changes } }: Since, now: number): void {
  for (let row = 0; row < seen.length; row++) {
    const moment = seen[row] ?? NaN;
    if (changes[row] === Change.new) {
      if (moment <= then) seen[row] = now;
    } else if (!(moment <= then)) seen[row] = then;
  }
}
