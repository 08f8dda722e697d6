/** The writing on the picture: addresses before the lanes, names above the bars, permissions and folds in them. */
import { gapBefore, hitTest, isFolded, isReservation, regionSpan, rowAt } from '../../core/layout/axis.ts';
import {
  objectLabels,
  stretchLabels,
  type GapLabel,
  type ObjectLabel,
  type RegionLabel,
  type Ruler,
} from '../../core/layout/labels.ts';
import { headHeight } from '../../core/layout/fill-pixels.ts';
import { isShown } from '../../core/layout/coverage.ts';
import { columnCount, type Lanes } from '../../core/layout/lanes.ts';
import type { Pen } from '../../core/layout/pen.ts';
import { addressAtUnit } from '../../core/layout/places.ts';
import { scaleOf } from '../../core/layout/scales.ts';
import type { Taken } from '../../core/layout/tick-names.ts';
import { SHADES, shadeOf } from '../../core/layout/pixels.ts';
import type { Viewport } from '../../core/layout/viewport.ts';
import { formatAddress } from '../../core/memory-map/address.ts';
import { formatPerms } from '../../core/memory-map/permissions.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import { objectName, objectSize } from './describe.ts';
import { fitText } from './fit-text.ts';
import { addressFont, nameFont, permsFont } from './fonts.ts';
import type { Palette } from './palette.ts';
import type { Scene } from './scene.ts';

/** In CSS pixels. */
const LEAST_NAME = 36;
const LEAST_PERMS = 34;
const LEAST_FOLD = 5;
const PAGE = 4096;

interface Writing {
  readonly context: Pen;
  readonly scene: Scene;
  readonly lanes: Lanes;
  readonly palette: Palette;
  readonly scale: number;
  /** What is written above the bars. */
  readonly taken: Taken[];
}

/** Writes on a picture whose bars are drawn, from what their columns show. Gives what is taken of the room above them. */
export function drawLabels(
  context: Pen,
  scene: Scene,
  view: Viewport,
  lanes: Lanes,
  shows: Ruler['shows'],
  palette: Palette,
  scale: number,
): readonly Taken[] {
  const { axis } = scene;
  const pen: Writing = { context, scene, lanes, palette, scale, taken: [] };
  const unitsPerColumn = (view.to - view.from) / columnCount(lanes);
  const ruler: Ruler = { from: view.from, unitsPerColumn, laneWidth: lanes.width, lanes: lanes.count, shows };
  drawAddresses(pen, ruler);
  context.textBaseline = 'alphabetic';
  context.font = nameFont(palette.ink, scale);
  for (const label of objectLabels(axis, scene.objects, ruler, LEAST_NAME * scale)) drawObject(pen, label);
  const { regions, gaps } = stretchLabels(axis, ruler, LEAST_FOLD * scale);
  for (const label of gaps) drawGap(pen, label);
  context.font = permsFont(palette.ink, scale);
  for (const label of regions) drawRegion(pen, label);
  return pen.taken;
}

function drawAddresses({ context, scene, lanes, palette, scale }: Writing, ruler: Ruler): void {
  const { axis } = scene;
  context.font = addressFont(palette.ink, context.canvas.width / scale, scale);
  context.fillStyle = palette.ink.faint;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let lane = 0; lane < lanes.count; lane++) {
    const unit = ruler.from + lane * ruler.laneWidth * ruler.unitsPerColumn;
    const hit = hitTest(axis, unit);
    if (!hit) continue;
    // A lane that starts in a hole is named by the region that ends the hole, unless the hole is to scale.
    const at =
      'region' in hit || (scaleOf(axis.scale).toScale && !gapBefore(axis, hit.gapBefore).folded)
        ? unit
        : regionSpan(axis, hit.gapBefore).from;
    const page = BigInt(Math.floor(addressAtUnit(axis, at) / PAGE)) * BigInt(PAGE);
    const y = lanes.top + lane * lanes.pitch + lanes.barTop + lanes.barHeight / 2;
    // `[vsyscall]` has four digits more than all others: they are set closer.
    context.fillText(formatAddress(page), lanes.left - 8 * scale, y, lanes.left - 12 * scale);
  }
  context.textAlign = 'left';
}

/** A name above the bar, and a bracket that holds the object's regions together. */
function drawObject(pen: Writing, label: ObjectLabel): void {
  const { context, lanes, palette, scale } = pen;
  // What fills lane after lane is named where it begins and where it ends.
  if (label.continued && label.goesOn && label.lane > 0) return;
  const x = lanes.left + label.x;
  const y = lanes.top + label.lane * lanes.pitch + lanes.barTop;
  const thin = Math.max(1, Math.round(scale));
  const top = y - 3 * scale;
  context.fillStyle = palette.ink.line;
  context.fillRect(Math.round(x), Math.round(top), Math.max(thin, Math.round(label.width) - 2 * thin), thin);
  if (!label.continued) context.fillRect(Math.round(x), Math.round(top), thin, Math.round(3 * scale));
  writeName(pen, label, x, top - 3.5 * scale);
}

