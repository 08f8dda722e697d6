// The README's pictures, each with the theme it is taken in and what a person does before it.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import {
  answer,
  choose,
  clickText,
  hover,
  openContainer,
  openFile,
  patience,
  runCommand,
  treeRows,
  webview,
  type Workbench,
} from '../workbench/person.ts';
import { launchBrowser } from './chromium.mjs';
import { root } from './paths.mjs';
import { settledScreenshot } from './screenshot.ts';
import { startServer } from './server.mjs';
import { newPage, openRunning } from './workbench.mjs';

interface Picture {
  readonly name: string;
  readonly theme: string;
  readonly before: (workbench: Workbench) => Promise<void>;
}

const pictures: readonly Picture[] = [
  { name: 'overview-dark', theme: 'Dark 2026', before: showLayoutBeside },
  { name: 'layout-hc-light', theme: 'hc-light', before: showLayoutAlone },
  {
    name: 'hover-dark',
    theme: 'Dark 2026',
    before: async (workbench) => {
      await openFile(workbench, 'sensord.maps');
      await hover(workbench, { line: 21, text: 'rwxp' });
    },
  },
  {
    name: 'log-dark',
    theme: 'Dark 2026',
    before: async (workbench) => {
      await runCommand(workbench, 'View: Close Primary Side Bar');
      await openFile(workbench, 'sensord-crash.log');
      await workbench.page.getByText('Layout of 53 regions').waitFor();
      await hover(workbench, { line: 6, text: '0x' });
    },
  },
  {
    name: 'processes-dark',
    theme: 'Dark 2026',
    before: async (workbench) => {
      const rows = treeRows(workbench, 'Processes');
      await openContainer(workbench, 'Memory Maps');
      await rows.first().waitFor();
      // Only the demo processes: whoever looks at the picture need not know the machine it was taken on.
      await runCommand(workbench, 'Memory Maps: Show Processes as List');
      await runCommand(workbench, 'Memory Maps: Filter Processes…');
      await answer(workbench, demo.name);
      const process = rows.filter({ hasText: demo.name }).first();
      await process.hover();
      await process.getByRole('button', { name: 'Show Memory' }).click();
      await rows.filter({ hasText: 'Thread stacks' }).first().waitFor();
      await process.hover();
      await process.getByRole('button', { name: 'Open Maps' }).click();
      await workbench.page.locator('.tab.active[data-resource-name="maps"]').waitFor();
    },
  },
];

/** A maps file with its layout beside it, a region selected in both. */
async function showLayoutBeside(workbench: Workbench): Promise<void> {
  await runCommand(workbench, 'View: Close Primary Side Bar');
  await openFile(workbench, 'sensord.maps');
  await runCommand(workbench, 'Memory Maps: Show Layout');
  await webview(workbench, 'canvas');
  await clickText(workbench, { line: 27, text: 'rw-s' });
}

/** The layout as the only editor. */
async function showLayoutAlone(workbench: Workbench): Promise<void> {
  await runCommand(workbench, 'View: Close Primary Side Bar');
  await openFile(workbench, 'sensord.maps');
  await runCommand(workbench, 'View: Reopen Editor With...');
  await choose(workbench, 'Memory Maps Layout');
  await webview(workbench, 'canvas');
}

/** Processes to be seen, so that no others need to be. */
const demo = { name: 'sensord', children: ['sensord-log', 'sensord-net'] };

const folder = join(root, 'media', 'screenshots');
/** Rows stand still while they are clicked. */
const settings = { 'editor.minimap.enabled': false, 'memoryMaps.processes.refreshInterval': 0 };
/** Wide enough for a map beside its layout, small enough to be read in a README. */
const size = { width: 1200, height: 720 };

void takeAll(process.argv.slice(2));

async function takeAll(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !pictures.some((picture) => picture.name === name));
  if (unknown.length)
    throw new Error(`There is no picture ${unknown.join(', ')}: ${pictures.map((each) => each.name).join(', ')}`);
  await mkdir(folder, { recursive: true });
  const script = join(root, 'test', 'vscode', 'demo-process.cjs');
  const processes = spawn(process.execPath, [script, demo.name, ...demo.children], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const browser = await launchBrowser();
  try {
    for (const picture of pictures) {
      if (names.length === 0 || names.includes(picture.name)) await take(browser, picture);
    }
  } finally {
    await browser.close();
    processes.stdin?.end();
  }
}

async function take(browser: Browser, { name, theme, before }: Picture): Promise<void> {
  const server = await startServer({ theme, installed: root, settings });
  try {
    const page = await newPage(browser);
    await page.setViewportSize(size);
    page.setDefaultTimeout(patience);
    await openRunning(page, `${server.url}/?${new URLSearchParams({ folder: join(root, 'test', 'fixtures') })}`);
    await before({ page, console: [] });
    const file = join(folder, `${name}.png`);
    await writeFile(file, await settledScreenshot(page));
    console.log(file);
    await page.context().close();
  } finally {
    await server.stop();
  }
}
