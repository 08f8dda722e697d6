// Runs a module inside the real extension host of a cached VS Code: the host suite, or what else must be seen from there.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './chromium.mjs';
import { root } from './paths.mjs';
import { startServer } from './server.mjs';
import { newPage, openWorkbench } from './workbench.mjs';

/** Extensions that the host suite needs beside the product, by their folders in the checkout. */
export const hostExtensions = ['test/host/extensions/debuggers', 'test/host/extensions/hexeditor'];

/** How long a module may take in one engine. */
const limit = 480_000;

/**
 * Runs the bundled host suite in one engine.
 * @param {import('./pins.mjs').EngineName} engine
 * @param {string} [grep] only tests whose title matches
 * @returns {Promise<{ version: string, report: import('../runner/report.mjs').Report }>} rejects when the suite did not
 *   come to its end, with what the extension host had printed
 */
export async function runHostSuite(engine, grep) {
  const suite = join(root, 'out', 'test', 'host', 'index.js');
  const env = {
    ...(grep && { MEMORY_MAPS_TEST_GREP: grep }),
    // The oldest engine is for what differs between versions.
    ...(engine === 'oldest' && { MEMORY_MAPS_TEST_LONG: 'no' }),
  };
  const { version, report } = await runInHost(engine, suite, env, undefined, { others: hostExtensions });
  return { version, report: JSON.parse(report) };
}

/**
 * Runs a module's `run()` in the extension host, with the extension under development beside it.
 * @param {import('./pins.mjs').EngineName} engine
 * @param {string} module absolute path; it writes its report to the file named by MEMORY_MAPS_TEST_REPORT
 * @param {Record<string, string>} env for the extension host
 * @param {string} [extension] absolute path of the extension; default: this checkout
 * @param {{ script?: string, settings?: Record<string, unknown>, others?: readonly string[] }} [window] a script that runs in
 *   the page before everything else, whose `globalThis.marks` come back, settings of the user, and more extensions, by their
 *   folders in the checkout
 * @returns {Promise<{ version: string, report: string, marks: unknown }>} rejects like {@link runHostSuite}
 */
export async function runInHost(engine, module, env, extension, { script, settings, others = [] } = {}) {
  const scratch = await mkdtemp(join(tmpdir(), 'memory-maps-report-'));
  const reportFile = join(scratch, 'report.json');
  const server = await startServer({
    engine,
    besides: others.map((path) => join(root, path)),
    env: { ...env, MEMORY_MAPS_TEST_REPORT: reportFile },
    ...(settings && { settings }),
  });
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser);
    // Nobody looks at it: each pixel is drawn without a graphics card.
    await page.setViewportSize({ width: 640, height: 400 });
    if (script !== undefined) await page.addInitScript(script);
    /** @type {string[]} */
    const log = [];
    page.on('console', (message) => log.push(message.text()));
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      log.push(`${type}: ${args.map(String).join(' ')}`);
    });
    const finished = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${module} did not end in ${limit} ms`)), limit).unref();
      page.on('crash', () => reject(new Error('The page crashed')));
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    const opening = {
      folder: join(root, 'test', 'fixtures'),
      ...(extension ? { extension } : {}),
      others,
      tests: module,
    };
    await Promise.all([openWorkbench(page, server, opening), finished]).catch((error) => {
      throw new Error(`${String(error)}\n${log.join('\n')}`);
    });
    if (!existsSync(reportFile)) throw new Error(`${module} ended without a report:\n${log.join('\n')}`);
    const marks = script === undefined ? undefined : await page.evaluate('globalThis.marks');
    return { version: server.version, report: await readFile(reportFile, 'utf8'), marks };
  } finally {
    await browser.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}
