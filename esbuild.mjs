// Bundles the product: the extension, its worker, the command line and the layout's web page. `--watch` keeps building,
// `--minify` is what a release uses. Each bundle's metafile goes to out/meta for the architecture test.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { notices } from './licences/notices.mjs';

const root = dirname(fileURLToPath(import.meta.url));

/**
 * Bundles of modules that several others use. Each has the exports of all its modules and none requires one below it, so that
 * there is no circle. Functions that are called for each line or byte stay out: a call into another bundle is slower than one inside.
 * @type {Record<string, string[]>}
 */
const parts = {
  'memory-map.js': inFolder('src/core/memory-map', [
    'base64',
    'column-buffer',
    'counter-builder',
    'dialect-names',
    'file-builder',
    'file-table',
    'known-bytes',
    'name',
    'notes',
    'problems',
    'radix-sort',
    'region-builder',
    'region-table',
    'row-names',
    'size',
    'texts',
  ]),
  'kinds.js': [
    ...inFolder('src/core/kinds', ['classify', 'kinds', 'traits']),
    ...inFolder('src/core/findings', ['find', 'ground', 'rules']),
  ],
  'json.js': ['src/core/dialects/json.ts'],
  'binary.js': [
    ...inFolder('src/core/dialects', ['binary', 'maps', 'region-line', 'region-line-loose', 'region-tail', 'row-sink']),
    ...inFolder('src/core/elf', [
      'byte-source',
      'elf-file',
      'fields',
      'header',
      'header-table',
      'machines',
      'notes',
      'program-headers',
      'section-headers',
    ]),
  ],
  'dialects.js': ['src/core/dialects/parse.ts'],
  'formats.js': inFolder('src/core/export', [
    'byte-chunks',
    'conversion-notes',
    'csv',
    'formats',
    'json-integer',
    'maps-text',
    'markdown-table',
    'normal-form',
    'region-lines',
    'rows',
    'smaps-text',
    'totals',
  ]),
  'sources.js': inFolder('src/sources', [
    'byte-string',
    'doctor/capabilities',
    'doctor/refusal',
    'elf/file-source',
    'elf/resolve-in-root',
    'local/display-name',
    'local/failures',
    'local/file-error',
    'local/files',
    'local/procfs',
    'local/stat',
    'local/status',
    'local/users',
    'map-verdicts',
    'printable-bytes',
    'source-spec',
    'sources',
  ]),
};
/** Which class an error has is asked on both sides of all others. */
const everywhere = { 'source.js': ['src/sources/source.ts'] };
/** Modules that are imported when they are needed, so that activation does not load them. */
const later = {
  'hover.js': ['src/extension/language/hover-content.ts', 'src/extension/layout/explain-region.ts'],
  'symbols.js': ['src/sources/elf/symbolizer.ts'],
  'capture.js': ['src/sources/capture/capture.ts'],
  'add-source.js': ['src/extension/sources/add-source.ts'],
  'pages.js': ['src/extension/layout/read-pages.ts'],
  'compare.js': ['src/extension/layout/compare-with.ts'],
  'xz.js': ['src/sources/archive/unxz.ts'],
};
/** Modules of constants, of which bundles get what they come to and not the larger tables that they are made from. */
const constants = ['src/core/fields/field-words.ts'];

