/** The pixels of a grid of pages. A cell of many pages shows each state that is in it by its share, and by a pixel at least. */
import { SHADES, TILE, type Paint } from '../layout/pixels.ts';
import { countStates } from './counts.ts';
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

/** Paints the rows in view; every pixel is written. @param top the first of them */
export function paintPages(grid: PageGrid, pages: Uint8Array, top: number, paint: Paint, sheet: PageSheet): void {
  const { words, width, height } = sheet;
  words.fill(paint.background);
  const { columns, cellWidth, cellHeight } = grid;
  const gap = Math.min(cellWidth, cellHeight) >= APART * paint.scale ? paint.scale : 0;
  const lines = cellHeight - gap;
  /** By pixel of a row its state, and 255 where there is none. */
  const states = new Uint8Array(width);
  for (let row = 0; row < grid.shown && row * cellHeight < height; row++) {
    states.fill(NONE);
    for (let column = 0; column < columns; column++) {
      fillCell(grid, pages, (top + row) * columns + column, states, column * cellWidth, cellWidth - gap);
    }
    for (let y = row * cellHeight; y < Math.min(height, row * cellHeight + lines); y++)
      paintLine(states, y, paint, sheet);
  }
}

const NONE = 255;

/** Writes the states of a cell's pixels, from `x` on. */
function fillCell(grid: PageGrid, pages: Uint8Array, cell: number, states: Uint8Array, x: number, width: number): void {
  const { from, to } = pagesOf(grid, cell);
  if (to <= from) return;
  const counts = countStates(pages, from, to);
  const first = stateOf(pages[from] ?? 0);
  if (counts[first] === to - from) {
    states.fill(first, x, x + width);
    return;
  }
  let at = x;
  shares(counts, width).forEach((pixels, state) => {
    states.fill(state, at, at + pixels);
    at += pixels;
  });
}

/**
 * The pixels of each state in a cell: by its share, at least one for what is there, and the last states of the table first
 * where there are fewer pixels than states.
 * @param width of the cell; that is the sum, where any state is there
 */
export function shares(counts: Uint32Array, width: number): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const pixels = Array.from(counts, (count) => (count === 0 ? 0 : Math.max(1, Math.floor((count * width) / total))));
  if (total === 0) return pixels;
  let rest = width - pixels.reduce((sum, each) => sum + each, 0);
  // Who has most of all can spare it, and nobody sees what is added to it.
  while (rest !== 0) {
    const most = pixels.indexOf(Math.max(...pixels));
    const step = rest > 0 ? rest : -Math.min(-rest, Math.max(1, (pixels[most] ?? 0) - 1));
    pixels[most] = (pixels[most] ?? 0) + step;
    rest -= step;
  }
  return pixels;
}

function paintLine(states: Uint8Array, y: number, paint: Paint, { width, words }: PageSheet): void {
  const { fill, line, patterns, scale } = paint;
  const start = y * width;
  const tileRow = ((y / scale) | 0) % TILE;
  for (let x = 0; x < width;) {
    const state = states[x] ?? NONE;
    let end = x + 1;
    while (end < width && states[end] === state) end++;
    if (state < PAGE_STATES.length) {
      const at = state * SHADES + SHADE;
      words.fill(fill[at] ?? 0, start + x, start + end);
      const bits = patterns[state]?.[tileRow] ?? 0;
      if (bits !== 0) {
        const color = line[at] ?? 0;
        for (let i = x; i < end; i++) if ((bits >> (((i / scale) | 0) % TILE)) & 1) words[start + i] = color;
      }
    }
    x = end;
  }
}
