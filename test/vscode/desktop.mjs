// `npm run test:desktop`: the host suite in a desktop VS Code, by @vscode/test-electron. MEMORY_MAPS_VSCODE names the
// program of an installed one; without it the newest is downloaded, where the network allows.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleTests } from '../runner/bundle.mjs';
import { hostExtensions } from './host.mjs';
import { install } from './install.mjs';
import { cache, root, run } from './paths.mjs';

await install({ engines: [], browser: false });
const { code, output } = await run(process.execPath, ['esbuild.mjs']);
if (code !== 0) throw new Error(`The build failed:\n${output}`);
if (!(await bundleTests('host', 'index.ts'))) throw new Error('test/host has no tests');

const executable = await desktopVscode();
if (executable === undefined) process.exitCode = 1;
else await runSuite(executable);

/** @returns {Promise<string | undefined>} the program of a desktop VS Code; undefined after saying why there is none */
async function desktopVscode() {
  const chosen = process.env['MEMORY_MAPS_VSCODE'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    console.error(`MEMORY_MAPS_VSCODE names a file that does not exist: ${chosen}`);
    return undefined;
  }
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    console.error('A desktop VS Code needs a display: run this in a graphical session or under xvfb-run.');
    return undefined;
  }
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode({ cachePath: join(cache, 'desktop') });
  } catch (error) {
    console.error(`No desktop VS Code could be downloaded (${String(error)}).`);
    console.error('Set MEMORY_MAPS_VSCODE to the program of an installed one, such as /usr/share/code/code.');
    return undefined;
  }
}

/** @param {string} vscodeExecutablePath */
async function runSuite(vscodeExecutablePath) {
  const { runTests } = await import('@vscode/test-electron');
  const scratch = await mkdtemp(join(tmpdir(), 'memory-maps-'));
  const reportFile = join(scratch, 'report.json');
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: [root, ...hostExtensions.map((path) => join(root, path))],
      extensionTestsPath: join(root, 'out', 'test', 'host', 'index.js'),
      extensionTestsEnv: { MEMORY_MAPS_TEST_REPORT: reportFile },
      launchArgs: [
        join(root, 'test', 'fixtures'),
        '--disable-extensions',
        '--disable-workspace-trust',
        '--no-sandbox',
        `--user-data-dir=${join(scratch, 'user')}`,
      ],
    });
  } catch (error) {
    console.error(String(error));
    process.exitCode = 1;
  }
  if (existsSync(reportFile)) {
    /** @type {import('../runner/report.mjs').Report} */
    const { passed, failed, skipped } = JSON.parse(await readFile(reportFile, 'utf8'));
    for (const { title, reason } of skipped) console.log(`skipped: ${title} (${reason})`);
    console.log(`host (desktop): ${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  } else {
    console.error('The suite did not come to its end.');
    process.exitCode = 1;
  }
  await rm(scratch, { recursive: true, force: true });
}
