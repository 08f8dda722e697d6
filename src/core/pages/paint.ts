/** The pixels of a grid of pages. A cell of many pages shows each state that is in it by its share, and by a pixel at least. */
import { SHADES, TILE, type Paint } from '../layout/pixels.ts';
import { pagesOf, type PageGrid } from './grid.ts';
import { PAGE_STATES, stateOf } from './states.ts';

/** Where an image's words go. */
export interface PageSheet {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
}

const SHADE = 1;
/** From this side on, in pixels of the theme, cells stand apart. */
const APART = 6;
const STATES = PAGE_STATES.length;
/** In place of a state, where there is no page. */
const NONE = STATES;

/** Paints the rows in view; every pixel is written. @param top the first of them */
export function paintPages(grid: PageGrid, pages: Uint8Array, top: number, paint: Paint, sheet: PageSheet): void {
  const { words, width, height } = sheet;
  words.fill(paint.background);
  const { columns, cellWidth, cellHeight } = grid;
  const gap = Math.min(cellWidth, cellHeight) >= APART * paint.scale ? paint.scale : 0;
  const tiles = tilesOf(paint);
  const phases = Uint8Array.from({ length: width }, (_, x) => ((x / paint.scale) | 0) % TILE);
  /** By pixel of a row its state. */
  const states = new Uint8Array(width);
  for (let row = 0; row < grid.shown && row * cellHeight < height; row++) {
    states.fill(NONE);
    for (let column = 0; column < columns; column++) {
      fillCell(grid, pages, (top + row) * columns + column, states, column * cellWidth, cellWidth - gap);
    }
    const end = Math.min(height, (row + 1) * cellHeight - gap);
    for (let y = row * cellHeight; y < end; y++) {
      const tile = tiles[((y / paint.scale) | 0) % TILE]!;
      const start = y * width;
      for (let x = 0; x < width; x++) words[start + x] = tile[states[x]! * TILE + phases[x]!]!;
    }
  }
}

/** The colours of each row of the patterns' tile: by state, and by the pixel of the tile. */
function tilesOf({ fill, line, patterns, background }: Paint): readonly Uint32Array[] {
  return Array.from({ length: TILE }, (_, row) => {
    const colors = new Uint32Array((STATES + 1) * TILE).fill(background);
    for (let state = 0; state < STATES; state++) {
      const at = state * SHADES + SHADE;
      const bits = patterns[state]?.[row] ?? 0;
      for (let x = 0; x < TILE; x++) colors[state * TILE + x] = ((bits >> x) & 1 ? line[at] : fill[at]) ?? 0;
    }
    return colors;
  });
}

const counts = new Uint32Array(STATES);
const pixels = new Int32Array(STATES);

/** Writes the states of a cell's pixels, from `x` on. */
function fillCell(grid: PageGrid, pages: Uint8Array, cell: number, states: Uint8Array, x: number, width: number): void {
  const { from, to } = pagesOf(grid, cell);
  if (to <= from) return;
  const first = stateOf(pages[from]!);
  let same = from + 1;
  while (same < to && stateOf(pages[same]!) === first) same++;
  if (same === to) {
    states.fill(first, x, x + width);
    return;
  }
  counts.fill(0);
  counts[first] = same - from;
  for (let i = same; i < to; i++) counts[stateOf(pages[i]!)]!++;
  share(counts, width, pixels);
  let at = x;
  for (let state = 0; state < STATES; state++) {
    for (let left = pixels[state]!; left > 0; left--) states[at++] = state;
  }
}

/**
 * The pixels of each state in a cell: by its share, at least one for what is there, and the last states of the table first
 * where there are fewer pixels than states.
 * @param amounts by state, not all of them 0
 * @param width of the cell, which is the sum
 * @param into where the pixels go, by state
 */
export function share(amounts: Uint32Array, width: number, into: Int32Array): void {
  let total = 0;
  for (let state = 0; state < STATES; state++) total += amounts[state]!;
  let rest = width;
  for (let state = 0; state < STATES; state++) {
    const amount = amounts[state]!;
    into[state] = amount === 0 ? 0 : Math.max(1, Math.floor((amount * width) / total));
    rest -= into[state]!;
  }
  // Who has most of all can spare it, and nobody sees what is added to it.
  while (rest !== 0) {
    let most = 0;
    for (let state = 1; state < STATES; state++) if (into[state]! > into[most]!) most = state;
    const step = rest > 0 ? rest : -Math.min(-rest, Math.max(1, into[most]! - 1));
    into[most]! += step;
    rest -= step;
  }
}
