// A screenshot of the running extension, for looking at what one builds. Does what its options say, in their order.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  answer,
  choose,
  clickText,
  hover,
  openContainer,
  openFile,
  patience,
  runCommand,
  webview,
  type Workbench,
} from '../workbench/person.ts';
import { launchBrowser } from './chromium.mjs';
import { install } from './install.mjs';
import { root } from './paths.mjs';
import { settledScreenshot } from './screenshot.ts';
import { startServer, themes } from './server.mjs';
import { newPage, openRunning, openWorkbench } from './workbench.mjs';

const help = `node test/vscode/peek.mjs [options]

Where:
  --folder DIR         the folder to open (test/fixtures)
  --theme NAME         ${Object.keys(themes).join(', ')}, or a theme's own name (dark)
  --engine NAME        newest or oldest (newest)
  --url URL            a workbench that runs already, such as npm start's (its folder and theme stay)
  --size WxH           of the page (1280x800)
  --out PNG            where the picture goes (out/peek.png)

What to do, in this order, as often as wanted:
  --open FILE          opens a file of the folder
  --command TITLE      runs a command of the palette, such as "Memory Maps: Show Layout"
  --choose LABEL       chooses an entry of the quick pick that a command has opened
  --answer TEXT        fills the input box that a command has opened
  --container NAME     opens a view container of the activity bar
  --hover LINE:TEXT    rests the mouse on a text of the active editor and prints the hover
  --text LINE:TEXT     clicks on a text of the active editor
  --click SELECTOR     clicks on an element of the workbench (a Playwright selector)
  --in-webview SELECTOR  clicks on an element inside a webview
  --see SELECTOR       waits until an element is visible in the workbench
  --see-webview SELECTOR  waits until an element is visible inside a webview
  --press KEYS         presses a key, such as Control+Shift+O
  --type TEXT          types a text
`;

/** What each option does that is an action. */
const actions: Record<string, (workbench: Workbench, value: string) => Promise<void>> = {
  open: openFile,
  command: runCommand,
  container: openContainer,
  choose,
  answer,
  hover: async (workbench, value) => console.log(await hover(workbench, place(value))),
  text: (workbench, value) => clickText(workbench, place(value)),
  click: ({ page }, value) => page.locator(value).first().click(),
  'in-webview': async (workbench, value) => (await webview(workbench, value)).locator(value).first().click(),
  see: ({ page }, value) => page.locator(value).first().waitFor(),
  'see-webview': async (workbench, value) => void (await webview(workbench, value)),
  press: ({ page }, value) => page.keyboard.press(value),
  type: ({ page }, value) => page.keyboard.insertText(value),
};

const parsed = parseArgs({
  tokens: true,
  options: {
    folder: { type: 'string' },
    theme: { type: 'string' },
    engine: { type: 'string' },
    url: { type: 'string' },
    size: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean' },
    ...Object.fromEntries(
      Object.keys(actions).map((name) => [name, { type: 'string' as const, multiple: true as const }]),
    ),
  },
});

if (parsed.values.help) console.log(help);
else void peek();

async function peek(): Promise<void> {
  const { values, tokens } = parsed;
  const { engine = 'newest', theme = 'dark', size = '1280x800', out = join(root, 'out', 'peek.png') } = values;
  if (engine !== 'newest' && engine !== 'oldest') throw new Error('--engine is newest or oldest');
  if (engine === 'oldest') await install({ engines: ['oldest'] });
  const [width = NaN, height = NaN] = size.split('x').map(Number);
  const server = values.url === undefined ? await startServer({ engine, theme }) : undefined;
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser);
    await page.setViewportSize({ width, height });
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => {
      console.error(`uncaught in the page: ${error.message}`);
    });
    if (server) await openWorkbench(page, server, { folder: resolve(values.folder ?? join(root, 'test', 'fixtures')) });
    else await openRunning(page, values.url ?? '');
    try {
      for (const token of tokens) {
        if (token.kind === 'option' && token.value !== undefined) {
          await actions[token.name]?.({ page, console: [] }, token.value);
        }
      }
    } finally {
      // Also after a failure: the picture shows what was there instead.
      await mkdir(dirname(out), { recursive: true });
      await writeFile(out, await settledScreenshot(page));
      console.log(out);
    }
  } finally {
    await browser.close();
    await server?.stop();
  }
}

function place(value: string): { line: number; text: string } {
  const [, line, text] = /^(\d+):(.+)$/.exec(value) ?? [];
  if (line === undefined || text === undefined) throw new Error(`${value} is not LINE:TEXT`);
  return { line: Number(line), text };
}
