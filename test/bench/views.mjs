// The other views of the layout's page, as page.mjs: Fill while zooming, treemap and flame graph, and what has grown. Counters are
// invented, so that a million regions have them. Times of views are until two frames later, so at least 17 to 33 ms.
import { launchBrowser } from '../vscode/chromium.mjs';
import { makeMaps } from './make-maps.mjs';
import { openLayout, pageFiles } from './page.mjs';
import { median } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const sizes = [65_000, 1_000_000];
const rounds = 5;
const steps = 40;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const files = await pageFiles();
  const browser = await launchBrowser();
  try {
    /** @type {Row[]} */
    const rows = [];
    for (const regions of sizes) rows.push(...(await measure(browser, regions, files)));
    return rows;
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('playwright-core').Browser} browser @param {number} regions @param {import('./page.mjs').PageFiles} files
 * @returns {Promise<Row[]>}
 */
async function measure(browser, regions, files) {
  const { page, close } = await openLayout(browser, makeMaps(regions), files);
  await page.evaluate('bench.prepare(true)');
  const count = regions.toLocaleString('en');
  /** @param {string} name @param {number} value @param {number} [most] @returns {Row} */
  const row = (name, value, most) => ({
    name,
    value,
    unit: 'ms',
    target: most === undefined ? '' : `<= ${most}`,
    ok: most === undefined || value <= most,
  });
  /** @param {() => Promise<unknown>} does @returns {Promise<number>} the median */
  const often = async (does) => {
    /** @type {number[]} */
    const times = [];
    for (let round = 0; round < rounds; round++) times.push(Number(await does()));
    return median(times);
  };
  /** @param {string} selector @param {string} [value] */
  const act = (selector, value) => page.evaluate(`bench.act(${JSON.stringify([selector, value]).slice(1, -1)})`);
  /** @param {string} key */
  const press = (key) => page.evaluate(`bench.press('.tiles', '${key}')`);

  let id = 1;
  const grown = await often(() => page.evaluate(`bench.growth(${(id += 2)})`));
  const coloured = await act('.colour-by select', 'growth');
  await act('.colour-by select', 'kind');
  const redraws = async () => {
    /** @type {import('./in-page.ts').Redraws} */
    const { work } = await page.evaluate(`bench.redraws(${steps})`);
    return median([...work]);
  };
  const plain = await redraws();
  const filled = await act('.chip.fill');
  const full = await redraws();
  await act('[data-choice=composition]');
  await act('[data-choice=fragmentation]');
  const rows = [
    row(`${count} regions with counters read again, half of them grown, median`, grown),
    row('… coloured by growth', Number(coloured)),
    row('… filled with the parts of RSS', Number(filled)),
    row('… redraw of these while zooming, median', full, 4),
    row('… redraw of the same without Fill', plain),
  ];
  for (const view of ['treemap', 'flame']) {
    await act('[data-choice=picture]');
    const shown = await often(async () => {
      await act('[data-choice=picture]');
      const whole = Number(await act('[data-choice=composition]'));
      return whole + Number(await act(`[data-choice=${view}]`));
    });
    const redrawn = await often(async () => {
      const into = Number(await press('Enter'));
      return Math.max(into, Number(await press('Backspace')));
    });
    rows.push(row(`… shown as a ${view}, median`, shown), row('… into a kind or out again, median', redrawn));
  }
  await close();
  return rows;
}
