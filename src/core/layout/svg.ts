/**
 * The picture as SVG: a pen that writes what a canvas would show. Its size is bounded by the picture's pixels and labels, not by the
 * number of regions. Nothing of it needs a style sheet, a script or another file; all texts are escaped.
 */
import { escapeMarkup } from '../memory-map/markup.ts';
import type { Pen, PixelImage } from './pen.ts';
import { SHADES, TILE, type Paint } from './pixels.ts';
import { imagePaths } from './svg-image.ts';

/** Words of an image from here on are colours: they are opaque. Below are the ids of `patternIds`. */
const OPAQUE = 0xff000000;
/** From the middle of small letters down to their line, as a part of the size of the font. */
const MIDDLE = 0.35;

/**
 * The paint for an SVG: instead of pixels in two colours it leaves the id of the pattern, which `SvgPen` fills with a pattern of
 * the document.
 */
export function patternIds(paint: Paint): Paint {
  return {
    ...paint,
    fill: paint.fill.map((fill, at) => (paint.patterns[(at / SHADES) | 0] ? at + 1 : fill)),
    patterns: paint.patterns.map(() => undefined),
  };
}

/** Writes SVG. Of the canvas's members it has those that `Pen` names. */
export class SvgPen implements Pen {
  readonly canvas = { width: 0, height: 0 };
  fillStyle: Pen['fillStyle'] = '#000';
  strokeStyle: Pen['strokeStyle'] = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: Pen['textAlign'] = 'left';
  textBaseline: Pen['textBaseline'] = 'alphabetic';
  private readonly paint: Paint;
  private readonly measure: (text: string, font: string) => number;
  private readonly used: Set<number>;
  private readonly parts: string[] = [];
  private path = '';
  private texts = '';

  /**
   * @param paint of the palette, with its patterns
   * @param measure how wide a text is
   * @param used the ids of the patterns that were drawn with, to be shared by the pens of a document
   */
  constructor(paint: Paint, measure: (text: string, font: string) => number, used: Set<number>) {
    this.paint = paint;
    this.measure = measure;
    this.used = used;
  }

  /** All that was drawn. */
  get body(): string {
    this.endTexts();
    return this.parts.join('\n');
  }

