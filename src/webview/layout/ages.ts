/** Since when the regions of the map that is seen are there, as far as the readings before it were looked at. */
import { agesOf, areAged, readingsSince, type Moment } from '../../core/growth/ages.ts';
import { takeBaseline } from '../../core/growth/baseline.ts';
import type { Listing } from '../../core/table/columns.ts';
import type { Snapshot } from '../../protocol/layout.ts';
import type { Compared, Since } from './baseline.ts';
import { ago, momentInWords, type MomentWords } from './moments.ts';

/** What was seen before. */
interface Before {
  readonly since: Since | undefined;
  readonly scene: { readonly listing: Listing } | undefined;
}

/** The listing of a map with the ages of its regions. What is compared with another source starts anew. */
export function withAges({ since: last, scene }: Before, snapshot: Snapshot, { since, listing }: Compared): Listing {
  const ages = since === last ? scene?.listing.ages : undefined;
  const before = scene && ages && { baseline: takeBaseline(scene.listing), ages };
  const { growth } = listing;
  const compared = since.other ? undefined : growth && { ...momentOf(since), growth };
  return { ...listing, ages: agesOf(takeBaseline(listing), momentOf(snapshot), before, compared) };
}

/** Maps of a file have an order, and no time of their own. */
function momentOf({ readAt, map, mapCount }: Pick<Snapshot, 'readAt' | 'map' | 'mapCount'>): Moment {
  return mapCount > 1 ? { at: map, unit: 'map' } : { at: readAt, unit: 'time' };
}

/** When a row was first seen. */
export interface FirstSeen extends MomentWords {
  readonly isFirst: boolean;
  /** `3 readings ago`; empty where not all readings since then were looked at. */
  readonly ago: string;
}

/** When a row was first seen; undefined where that is not known. */
export function firstSeen({ ages }: Listing, row: number): FirstSeen | undefined {
  if (!areAged(ages)) return undefined;
  const at = ages.seen ? (ages.seen[row] ?? NaN) : ages.first;
  if (Number.isNaN(at)) return undefined;
  const { unit } = ages;
  return { ...momentInWords({ at, unit }), isFirst: at === ages.first, ago: ago(readingsSince(ages, at), unit) };
}

/** How many readings ago the baseline was: `3 readings ago`; empty where that is not known. */
export function baselineAgo({ ages }: Listing, since: Pick<Since, 'readAt' | 'map' | 'mapCount' | 'other'>): string {
  const { at, unit } = momentOf(since);
  return areAged(ages) && ages.unit === unit && !since.other ? ago(readingsSince(ages, at), unit) : '';
}
