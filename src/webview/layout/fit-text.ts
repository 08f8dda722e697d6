/** Texts cut to their room on a canvas. */

import type { Pen } from '../../core/layout/pen.ts';

/** A name that is cut to fewer letters says nothing. */
const LEAST_LETTERS = 4;

/** The text, cut with an ellipsis to fit; empty when there is room for nothing that helps. */
export function fitText(context: Pen, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let low = 0;
  let high = Math.min(text.length - 1, 120);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (context.measureText(`${text.slice(0, middle)}\u2026`).width <= room) low = middle;
    else high = middle - 1;
  }
  // Half of a character of two code units is none.
  if (/[\ud800-\udbff]/.test(text.charAt(low - 1))) low--;
  return low < LEAST_LETTERS ? '' : `${text.slice(0, low).trimEnd()}\u2026`;
}
