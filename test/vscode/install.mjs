// Installs what `npm start` and `npm test` need: node_modules, and the cached VS Codes, Nodes, Chromium, fonts and SSH servers.
// Only node: imports here and in what it imports, since it runs on a fresh clone. `node test/vscode/install.mjs` is the
// same by hand. Each part is made in a folder of its own and renamed when complete, so a half install is made again.
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEBIAN_FOLDER, needsDebian, unpackDebian } from '../runner/debian.mjs';
import { prepareChromium, systemChromium, writeFontsConfig } from './chromium.mjs';
import { cache, npm, root } from './paths.mjs';
import { chromium, engines, fonts, nodes } from './pins.mjs';

/** @typedef {import('./pins.mjs').EngineName} EngineName */

/**
 * One folder of the cache: an npm install of exact packages, and what is done to it afterwards.
 * @typedef {{ label: string, folder: string, pins: import('./pins.mjs').Pin[], finish?: (folder: string) => Promise<void> }} Part
 */

/**
 * Installs what is missing; a quick check when nothing is.
 * @param {{ engines?: EngineName[], browser?: boolean, servers?: boolean }} [wanted] default: everything; the servers only when asked for
 */
export async function install(wanted = { servers: true }) {
  const { engines: names = ['newest', 'oldest'], browser = true, servers = false } = wanted;
  const parts = [
    ...names.flatMap((name) => engineParts(name)),
    ...(browser ? browserParts() : []),
    ...(servers ? serverParts() : []),
  ];
  const missing = parts.filter((part) => !existsSync(join(cache, part.folder)));
  if (nodeModulesAgree() && missing.length === 0) return;
  await locked(async () => {
    if (!nodeModulesAgree()) await timed('dependencies (npm ci)', () => npm(['ci'], root));
    for (const part of missing) if (!existsSync(join(cache, part.folder))) await timed(part.label, () => make(part));
  });
}

/**
 * The VS Code server and the Node that runs it, after {@link install}.
 * @param {EngineName} name
 * @returns {{ node: string, vscode: string, version: string }} absolute paths: the Node binary and VS Code's folder
 */
export function engine(name) {
  const { codeServer, node, vscode } = engines[name];
  return {
    node: nodeBinary(node),
    vscode: join(cache, `code-server-${codeServer}`, 'node_modules', 'code-server', 'lib', 'vscode'),
    version: vscode,
  };
}

/**
 * The Node binary of a major version, for tools that need a newer one than the machine's; after {@link install}.
 * @param {'22' | '24'} major
 */
export function nodeBinary(major) {
  const pin = nodePin(major);
  return pin ? join(cache, `node-${pin.version}`, 'node_modules', pin.package, 'bin', 'node') : process.execPath;
}

/** @param {'22' | '24'} major @returns {import('./pins.mjs').Pin | undefined} undefined: the running Node will do */
function nodePin(major) {
  const platform = `${process.platform}-${process.arch}`;
  const pin = nodes[platform]?.[major];
  if (pin) return pin;
  if (process.versions.node.startsWith(`${major}.`)) return undefined;
  throw new Error(
    `No registry package with Node ${major} is known for ${platform} (known: ${Object.keys(nodes).join(', ')}). ` +
      `Run this under Node ${major} instead.`,
  );
}

/** @param {EngineName} name @returns {Part[]} */
function engineParts(name) {
  const { codeServer, node, vscode, ripgrep } = engines[name];
  const pin = nodePin(node);
  /** @type {Part[]} */
  const parts = [
    {
      label: `VS Code ${vscode}`,
      folder: `code-server-${codeServer}`,
      pins: [{ package: 'code-server', version: codeServer }, ...(ripgrep ? [ripgrep] : [])],
      // The package's own postinstall would do this too, but it compiles native modules, which the server can do without.
      finish: async (folder) => {
        const home = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
        await npm(['install', '--omit=dev'], home);
        if (!ripgrep) return;
        const binary = join(
          folder,
          'node_modules',
          ripgrep.package,
          'bin',
          `${process.platform}-${process.arch}`,
          'rg',
        );
        const wanted = join(home, 'node_modules', '@vscode', 'ripgrep', 'bin');
        await mkdir(wanted);
        await copyFile(binary, join(wanted, 'rg'));
      },
    },
  ];
  if (pin) parts.push({ label: `Node ${pin.version}`, folder: `node-${pin.version}`, pins: [pin] });
  return parts;
}

/** @returns {Part[]} */
function browserParts() {
  if (process.platform !== 'linux') return [];
  /** @type {Part[]} */
  const parts = [{ label: 'Fonts', folder: `fonts-${fonts.version}`, pins: [fonts], finish: writeFontsConfig }];
  if (!systemChromium()) {
    parts.push({
      label: `Chromium (${chromium.package} ${chromium.version})`,
      folder: `chromium-${chromium.version}`,
      pins: [chromium],
      finish: prepareChromium,
    });
  }
  return parts;
}

/** What the tests of SSH connect to. @returns {Part[]} */
function serverParts() {
  if (!needsDebian()) return [];
  return [{ label: 'SSH servers', folder: DEBIAN_FOLDER, pins: [], finish: unpackDebian }];
}

/** @param {Part} part */
async function make({ folder, pins, finish }) {
  const draft = await mkdtemp(join(cache, 'making-'));
  try {
    await writeFile(join(draft, 'package.json'), '{ "private": true }\n');
    if (pins.length > 0) await npm(['install', ...pins.map((pin) => `${pin.package}@${pin.version}`)], draft);
    await finish?.(draft);
    await rename(draft, join(cache, folder));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** @param {string} label @param {() => Promise<void>} work */
async function timed(label, work) {
  console.log(`Installing ${label} ...`);
  const start = performance.now();
  await work();
  console.log(`Installed ${label} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * Whether node_modules holds what package-lock.json names. Contents are compared, not times: a checkout or a rebase
 * touches the lock file without changing it.
 */
function nodeModulesAgree() {
  const wanted = lockedVersions(join(root, 'package-lock.json'));
  const present = lockedVersions(join(root, 'node_modules', '.package-lock.json'));
  return [...wanted].every(
    ([path, { version, optional }]) => path === '' || optional || present.get(path)?.version === version,
  );
}

/** @param {string} file @returns {Map<string, { version?: string, optional?: boolean }>} empty when there is no such file */
function lockedVersions(file) {
  if (!existsSync(file)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages));
}

/**
 * Runs `work` while no other process does so with the same cache. A lock whose process has ended is taken over, and what
 * that process left half made is removed.
 * @param {() => Promise<void>} work
 */
async function locked(work) {
  const lock = join(cache, 'install.lock');
  await mkdir(cache, { recursive: true });
  for (let told = false; ;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) {
      await unlink(lock).catch(() => undefined);
    } else {
      if (!told) console.log(`Waiting for process ${owner}, which is installing ...`);
      told = true;
      await pause(200);
    }
  }
  try {
    const drafts = (await readdir(cache)).filter((name) => name.startsWith('making-'));
    await Promise.all(drafts.map((name) => rm(join(cache, name), { recursive: true, force: true })));
    await work();
  } finally {
    await unlink(lock);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

if (fileURLToPath(import.meta.url) === process.argv[1]) void install();
