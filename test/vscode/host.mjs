// Runs the host suite (out/test/host/index.js) inside the real extension host of a cached VS Code.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './chromium.mjs';
import { root } from './paths.mjs';
import { startServer } from './server.mjs';
import { newPage, openWorkbench } from './workbench.mjs';

/** How long the whole suite may take in one engine. */
const limit = 120_000;

/**
 * Runs the bundled host suite in one engine.
 * @param {import('./pins.mjs').EngineName} engine
 * @param {string} [grep] only tests whose title matches
 * @returns {Promise<{ version: string, report: import('../runner/report.mjs').Report }>} rejects when the suite did not
 *   come to its end, with what the extension host had printed
 */
export async function runHostSuite(engine, grep) {
  const scratch = await mkdtemp(join(tmpdir(), 'memory-maps-report-'));
  const reportFile = join(scratch, 'report.json');
  const env = { MEMORY_MAPS_TEST_REPORT: reportFile, ...(grep ? { MEMORY_MAPS_TEST_GREP: grep } : {}) };
  const server = await startServer({ engine, env });
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser);
    /** @type {string[]} */
    const log = [];
    page.on('console', (message) => log.push(message.text()));
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      log.push(`${type}: ${args.map(String).join(' ')}`);
    });
    const finished = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`The suite did not end in ${limit} ms`)), limit).unref();
      page.on('crash', () => reject(new Error('The page crashed')));
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    const opening = { folder: join(root, 'test', 'fixtures'), tests: join(root, 'out', 'test', 'host', 'index.js') };
    await Promise.all([openWorkbench(page, server, opening), finished]).catch((error) => {
      throw new Error(`${String(error)}\n${log.join('\n')}`);
    });
    if (!existsSync(reportFile)) throw new Error(`The suite ended without a report:\n${log.join('\n')}`);
    return { version: server.version, report: JSON.parse(await readFile(reportFile, 'utf8')) };
  } finally {
    await browser.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}
