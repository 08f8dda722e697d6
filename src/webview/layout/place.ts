/** What lies at a point of the picture. */
import { columnAt, columnCount, isOnLane, type Lanes } from '../../core/layout/lanes.ts';
import { marksBetween, type Mark } from '../../core/layout/marks.ts';
import { pick } from '../../core/layout/pick.ts';
import { markedBetween } from '../../core/layout/traits.ts';
import type { Viewport } from '../../core/layout/viewport.ts';
import type { Scene } from './scene.ts';
import type { PlacedLandmark } from './ticks.ts';

export interface Place {
  /** In CSS pixels from the picture's corner. */
  readonly x: number;
  readonly y: number;
  /** The pixel column, in units. */
  readonly left: number;
  readonly unitsPerColumn: number;
  /** How far into the view, 0 to 1. */
  readonly fraction: number;
  /** The region there, if there is one. */
  readonly position: number | undefined;
  /** The position behind the gap there, if there is one. */
  readonly gapBefore: number | undefined;
  /** Marked addresses near. */
  readonly marks: readonly Mark[];
  /** Landmarks near. */
  readonly landmarks: readonly PlacedLandmark[];
}

/** How far from a mark, in CSS pixels, the pointer still takes hold of it. */
const REACH = 4;

/** Looks at a point; undefined beside the lanes and beyond the end. */
export function placeAt(scene: Scene, view: Viewport, lanes: Lanes, x: number, y: number): Place | undefined {
  const scale = devicePixelRatio;
  if (!isOnLane(lanes, x * scale, y * scale)) return undefined;
  const column = columnAt(lanes, x * scale, y * scale);
  const count = columnCount(lanes);
  const unitsPerColumn = (view.to - view.from) / count;
  const left = view.from + column * unitsPerColumn;
  const hit = pick(scene.axis, left, unitsPerColumn);
  if (!hit) return undefined;
  const onRail = (y * scale - lanes.top) % lanes.pitch >= lanes.railTop;
  const reach = REACH * scale * unitsPerColumn;
  const marked = onRail ? nearest(scene, left - reach, left + reach) : undefined;
  return {
    x,
    y,
    left,
    unitsPerColumn,
    fraction: (column + 0.5) / count,
    position: marked ?? ('region' in hit ? hit.region : undefined),
    gapBefore: marked === undefined && 'gapBefore' in hit ? hit.gapBefore : undefined,
    marks: marksBetween(scene.marks, left - reach, left + reach),
    landmarks: marksBetween(scene.landmarks, left - reach, left + reach),
  };
}

function nearest(scene: Scene, from: number, to: number): number | undefined {
  for (const positions of scene.traits.positions) {
    const found = markedBetween(scene.axis, positions, from, to);
    if (found !== undefined) return found;
  }
  return undefined;
}
