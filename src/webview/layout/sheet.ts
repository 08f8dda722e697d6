/**
 * A picture as a sheet that stands for itself: caption, picture, legend. Drawn with any pen, so that an SVG and a PNG show the
 * same.
 */
import type { CategoryTotal } from '../../core/layout/category.ts';
import type { Pen } from '../../core/layout/pen.ts';
import type { FillPaint } from '../../core/layout/fill-pixels.ts';
import { SHADES, TILE, type Paint, type Pattern } from '../../core/layout/pixels.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { Caption } from './caption.ts';
import { nameFont } from './fonts.ts';
import type { Palette } from './palette.ts';
import type { Scene } from './scene.ts';

/** What a sheet is drawn on. */
export interface Surface {
  /** Draws the sheet; its canvas takes the sheet's size. */
  readonly pen: Pen;
  /** Draw the picture, one above the other. */
  readonly base: Pen;
  readonly top: Pen;
  /** Puts the picture on the sheet. */
  readonly paste: (x: number, y: number) => void;
}

/** In CSS pixels. */
const MARGIN = 12;
const LINE = 17;
const TITLE = 24;
const SWATCH = 12;
const BETWEEN = 16;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A bar under a picture, as long as so many bytes. */
interface ScaleBar {
  readonly text: string;
  /** In device pixels. */
  readonly length: number;
}

/** A picture that can be put on a sheet. */
export interface Drawing {
  /** Draws it, and tells what there is to say of it. @param size in CSS pixels */
  readonly draw: (
    base: Pen,
    top: Pen,
    size: Size,
    palette: Palette,
  ) => { readonly caption: Caption; readonly bar?: ScaleBar | undefined };
  readonly legend: readonly Entry[];
}

/** An entry of the legend. */
export interface Entry {
  readonly category?: number;
  readonly trait?: number;
  /** The index of a part of the levels inside regions. */
  readonly level?: number;
  readonly name: string;
  readonly amount: string;
}

/**
 * Draws a sheet, and gives its caption.
 * @param size of the picture in CSS pixels
 * @param captioned false leaves the caption out
 */
export function drawSheet(
  surface: Surface,
  drawing: Drawing,
  palette: Palette,
  size: Size,
  captioned: boolean,
): Caption {
  const scale = devicePixelRatio;
  const { pen, base, top } = surface;
  const { ink } = palette;
  const { caption, bar } = drawing.draw(base, top, size, palette);
  const width = base.canvas.width;
  const margin = MARGIN * scale;
  const titleFont = `bold ${14 * scale}px ${ink.uiFont}`;
  pen.font = titleFont;
  const titles = captioned ? wrapped(pen, caption.title, width - 2 * margin) : [];
  const below = TITLE + LINE * (titles.length - 1);
  pen.font = nameFont(ink, scale);
  const lines = (captioned ? caption.lines : []).flatMap((line) => wrapped(pen, line, width - 2 * margin));
  const chips = placeChips(pen, drawing.legend, width - 2 * margin, scale);
  // Between pixels it would be blurred: the scale may be 1.5.
  const pictureTop = captioned ? Math.round(margin + (below + LINE * lines.length) * scale) : 0;
  const legendTop = pictureTop + base.canvas.height + (bar ? LINE : 0) * scale;
  resize(pen, width, legendTop + ((chips.at(-1)?.row ?? 0) + 1) * LINE * scale + margin + 8 * scale);

  pen.fillStyle = ink.background;
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
  surface.paste(0, pictureTop);
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.font = titleFont;
  pen.fillStyle = ink.text;
  titles.forEach((line, i) => pen.fillText(line, margin, margin + (14 + LINE * i) * scale));
  pen.font = nameFont(ink, scale);
  pen.fillStyle = ink.faint;
  lines.forEach((line, i) => pen.fillText(line, margin, margin + (below + LINE * i + 11) * scale));
  if (bar) drawBar(pen, palette, bar, margin, legendTop - 4 * scale, scale);
  for (const chip of chips) drawChip(pen, palette, chip, margin, legendTop + (LINE * chip.row + 8) * scale, scale);
  return caption;
}

function resize({ canvas }: Pen, width: number, height: number): void {
  canvas.width = width;
  canvas.height = Math.ceil(height);
}

