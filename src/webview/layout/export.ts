/** Files of what is seen: the picture, the table, or a report of both. Made here, where the map and the way it is looked at are. */
import { htmlReport } from '../../core/export/html-report.ts';
import { joining } from '../../core/export/joined.ts';
import { plainText } from '../../core/export/markdown-table.ts';
import { patternIds, SvgPen, svgText } from '../../core/layout/svg.ts';
import { sortRows } from '../../core/table/sort.ts';
import type { Export, Exported, ExportFormat, NotExported } from '../../protocol/layout-export.ts';
import type { Caption } from './caption.ts';
import { exportable, type Exportable } from './exportable.ts';
import { hasRegions } from './has-regions.ts';
import type { Model } from './model.ts';
import type { Palette } from './palette.ts';
import type { Scene } from './scene.ts';
import { drawSheet, type Drawing, type Size, type Surface } from './sheet.ts';
import { inSlices } from './slices.ts';
import { inAddressOrder, passing } from './sorted-rows.ts';
import { tableColumns } from './table-columns.ts';

/** Makes what was asked for. Never rejects: what goes wrong is told. */
export async function exportView(model: Model, palette: Palette, asked: Export): Promise<Exported | NotExported> {
  const { id, format } = asked;
  try {
    if (!hasRegions(model)) throw new Error('There is no layout to export.');
    const { scene } = model;
    return {
      type: 'exported',
      id,
      bytes: await MAKERS[format](exportable(model, scene), palette, () => rowsOf(model, scene)),
    };
  } catch (error) {
    return { type: 'not-exported', id, reason: error instanceof Error ? error.message : String(error) };
  }
}

type Bytes = Promise<Uint8Array>;
type Maker = (seen: Exportable, palette: Palette, rows: () => Promise<Uint32Array>) => Bytes;

const MAKERS: Readonly<Record<ExportFormat, Maker>> = {
  svg: (seen, palette) => bytesOf([picture(drawingOf(seen), palette, pictureSize(), true).svg]),
  png: async (seen, palette) => new Uint8Array(await (await png(drawingOf(seen), palette)).arrayBuffer()),
  html: async (seen, palette, rows) => bytesOf(report(seen, palette, await rows())),
  markdown: async (seen, _palette, rows) => bytesOf(markdown(seen, await rows())),
  csv: async (seen, _palette, rows) => bytesOf(seen.csv(await rows())),
  clipboard: async (seen, palette) => {
    const blob = await png(drawingOf(seen), palette);
    await focused();
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    return new Uint8Array();
  },
};

/** The rows that pass, in the order of the table. */
async function rowsOf({ sort }: Model, scene: Scene): Promise<Uint32Array> {
  const { listing, passes } = scene;
  const column = tableColumns(scene).find(({ id }) => id === sort.column);
  const order = column ? await sliced(sortRows(listing, column, sort.descending)) : inAddressOrder(listing);
  return passing(order, passes);
}

function bytesOf(pieces: Iterable<string>): Bytes {
  return sliced(joining(pieces));
}

function sliced<Result>(work: Generator<undefined, Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    // What is thrown in a later slice would be nobody's.
    const guarded = (function* (): Generator<undefined, Result | undefined> {
      try {
        return yield* work;
      } catch (error) {
        reject(error);
        return undefined;
      }
    })();
    inSlices(guarded, (result) => result !== undefined && resolve(result));
  });
}

function* markdown({ caption: { title, lines }, markdown: table }: Exportable, rows: Uint32Array): Generator<string> {
  yield `# ${plainText(title)}\n\n`;
  for (const line of lines) yield `${plainText(line)}\n\n`;
  yield* table(rows);
}

function report(
  { picture: seen, caption, tables }: Exportable,
  palette: Palette,
  rows: Uint32Array,
): Generator<string> {
  const { ink } = palette;
  const { width, height } = pictureSize();
  // A report has room for more than the side of an editor.
  const size = { width: Math.max(width, USUAL.width), height: Math.max(height, USUAL.height) };
  const drawn = typeof seen === 'string' ? undefined : picture(seen, palette, size, false);
  return htmlReport({
    ...(drawn?.caption ?? caption),
    svg: drawn?.svg,
    tables: tables(rows),
    colors: { text: ink.text, faint: ink.faint, line: ink.line, background: ink.background },
  });
}

function picture(
  drawing: Drawing,
  palette: Palette,
  size: Size,
  captioned: boolean,
): { readonly svg: string; readonly caption: Caption } {
  const { paint } = palette;
  const used = new Set<number>();
  const context = contextOf(document.createElement('canvas'));
  const measure = (text: string, font: string): number => {
    if (context.font !== font) context.font = font;
    return context.measureText(text).width;
  };
  const [pen, base, top] = [0, 1, 2].map(() => new SvgPen(paint, measure, used));
  if (!pen || !base || !top) throw new Error('There are no pens.');
  const surface: Surface = { pen, base, top, paste: (x, y) => pen.paste([base, top], x, y) };
  const ids = { ...palette, paint: patternIds(paint) };
  const caption = drawSheet(surface, drawing, ids, size, captioned);
  const { title, lines } = caption;
  const svg = svgText({ title, description: lines.join('; '), pen, paint, used, scale: devicePixelRatio });
  return { svg, caption };
}

async function png(drawing: Drawing, palette: Palette): Promise<Blob> {
  const [pen, base, top] = [0, 1, 2].map(() => contextOf(document.createElement('canvas')));
  if (!pen || !base || !top) throw new Error('There are no canvases.');
  const paste = (x: number, y: number): void => [base, top].forEach(({ canvas }) => pen.drawImage(canvas, x, y));
  drawSheet({ pen, base, top, paste }, drawing, palette, pictureSize(), true);
  const blob = await new Promise<Blob | null>((resolve) => pen.canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not make a PNG of this size.');
  return blob;
}

function drawingOf({ picture: seen }: Exportable): Drawing {
  if (typeof seen === 'string') throw new Error(seen);
  return seen;
}

/** What the picture has where the table stands alone. */
const USUAL = { width: 1200, height: 400 };

/** The picture's size on the page. */
function pictureSize(): Size {
  const box = document.querySelector('.picture:not([hidden]) .canvas, .tiles');
  return box && box.clientWidth > 0 ? { width: box.clientWidth, height: box.clientHeight } : USUAL;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('The browser gives no 2D canvas.');
  return context;
}

/** Milliseconds in which the keyboard comes back from the list of formats. */
const PATIENCE = 2000;

/** Browsers let only a page that has the keyboard write to the clipboard. */
function focused(): Promise<void> {
  if (document.hasFocus()) return Promise.resolve();
  return new Promise((resolve) => {
    addEventListener('focus', () => resolve(), { once: true });
    setTimeout(resolve, PATIENCE);
  });
}
