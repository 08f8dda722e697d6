// The API of VS Code in a bundle, as a plugin of esbuild.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Takes what is used of `vscode` from one `require` a bundle. As an external module each file that imports it would get a copy of
 * its hundreds of members when the bundle is loaded, half a millisecond each.
 * @returns {import('esbuild').Plugin}
 */
export function oneVscode() {
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
      build.onLoad({ filter: /^vscode$/, namespace: 'one-vscode' }, () => ({
        contents,
        resolveDir: import.meta.dirname,
      }));
    },
  };
}
