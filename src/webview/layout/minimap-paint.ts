/** Paints the overview: the whole axis in one row, by the code that paints the picture. Once a scene, not once a frame. */
import { makeColumns, resolveColumns } from '../../core/layout/columns.ts';
import { paintLane } from '../../core/layout/pixels.ts';
import { eachMark } from '../../core/layout/traits.ts';
import type { Palette } from './palette.ts';
import type { Scene } from './scene.ts';

/** Height of the row of marks at the bottom, in CSS pixels. */
const MARKS = 3;

/** @param width and height in CSS pixels */
export function paintMinimap(
  canvas: HTMLCanvasElement,
  { axis, coverage, traits }: Scene,
  { paint, marks }: Palette,
  width: number,
  height: number,
): void {
  const w = Math.max(1, Math.round(width * devicePixelRatio));
  const h = Math.max(1, Math.round(height * devicePixelRatio));
  canvas.width = w;
  canvas.height = h;
  const image = new ImageData(w, h);
  const words = new Uint32Array(image.data.buffer);
  const columns = makeColumns(w);
  const unitsPerColumn = Math.max(axis.length, 1) / w;
  resolveColumns(axis, coverage, 0, unitsPerColumn, w, columns);
  const rail = Math.round(MARKS * devicePixelRatio);
  paintLane({ axis, coverage, columns, first: 0 }, paint, { width: w, height: h - rail, words });
  words.fill(paint.background, (h - rail) * w);
  traits.positions.forEach((positions, trait) => {
    const color = marks[trait] ?? paint.background;
    // Rare, and not to be lost: two columns wide at least. The first trait lies above the others.
    eachMark(axis, positions, 0, unitsPerColumn, w, (column, count) => {
      const end = Math.min(w, column + Math.max(2, count));
      for (let y = h - rail + (trait === 0 ? 1 : rail - 1); y < h; y++) words.fill(color, y * w + column, y * w + end);
    });
  });
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
