/** The sheet of an exported picture: caption, picture, legend. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SvgPen } from '../../../src/core/layout/svg.ts';
import type { Paint } from '../../../src/core/layout/pixels.ts';
import { startModel, withFill, withSnapshot } from '../../../src/webview/layout/model.ts';
import { makePalette, type PageTheme } from '../../../src/webview/layout/palette.ts';
import { pictureDrawing } from '../../../src/webview/layout/picture-drawing.ts';
import { drawSheet } from '../../../src/webview/layout/sheet.ts';
import { snapshotOf } from './snapshots.ts';

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

describe('the legend of an exported picture', () => {
  it('says what fills the regions while that is drawn', () => {
    const smaps = readFileSync('test/fixtures/sensord.smaps', 'latin1');
    const legend = (fill: boolean): readonly string[] => {
      const model = withFill(withSnapshot(startModel(undefined), snapshotOf(smaps)), fill);
      return pictureDrawing(model, model.scene ?? assert.fail()).legend.map(({ name, amount }) => `${name} ${amount}`);
    };
    const [without, filled] = [legend(false), legend(true)];
    assert.deepEqual(filled.slice(0, without.length), without);
    const levels = filled.slice(without.length).join(', ');
    assert.match(levels, /^Private dirty [\d.]+ MiB, .*Shared clean [\d.]+ MiB/);
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