/** A bar with its length in bytes, as under the picture on the screen. */
function drawBar(pen: Pen, { ink }: Palette, { text, length }: ScaleBar, x: number, y: number, scale: number): void {
  const line = Math.max(1, Math.round(scale));
  pen.fillStyle = ink.text;
  pen.fillRect(x, y - line, length, line);
  for (const end of [x, x + length - line]) pen.fillRect(end, y - 5 * scale, line, 5 * scale);
  pen.fillText(text, x + length + 6 * scale, y);
}

/** The legend's entries of categories. */
export function categoryEntries({ legend, coloured, sized }: Scene): readonly Entry[] {
  const amount = ({ size, regions }: CategoryTotal): string =>
    sized ? `${formatBytes(size)} \u00b7 ${formatCount(regions)}` : formatCount(regions);
  return legend.map((total) => ({
    category: total.category,
    name: coloured.categories[total.category]?.label ?? '',
    amount: amount(total),
  }));
}

interface Chip extends Entry {
  readonly row: number;
  readonly x: number;
  readonly nameWidth: number;
}

/** The entries one after the other, in as many rows as they need. */
function placeChips(pen: Pen, entries: readonly Entry[], room: number, scale: number): readonly Chip[] {
  let row = 0;
  let x = 0;
  return entries.map((entry) => {
    const nameWidth = pen.measureText(entry.name).width;
    const width = (SWATCH + 12) * scale + nameWidth + pen.measureText(entry.amount).width;
    if (x > 0 && x + width > room) {
      row++;
      x = 0;
    }
    const chip = { ...entry, row, x, nameWidth };
    x += width + BETWEEN * scale;
    return chip;
  });
}

function drawChip(
  pen: Pen,
  { paint, levels, ink, marks }: Palette,
  chip: Chip,
  left: number,
  top: number,
  scale: number,
): void {
  const x = Math.round(left + chip.x);
  const side = SWATCH * paint.scale;
  const y = Math.round(top);
  if (chip.category !== undefined) {
    const at = chip.category * SHADES + SHADE;
    pen.putImageData(swatch(paint, at, paint.patterns[chip.category], side), x, y);
  }
  if (chip.level !== undefined) pen.putImageData(swatch(levels, chip.level, levels.patterns[chip.level], side), x, y);
  if (chip.trait !== undefined) pen.putImageData(dashes(paint, marks[chip.trait] ?? 0, chip.trait > 0, side), x, y);
  const baseline = top + 10 * scale;
  pen.fillStyle = ink.text;
  pen.fillText(chip.name, x + (SWATCH + 6) * scale, baseline);
  pen.fillStyle = ink.faint;
  pen.fillText(chip.amount, x + (SWATCH + 12) * scale + chip.nameWidth, baseline);
}

/** What can be written: the middle one of the shades. */
const SHADE = 1;

/** @param at index of the colours in the paint */
function swatch(paint: Paint | FillPaint, at: number, pattern: Pattern | undefined, side: number): ImageData {
  return image(side, (x, y) => {
    const lined = ((pattern?.[((y / paint.scale) | 0) % TILE] ?? 0) >> (((x / paint.scale) | 0) % TILE)) & 1;
    return (lined ? paint.line : paint.fill)[at] ?? 0;
  });
}

/** The mark of a trait as on the rail: a full line, or a dashed one. */
function dashes(paint: Paint, color: number, dashed: boolean, side: number): ImageData {
  const middle = side / 2;
  return image(side, (x, y) => {
    const isLine = y >= middle - paint.scale && y < middle + paint.scale;
    return isLine && !(dashed && (x / (2 * paint.scale)) & 1) ? color : paint.background;
  });
}

function image(side: number, wordAt: (x: number, y: number) => number): ImageData {
  const made = new ImageData(side, side);
  const words = new Uint32Array(made.data.buffer);
  for (let i = 0; i < words.length; i++) words[i] = wordAt(i % side, Math.floor(i / side));
  return made;
}

/** A text in lines that fit, broken between words, and inside those that are longer than a line. */
function wrapped(pen: Pen, text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (longer: string): boolean => pen.measureText(longer).width <= room;
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of fits(word) ? [word] : word) {
      if (line !== '' && !fits(line + character)) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line];
}
