// Bundles that several others share, as a plugin of esbuild.
import { basename, join, relative } from 'node:path';
import * as esbuild from 'esbuild';

/**
 * Makes bundles of modules, entry points by the bundle's name, and keeps these modules out of all other bundles, which require them.
 * A name that two modules of a bundle export is an error of the build.
 * @param {string} root the folder that the modules' paths start at
 * @param {Record<string, string[]>} modules by the bundle in dist/
 * @param {ReadonlySet<string>} onUse bundles that are loaded by others when these use something of them first
 * @returns {import('esbuild').Plugin}
 */
export function bundledApart(root, modules, onUse) {
  const files = new Map(Object.entries(modules).flatMap(([file, paths]) => paths.map((path) => [path, file])));
  return {
    name: 'bundled-apart',
    setup(build) {
      const own = basename(build.initialOptions.outfile ?? '');
      build.onResolve({ filter: /^\w[\w-]*\.js$/ }, ({ kind, path }) =>
        kind === 'entry-point' && path in modules ? { path, namespace: 'bundle' } : undefined,
      );
      const load = async (/** @type {string} */ path, /** @type {typeof exportsOnUse} */ contentsOf) => ({
        contents: contentsOf(path, await outputsOf(root, modules[path] ?? [])),
        resolveDir: root,
        watchFiles: modules[path]?.map((module) => join(root, module)) ?? [],
      });
      build.onLoad({ filter: /^/, namespace: 'bundle' }, ({ path }) => load(path, exportsOf));
      build.onLoad({ filter: /^/, namespace: 'on-use' }, ({ path }) => load(path, exportsOnUse));
      build.onResolve({ filter: /^/, namespace: 'on-use' }, ({ path }) => ({ path, external: true }));
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = files.get(relative(root, join(resolveDir, path)));
        if (file === undefined || file === own) return undefined;
        return onUse.has(file) ? { path: file, namespace: 'on-use' } : { path: `./${file}`, external: true };
      });
    },
  };
}

/** @typedef {import('esbuild').Metafile['outputs'][string]} Output */

/**
 * A module that exports what others do, name by name: `export *` would drop a name that two of them have without a word. Without
 * circles of bundles an object will do, which is smaller and faster to call through than the getters of `export`.
 * @param {string} _ its bundle @param {Output[]} outputs of the others
 */
function exportsOf(_, outputs) {
  return [
    ...outputs.map(({ entryPoint, exports }) => `import { ${exports.join(', ')} } from './${entryPoint}';`),
    `module.exports = { ${namesOf(outputs).join(', ')} };`,
  ].join('\n');
}

/** A module that stands for a bundle, and loads it when one of its exports is used. @param {string} bundle @param {Output[]} outputs */
function exportsOnUse(bundle, outputs) {
  return [
    'let loaded;',
    `const load = () => (loaded ??= require('./${bundle}'));`,
    `module.exports = { ${namesOf(outputs)
      .map((name) => `get ${name}() { return load().${name}; }`)
      .join(', ')} };`,
  ].join('\n');
}

/** @param {Output[]} outputs */
function namesOf(outputs) {
  return outputs.flatMap(({ exports }) => exports);
}

/** @param {string} root @param {string[]} modules */
async function outputsOf(root, modules) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: modules,
    format: 'esm',
    outdir: 'out',
    write: false,
    metafile: true,
  });
  return Object.values(metafile.outputs);
}
