/** The sheet of an exported picture: caption, picture, legend. */
import assert from 'node:assert/strict';
import { SvgPen } from '../../../src/core/layout/svg.ts';
import type { Paint } from '../../../src/core/layout/pixels.ts';
import { makePalette, type PageTheme } from '../../../src/webview/layout/palette.ts';
import { drawSheet } from '../../../src/webview/layout/sheet.ts';

const GREY = { r: 128, g: 128, b: 128 };

describe('the sheet of a picture', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'devicePixelRatio');

  afterEach(() => {
    if (before) Object.defineProperty(globalThis, 'devicePixelRatio', before);
    else Reflect.deleteProperty(globalThis, 'devicePixelRatio');
  });

  it('puts the picture on whole pixels at every density of the screen', () => {
    for (const scale of [1, 1.25, 1.5, 2]) {
      for (const count of [1, 2, 3]) assert.ok(Number.isInteger(topOf(scale, count)), `${count} lines at ${scale}`);
    }
  });
});

/** Where the picture lies below so many lines of caption. */
function topOf(scale: number, count: number): number {
  Object.defineProperty(globalThis, 'devicePixelRatio', { value: scale, configurable: true });
  const theme: PageTheme = {
    background: GREY,
    foreground: GREY,
    highContrast: false,
    hue: () => GREY,
    color: () => GREY,
    font: (_name, fallback) => fallback,
    scale,
  };
  const palette = makePalette(theme, []);
  const penOf = (paint: Paint): SvgPen => new SvgPen(paint, (text) => text.length * 6, new Set());
  const [pen, base, top] = [penOf(palette.paint), penOf(palette.paint), penOf(palette.paint)];
  let at = Number.NaN;
  const surface = { pen, base, top, paste: (_x: number, y: number) => (at = y) };
  const draw = (on: {
    readonly canvas: { width: number; height: number };
  }): { caption: { title: string; lines: string[] } } => {
    Object.assign(on.canvas, { width: 1200 * scale, height: 400 * scale });
    return { caption: { title: 'Memory layout', lines: Array.from({ length: count }, () => 'a line') } };
  };
  drawSheet(surface, { draw, legend: [] }, palette, { width: 1200, height: 400 }, true);
  return at;
}
