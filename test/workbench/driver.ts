// What a workbench test imports: a workbench for its suite, and everything a person does there (person.ts).
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../vscode/chromium.mjs';
import { root } from '../vscode/paths.mjs';
import { type Server, startServer, themes } from '../vscode/server.mjs';
import { newPage, openWorkbench } from '../vscode/workbench.mjs';
import { closeEditors, openContainer, patience, succeeds, until, type Workbench } from './person.ts';

export * from './person.ts';

/** What a suite needs of its workbench. */
export interface WorkbenchOptions {
  /** Files of the folder that is open, by name: a text, or a function for what takes time to make. */
  readonly files?: Record<string, string | (() => string | Uint8Array)>;
  readonly theme?: keyof typeof themes;
  readonly settings?: Record<string, unknown>;
  /** Takes back what the next suite must not meet, but for files, editors and settings. */
  readonly leave?: (workbench: Workbench) => Promise<void>;
}

/** What suits all suites that have no settings of their own. */
const usual = {
  // Hints that come late would move the text under the mouse.
  'memoryMaps.inlayHints': false,
  'memoryMaps.processes.refreshInterval': 0,
  'workbench.editorLargeFileConfirmation': 1,
};

/** Extensions beside the product, by their folders in the checkout: for suites that debug, and to change settings. */
const extensions = ['test/host/extensions/debuggers', 'test/host/extensions/settings'];

/** What a workbench offline and without native modules complains of by itself. */
const noise = /%c|Failed to load resource|A bad HTTP response code|web worker extension host|allow-same-origin/;

/** A text of test/fixtures, for {@link WorkbenchOptions.files}. */
export function fixture(name: string): string {
  return readFileSync(join(root, 'test', 'fixtures', name), 'utf8');
}

/** A server with a page that shows its workbench on a folder of its own. */
class OpenWorkbench implements Workbench {
  readonly page: Page;
  readonly console: string[] = [];
  readonly server: Server;
  private readonly folder: string;
  private configured = '';

  private constructor(page: Page, server: Server, folder: string) {
    this.page = page;
    this.server = server;
    this.folder = folder;
    page.setDefaultTimeout(patience);
    page.on('console', (message) => {
      const grave = message.type() === 'error' || message.type() === 'warning';
      if (grave && !noise.test(message.text())) this.console.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.console.push(`uncaught: ${error.message}`));
  }

  static async open(files: NonNullable<WorkbenchOptions['files']>): Promise<OpenWorkbench> {
    const folder = mkdtempSync(join(tmpdir(), 'memory-maps-folder-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), typeof content === 'string' ? content : content());
    }
    const server = await startServer({ settings: usual, besides: extensions.map((path) => join(root, path)) });
    browser ??= launchBrowser();
    const workbench = new OpenWorkbench(await newPage(await browser), server, folder);
    await openWorkbench(workbench.page, server, { folder });
    return workbench;
  }

  /** Gives the window a theme and settings on top of the usual ones, instead of those of the suite before. */
  async configure({ theme = 'dark', settings }: WorkbenchOptions): Promise<void> {
    const wanted = { ...usual, ...settings, 'workbench.colorTheme': themes[theme] };
    const configured = JSON.stringify(wanted);
    if (configured === this.configured) return;
    this.configured = configured;
    const sign = `settings ${++configurations}`;
    writeFileSync(join(this.folder, '.settings.json'), JSON.stringify({ settings: wanted, sign }));
    const taken = this.page.locator('.statusbar').getByText(sign, { exact: true });
    await until('the settings to be taken', async () => {
      // A window that has just opened does not know the key yet.
      await this.page.keyboard.press('Control+Alt+Shift+F12');
      return succeeds(taken.waitFor({ timeout: 2000 }));
    });
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let browser: Promise<Browser> | undefined;
/** So many times a window was given settings. */
let configurations = 0;
/** The workbench of all suites, while there is one, and the files that they want in it. */
let shared: OpenWorkbench | undefined;
const sharedFiles: NonNullable<WorkbenchOptions['files']> = {};
after(async () => {
  await shared?.close();
  await (await browser)?.close();
});

/**
 * Has a workbench open before the tests of the enclosing `describe`, with no editor open and the explorer shown. Its tests
 * share it, and each starts with what the one before left open. Opening one takes long, so all suites share one too, until
 * a test fails in it. A failed test leaves a screenshot in out/screenshots/.
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  // All suites are declared before the first one runs.
  Object.assign(sharedFiles, options.files);
  let workbench: OpenWorkbench | undefined;
  let hasFailed = false;

  before(async () => {
    const isNew = !shared;
    workbench = shared ??= await OpenWorkbench.open(sharedFiles);
    await workbench.configure(options);
    if (!isNew) {
      await closeEditors(workbench);
      await openContainer(workbench, 'Explorer');
    }
    workbench.console.length = 0;
  });

  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed' || !workbench) return;
    hasFailed = true;
    const folder = join(root, 'out', 'screenshots');
    const name = join(folder, test.fullTitle().replace(/[^\w]+/g, '-'));
    mkdirSync(folder, { recursive: true });
    await workbench.page.screenshot({ path: `${name}.png` });
    writeFileSync(`${name}.log`, [...workbench.console, '', workbench.server.log()].join('\n'));
  });

  after(async () => {
    if (workbench && !hasFailed) return options.leave?.(workbench);
    await workbench?.close();
    shared = undefined;
  });

  return () => {
    if (!workbench) throw new Error('The workbench is open only while tests run');
    return workbench;
  };
}
