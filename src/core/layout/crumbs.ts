/** From the whole space down to a region: the stretches of the axis that one can look at as a whole. */
import { regionSpan, type Axis } from './axis.ts';
import { objectAt, type ObjectSpan, type ObjectStarts } from './objects.ts';

/** In picture units. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Crumbs {
  /** The object of the region; undefined where the region is all of it. */
  readonly object: (ObjectSpan & Stretch) | undefined;
  readonly region: Stretch;
}

/** What lies around the region at a position. */
export function crumbsOf(axis: Axis, objects: ObjectStarts, position: number): Crumbs {
  const span = objectAt(axis, objects, position);
  const region = regionSpan(axis, position);
  if (span.end - span.first < 2) return { object: undefined, region };
  const from = regionSpan(axis, span.first).from;
  return { object: { ...span, from, to: regionSpan(axis, span.end - 1).to }, region };
}
