// Modules that are bundled as what they come to, as a plugin of esbuild.
import { join, relative } from 'node:path';
import * as esbuild from 'esbuild';

/**
 * Replaces modules by what they export when they run, which must be JSON.
 * @param {string} root the folder that the modules' paths start at @param {string[]} modules
 * @returns {import('esbuild').Plugin}
 */
export function evaluated(root, modules) {
  return {
    name: 'evaluated',
    setup: (build) =>
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!modules.includes(relative(root, path))) return undefined;
        const { outputFiles, metafile } = await esbuild.build({
          absWorkingDir: root,
          entryPoints: [path],
          bundle: true,
          format: 'esm',
          write: false,
          metafile: true,
        });
        const values = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
        return {
          contents: Object.entries(values)
            .map(([name, value]) => `export const ${name} = ${JSON.stringify(value, plain)};`)
            .join('\n'),
          watchFiles: Object.keys(metafile.inputs).map((input) => join(root, input)),
        };
      }),
  };
}

/** For JSON.stringify: the value, unless JSON has nothing for it. @param {string} key @param {unknown} value */
function plain(key, value) {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (typeof value === 'function' || (isObject && Object.getPrototypeOf(value) !== Object.prototype)) {
    throw new Error(`${key} is no constant`);
  }
  return value;
}
