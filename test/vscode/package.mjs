// `npm run package`: the VSIX, built minified in a copy of its own, so that a running `npm test` or `npm start` keeps its
// dist/. vsce needs a newer Node than the machine may have: the cached one.
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, nodeBinary } from './install.mjs';
import { root, run } from './paths.mjs';

/** Where the product is built for packaging; its bundles' metafiles are in out/meta/ below it. */
export const stage = join(root, 'out', 'package');

/** What goes into the copy: all that the build and the manifest need. */
const inputs = [
  'package.json',
  'package.nls.json',
  'esbuild.mjs',
  'bundling',
  'licences',
  'tsconfig.json',
  '.vscodeignore',
  'src',
  'syntaxes',
  'media',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/**
 * Builds and packages the extension.
 * @returns {Promise<{ file: string, bytes: number, output: string }>} the VSIX, its size, and what vsce printed
 */
export async function packageExtension() {
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  for (const input of inputs) {
    await cp(join(root, input), join(stage, input), { recursive: true });
  }
  await writeFile(join(stage, 'README.md'), pageOf(await readFile(join(root, 'README.md'), 'utf8')));
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const file = join(root, 'out', `${name}-${version}.vsix`);
  const vsce = join(dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');
  const args = [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ];
  // vsce runs `vscode:prepublish`, which builds by the Node on PATH.
  const { code, output } = await run(nodeBinary('24'), args, { cwd: stage });
  if (code !== 0) throw new Error(`vsce failed:\n${output}`);
  return { file, bytes: (await stat(file)).size, output };
}

/**
 * The README as the extension's page shows it: what is for people with a checkout ends it and is cut off, and pictures are left out.
 * VS Code shows only pictures from the web there, and the project has no place on the web.
 * @param {string} readme
 */
function pageOf(readme) {
  const [page = ''] = readme.split('\n## Work on it\n');
  return page.replaceAll(/^!\[.*\]\(media\/.*\)\n\n/gm, '');
}

if (fileURLToPath(import.meta.url) === process.argv[1]) void main();

async function main() {
  await install({ engines: ['newest'], browser: false });
  const { file, bytes, output } = await packageExtension();
  console.log(output.trim());
  console.log(`${file}: ${(bytes / 1024).toFixed(1)} KiB`);
}
