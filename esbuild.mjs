// Bundles the product: the extension, its worker, the command line and the layout's web page. `--watch` keeps building,
// `--minify` is what a release uses. Each bundle's metafile goes to out/meta for the architecture test.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));

/** Modules that have a bundle of their own, because several others use them: the bundle in dist/ by the module's path. */
const parts = {
  'src/core/kinds/classify.ts': 'kinds.js',
  'src/core/dialects/parse.ts': 'dialects.js',
  'src/core/dialects/binary.ts': 'binary.js',
  'src/core/dialects/json.ts': 'json.js',
  'src/sources/sources.ts': 'sources.js',
  // Which class an error has is asked on both sides of the others.
  'src/sources/source.ts': 'source.js',
};
/** Modules that are imported when they are needed, so that activation does not load them. */
const later = {
  'src/extension/language/hover-content.ts': 'hover.js',
  'src/sources/elf/symbolizer.ts': 'symbols.js',
  'src/sources/capture/capture.ts': 'capture.js',
};

/** @type {Record<string, import('esbuild').BuildOptions>} */
const bundles = {
  extension: { entryPoints: ['src/extension/main.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  worker: { entryPoints: ['src/sources/worker/main.ts'], outfile: 'dist/worker.js' },
  cli: { entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  ...Object.fromEntries(
    Object.entries({ ...parts, ...later }).map(([module, file]) => [
      file.replace('.js', ''),
      { entryPoints: [module], outfile: `dist/${file}`, external: ['vscode'] },
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
    plugins: [],
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
  logLevel: 'warning',
  plugins: [bundledApart({ ...parts, ...later }), oneVscode()],
  // A dynamic import becomes a call of require(), which VS Code lets find `vscode` in the other file too.
  supported: { 'dynamic-import': false },
};

/**
 * Keeps modules that have a bundle of their own out of all others, which require it.
 * @param {Record<string, string>} files bundle in dist/ by the module's path
 * @returns {import('esbuild').Plugin}
 */
function bundledApart(files) {
  return {
    name: 'bundled-apart',
    setup: (build) =>
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const file = kind === 'entry-point' ? undefined : files[relative(root, join(resolveDir, path))];
        return file === undefined ? undefined : { path: `./${file}`, external: true };
      }),
  };
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

/**
 * The licences of the packages that went into bundles, as their terms ask for.
 * @param {import('esbuild').Metafile[]} metafiles
 * @returns {string}
 */
function notices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const packages = inputs.map((input) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]).filter((path) => path);
  return [...new Set(packages)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((path) => {
      const { name, version } = JSON.parse(readFileSync(join(root, `${path}/package.json`), 'utf8'));
      const licence = readdirSync(join(root, `${path}`)).find((file) => /^licen[cs]e/i.test(file));
      if (!licence) throw new Error(`${path} is bundled and has no licence file`);
      return `${name} ${version}\n\n${readFileSync(join(root, `${path}`, licence), 'utf8')}`;
    })
    .join('\n\n');
}

const watch = process.argv.includes('--watch');
rmSync(join(root, 'dist'), { recursive: true, force: true });
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
if (!watch) writeFileSync(join(root, 'dist/THIRD_PARTY_NOTICES.txt'), notices(metafiles));