  /** Puts the drawing of other pens below one's own next strokes. */
  paste(pens: readonly SvgPen[], x: number, y: number): void {
    this.add(`<g transform="translate(${short(x)} ${short(y)})">\n${pens.map(({ body }) => body).join('\n')}\n</g>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const box = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    const alpha = this.globalAlpha < 1 ? ` fill-opacity="${short(this.globalAlpha)}"` : '';
    if (width > 0 && height > 0) this.add(`<rect ${box} fill="${color(this.fillStyle)}"${alpha}/>`);
  }

  clearRect(): void {
    // A new drawing is clear.
  }

  fillText(text: string, x: number, y: number, maxWidth = Infinity): void {
    const [, size = '10', family = 'sans-serif'] = /([\d.]+)px (.+)$/.exec(this.font) ?? [];
    const weight = this.font.startsWith('bold') ? ' font-weight="bold"' : '';
    const anchor = { left: '', start: '', center: ' text-anchor="middle"', right: ' text-anchor="end"', end: '' };
    const attributes = `fill="${color(this.fillStyle)}" font-family="${escapeMarkup(family)}" font-size="${size}"${weight}${anchor[this.textAlign]}`;
    if (attributes !== this.texts) {
      this.endTexts();
      this.texts = attributes;
      this.parts.push(`<g ${attributes}>`);
    }
    const down = this.textBaseline === 'middle' ? MIDDLE * Number(size) : 0;
    const fitted =
      maxWidth < this.measureText(text).width ? ` textLength="${short(maxWidth)}" lengthAdjust="spacingAndGlyphs"` : '';
    this.parts.push(`<text x="${short(x)}" y="${short(y + down)}"${fitted}>${escapeMarkup(text)}</text>`);
  }

  measureText(text: string): { readonly width: number } {
    return { width: this.measure(text, this.font) };
  }

  beginPath(): void {
    this.path = '';
  }

  moveTo(x: number, y: number): void {
    this.path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `L${short(x)} ${short(y)}`;
  }

  closePath(): void {
    this.path += 'Z';
  }

  stroke(): void {
    const line = `stroke="${color(this.strokeStyle)}" stroke-width="${short(this.lineWidth)}"`;
    this.add(`<path d="${this.path}" fill="none" ${line}/>`);
  }

  fill(): void {
    this.add(`<path d="${this.path}" fill="${color(this.fillStyle)}"/>`);
  }

  putImageData({ width, height, data }: PixelImage, x: number, y: number): void {
    const paths = imagePaths(new Uint32Array(data.buffer), width, height, this.paint.background);
    const shapes = Array.from(paths, ([word, path]) => `<path fill="${this.fillOf(word)}" d="${path}"/>`);
    // Edges between pixels would let the ground shine through. Patterns start where the image does.
    this.add(`<g transform="translate(${short(x)} ${short(y)})" shape-rendering="crispEdges">${shapes.join('')}</g>`);
  }

  private fillOf(word: number): string {
    if (word >= OPAQUE) return hex(word);
    this.used.add(word);
    return `url(#${patternName(word)})`;
  }

  private add(part: string): void {
    this.endTexts();
    this.parts.push(part);
  }

  private endTexts(): void {
    if (this.texts !== '') this.parts.push('</g>');
    this.texts = '';
  }
}

/** A whole drawing. */
export interface SvgDrawing {
  /** What it is, for screen readers and as a tooltip. */
  readonly title: string;
  readonly description: string;
  readonly pen: SvgPen;
  readonly paint: Paint;
  /** The patterns that it was drawn with. */
  readonly used: ReadonlySet<number>;
  /** Device pixels to a CSS pixel. */
  readonly scale: number;
}

/** The document. The size of the pen's canvas is its size. */
export function svgText({ title, description, pen, paint, used, scale }: SvgDrawing): string {
  const { width, height } = pen.canvas;
  const patterns = Array.from(used, (id) => patternText(paint, id));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width / scale)}" height="${short(height / scale)}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(description)}</desc>`,
    `<defs>${patterns.join('')}</defs>`,
    pen.body,
    '</svg>\n',
  ].join('\n');
}

function patternText({ fill, line, patterns, scale }: Paint, id: number): string {
  const at = id - 1;
  const side = TILE * scale;
  let lines = '';
  (patterns[(at / SHADES) | 0] ?? []).forEach((bits, y) => {
    for (let x = 0; x < TILE; x++) {
      if ((bits >> x) & 1) lines += `M${x * scale} ${y * scale}h${scale}v${scale}h${-scale}z`;
    }
  });
  return [
    `<pattern id="${patternName(id)}" width="${side}" height="${side}" patternUnits="userSpaceOnUse" shape-rendering="crispEdges">`,
    `<rect width="${side}" height="${side}" fill="${hex(fill[at] ?? 0)}"/><path fill="${hex(line[at] ?? 0)}" d="${lines}"/>`,
    '</pattern>',
  ].join('');
}

function patternName(id: number): string {
  return `memory-maps-pattern-${id}`;
}

/** The colour of an image's word, see `word`. */
function hex(word: number): string {
  const bytes = [word & 255, (word >> 8) & 255, (word >> 16) & 255];
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** A colour as every reader of SVG knows it: they are older than `rgb(1 2 3)`. */
function color(style: Pen['fillStyle']): string {
  if (typeof style !== 'string') return '#000';
  const [, r, g, b] = /^rgb\((\d+) (\d+) (\d+)\)$/.exec(style) ?? [];
  return r && g && b ? hex((Number(b) << 16) | (Number(g) << 8) | Number(r)) : escapeMarkup(style);
}

/** At most two decimals: a hundredth of a pixel is not seen. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
