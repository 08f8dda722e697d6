/** Lines of pages on the bars, written into their pixels: quiet, and the stronger the larger what they part. */
import { eachGridLine, finestGrid } from '../../core/layout/gridlines.ts';
import { MIXED } from '../../core/layout/columns.ts';
import type { Window } from '../../core/layout/fill-pixels.ts';
import type { LaneColumns, Strip } from '../../core/layout/pixels.ts';
import type { Palette } from './palette.ts';

/** Lines are at least so far apart, in CSS pixels. */
export const GRID_LEAST = 8;

/** How much of a line's colour lies over the bar, in 256ths, by the index in `GRIDS`. */
const STRENGTHS: Readonly<Record<'normal' | 'contrast', readonly number[]>> = {
  normal: [36, 80, 140],
  contrast: [80, 140, 210],
};

/** Draws the lines of one lane over its bar. */
export function paintGrid(
  { axis, columns: { shows }, first }: LaneColumns,
  strip: Strip,
  { from, unitsPerColumn }: Window,
  { paint, grid: color, highContrast }: Palette,
): void {
  const least = GRID_LEAST * paint.scale;
  const finest = finestGrid(axis, unitsPerColumn, least);
  if (finest === undefined) return;
  const { width, height, words } = strip;
  const strengths = STRENGTHS[highContrast ? 'contrast' : 'normal'];
  const place = {
    from: from + first * unitsPerColumn,
    unitsPerColumn,
    columns: width,
    finest,
    least,
    isNarrow: (column: number) => shows[first + column] === MIXED,
  };
  eachGridLine(axis, place, (column, grid) => {
    const strength = strengths[grid] ?? 0;
    for (let y = 0, at = column; y < height; y++, at += width) {
      const below = words[at] ?? 0;
      words[at] = blend(below, farther(below, color, paint.background), strength);
    }
  });
}

/** The one of two colours that stands out more, by their green, which is most of what the eye takes for light. */
function farther(below: number, one: number, other: number): number {
  const green = (word: number): number => (word >>> 8) & 255;
  return Math.abs(green(below) - green(one)) >= Math.abs(green(below) - green(other)) ? one : other;
}

/** Two channels at a time: red and blue lie 16 bits apart, and a sum of 256ths needs 16. */
function blend(below: number, above: number, strength: number): number {
  const rest = 256 - strength;
  const outer = (((below & 0xff00ff) * rest + (above & 0xff00ff) * strength) >>> 8) & 0xff00ff;
  const green = (((below & 0xff00) * rest + (above & 0xff00) * strength) >>> 8) & 0xff00;
  return (0xff000000 | outer | green) >>> 0;
}
