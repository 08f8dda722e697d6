/**
 * The pixels of one lane's bar, from what its columns show. Written as words of an image, not as drawing calls: on a
 * software rasteriser the picture then costs its pixels, whatever the number of regions.
 */
import { Perm } from '../memory-map/permissions.ts';
import { isReservation, rowAt, type Axis } from './axis.ts';
import type { Coverage } from './coverage.ts';
import { GAP, MIXED, type Columns } from './columns.ts';

/** Shades of a class's colour: code is strongest, what can only be read is palest, PROT_NONE is hatched by its pattern. */
export const SHADES = 3;
const READ_ONLY = 0;
const WRITABLE = 1;
const CODE = 2;

/** Side of a pattern's tile, in CSS pixels. */
export const TILE = 8;

/** A pattern: for each row of its tile the bits of the pixels that take the second colour. */
export type Pattern = readonly number[];

/** All colours of a picture as image words (see `word`). */
export interface Paint {
  /** Colour of class `c` in shade `s`: `fill[c * SHADES + s]`. */
  readonly fill: Uint32Array;
  /** Colour of the pattern's lines, in the same order. */
  readonly line: Uint32Array;
  /** Colour of the edge between two regions, in the same order. */
  readonly edge: Uint32Array;
  /** By class. */
  readonly patterns: readonly (Pattern | undefined)[];
  readonly gap: number;
  readonly background: number;
  /** Device pixels to a pixel of a pattern's tile. */
  readonly scale: number;
}

