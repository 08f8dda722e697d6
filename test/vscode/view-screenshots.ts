// `npm run screenshots -- --views`: each view of the layout in each theme, to be looked at, into out/screenshots-of-views/. Names of
// views or themes after it choose among them.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { LiveProcess } from '../runner/live-process.ts';
import { focusPicture, waitForSpoken } from '../workbench/layout-view.ts';
import { openMaps } from '../workbench/open-maps.ts';
import { choose, openFile, patience, runCommand, webview, type Workbench } from '../workbench/person.ts';
import { launchBrowser } from './chromium.mjs';
import { root } from './paths.mjs';
import { settledScreenshot } from './screenshot.ts';
import { startServer, themes } from './server.mjs';
import { newPage, openWorkbench } from './workbench.mjs';

interface View {
  readonly name: string;
  /** Of the page; a layout alone in the window is as wide. */
  readonly size: { readonly width: number; readonly height: number };
  /** Makes the layout show the view. */
  readonly show: (view: Frame, workbench: Workbench) => Promise<void>;
}

const WIDE = { width: 1280, height: 800 };
/** The process whose growth and pages are shown, and what it calls itself. */
let target: LiveProcess | undefined;
const TARGET = 'grows-and-shows';
const NARROW = { width: 460, height: 800 };

