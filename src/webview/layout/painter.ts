/** Draws the picture into its canvases: bars as pixels, then names, addresses and folds; selection and hover above. */
import { regionSpan, rowAt, type Axis } from '../../core/layout/axis.ts';
import { makeColumns, resolveColumns, type Columns } from '../../core/layout/columns.ts';
import { paintFill, type Window } from '../../core/layout/fill-pixels.ts';
import { boxesOf, columnCount, makeLanes, type Lanes } from '../../core/layout/lanes.ts';
import { marksBetween } from '../../core/layout/marks.ts';
import type { Pen } from '../../core/layout/pen.ts';
import { paintLane, type LaneColumns, type Strip } from '../../core/layout/pixels.ts';
import { eachMark } from '../../core/layout/traits.ts';
import type { Viewport } from '../../core/layout/viewport.ts';
import { drawFlags } from './bookmark-flags.ts';
import { addressFont } from './fonts.ts';
import { paintGrid } from './grid.ts';
import { drawLabels } from './labels.ts';
import type { Palette } from './palette.ts';
import type { Scene } from './scene.ts';
import { drawTicks } from './ticks.ts';
import type { Several } from './several.ts';

/** What lies above the picture. */
export interface Highlights {
  readonly selected: number | undefined;
  readonly several: Several | undefined;
  readonly hovered: number | undefined;
  /** Positions. */
  readonly bookmarked: readonly number[];
}

/** Half the width of a mark, in CSS pixels. */
const MARK = 5;

export class Painter {
  private readonly base: Pen;
  private readonly top: Pen;
  private columns: Columns = makeColumns(0);
  private image: ImageData | undefined;
  private lanesNow: Lanes | undefined;

  /** @param top what draws above what `base` draws */
  constructor(base: Pen, top: Pen) {
    this.base = base;
    this.top = top;
  }

  /** A painter of canvases, one above the other. */
  static on(base: HTMLCanvasElement, top: HTMLCanvasElement): Painter {
    return new Painter(
      contextOf(base, { alpha: false, willReadFrequently: true }),
      contextOf(top, { willReadFrequently: true }),
    );
  }

  /** Where the lanes are; undefined before the first picture. */
  get lanes(): Lanes | undefined {
    return this.lanesNow;
  }

  /** Draws all. @param width and height in CSS pixels */
  draw(scene: Scene, view: Viewport, palette: Palette, width: number, height: number): void {
    const scale = devicePixelRatio;
    const { axis } = scene;
    const w = Math.max(1, Math.round(width * scale));
    const h = Math.max(1, Math.round(height * scale));
    resize(this.base.canvas, w, h);
    resize(this.top.canvas, w, h);
    const lanes = makeLanes(w, h, gutterWidth(this.base, axis, palette, width, scale), axis.count, scale);
    this.lanesNow = lanes;
    const count = columnCount(lanes);
    if (this.columns.capacity < count) this.columns = makeColumns(count);
    const unitsPerColumn = (view.to - view.from) / count;
    resolveColumns(axis, scene.coverage, view.from, unitsPerColumn, count, this.columns);

    this.base.fillStyle = palette.ink.background;
    this.base.fillRect(0, 0, w, h);
    const marks = this.marks(scene, view.from, unitsPerColumn, count);
    for (let lane = 0; lane < lanes.count; lane++) {
      this.drawLane(scene, { from: view.from, unitsPerColumn }, lanes, lane, palette, marks);
    }
    const taken = drawLabels(this.base, scene, view, lanes, this.columns.shows, palette, scale);
    drawTicks(this.base, scene.landmarks, view, lanes, palette.ink, taken, scale);
  }

