/** The landmarks on the picture: a line through the bar and a name beside it, where there is room for one. */
import type { Pen } from '../../core/layout/pen.ts';
import type { Axis } from '../../core/layout/axis.ts';
import type { Landmark } from '../../core/layout/landmarks.ts';
import { columnCount, type Lanes } from '../../core/layout/lanes.ts';
import { marksBetween } from '../../core/layout/marks.ts';
import { unitAtAddress } from '../../core/layout/places.ts';
import { placeNames, type Taken } from '../../core/layout/tick-names.ts';
import type { Viewport } from '../../core/layout/viewport.ts';
import { nameFont } from './fonts.ts';
import type { Ink } from './palette.ts';

/** A landmark on an axis. */
export interface PlacedLandmark extends Landmark {
  /** In picture units; above all regions it is the axis's end. */
  readonly unit: number;
  /** Those with the lowest are named first. */
  readonly rank: number;
}

/** Places landmarks on an axis, in its order. */
export function placeLandmarks(axis: Axis, landmarks: readonly Landmark[]): readonly PlacedLandmark[] {
  return landmarks
    .map((landmark, rank) => ({ ...landmark, rank, unit: unitAtAddress(axis, Number(landmark.start)) }))
    .sort((a, b) => a.unit - b.unit);
}

/** Between a tick and its name, in CSS pixels. */
const ROOM = 5;

/** Draws the landmarks in view. @param taken what is written above the bars already */
export function drawTicks(
  context: Pen,
  landmarks: readonly PlacedLandmark[],
  view: Viewport,
  lanes: Lanes,
  ink: Ink,
  taken: readonly Taken[],
  scale: number,
): void {
  const columns = columnCount(lanes);
  const perUnit = columns / (view.to - view.from);
  context.font = nameFont(ink, scale);
  const seen = new Set<number>();
  const ticks = marksBetween(landmarks, view.from, view.to)
    .map(({ label, rank, unit }) => {
      const column = Math.min(columns - 1, Math.floor((unit - view.from) * perUnit));
      const width = context.measureText(label).width;
      return { label, rank, column, lane: Math.floor(column / lanes.width), x: column % lanes.width, width };
    })
    .sort((a, b) => a.rank - b.rank)
    // Those of one column are one.
    .filter(({ column }) => !seen.has(column) && seen.add(column));
  const names = placeNames(ticks, taken, lanes.width, ROOM * scale);
  const thin = Math.max(1, Math.round(scale));
  const dash = Math.round(3 * scale);
  for (const [i, { lane, x, label }] of ticks.entries()) {
    const left = lanes.left + x;
    const top = lanes.top + lane * lanes.pitch + lanes.barTop;
    const at = names[i];
    // Above the bar only what has room there.
    const above = at === undefined ? 0 : Math.round(8 * scale);
    context.fillStyle = ink.text;
    for (let y = -above; y < lanes.barHeight; y += 2 * dash) {
      context.fillRect(left, top + y, thin, Math.min(dash, lanes.barHeight - y));
    }
    if (at === undefined) continue;
    context.fillStyle = ink.faint;
    context.fillText(label, lanes.left + at, top - 6.5 * scale);
  }
}
