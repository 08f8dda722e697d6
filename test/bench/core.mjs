// The product's own code for a bench to call: bundled as the product is, so that what is measured is what ships.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../vscode/paths.mjs';

/** Where {@link loadCore} puts the bundle. */
export const coreBundle = join(root, 'out', 'bench', 'core.mjs');

/**
 * Bundles and imports what benches call.
 * @returns {Promise<typeof import('./core-exports.ts')>}
 */
export async function loadCore() {
  await build({
    entryPoints: [join(root, 'test', 'bench', 'core-exports.ts')],
    outfile: coreBundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    logLevel: 'error',
  });
  return import(pathToFileURL(coreBundle).href);
}