/** @type {Record<string, import('esbuild').BuildOptions>} */
const bundles = {
  extension: {
    entryPoints: ['src/extension/main.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    // It has copies of its own of the little that it uses of `parts`: activation would have to load all of them.
    plugins: [bundledApart({ ...everywhere, ...later }), evaluated(constants), oneVscode()],
  },
  worker: { entryPoints: ['src/sources/worker/main.ts'], outfile: 'dist/worker.js' },
  cli: { entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  ...Object.fromEntries(
    Object.keys({ ...parts, ...everywhere, ...later }).map((file) => [
      file.replace('.js', ''),
      { entryPoints: [file], outfile: `dist/${file}`, external: ['vscode'] },
    ]),
  ),
  layout: {
    entryPoints: ['src/webview/layout/main.tsx'],
    outfile: 'dist/layout.js',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [evaluated(constants)],
    supported: {},
  },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: process.argv.includes('--minify') || process.argv.includes('--production'),
  sourcemap: process.argv.includes('--minify') ? false : 'linked',
  metafile: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
  plugins: [bundledApart({ ...parts, ...everywhere, ...later }), evaluated(constants), oneVscode()],
  // A dynamic import becomes a call of require(), which VS Code lets find `vscode` in the other file too.
  supported: { 'dynamic-import': false },
};

/** @param {string} folder @param {string[]} names @returns {string[]} the modules' paths */
function inFolder(folder, names) {
  return names.map((name) => `${folder}/${name}.ts`);
}

/**
 * Makes bundles of modules, entry points by the bundle's name, and keeps these modules out of all other bundles, which require them.
 * A name that two modules of a bundle export is an error of the build.
 * @param {Record<string, string[]>} modules by the bundle in dist/
 * @returns {import('esbuild').Plugin}
 */
function bundledApart(modules) {
  const files = new Map(Object.entries(modules).flatMap(([file, paths]) => paths.map((path) => [path, file])));
  return {
    name: 'bundled-apart',
    setup(build) {
      const own = basename(build.initialOptions.outfile ?? '');
      build.onResolve({ filter: /^\w[\w-]*\.js$/ }, ({ kind, path }) =>
        kind === 'entry-point' && path in modules ? { path, namespace: 'bundle' } : undefined,
      );
      build.onLoad({ filter: /^/, namespace: 'bundle' }, async ({ path }) => ({
        contents: await exportsOf(modules[path] ?? []),
        resolveDir: root,
        watchFiles: modules[path]?.map((module) => join(root, module)) ?? [],
      }));
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = files.get(relative(root, join(resolveDir, path)));
        return file === undefined || file === own ? undefined : { path: `./${file}`, external: true };
      });
    },
  };
}

/**
 * A module that exports what others do, name by name: `export *` would drop a name that two of them have without a word. Without
 * circles of bundles an object will do, which is smaller and faster to call through than the getters of `export`.
 * @param {string[]} modules
 */
async function exportsOf(modules) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: modules,
    format: 'esm',
    outdir: 'out',
    write: false,
    metafile: true,
  });
  const outputs = Object.values(metafile.outputs);
  return [
    ...outputs.map(({ entryPoint, exports }) => `import { ${exports.join(', ')} } from './${entryPoint}';`),
    `module.exports = { ${outputs.flatMap(({ exports }) => exports).join(', ')} };`,
  ].join('\n');
}

/**
 * Replaces modules by what they export when they run, which must be JSON.
 * @param {string[]} modules
 * @returns {import('esbuild').Plugin}
 */
function evaluated(modules) {
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

/**
 * Takes what is used of `vscode` from one `require` a bundle. As an external module each file that imports it would get a copy of
 * its hundreds of members when the bundle is loaded, half a millisecond each.
 * @returns {import('esbuild').Plugin}
 */
function oneVscode() {
  const types = readFileSync(createRequire(import.meta.url).resolve('@types/vscode/index.d.ts'), 'utf8');
  const names = [...types.matchAll(/^\texport (?:abstract )?(?:class|const|enum|function|let|namespace) (\w+)/gm)];
  const members = [...new Set(names.map(([, name]) => name))];
  const contents = [
    'const api = require("vscode");',
    ...members.map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`),
  ].join('\n');
  return {
    name: 'one-vscode',
    setup(build) {
      build.onResolve({ filter: /^vscode$/ }, ({ kind }) =>
        kind === 'import-statement' ? { path: 'vscode', namespace: 'one-vscode' } : { path: 'vscode', external: true },
      );
      build.onLoad({ filter: /^vscode$/, namespace: 'one-vscode' }, () => ({ contents, resolveDir: root }));
    },
  };
}

const watch = process.argv.includes('--watch');
for (const folder of ['dist', 'out/meta']) rmSync(join(root, folder), { recursive: true, force: true });
mkdirSync(join(root, 'out/meta'), { recursive: true });
const metafiles = [];
for (const [name, options] of Object.entries(bundles)) {
  if (watch) {
    await (await esbuild.context({ ...shared, ...options })).watch();
  } else {
    const { metafile } = await esbuild.build({ ...shared, ...options });
    writeFileSync(join(root, 'out/meta', `${name}.json`), JSON.stringify(metafile));
    metafiles.push(metafile);
  }
}
if (!watch) writeFileSync(join(root, 'dist/THIRD_PARTY_NOTICES.txt'), notices(metafiles, root));
