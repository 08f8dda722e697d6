/** The levels of memory inside a lane's bar, as pixels. They stand on the bar's foot; its head keeps the region's colour. */
import { MIXED } from './columns.ts';
import { HUGE, levelsAt, levelsBetween, LOCKED, makeLevels, STACKED, type Fill, type Levels } from './fill.ts';
import { EDGED, fillRows, TILE, type LaneColumns, type Pattern, type Strip } from './pixels.ts';

/** The colours of the parts in the order of `FILL_PARTS`, as image words. */
export interface FillPaint {
  readonly fill: Uint32Array;
  readonly line: Uint32Array;
  readonly patterns: readonly (Pattern | undefined)[];
  /** Where there is no memory. */
  readonly empty: number;
  readonly scale: number;
}

/** The head of a bar keeps this part of it, and room for letters; in CSS pixels. */
const HEAD = 0.4;
const LEAST_HEAD = 11;

/** How many rows of a bar stay as they are above the levels. */
export function headHeight(barHeight: number, scale: number): number {
  return Math.min(barHeight, Math.max(Math.round(barHeight * HEAD), Math.round(LEAST_HEAD * scale)));
}

/** Where the lane's columns are on the axis. */
export interface Window {
  /** The unit of column 0 of all lanes. */
  readonly from: number;
  readonly unitsPerColumn: number;
}

const levels: Levels = makeLevels();

/** Paints the levels of a lane whose bar is painted. What nothing is told of is left as it is. */
export function paintFill(lane: LaneColumns, fill: Fill, window: Window, paint: FillPaint, strip: Strip): void {
  const { axis, columns, first } = lane;
  const { shows, firsts } = columns;
  const { width } = strip;
  const tops = new Int32Array(STACKED);
  let x = 0;
  while (x < width) {
    const shown = shows[first + x] ?? 0;
    let end = x + 1;
    if (shown === MIXED) {
      const at = first + x;
      const left = window.from + at * window.unitsPerColumn;
      const isTold = levelsBetween(
        axis,
        fill,
        left,
        window.unitsPerColumn,
        levels,
        firsts[at] ?? 0,
        firsts[at + 1] ?? 0,
      );
      if (isTold) paintLevels(x, end);
    } else {
      while (end < width && shows[first + end] === shown) end++;
      // The edge to the region before it stays.
      if (shown >= 0 && levelsAt(fill, shown, levels)) paintLevels(end - x >= EDGED ? x + 1 : x, end);
    }
    x = end;
  }

  function paintLevels(from: number, to: number): void {
    const { height } = strip;
    const head = headHeight(height, paint.scale);
    stack(levels, head, height, tops);
    let foot = height;
    for (let part = 0; part < STACKED; part++) {
      const top = tops[part] ?? 0;
      if (top === foot) continue;
      block(paint.fill[part] ?? 0, from, to, top, foot);
      lines(part, from, to, top, foot);
      foot = top;
    }
    block(paint.empty, from, to, head, foot);
    lines(HUGE, from, to, height - rows(levels[HUGE] ?? 0, height - head), height);
    const locked = rows(levels[LOCKED] ?? 0, height - head);
    block(paint.line[LOCKED] ?? 0, from, to, height - locked, height - locked + Math.min(locked, paint.scale));
  }

  function block(color: number, from: number, to: number, top: number, foot: number): void {
    fillRows(strip.words, width, color, from, to, top, foot);
  }

  function lines(part: number, from: number, to: number, top: number, foot: number): void {
    const pattern = paint.patterns[part];
    if (!pattern) return;
    const { words } = strip;
    const { scale } = paint;
    const color = paint.line[part] ?? 0;
    for (let column = from; column < to; column++) {
      const bit = 1 << (((column / scale) | 0) & (TILE - 1));
      for (let y = top, at = top * width + column; y < foot; y++, at += width) {
        if ((pattern[((y / scale) | 0) & (TILE - 1)] ?? 0) & bit) words[at] = color;
      }
    }
  }
}

/** Rows of a level; what is there has one however small it is. */
function rows(level: number, height: number): number {
  // In whole numbers, which cost a third.
  const high = (level * height + 0.5) | 0;
  return level > 0 && high < 1 ? 1 : high;
}

/** The row at which each stacked part ends above; a part that is not there ends where the one below it does. */
function stack(of: Levels, head: number, height: number, tops: Int32Array): void {
  let waiting = 0;
  for (let i = 0; i < STACKED; i++) if ((of[i] ?? 0) > 0) waiting++;
  let y = height;
  for (let i = 0; i < STACKED; i++) {
    if ((of[i] ?? 0) > 0) {
      waiting--;
      let high = rows(of[i] ?? 0, height - head);
      if (high > y - head - waiting) high = y - head - waiting;
      if (high > 0) y -= high;
    }
    tops[i] = y;
  }
}
