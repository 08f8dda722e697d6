/** The pixels of the rectangles of a treemap or a flame graph, in the colours and patterns of the picture. */
import { SHADES, shadeOf, TILE, type Paint } from '../layout/pixels.ts';
import { slice, type Box } from './squarify.ts';
import type { Share } from './tile-colours.ts';
import type { Tile } from './tiles.ts';

/** The shade of what is more than one region: as in the legend, the middle one. */
const MIXED_SHADE = 1;

/** Where an image's words go. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
}

/** What colours are made of. */
export interface TileColours {
  /** By tile, see `shareTiles`. */
  readonly shares: readonly (readonly Share[])[];
  /** By row. */
  readonly perms: Uint8Array;
}

/** The colour of a category in a tile: `category * SHADES + shade`. */
export function colorIn({ of, id }: Tile, category: number, perms: Uint8Array): number {
  return category * SHADES + (of === 'region' ? shadeOf(perms[id] ?? 0) : MIXED_SHADE);
}

/** Paints tiles, each in the colours of its categories along its longer side; every pixel is written. */
export function paintTiles(tiles: readonly Tile[], { shares, perms }: TileColours, paint: Paint, sheet: Sheet): void {
  sheet.words.fill(paint.background);
  tiles.forEach((tile, i) => {
    const parts = shares[i] ?? [];
    if (tile.hasParts) return;
    const isWide = tile.right - tile.left >= tile.bottom - tile.top;
    const amounts = parts.map(({ amount }) => amount);
    slice(amounts, tile, isWide).forEach((box, at) => {
      fill(box, colorIn(tile, parts[at]?.category ?? 0, perms), paint, sheet);
    });
  });
  // The borders of what is inside come first: those of what is around it lie over them.
  for (let i = tiles.length - 1; i >= 0; i--) edge(tiles[i]!, paint, sheet);
}

function fill(box: Box, at: number, paint: Paint, { width, words }: Sheet): void {
  const { left, top, right, bottom } = rounded(box);
  const color = paint.fill[at] ?? 0;
  for (let y = top; y < bottom; y++) words.fill(color, y * width + left, y * width + right);
  const pattern = paint.patterns[(at / SHADES) | 0];
  if (!pattern) return;
  const line = paint.line[at] ?? 0;
  const { scale } = paint;
  for (let y = top; y < bottom; y++) {
    const bits = pattern[((y / scale) | 0) % TILE] ?? 0;
    if (bits === 0) continue;
    const start = y * width;
    for (let x = left; x < right; x++) if ((bits >> (((x / scale) | 0) % TILE)) & 1) words[start + x] = line;
  }
}

/** A line at the left and the top of a tile, two pixels thick around a group. What would be all border has none. */
function edge(tile: Tile, paint: Paint, { width, words }: Sheet): void {
  const { left, top, right, bottom } = rounded(tile);
  const thick = (tile.of === 'group' ? 2 : 1) * paint.scale;
  if (right - left > 2 * thick && left > 0) {
    for (let y = top; y < bottom; y++) words.fill(paint.background, y * width + left, y * width + left + thick);
  }
  if (bottom - top > 2 * thick && top > 0) {
    for (let y = top; y < top + thick; y++) words.fill(paint.background, y * width + left, y * width + right);
  }
}

/** The pixels of a tile: edges that touch are rounded alike, so that pixels belong to one tile only. */
export function rounded({ left, top, right, bottom }: Box): Box {
  return { left: Math.round(left), top: Math.round(top), right: Math.round(right), bottom: Math.round(bottom) };
}