  /** Draws selection and hover anew. */
  highlight(scene: Scene, view: Viewport, palette: Palette, highlights: Highlights): void {
    const { selected, several, hovered, bookmarked } = highlights;
    const { top, lanesNow: lanes } = this;
    top.clearRect(0, 0, top.canvas.width, top.canvas.height);
    if (!lanes) return;
    const scale = devicePixelRatio;
    this.drawMarks(scene, view, lanes, palette, scale);
    if (several) this.frame(scene.axis, view, lanes, several, palette.ink.focus, Math.round(2 * scale));
    drawFlags(top, bookmarked, scene.axis, view, lanes, palette.ink, scale);
    if (hovered !== undefined && hovered !== selected) {
      this.outline(scene.axis, view, lanes, hovered, palette.ink.hover, Math.max(1, Math.round(scale)));
    }
    if (selected !== undefined) {
      this.outline(scene.axis, view, lanes, selected, palette.ink.background, Math.round(4 * scale));
      this.outline(scene.axis, view, lanes, selected, palette.ink.focus, Math.round(2 * scale));
    }
  }

  /** A small wedge above the address of each mark; those of one column are one. */
  private drawMarks({ marks }: Scene, view: Viewport, lanes: Lanes, { ink }: Palette, scale: number): void {
    const { top } = this;
    const columns = columnCount(lanes);
    const columnsPerUnit = columns / (view.to - view.from);
    const side = MARK * scale;
    let last = -1;
    for (const { unit } of marksBetween(marks, view.from, view.to)) {
      const column = Math.min(columns - 1, Math.floor((unit - view.from) * columnsPerUnit));
      if (column === last) continue;
      last = column;
      const lane = Math.floor(column / lanes.width);
      const x = lanes.left + (column % lanes.width) + 0.5;
      const y = lanes.top + lane * lanes.pitch + lanes.barTop + side;
      top.beginPath();
      top.moveTo(x, y);
      top.lineTo(x - side, y - 2 * side);
      top.lineTo(x + side, y - 2 * side);
      top.closePath();
      top.fillStyle = ink.text;
      top.strokeStyle = ink.background;
      top.lineWidth = Math.max(1, Math.round(scale));
      top.fill();
      top.stroke();
    }
  }

  /** A line above and below all that is selected together, and a veil over it. Its cost is that of the columns, not of the regions. */
  private frame(axis: Axis, view: Viewport, lanes: Lanes, { positions }: Several, color: string, line: number): void {
    const { top } = this;
    const count = columnCount(lanes);
    const framed = new Uint8Array(count + 1);
    eachMark(axis, positions, view.from, (view.to - view.from) / count, count, (column, columns) =>
      framed.fill(1, column, column + columns),
    );
    framed[count] = 0;
    top.fillStyle = color;
    for (let from = framed.indexOf(1); from >= 0;) {
      const to = framed.indexOf(0, from);
      for (const { x, y, width, height } of boxesOf(lanes, from, to, 0)) {
        top.globalAlpha = 0.18;
        top.fillRect(x, y, width, height);
        top.globalAlpha = 1;
        top.fillRect(x, y - line, width, line);
        top.fillRect(x, y + height, width, line);
      }
      from = framed.indexOf(1, to);
    }
  }

  private outline(axis: Axis, view: Viewport, lanes: Lanes, position: number, color: string, line: number): void {
    const { top } = this;
    const scale = columnCount(lanes) / (view.to - view.from);
    const { from, to } = regionSpan(axis, position);
    const boxes = boxesOf(lanes, (from - view.from) * scale, (to - view.from) * scale, 3 * line);
    top.strokeStyle = color;
    top.lineWidth = line;
    boxes.forEach((box, i) => {
      const half = line / 2;
      const left = box.x - half;
      const right = box.x + box.width + half;
      const up = box.y - half;
      const down = box.y + box.height + half;
      top.beginPath();
      // A region of several lanes is open where it goes on.
      if (i === 0) {
        top.moveTo(left, down);
        top.lineTo(left, up);
      } else top.moveTo(left, up);
      top.lineTo(right, up);
      if (i === boxes.length - 1) top.lineTo(right, down);
      else top.moveTo(right, down);
      top.lineTo(left, down);
      top.stroke();
    });
  }