/** The word of a pixel in an image of bytes R, G, B, A on a little-endian machine, opaque. */
export function word(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** The shade that shows what may be done with a region. */
export function shadeOf(perms: number): number {
  if (perms & Perm.unknown || isReservation(perms)) return WRITABLE;
  if (perms & Perm.execute) return CODE;
  return perms & Perm.write ? WRITABLE : READ_ONLY;
}

/** An image of one lane's bar. */
export interface Strip {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
}

/** Where the columns of a lane are in `Columns`, and what they are of. */
export interface LaneColumns {
  readonly axis: Axis;
  readonly coverage: Coverage;
  readonly columns: Columns;
  /** The lane's first column. */
  readonly first: number;
}

/** A region is set off from its neighbour by an edge when it is at least this many columns wide. */
export const EDGED = 4;

/** Paints the bar of a lane: all rows of the strip. */
export function paintLane(lane: LaneColumns, paint: Paint, strip: Strip): void {
  const { width, height, words } = strip;
  const period = Math.min(height, TILE * paint.scale);
  const mixed = paintTemplate(lane, paint, strip, period);
  for (let y = period; y < height; y++) words.copyWithin(y * width, (y - period) * width, (y - period + 1) * width);
  if (!mixed) return;
  const { columns, first } = lane;
  const layers = layersOf(lane.coverage.present, paint, height);
  for (let x = 0; x < width; x++) {
    if (columns.shows[first + x] === MIXED) paintStack(columns, first + x, x, layers, paint, strip);
  }
}

/** Paints the rows that repeat down the bar. Gives true when columns are left that do not repeat. */
function paintTemplate(lane: LaneColumns, paint: Paint, strip: Strip, period: number): boolean {
  const { axis, coverage, columns, first } = lane;
  const { shows } = columns;
  const { width, words } = strip;
  const perms = axis.table.perms;
  let mixed = false;
  let x = 0;
  while (x < width) {
    const shown = shows[first + x] ?? 0;
    let end = x + 1;
    while (end < width && shows[first + end] === shown) end++;
    if (shown === MIXED) mixed = true;
    else if (shown < 0) {
      const color = shown === GAP ? paint.gap : paint.background;
      fillRows(words, width, color, x, end, 0, period);
    } else {
      const at = (coverage.classes[shown] ?? 0) * SHADES + shadeOf(perms[rowAt(axis, shown)] ?? 0);
      fillRun(paint, at, strip, x, end, period);
      const begins = x > 0 && end - x >= EDGED && (shows[first + x - 1] ?? 0) >= 0;
      if (begins) for (let y = 0; y < period; y++) words[y * width + x] = paint.edge[at] ?? 0;
    }
    x = end;
  }
  return mixed;
}

/** Fills a box of an image. */
export function fillRows(
  words: Uint32Array,
  width: number,
  color: number,
  from: number,
  to: number,
  top: number,
  foot: number,
): void {
  for (let y = top; y < foot; y++) {
    const at = y * width;
    // Calling `fill` costs more than a few pixels.
    if (to - from > 16) words.fill(color, at + from, at + to);
    else for (let i = at + from; i < at + to; i++) words[i] = color;
  }
}

function fillRun(paint: Paint, at: number, strip: Strip, from: number, to: number, period: number): void {
  const { width, words } = strip;
  const fill = paint.fill[at] ?? 0;
  const pattern = paint.patterns[(at / SHADES) | 0];
  fillRows(words, width, fill, from, to, 0, period);
  if (!pattern) return;
  const line = paint.line[at] ?? 0;
  const { scale } = paint;
  for (let y = 0; y < period; y++) {
    const bits = pattern[((y / scale) | 0) % TILE] ?? 0;
    if (bits === 0) continue;
    const row = y * width;
    for (let x = from; x < to; x++) if ((bits >> (((x / scale) | 0) % TILE)) & 1) words[row + x] = line;
  }
}

/** The colours of the classes that are present, in stacks. */
interface Layers {
  readonly fill: Uint32Array;
  readonly line: Uint32Array;
  /** The bits of the pattern's tile for each row of the bar. */
  readonly rows: readonly (Uint8Array | undefined)[];
}

// Loops: `from` takes tens of times as long, at every lane of every frame.
function layersOf(present: Uint8Array, { fill, line, patterns, scale }: Paint, height: number): Layers {
  const fills = new Uint32Array(present.length);
  const lines = new Uint32Array(present.length);
  const rows: (Uint8Array | undefined)[] = [];
  for (let i = 0; i < present.length; i++) {
    const c = present[i] ?? 0;
    fills[i] = fill[c * SHADES + WRITABLE] ?? 0;
    lines[i] = line[c * SHADES + WRITABLE] ?? 0;
    const pattern = patterns[c];
    const bits = pattern && new Uint8Array(height);
    if (bits) for (let y = 0; y < height; y++) bits[y] = pattern[((y / scale) | 0) % TILE] ?? 0;
    rows.push(bits);
  }
  return { fill: fills, line: lines, rows };
}

/**
 * Paints a column of several regions as a stack: each class has its part of the height, in the order of the legend from
 * the bottom up, what is unmapped is above. A class that is there gets a pixel however small it is.
 * @param layers of the classes that are present
 */
function paintStack({ shares }: Columns, column: number, x: number, layers: Layers, paint: Paint, strip: Strip): void {
  const { width, height, words } = strip;
  const bit = 1 << (((x / paint.scale) | 0) % TILE);
  const count = layers.fill.length;
  const at = column * count;
  let y = height;
  let pixel = (height - 1) * width + x;
  for (let i = 0; i < count; i++) {
    const share = shares[at + i] ?? 0;
    if (share <= 0) continue;
    const fill = layers.fill[i] ?? 0;
    const rows = layers.rows[i];
    // Whole numbers throughout, which cost a third; and those above are counted only where room gets scarce.
    let high = (share * height + 0.5) | 0;
    if (high > y - (count - 1 - i)) high = Math.min(high, y - countAbove(shares, at + i + 1, at + count));
    if (high < 1) high = 1;
    const top = high < y ? y - high : 0;
    if (rows) {
      const line = layers.line[i] ?? 0;
      for (; y > top; y--, pixel -= width) words[pixel] = (rows[y - 1] ?? 0) & bit ? line : fill;
    } else for (; y > top; y--, pixel -= width) words[pixel] = fill;
  }
  for (; y > 0; y--, pixel -= width) words[pixel] = paint.gap;
}

/** How many classes are there from one place of the shares to another. */
function countAbove(shares: Float32Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if ((shares[i] ?? 0) > 0) count++;
  return count;
}
