/** The ribbons that bookmarked regions have on the picture. */
import type { Pen } from '../../core/layout/pen.ts';
import { regionSpan, type Axis } from '../../core/layout/axis.ts';
import { columnCount, type Lanes } from '../../core/layout/lanes.ts';
import type { Viewport } from '../../core/layout/viewport.ts';
import type { Ink } from './palette.ts';

/** In CSS pixels. */
const WIDTH = 7;
const HEIGHT = 11;

/** Draws a ribbon at the start of each region that is in view. @param scale device pixels to a CSS pixel */
export function drawFlags(
  context: Pen,
  positions: readonly number[],
  axis: Axis,
  view: Viewport,
  lanes: Lanes,
  ink: Ink,
  scale: number,
): void {
  const columns = columnCount(lanes);
  const columnsPerUnit = columns / (view.to - view.from);
  const width = WIDTH * scale;
  const height = Math.min(HEIGHT * scale, lanes.barHeight);
  for (const position of positions) {
    const { from, to } = regionSpan(axis, position);
    if (to < view.from || from >= view.to) continue;
    const column = Math.floor(Math.max(0, from - view.from) * columnsPerUnit);
    const x = lanes.left + Math.min(column % lanes.width, lanes.width - width) + scale;
    const y = lanes.top + Math.floor(column / lanes.width) * lanes.pitch + lanes.barTop;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + width, y);
    context.lineTo(x + width, y + height);
    context.lineTo(x + width / 2, y + height - width / 2);
    context.lineTo(x, y + height);
    context.closePath();
    context.fillStyle = ink.text;
    context.strokeStyle = ink.background;
    context.lineWidth = Math.max(1, Math.round(scale));
    context.fill();
    context.stroke();
  }
}
