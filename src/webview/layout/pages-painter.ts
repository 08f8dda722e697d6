/** Draws the grid of pages into its canvases: the states as pixels, the addresses of rows beside them, what is touched above. */
import { formatAddress } from '../../core/memory-map/address.ts';
import { pagesOf, rowStart, type PageGrid } from '../../core/pages/grid.ts';
import { paintPages } from '../../core/pages/paint.ts';
import type { PagesTold } from '../../protocol/pages.ts';
import { addressFont } from './fonts.ts';
import type { PagesView } from './pages-view.ts';
import type { Palette } from './palette.ts';

/** In CSS pixels: what the page has at both sides, room for an address, and a line of them. */
export const SIDE = 12;
const GUTTER = 100;
const LINE = 14;
/** Below this width there is no room for addresses. */
const LEAST_WIDTH = 320;

/** Where the grid starts, in CSS pixels. @param width of the canvas */
export function gridLeft(width: number): number {
  return width < LEAST_WIDTH ? SIDE : SIDE + GUTTER;
}

/** Draws all. The canvas has the size in device pixels that the grid was laid out for. */
export function drawPages(
  context: CanvasRenderingContext2D,
  view: PagesView,
  told: PagesTold,
  grid: PageGrid,
  { paint, ink }: Palette,
): void {
  const scale = devicePixelRatio;
  const { width, height } = context.canvas;
  const left = gridLeft(width / scale) * scale;
  const sheetWidth = grid.columns * grid.cellWidth;
  const image = new ImageData(sheetWidth, height);
  const words = new Uint32Array(image.data.buffer);
  paintPages(grid, told.pages, view.top, paint, { width: sheetWidth, height, words });
  context.fillStyle = ink.background;
  context.fillRect(0, 0, width, height);
  context.putImageData(image, left, 0);
  if (left <= SIDE * scale) return;
  context.font = addressFont(ink, width / scale, scale);
  context.fillStyle = ink.faint;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const line = LINE * scale;
  const every = 2 ** Math.max(0, Math.ceil(Math.log2(line / grid.cellHeight)));
  let last = -line;
  for (let row = 0; row < grid.shown; row++) {
    // The first one stands lower than its row where it would be cut off: the next one may have no room then.
    const y = Math.max((row + 0.5) * grid.cellHeight, line / 2);
    if ((view.top + row) % every !== 0 || y - last < line) continue;
    last = y;
    const page = BigInt(view.from + rowStart(grid, view.top + row));
    const text = formatAddress(view.region.start + page * BigInt(told.pageSize));
    context.fillText(text, left - 8 * scale, y);
  }
}

/** Draws what is hovered and what has the keyboard anew, by cell. */
export function markPages(
  context: CanvasRenderingContext2D,
  grid: PageGrid,
  top: number,
  { ink }: Palette,
  marks: { readonly hovered: number | undefined; readonly current: number | undefined; readonly hasKeyboard: boolean },
): void {
  const scale = devicePixelRatio;
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const left = gridLeft(width / scale) * scale;
  const outline = (cell: number | undefined, color: string, line: number): void => {
    if (cell === undefined || pagesOf(grid, cell).to === pagesOf(grid, cell).from) return;
    const x = left + (cell % grid.columns) * grid.cellWidth;
    const y = (Math.floor(cell / grid.columns) - top) * grid.cellHeight;
    const out = (line / 2) * scale;
    context.strokeStyle = color;
    context.lineWidth = line * scale;
    context.strokeRect(x - out, y - out, grid.cellWidth + 2 * out - scale, grid.cellHeight + 2 * out - scale);
  };
  if (marks.hovered !== marks.current) outline(marks.hovered, ink.hover, 1);
  outline(marks.current, ink.background, 4);
  outline(marks.current, marks.hasKeyboard ? ink.focus : ink.line, 2);
}
