// `npm start`: the real VS Code with the extension loaded and test/fixtures/ open, until Ctrl+C.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './install.mjs';
import { root, run } from './paths.mjs';
import { startServer, themes } from './server.mjs';

const help = `npm start -- [options]

  --engine NAME   newest or oldest (newest)
  --theme NAME    ${Object.keys(themes).join(', ')}, or a theme's own name (dark)
  --port N        where the workbench is served (a free port)
  --no-open       does not open a browser, only prints the address
  --watch         builds again when a source file changes; reload the window to see it
  --desktop       uses the desktop VS Code that \`code\` on PATH starts
`;

const { values } = parseArgs({
  options: {
    engine: { type: 'string' },
    theme: { type: 'string' },
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
    watch: { type: 'boolean' },
    desktop: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const folder = join(root, 'test', 'fixtures');

try {
  if (values.help) console.log(help);
  else if (values.desktop) await startDesktop();
  else await startInBrowser();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function startInBrowser() {
  const { engine = 'newest', theme = 'dark' } = values;
  const port = Number(values.port ?? 0);
  if (engine !== 'newest' && engine !== 'oldest') throw new Error('--engine is newest or oldest');
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port} is not a port`);
  await install({ engines: [engine], browser: false });
  await build();
  const server = await startServer({ engine, theme, port, installed: root });
  const url = `${server.url}/?${new URLSearchParams({ folder })}`;
  console.log(`VS Code ${server.version} with Memory Maps runs at\n\n  ${url}\n\nCtrl+C ends it.`);
  if (!values['no-open']) openInBrowser(url);
}

async function startDesktop() {
  const code = onPath('code');
  if (!code) {
    console.error('There is no `code` on PATH. Install its shell command from VS Code, or leave out --desktop.');
    process.exitCode = 1;
    return;
  }
  await install({ engines: [], browser: false });
  await build();
  const { code: status, output } = await run(code, [`--extensionDevelopmentPath=${root}`, '--new-window', folder]);
  if (status !== 0) {
    console.error(output);
    process.exitCode = status;
  }
}

/** Builds once; with --watch, goes on building in a process that ends with this one. */
async function build() {
  const { code, output } = await run(process.execPath, ['esbuild.mjs']);
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
  if (!values.watch) return;
  const watcher = spawn(process.execPath, ['esbuild.mjs', '--watch'], { cwd: root, stdio: 'inherit' });
  process.on('exit', () => watcher.kill());
}

/** Opens an address in the person's browser where there is a display to show it on. @param {string} url */
function openInBrowser(url) {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const display = process.platform === 'darwin' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!display || !onPath(opener)) return;
  spawn(opener, [url], { stdio: 'ignore', detached: true }).unref();
}

/** @param {string} name @returns {string | undefined} the path of a program on PATH */
function onPath(name) {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, name));
  return paths.find((path) => existsSync(path));
}
