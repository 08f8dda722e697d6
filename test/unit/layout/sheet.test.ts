/** The sheet of an exported picture: caption, picture, legend. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SvgPen } from '../../../src/core/layout/svg.ts';
import type { Paint } from '../../../src/core/layout/pixels.ts';
import { startModel, withFill, withSnapshot } from '../../../src/webview/layout/model.ts';
import { makePalette, type PageTheme } from '../../../src/webview/layout/palette.ts';
import { pictureDrawing } from '../../../src/webview/layout/picture-drawing.ts';
import { drawSheet } from '../../../src/webview/layout/sheet.ts';
import type { Caption } from '../../../src/webview/layout/caption.ts';
import { textsOf } from '../well-formed.ts';
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

  it('has all of a caption, however long its title or a word of it is', () => {
    const title = `Memory layout of ${'long'.repeat(100)}.maps`;
    const lines = [`filter: path:${'x'.repeat(500)} or heap`, 'a line'];
    const { at, texts } = sheetOf(1, { title, lines });
    assert.equal(texts.join('').replaceAll(' ', ''), [title, ...lines].join('').replaceAll(' ', ''));
    for (const text of texts) assert.ok(text.length * 6 <= 1176, text);
    assert.equal(at, topOf(1, texts.length - 1));
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
  return sheetOf(scale, { title: 'Memory layout', lines: Array.from({ length: count }, () => 'a line') }).at;
}

/** Where the picture lies on a sheet 1200 pixels wide, and the texts above it. */
function sheetOf(scale: number, caption: Caption): { readonly at: number; readonly texts: readonly string[] } {
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
  const draw = (on: { readonly canvas: { width: number; height: number } }): { caption: Caption } => {
    Object.assign(on.canvas, { width: 1200 * scale, height: 400 * scale });
    return { caption };
  };
  drawSheet(surface, { draw, legend: [] }, palette, { width: 1200, height: 400 }, true);
  return { at, texts: textsOf(pen.body).filter((text) => text.trim() !== '') };
}
