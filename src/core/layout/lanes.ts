/**
 * How the axis is folded onto the page. The picture is read like a page of text: addresses run from left to right and
 * continue on the next lane, low addresses first, as in the maps file itself. A single strip or the textbooks' column
 * would give a thousand pixels to a whole address space; lanes give ten to thirty times as many, so that single pages
 * of an ordinary process are seen without zooming, and they use wide and tall panels alike.
 * All lengths are in device pixels.
 */

export interface Lanes {
  readonly count: number;
  /** Width of every lane, in pixels and so in columns. */
  readonly width: number;
  /** Where lanes start from the left: the addresses stand before it. */
  readonly left: number;
  readonly top: number;
  /** From the top of a lane to the top of the next. */
  readonly pitch: number;
  /** From the top of a lane to its bar; names stand above the bar. */
  readonly barTop: number;
  readonly barHeight: number;
  /** Below the bar: the rail of marks. */
  readonly railTop: number;
  readonly railHeight: number;
}

/** A box of the picture. */
export interface Box {
  readonly lane: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LABEL = 15;
const LEAST_BAR = 20;
const MOST_BAR = 44;
const RAIL = 6;
const SPACE = 4;
const SIDE = 12;
const LEAST_LANES = 6;
/** About this many regions to a lane: few regions get few and high lanes, so that a small map does not look vast. */
const REGIONS_A_LANE = 7;

/**
 * Lanes for a picture of a size.
 * @param gutter room for the addresses before the lanes
 * @param scale device pixels to a CSS pixel
 */
export function makeLanes(width: number, height: number, gutter: number, regions: number, scale: number): Lanes {
  const px = (css: number): number => Math.round(css * scale);
  const least = px(LABEL) + px(LEAST_BAR) + px(RAIL) + px(SPACE);
  const fits = Math.max(1, Math.floor(height / least));
  const count = Math.min(fits, Math.max(LEAST_LANES, Math.ceil(regions / REGIONS_A_LANE)));
  const fixed = px(LABEL) + px(RAIL) + px(SPACE);
  const pitch = Math.min(Math.floor(height / count), fixed + px(MOST_BAR));
  const barHeight = Math.max(1, pitch - fixed);
  const barTop = px(LABEL);
  return {
    count,
    width: Math.max(1, width - gutter - px(SIDE)),
    left: gutter,
    top: 0,
    pitch,
    barTop,
    barHeight,
    railTop: barTop + barHeight,
    railHeight: px(RAIL),
  };
}

/** All columns of all lanes. */
export function columnCount(lanes: Lanes): number {
  return lanes.count * lanes.width;
}

/** The column at a place of the picture; places beside a lane count to its nearest end. */
export function columnAt(lanes: Lanes, x: number, y: number): number {
  const lane = Math.min(lanes.count - 1, Math.max(0, Math.floor((y - lanes.top) / lanes.pitch)));
  const column = Math.min(lanes.width - 1, Math.max(0, Math.floor(x - lanes.left)));
  return lane * lanes.width + column;
}

/** True when a place is on a lane: on its bar, its names or its rail. */
export function isOnLane(lanes: Lanes, x: number, y: number): boolean {
  const lane = Math.floor((y - lanes.top) / lanes.pitch);
  if (lane < 0 || lane >= lanes.count) return false;
  return x >= lanes.left && x < lanes.left + lanes.width;
}

/** The bars that columns `from` to `to` (exclusive, may be fractions) lie on: one box a lane, at least `least` wide. */
export function boxesOf(lanes: Lanes, from: number, to: number, least = 1): readonly Box[] {
  const all = columnCount(lanes);
  const spare = Math.max(0, least - (to - from)) / 2;
  const first = Math.max(0, Math.min(from - spare, all - least));
  const end = Math.min(all, Math.max(to + spare, first + least));
  const boxes: Box[] = [];
  if (!(to >= 0 && from <= all)) return boxes;
  for (let lane = Math.floor(first / lanes.width); lane < lanes.count && lane * lanes.width < end; lane++) {
    const begin = lane * lanes.width;
    const x0 = Math.max(first, begin) - begin;
    const x1 = Math.min(end, begin + lanes.width) - begin;
    if (x1 <= x0) continue;
    const y = lanes.top + lane * lanes.pitch + lanes.barTop;
    boxes.push({ lane, x: lanes.left + x0, y, width: x1 - x0, height: lanes.barHeight });
  }
  return boxes;
}
