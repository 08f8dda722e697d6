// Bundles the tests of a tier into out/test/TIER/, and tools in TypeScript into out/tools/, with import.meta and packages resolved as if they ran from source.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../vscode/paths.mjs';

/**
 * @param {string} tier a folder of test/
 * @param {string} [host] a module of that folder to bundle too, as out/test/TIER/index.js
 * @returns {Promise<string | undefined>} the bundle of all its *.test.ts, or undefined when there is none
 */
export async function bundleTests(tier, host) {
  const folder = join(root, 'test', tier);
  const files = existsSync(folder)
    ? (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.test.ts')).sort()
    : [];
  if (files.length === 0) return undefined;
  const outdir = join(root, 'out', 'test', tier);
  const suites = files.map((file) => `import ${JSON.stringify(`./${file}`)};`).join('\n');
  const { build } = await import('esbuild');
  await build({
    ...common,
    stdin: { contents: suites, resolveDir: folder, sourcefile: `${tier}-suites.ts` },
    outfile: join(outdir, 'suites.js'),
  });
  if (host) await build({ ...common, entryPoints: [join(folder, host)], outfile: join(outdir, 'index.js') });
  return join(outdir, 'suites.js');
}

/**
 * Lets `import.meta.dirname`, `.filename` and `.url` in test files mean the source file, not the bundle.
 * @type {import('esbuild').Plugin}
 */
const sourceImportMeta = {
  name: 'source-import-meta',
  setup(build) {
    build.onLoad({ filter: /\.(ts|tsx|mjs)$/ }, async ({ path }) => {
      if (relative(root, path).split('/')[0] !== 'test') return undefined;
      const meta = { dirname: dirname(path), filename: path, url: pathToFileURL(path).href };
      const contents = (await readFile(path, 'utf8')).replace(
        /\bimport\.meta\.(dirname|filename|url)\b/g,
        (_all, /** @type {keyof typeof meta} */ key) => JSON.stringify(meta[key]),
      );
      return { contents, loader: path.endsWith('.mjs') ? 'js' : path.endsWith('.tsx') ? 'tsx' : 'ts' };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  external: ['vscode'],
  sourcemap: 'inline',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
  plugins: [sourceImportMeta],
};

/**
 * Runs a TypeScript tool: bundles it into out/tools/ and imports it in this process.
 * @param {string} source path of its main module, from the checkout's top folder
 */
export async function runTool(source) {
  const outfile = join(root, 'out', 'tools', basename(source).replace(/\.ts$/, '.cjs'));
  const { build } = await import('esbuild');
  await build({ ...common, entryPoints: [join(root, source)], outfile });
  await import(pathToFileURL(outfile).href);
}