/** A view a row. What is shown before stays: each says all that it needs. */
const views: readonly View[] = [
  { name: 'picture', size: WIDE, show: (view) => showOnly(view, 'Picture') },
  { name: 'picture-narrow', size: NARROW, show: (view) => showOnly(view, 'Picture') },
  { name: 'table', size: WIDE, show: (view) => showOnly(view, 'Table') },
  { name: 'table-narrow', size: NARROW, show: (view) => showOnly(view, 'Table') },
  { name: 'both', size: WIDE, show: (view) => showOnly(view, 'Both') },
  {
    name: 'selected',
    size: WIDE,
    show: async (view, { page }) => {
      await showOnly(view, 'Picture');
      await view.locator('.canvas').focus();
      for (const key of ['Home', 'Control+ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    },
  },
  {
    name: 'explained',
    size: WIDE,
    show: async (view, { page }) => {
      await showOnly(view, 'Both');
      await view.locator('.canvas').focus();
      for (const key of ['Home', 'e']) await page.keyboard.press(key);
      await view.getByText('What it is').waitFor();
    },
  },
  {
    name: 'residency-filled',
    size: WIDE,
    show: async (view, { page }) => {
      if (await view.locator('.details.open').isVisible()) await page.keyboard.press('Escape');
      await showOnly(view, 'Picture');
      await view.getByRole('button', { name: 'Fill', exact: true }).click();
      await colourBy(view, 'Residency');
    },
  },
  {
    name: 'findings-linear',
    size: WIDE,
    show: async (view) => {
      await showOnly(view, 'Picture');
      await colourBy(view, 'Findings');
      await view.getByLabel('Scale', { exact: true }).selectOption('linear');
    },
  },
  ...[WIDE, NARROW].flatMap((size) =>
    ['Treemap', 'Flame', 'Totals', 'Fragmentation'].map((part) => ({
      name: `${part.toLowerCase()}${size === NARROW ? '-narrow' : ''}`,
      size,
      show: async (view: Frame) => {
        await showOnly(view, 'Composition');
        await showOnly(view, part);
        await colourBy(view, part === 'Flame' ? 'Permissions' : 'Kind');
      },
    })),
  ),
  // Of another layout, so the last.
  ...[WIDE, NARROW].flatMap((size) =>
    ['Growth', 'Age'].map((label) => ({
      name: `${label.toLowerCase()}${size === NARROW ? '-narrow' : ''}`,
      size,
      show: (_: Frame, workbench: Workbench) => showGrowth(workbench, label),
    })),
  ),
  { name: 'pages', size: WIDE, show: showPages },
  { name: 'pages-narrow', size: NARROW, show: showPages },
];

/** The layout of a process that is started for it, alone, unless it is there. */
async function showTarget(workbench: Workbench): Promise<Frame> {
  const { page } = workbench;
  if (await page.locator('.tab', { hasText: 'Layout of maps of PID' }).count())
    return webview(workbench, '.live .tool');
  target ??= await LiveProcess.start(TARGET);
  await target.do('add');
  await openMaps(workbench, TARGET);
  await page.locator('.view-line', { hasText: ' r-xp ' }).first().waitFor();
  await runCommand(workbench, 'Memory Maps: Show Layout');
  const view = await webview(workbench, '.live .tool');
  // That of the text: the layout is then alone.
  await runCommand(workbench, 'View: Close All Editors in Group');
  return view;
}

/** Shows the process after it grew. */
async function showGrowth(workbench: Workbench, label: string): Promise<void> {
  const view = await showTarget(workbench);
  await showOnly(view, 'Both');
  if (!(await view.getByRole('button', { name: /^\d+ grown$/ }).count())) {
    await target?.do('grow');
    await view.getByRole('button', { name: /^\d+ grown$/ }).waitFor();
    await target?.do('add');
    await view.getByRole('button', { name: /^\d+ new$/ }).waitFor();
    await view.getByRole('columnheader', { name: 'Growth' }).first().click();
  }
  await colourBy(view, label);
}

/** Shows the pages of the heap of that process, unless they are shown already. */
async function showPages(_: Frame, workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const view = await showTarget(workbench);
  if (await view.locator('.pages .levels').isVisible()) return;
  await showOnly(view, 'Picture');
  await focusPicture(workbench, view);
  await page.keyboard.press('/');
  await page.keyboard.insertText('heap');
  await page.keyboard.press('Enter');
  await waitForSpoken(view, /\[heap\]/);
  await view.locator('.canvas:focus').waitFor();
  await page.keyboard.press('g');
  // Until the pages have come the arrows are the picture's.
  await view.locator('.pages .levels').waitFor();
  for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
}

async function colourBy(view: Frame, label: string): Promise<void> {
  await view.getByLabel('Colour by').selectOption({ label });
}

async function showOnly(view: Frame, name: string): Promise<void> {
  await view.getByRole('radio', { name, exact: true }).click();
}

const folder = join(root, 'out', 'screenshots-of-views');

void takeAll(process.argv.slice(2).filter((name) => name !== '--views'));

async function takeAll(names: readonly string[]): Promise<void> {
  const known: readonly string[] = [...views.map(({ name }) => name), ...Object.keys(themes)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length) throw new Error(`There is no view or theme ${unknown.join(', ')}: ${known.join(', ')}`);
  const wanted = (name: string, of: readonly string[]): boolean =>
    names.includes(name) || !names.some((each) => of.includes(each));
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const theme of Object.keys(themes)) {
      if (!wanted(theme, Object.keys(themes))) continue;
      await takeTheme(
        browser,
        theme,
        views.filter(({ name }) => wanted(name, known.slice(0, views.length))),
      );
    }
  } finally {
    await target?.end();
    await browser.close();
  }
}

async function takeTheme(browser: Browser, theme: string, chosen: readonly View[]): Promise<void> {
  const server = await startServer({ theme });
  try {
    const page = await newPage(browser);
    page.setDefaultTimeout(patience);
    await openWorkbench(page, server, { folder: join(root, 'test', 'fixtures') });
    const workbench: Workbench = { page, console: [] };
    await openFile(workbench, 'sensord.smaps');
    await runCommand(workbench, 'View: Close Primary Side Bar');
    await runCommand(workbench, 'View: Reopen Editor With...');
    await choose(workbench, 'Memory Maps Layout');
    const view = await webview(workbench, '.canvas');
    for (const { name, size, show } of chosen) {
      await page.setViewportSize(size);
      await show(view, workbench);
      const file = join(folder, `${name}-${theme}.png`);
      await writeFile(file, await settledScreenshot(page));
      console.log(file);
    }
    await page.context().close();
  } finally {
    await server.stop();
  }
}
