// The product's own code for a bench to call: bundled as the product is, so that what is measured is what ships.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../vscode/paths.mjs';

/**
 * @typedef {{
 *   core: typeof import('./core-exports.ts'),
 *   dialects: typeof import('./dialects-exports.ts'),
 *   export: typeof import('./export-exports.ts'),
 *   filter: typeof import('./filter-exports.ts'),
 *   layout: typeof import('./layout-exports.ts'),
 * }} Exports what each NAME-exports.ts has
 */

/**
 * Bundles and imports what a bench calls.
 * @template {keyof Exports} Name
 * @param {Name} name of a module NAME-exports.ts
 * @returns {Promise<Exports[Name]>}
 */
export async function load(name) {
  await bundle(`${name}-exports.ts`, bundleOf(name), { format: 'esm', minify: true });
  return import(pathToFileURL(bundleOf(name)).href);
}

/** Where {@link load} puts a bundle, for a process that imports it by itself. @param {keyof Exports} name */
export function bundleOf(name) {
  return join(root, 'out', 'bench', `${name}.mjs`);
}

/**
 * Bundles a module that runs inside the extension host.
 * @param {string} name of a module NAME.ts
 * @returns {Promise<string>} its path, for `runInHost`
 */
export async function bundleForHost(name) {
  const outfile = join(root, 'out', 'bench', `${name}.js`);
  await bundle(`${name}.ts`, outfile, { format: 'cjs', external: ['vscode'] });
  return outfile;
}

/**
 * Bundles a module that runs in a page of the browser.
 * @param {string} name of a module NAME.ts
 * @returns {Promise<string>} its path
 */
export async function bundleForPage(name) {
  const outfile = join(root, 'out', 'bench', `${name}.js`);
  await bundle(`${name}.ts`, outfile, { format: 'iife', platform: 'browser' });
  return outfile;
}

/** @param {string} module @param {string} outfile @param {import('esbuild').BuildOptions} options */
async function bundle(module, outfile, options) {
  await build({
    entryPoints: [join(root, 'test', 'bench', module)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    ...options,
  });
}