  private drawLane(
    { axis, coverage, fill }: Scene,
    window: Window,
    lanes: Lanes,
    lane: number,
    palette: Palette,
    marks: readonly Uint8Array[],
  ): void {
    const bar = lanes.barHeight;
    const image = this.imageOf(lanes.width, bar + lanes.railHeight);
    const words = new Uint32Array(image.data.buffer);
    const strip: Strip = { width: lanes.width, height: bar, words };
    const first = lane * lanes.width;
    const columns: LaneColumns = { axis, coverage, columns: this.columns, first };
    paintLane(columns, palette.paint, strip);
    if (fill) paintFill(columns, fill, window, palette.levels, strip);
    paintGrid(columns, strip, window, palette);
    paintRail(words, lanes, bar, marks, first, palette);
    this.base.putImageData(image, lanes.left, lanes.top + lane * lanes.pitch + lanes.barTop);
  }

  /** For each trait 1 for every column that has a region with it. */
  private marks(scene: Scene, from: number, unitsPerColumn: number, count: number): readonly Uint8Array[] {
    return scene.traits.positions.map((positions) => {
      const marked = new Uint8Array(count);
      eachMark(scene.axis, positions, from, unitsPerColumn, count, (column, columns) => {
        // Two columns wide at least, to be seen. Most are: calling `fill` costs more.
        const end = Math.min(count, column + Math.max(2, columns));
        for (let c = column; c < end; c++) marked[c] = 1;
      });
      return marked;
    });
  }

  private imageOf(width: number, height: number): ImageData {
    if (this.image?.width !== width || this.image.height !== height) this.image = new ImageData(width, height);
    return this.image;
  }
}

/** The rail: the first trait is a full line, the second one a dashed line below it; a row of ground stays above them. */
function paintRail(
  words: Uint32Array,
  lanes: Lanes,
  top: number,
  marks: readonly Uint8Array[],
  first: number,
  palette: Palette,
): void {
  const { width, railHeight } = lanes;
  const { paint } = palette;
  words.fill(paint.background, top * width, (top + railHeight) * width);
  const rows = Math.max(1, Math.floor((railHeight - paint.scale) / 2));
  marks.forEach((marked, trait) => {
    const color = palette.marks[trait] ?? paint.background;
    const from = (top + paint.scale + trait * rows) * width;
    const dash = 2 * paint.scale;
    // Without branches: which columns are marked no processor foresees.
    for (let x = 0; x < width; x++) {
      const isLeft = trait > 0 ? ((first + x) / dash) & 1 : 0;
      const ink = -((marked[first + x] ?? 0) & ~isLeft);
      words[from + x] = (color & ink) | (paint.background & ~ink);
    }
    for (let y = 1; y < rows; y++) words.copyWithin(from + y * width, from, from + width);
  });
}

/** The last font and text that was measured: both are the same from frame to frame. */
let measured = { font: '', digits: 0, width: 0 };

/** Room for the longest address of the map, in device pixels. */
function gutterWidth(context: Pen, axis: Axis, palette: Palette, width: number, scale: number): number {
  const font = addressFont(palette.ink, width, scale);
  const digits = axis.count > 0 && (axis.table.end[2 * rowAt(axis, axis.count - 1) + 1] ?? 0) > 0 ? 12 : 8;
  if (measured.font !== font || measured.digits !== digits) {
    context.font = font;
    measured = { font, digits, width: context.measureText('0'.repeat(digits)).width };
  }
  return Math.ceil(measured.width + 18 * scale);
}

function contextOf(canvas: HTMLCanvasElement, options: CanvasRenderingContext2DSettings): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', options);
  if (!context) throw new Error('The browser gives no 2D canvas.');
  return context;
}

function resize(canvas: Pen['canvas'], width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
