// Starts and stops the server of one cached VS Code, each with data of its own that is thrown away afterwards.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engine } from './install.mjs';
import { root } from './paths.mjs';

/** How long a server may take to answer: it needs about 1 s on 2 idle cores. */
const startLimit = 60_000;

/**
 * Colour themes that both engines have, by short name.
 * @type {Record<string, string>}
 */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

/** Settings for a workbench that shows nothing but what the test or the picture is about. */
const quiet = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * @typedef {object} Server
 * @property {string} url where the workbench is, without a trailing slash
 * @property {string} authority the host and port, as `vscode-remote:` URIs name it
 * @property {string} version VS Code's version
 * @property {string} extension a link to the checkout, to load it as an extension under development: VS Code takes all
 *   themes below such a folder for the developed ones and prefers them to the chosen, and the checkout's cache has its own
 * @property {() => string} log what the server has printed
 * @property {() => Promise<void>} stop ends it with all its children and removes its data
 */

/** @type {Set<() => void>} */
const running = new Set();
process.on('exit', () => running.forEach((end) => end()));
for (const [signal, number] of /** @type {const} */ ([
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
])) {
  process.once(signal, () => process.exit(128 + number));
}

/**
 * Starts a server and waits until it listens.
 * @param {object} [options]
 * @param {import('./pins.mjs').EngineName} [options.engine] default: newest
 * @param {number} [options.port] default: a free one
 * @param {string} [options.theme] a key of {@link themes} or a theme's own name; default: dark
 * @param {Record<string, unknown>} [options.settings] user settings on top of the quiet ones
 * @param {string} [options.installed] absolute path of an extension to have installed, for a person to use: without the
 *   automation that `openWorkbench` needs, which suppresses notifications and forgets the extension with the folder
 * @param {readonly string[]} [options.besides] absolute paths of extensions to have installed beside the one under development
 * @param {Record<string, string>} [options.env] environment for the server and its extension hosts
 * @returns {Promise<Server>}
 */
export async function startServer({
  engine: name = 'newest',
  port = 0,
  theme = 'dark',
  settings = {},
  installed,
  besides = [],
  env = {},
} = {}) {
  const { node, vscode, version } = engine(name);
  // In the temporary folder because its path is short: the server's sockets may have no more than 103 characters.
  const data = await mkdtemp(join(tmpdir(), 'memory-maps-'));
  const user = join(data, 'data', 'User');
  await mkdir(user, { recursive: true });
  const seeded = { ...quiet, 'workbench.colorTheme': themes[theme] ?? theme, ...settings };
  await writeFile(join(user, 'settings.json'), JSON.stringify(seeded, null, 2));
  const extension = join(data, 'extension');
  await symlink(root, extension);
  const folders = [...(installed === undefined ? [] : [installed]), ...besides];
  if (folders.length > 0) await registerExtensions(join(data, 'extensions'), folders);

  const child = spawn(
    node,
    [
      '--require',
      fileURLToPath(new URL('end-with-parent.cjs', import.meta.url)),
      join(vscode, 'out', 'server-main.js'),
      '--host=127.0.0.1',
      `--port=${port}`,
      `--server-data-dir=${data}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      '--disable-telemetry',
      // Without it the built workbench ignores the extension under development, in silence.
      ...(installed === undefined ? ['--enable-smoke-test-driver'] : []),
    ],
    { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  let log = '';
  const end = () => {
    running.delete(end);
    if (child.pid !== undefined) endGroup(child.pid);
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  running.add(end);

  try {
    const listening = await new Promise((resolve, reject) => {
      const late = () => reject(new Error(`VS Code ${version} did not start in ${startLimit} ms:\n${log}`));
      setTimeout(late, startLimit).unref();
      const read = (/** @type {Buffer} */ chunk) => {
        log += String(chunk);
        // The server reports a taken port but does not end.
        if (log.includes('EADDRINUSE')) reject(new Error(`Port ${port} is in use`));
        const found = /Extension host agent listening on (\d+)/.exec(log);
        if (found) resolve(Number(found[1]));
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('error', reject);
      child.on('exit', (code) => {
        reject(new Error(`The server of VS Code ${version} ended with code ${code}:\n${log}`));
      });
    });
    const authority = `127.0.0.1:${listening}`;
    return {
      url: `http://${authority}`,
      authority,
      version,
      extension,
      log: () => log,
      stop: async () => {
        const ended = child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once('exit', resolve));
        if (child.pid !== undefined) endGroup(child.pid);
        await ended;
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/**
 * Writes the list of installed extensions as VS Code keeps it, so that it loads the extensions from where they are.
 * @param {string} extensions @param {readonly string[]} folders
 */
async function registerExtensions(extensions, folders) {
  const list = await Promise.all(
    folders.map(async (folder) => {
      const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      const location = { $mid: 1, path: folder, scheme: 'file' };
      return { identifier: { id: `${publisher}.${name}` }, version, location, metadata: {} };
    }),
  );
  await mkdir(extensions);
  await writeFile(join(extensions, 'extensions.json'), JSON.stringify(list));
}

/** Ends a process group at once; its data is thrown away, so nothing is lost. @param {number} leader */
function endGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