/** Name and size as far as there is room; of reserved space the size says more than the name. */
function writeName(
  { context, scene, palette, scale, taken }: Writing,
  label: ObjectLabel,
  x: number,
  baseline: number,
): void {
  const { axis } = scene;
  const room = label.width - 4 * scale;
  const name = objectName(scene, label);
  const size = formatBytes(objectSize(axis, label));
  const reserved = label.end - label.first === 1 && isReservation(axis.table.perms[rowAt(axis, label.first)] ?? 0);
  const whole = context.measureText(`${name}  `).width;
  const both = whole + context.measureText(size).width <= room;
  const quiet = label.continued || reserved || !isShown(scene.coverage, label.first);
  context.fillStyle = quiet ? palette.ink.faint : palette.ink.text;
  if (reserved && !both) {
    if (context.measureText(size).width <= room) write(size);
    return;
  }
  write(fitText(context, name, room));
  if (!both) return;
  context.fillStyle = palette.ink.faint;
  write(size, whole);

  function write(text: string, from = 0): void {
    const { width } = context.measureText(text);
    context.fillText(text, x + from, baseline);
    if (width > 0) taken.push({ lane: label.lane, from: label.x + from, to: label.x + from + width });
  }
}

/** An unmapped stretch: its size when there is room, torn edges when it is folded. */
function drawGap({ context, lanes, palette, scale }: Writing, label: GapLabel): void {
  const x = lanes.left + label.x;
  const y = lanes.top + label.lane * lanes.pitch + lanes.barTop;
  const middle = y + lanes.barHeight / 2;
  context.strokeStyle = palette.ink.line;
  context.lineWidth = Math.max(1, Math.round(scale));
  if (label.folded) {
    if (label.width < 16 * scale) tear(context, x + label.width / 2, y, lanes.barHeight, scale);
    else {
      tear(context, x + 4 * scale, y, lanes.barHeight, scale);
      tear(context, x + label.width - 4 * scale, y, lanes.barHeight, scale);
    }
  }
  const size = formatBytes(label.size);
  const room = label.width - (label.folded ? 18 : 6) * scale;
  const long = `${size} unmapped`;
  const text = context.measureText(long).width <= room ? long : context.measureText(size).width <= room ? size : '';
  if (text === '') return;
  context.fillStyle = palette.ink.faint;
  context.textAlign = 'center';
  context.fillText(text, x + label.width / 2, middle + 4 * scale);
  context.textAlign = 'left';
}

/** Inside a region its permissions, and where it is folded a tear with its true size. */
function drawRegion({ context, scene, lanes, palette, scale }: Writing, label: RegionLabel): void {
  const { axis, coverage } = scene;
  const row = rowAt(axis, label.position);
  const perms = axis.table.perms[row] ?? 0;
  const x = lanes.left + label.x;
  const y = lanes.top + label.lane * lanes.pitch + lanes.barTop;
  if (isFolded(axis, label.position)) {
    context.strokeStyle = palette.ink.background;
    context.lineWidth = 4 * scale;
    tear(context, x + label.width - Math.min(10 * scale, label.width / 2), y, lanes.barHeight, scale);
  }
  if (label.width < LEAST_PERMS * scale || label.continued || isReservation(perms)) return;
  const text = formatPerms(perms)?.slice(0, 3);
  if (text === undefined) return;
  const fill = (coverage.classes[label.position] ?? 0) * SHADES + shadeOf(perms);
  const left = x + 4 * scale;
  // Above the levels.
  const room = scene.fill ? headHeight(lanes.barHeight, palette.paint.scale) : lanes.barHeight;
  const baseline = y + room / 2 + 3.5 * scale;
  if (palette.highContrast) {
    // On a pattern letters need a ground of their own.
    context.fillStyle = palette.ink.grounds[fill] ?? '';
    context.fillRect(left - 2 * scale, baseline - 9 * scale, context.measureText(text).width + 4 * scale, 12 * scale);
  }
  context.fillStyle = palette.ink.onFill[fill] ?? '';
  context.fillText(text, left, baseline);
}

/** A zigzag from the top of a bar to its foot: here the scale is broken. */
function tear(context: Pen, x: number, y: number, height: number, scale: number): void {
  const step = 4 * scale;
  context.beginPath();
  context.moveTo(x, y);
  for (let down = step, side = 1; down < height + step; down += step, side = -side) {
    context.lineTo(x + (side * step) / 2, y + Math.min(down, height));
  }
  context.stroke();
}
