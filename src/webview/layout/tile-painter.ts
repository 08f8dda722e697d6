/** Draws the rectangles of a composition into a canvas: colours as pixels, then names; what is selected or touched above. */
import type { Composition } from '../../core/composition/compose.ts';
import { colorIn, paintTiles, rounded } from '../../core/composition/tile-pixels.ts';
import type { Share } from '../../core/composition/tile-colours.ts';
import type { Tile } from '../../core/composition/tiles.ts';
import type { Pen } from '../../core/layout/pen.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import { fitText } from './fit-text.ts';
import { nameFont } from './fonts.ts';
import type { Palette } from './palette.ts';
import { tileName } from './tile-words.ts';

/** In CSS pixels. */
const LINE = 14;
const LEAST_NAME = 40;
const PAD = 4;

/** What lies above the rectangles, by index. */
export interface TileMarks {
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
  /** The one that has the keyboard. */
  readonly focused: number | undefined;
}

/**
 * Draws all. The canvas has the size in device pixels that the tiles were laid out for.
 * @param shares by tile, see `shareTiles`
 */
export function drawTiles(
  context: Pen,
  composition: Composition,
  tiles: readonly Tile[],
  shares: readonly (readonly Share[])[],
  palette: Palette,
): void {
  const { width, height } = context.canvas;
  const image = new ImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  const { perms } = composition.listing.regions;
  paintTiles(tiles, { shares, perms }, palette.paint, { width, height, words });
  context.putImageData(image, 0, 0);
  context.textBaseline = 'alphabetic';
  context.font = nameFont(palette.ink, devicePixelRatio);
  /** By tile 1 where the name of what is around it stands above its own. */
  const lines = new Uint8Array(tiles.length);
  tiles.forEach((tile, i) => {
    const parent = tiles[tile.parent];
    const isInside = parent?.hasParts === true;
    const above = isInside && parent.top === tile.top ? (lines[tile.parent] ?? 0) : 0;
    lines[i] = above;
    // The root is named above; a region in an object that is named has its name from there.
    if (tile.level === 0 ? tile.hasParts : tile.of === 'region' && tile.level > 1 && isInside) return;
    const isTitle = tile.of === 'group' && tile.hasParts;
    const label = { name: tileName(composition, tiles, tile), size: formatBytes(tile.amount), isTitle };
    const at = innermost(tiles, i);
    const [only, ...others] = shares[at] ?? [];
    // Across several categories a name has the ground of the view.
    const color = only && others.length === 0 ? colorIn(tiles[at] ?? tile, only.category, perms) : undefined;
    const isWritten = writeLabel(context, palette, color, tile, above, label);
    if (isTitle && isWritten) lines[i] = 1;
  });
}

/** The index of what lies at the upper left corner of a tile: its largest part, and the largest of that. */
function innermost(tiles: readonly Tile[], index: number): number {
  let at = index;
  while (tiles[at]?.hasParts === true && tiles[at + 1]?.parent === at) at++;
  return at;
}

interface LabelTexts {
  readonly name: string;
  readonly size: string;
  /** True for the name of a group above those of its objects: it has one line. */
  readonly isTitle: boolean;
}

/** Writes name and size as far as there is room, below `above` lines. False when there is none. */
function writeLabel(
  context: Pen,
  { ink }: Palette,
  color: number | undefined,
  tile: Tile,
  above: number,
  { name, size, isTitle }: LabelTexts,
): boolean {
  const scale = devicePixelRatio;
  const { left, top, right, bottom } = rounded(tile);
  const room = right - left - 2 * PAD * scale;
  const height = bottom - top - above * LINE * scale;
  if (room < LEAST_NAME * scale || height < (LINE + 3) * scale) return false;
  context.font = `${isTitle ? 'bold ' : ''}${nameFont(ink, scale)}`;
  // Behind a name that is written from right to left a number would be a part of it.
  const both = `${name}\u200e  ${size}`;
  const fitsOne = context.measureText(both).width <= room;
  const texts = [fitsOne ? both : fitText(context, name, room)];
  if (texts[0] === '') return false;
  const sizeFits = height >= (2 * LINE + 3) * scale && context.measureText(size).width <= room;
  if (!fitsOne && sizeFits && !isTitle) texts.push(size);
  texts.forEach((text, i) => {
    const x = left + PAD * scale;
    const y = top + ((above + i + 1) * LINE - 1) * scale;
    // On patterns, and across several shades, letters need a ground of their own.
    context.fillStyle = ink.grounds[color ?? -1] ?? ink.background;
    context.fillRect(x - 2 * scale, y - 10 * scale, context.measureText(text).width + 4 * scale, 13 * scale);
    context.fillStyle = ink.onFill[color ?? -1] ?? ink.text;
    context.fillText(text, x, y);
  });
  return true;
}

/** Draws what is selected, hovered and focused anew. */
export function markTiles(
  context: Pen,
  tiles: readonly Tile[],
  { ink }: Palette,
  { selected, hovered, focused }: TileMarks,
): void {
  const scale = devicePixelRatio;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const outline = (index: number | undefined, color: string, line: number, inset: number): void => {
    const tile = index === undefined ? undefined : tiles[index];
    if (!tile) return;
    const { left, top, right, bottom } = rounded(tile);
    const half = (inset + line / 2) * scale;
    context.strokeStyle = color;
    context.lineWidth = line * scale;
    // What is smaller than its own frame is framed from outside.
    const [x, y] = [left + half, top + half];
    const toX = x + Math.max(right - left - 2 * half, line * scale);
    const toY = y + Math.max(bottom - top - 2 * half, line * scale);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(toX, y);
    context.lineTo(toX, toY);
    context.lineTo(x, toY);
    context.closePath();
    context.stroke();
  };
  if (hovered !== focused) outline(hovered, ink.hover, 1, 0);
  for (const index of new Set([selected, focused])) {
    outline(index, ink.background, 4, 0);
    outline(index, ink.focus, 2, 0);
  }
}
