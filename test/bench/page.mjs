// The page of the layout itself in headless Chromium, whose rasteriser is software: the first picture after the data came, redraws
// while zooming, memory; beside it the same regions as a naive canvas and as a plain SVG. It measures the built dist/layout.js.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../vscode/chromium.mjs';
import { root } from '../vscode/paths.mjs';
import { bundleForPage } from './bundle.mjs';
import { makeMaps } from './make-maps.mjs';
import { median, mostOf } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */
/** @typedef {{ regions: number, first: number[], again: number[], work: number, frame: number, bytes: number, canvas: number, svg: number }} Times */

/**
 * Milliseconds that pictures may take, and those of the naive canvas on the machine for which they were set: on another one the
 * canvas over ours tells whether the page is as fast as it was meant to be.
 */
const budgets = [
  { regions: 65_000, first: 60, redraw: 4, canvas: 129 },
  { regions: 1_000_000, first: 120, redraw: 4, canvas: 1332 },
];
const pageText = '<!doctype html><body class="vscode-dark"><div id="layout"></div></body>';
const rounds = 7;
const steps = 40;
/** Series of redraws of each page. */
const sweeps = 5;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const files = await pageFiles();
  const browser = await launchBrowser();
  try {
    /** @type {Opened[]} */
    const pages = [];
    for (const { regions } of budgets) pages.push(await open(browser, regions, files));
    for (let round = 0; round < sweeps; round++) for (const page of pages) await redraw(page);
    /** @type {Times[]} */
    const times = [];
    for (const page of pages) times.push(await finish(page));
    return rows(times);
  } finally {
    await browser.close();
  }
}

/** @typedef {{ path: string, script: string, styles: string }} PageFiles `path` is that of the script of the bench */

/** @returns {Promise<PageFiles>} */
export async function pageFiles() {
  const path = await bundleForPage('in-page');
  const read = (/** @type {string} */ name) => readFile(join(root, 'dist', name), 'utf8');
  return { path, script: await read('layout.js'), styles: await read('layout.css') };
}

/**
 * The page of the layout, and what the bench has in it, with a map's text to read.
 * @param {import('playwright-core').Browser} browser @param {Buffer} text @param {PageFiles} files
 */
export async function openLayout(browser, text, { path, script, styles }) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 540 } });
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  const server = createServer(({ url }, response) => {
    response.setHeader('content-type', url === '/maps' ? 'application/octet-stream' : 'text/html');
    response.end(url === '/maps' ? text : pageText);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.addStyleTag({ content: `html, body { height: 100%; margin: 0 } ${styles}` });
  await page.addScriptTag({ path });
  await page.addScriptTag({ content: script });
  const close = async () => {
    await context.close();
    server.close();
  };
  return { page, context, close };
}

/**
 * Opens a page and shows its map again and again.
 * @param {import('playwright-core').Browser} browser @param {number} regions @param {PageFiles} files
 */
async function open(browser, regions, files) {
  const { page, context, close } = await openLayout(browser, makeMaps(regions), files);
  const session = await context.newCDPSession(page);
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const heap = await session.send('Runtime.getHeapUsage');
    return heap.usedSize + heap.backingStorageSize;
  };
  const before = await used();
  await page.evaluate('bench.prepare()');
  /** @type {number[]} */
  const first = [];
  for (let round = 1; round <= rounds; round++) first.push(Number(await page.evaluate(`bench.first(${round})`)));
  /** @type {number[]} */
  const again = [];
  for (let round = 1; round <= rounds; round++)
    again.push(Number(await page.evaluate(`bench.again(${rounds + round})`)));
  return {
    regions,
    page,
    close,
    used,
    before,
    first,
    again,
    work: /** @type {number[]} */ ([]),
    frames: /** @type {number[]} */ ([]),
  };
}

/** @typedef {Awaited<ReturnType<typeof open>>} Opened */

/** Zooms in and out, one page after the other, so that both are drawn while the machine is as fast. @param {Opened} opened */
async function redraw({ page, work, frames }) {
  await page.bringToFront();
  /** @type {import('./in-page.ts').Redraws} */
  const redraws = await page.evaluate(`bench.redraws(${steps})`);
  work.push(...redraws.work);
  frames.push(...redraws.frames);
}

/** @param {Opened} opened @returns {Promise<Times>} */
async function finish({ regions, page, close, used, before, first, again, work, frames }) {
  // What the bench itself holds, the message, would be gone in the product.
  await page.evaluate('bench.forget()');
  const bytes = ((await used()) - before) / regions;
  const canvas = Number(await page.evaluate('bench.naive()'));
  // A million elements are more than a page holds.
  const svg = regions > 100_000 ? Number.NaN : Number(await page.evaluate('bench.svg()'));
  await close();
  return { regions, first, again, work: median(work), frame: mostOf(frames), bytes, canvas, svg };
}

/** @param {Times[]} times as `budgets` @returns {Row[]} */
function rows(times) {
  const [few, many] = times;
  if (!few || !many) throw new Error('There are no times.');
  /** @param {string} name @param {number} value @param {string} unit @param {number} [most] @returns {Row} */
  const row = (name, value, unit, most) => ({
    name,
    value,
    unit,
    target: most === undefined ? '' : `<= ${most}`,
    ok: most === undefined || value <= most,
  });
  /** @param {string} name @param {number} value @param {number} least @returns {Row} */
  const ratio = (name, value, least) => ({
    name,
    value,
    unit: 'x',
    target: `>= ${least.toFixed(1)}`,
    ok: value >= least,
  });
  const each = budgets.flatMap((budget, i) => {
    const { regions, first, again, work, frame, bytes, canvas } = times[i] ?? few;
    const count = regions.toLocaleString('en');
    const best = Math.min(...first);
    return [
      row(`in Chromium, first picture of ${count} regions, best`, best, 'ms', budget.first),
      row('… median', median([...first]), 'ms'),
      row('… of the same map read again, compared with the first reading, best', Math.min(...again.slice(1)), 'ms'),
      row(`in Chromium, redraw of ${count} regions while zooming, median`, work, 'ms', budget.redraw),
      row('… from frame to frame, 99 of 100', frame, 'ms', 17),
      row('… memory of the page a region', bytes, 'B', 200),
      row('… a naive canvas of the same regions', canvas, 'ms'),
      ratio('… over our first picture', canvas / best, budget.canvas / budget.first),
      ratio('… over our redraw', canvas / work, budget.canvas / budget.redraw),
    ];
  });
  return [
    ...each,
    row('redraw of 1,000,000 regions over 65,000', many.work / few.work, 'x', 1.5),
    row('a plain SVG of 65,000 regions', few.svg, 'ms'),
    row('… over our first picture', few.svg / Math.min(...few.first), 'x'),
  ];
}
