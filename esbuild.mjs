// Bundles the product: the extension, its worker, the command line and the layout's web page. `--watch` keeps building,
// `--minify` is what a release uses. Each bundle's metafile goes to out/meta for the architecture test.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { bundledApart } from './bundling/bundled-apart.mjs';
import { evaluated } from './bundling/evaluated.mjs';
import { oneVscode } from './bundling/one-vscode.mjs';
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
    ...inFolder('src/core/dialects', [
      'binary',
      'elf-core',
      'maps',
      'region-line',
      'region-line-loose',
      'region-tail',
      'row-sink',
    ]),
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
    'auxv',
    'byte-string',
    'doctor/capabilities',
    'doctor/diagnose',
    'doctor/proc-mount',
    'doctor/refusal',
    'elf/file-source',
    'elf/resolve-in-root',
    'figures/read-figures',
    'figures/smaps-cost',
    'living-thread',
    'local/display-name',
    'local/failures',
    'local/file-error',
    'local/files',
    'local/procfs',
    'local/reader',
    'local/source',
    'local/stat',
    'local/status',
    'local/users',
    'map-verdicts',
  ]),
  'dumps.js': inFolder('src/sources', ['read-dump', 'saved/source']),
  'targets.js': inFolder('src/sources', ['shell/source', 'targets/discover', 'targets/open-target']),
};
/** What the extension and the threads use both; of which class an error is, is asked on both sides of all others. */
const everywhere = {
  'shared.js': [
    ...inFolder('src/sources', ['cancelled', 'printable-bytes', 'source', 'source-spec', 'text-changes']),
    'src/core/locate/shell-word.ts',
    'src/core/memory-map/printable.ts',
  ],
};
/** Modules that are imported when they are needed, so that activation does not load them. */
const later = {
  'hover.js': ['src/extension/language/hover-content.ts', 'src/extension/layout/explain-region.ts'],
  'symbols.js': ['src/sources/elf/symbolizer.ts'],
  'capture.js': ['src/sources/capture/capture.ts'],
  'add-source.js': ['src/extension/sources/add-source.ts'],
  'pages.js': ['src/extension/layout/read-pages.ts'],
  'capture-process.js': ['src/extension/processes/capture.ts'],
  'compare.js': ['src/extension/layout/compare-with.ts'],
  'xz.js': ['src/sources/archive/unxz.ts'],
};
/** Parts that a bundle loads when it uses them first: a list of processes is there some 50 ms sooner without what reads maps, archives and targets. */
const onUse = new Set(['dialects.js', 'dumps.js', 'formats.js', 'targets.js']);
/** Modules of constants, of which bundles get what they come to and not the larger tables that they are made from. */
const constants = ['src/core/fields/field-words.ts'];

/** @type {Record<string, import('esbuild').BuildOptions>} */
const bundles = {
  extension: {
    entryPoints: ['src/extension/main.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    // It has copies of its own of the little that it uses of `parts`: activation would have to load all of them.
    plugins: [bundledApart(root, { ...everywhere, ...later }, onUse), evaluated(root, constants), oneVscode()],
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
    plugins: [evaluated(root, constants)],
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
  charset: 'ascii',
  logLevel: 'warning',
  plugins: [bundledApart(root, { ...parts, ...everywhere, ...later }, onUse), evaluated(root, constants), oneVscode()],
  // A dynamic import becomes a call of require(), which VS Code lets find `vscode` in the other file too.
  supported: { 'dynamic-import': false },
};

/** @param {string} folder @param {string[]} names @returns {string[]} the modules' paths */
function inFolder(folder, names) {
  return names.map((name) => `${folder}/${name}.ts`);
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
