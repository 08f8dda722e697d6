// What a workbench test imports: a workbench for its suite, and everything a person does there (person.ts).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../vscode/chromium.mjs';
import { root } from '../vscode/paths.mjs';
import { type Server, startServer } from '../vscode/server.mjs';
import { newPage, openWorkbench } from '../vscode/workbench.mjs';
import { patience, type Workbench } from './person.ts';

export * from './person.ts';

/** How a suite's workbench is started; see `startServer` for `theme` and `settings`. */
export interface WorkbenchOptions {
  readonly theme?: string;
  readonly settings?: Record<string, unknown>;
  /** Absolute path of the folder to open; default: test/fixtures. */
  readonly folder?: string;
}

/** What a workbench offline and without native modules complains of by itself. */
const noise = /%c|Failed to load resource|A bad HTTP response code|web worker extension host|allow-same-origin/;

let browser: Promise<Browser> | undefined;
after(async () => {
  await (await browser)?.close();
});

/**
 * Opens a workbench before the tests of the enclosing `describe` and closes it after them; the tests share it, and each
 * starts with what the one before left open. A failed test leaves a screenshot in out/screenshots/.
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let server: Server | undefined;
  let workbench: Workbench | undefined;

  before(async () => {
    const { theme, settings, folder = join(root, 'test', 'fixtures') } = options;
    server = await startServer({ ...(theme ? { theme } : {}), ...(settings ? { settings } : {}) });
    browser ??= launchBrowser();
    const page = await newPage(await browser);
    page.setDefaultTimeout(patience);
    const lines: string[] = [];
    page.on('console', (message) => {
      const grave = message.type() === 'error' || message.type() === 'warning';
      if (grave && !noise.test(message.text())) lines.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => lines.push(`uncaught: ${error.message}`));
    workbench = { page, console: lines };
    await openWorkbench(page, server, { folder });
  });

  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed' || !workbench) return;
    const folder = join(root, 'out', 'screenshots');
    const name = join(folder, test.fullTitle().replace(/[^\w]+/g, '-'));
    mkdirSync(folder, { recursive: true });
    await workbench.page.screenshot({ path: `${name}.png` });
    writeFileSync(`${name}.log`, [...workbench.console, '', server?.log() ?? ''].join('\n'));
  });

  after(async () => {
    await workbench?.page.context().close();
    await server?.stop();
  });

  return () => {
    if (!workbench) throw new Error('The workbench is open only while tests run');
    return workbench;
  };
}
