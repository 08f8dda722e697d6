import assert from 'node:assert/strict';
import { join } from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import { root } from '../vscode/paths.mjs';
import { importedPath, readJson, sourceFiles, type SourceFile } from './source.ts';

/**
 * The order of ARCHITECTURE.md: a folder imports from its own level and those above it. Folders of one level may know each
 * other as long as no circle arises.
 */
const levels = [
  ['core/memory-map'],
  ['core/elf', 'core/locate'],
  ['core/dialects', 'core/fields', 'core/growth', 'core/kinds', 'core/objects'],
  ['core/findings', 'core/filter', 'core/layout', 'core/table', 'core/export'],
  ['core/composition', 'core/pages'],
  ['protocol'],
  ['sources'],
  ['cli'],
  ['extension'],
];

/** Longest file that is still one idea. */
const lineLimit = 300;

describe('architecture', () => {
  const files = sourceFiles();
  const edges = files.flatMap((file) =>
    file.imports.flatMap((specifier) => {
      const target = importedPath(file, specifier);
      return target === undefined ? [] : [{ file, target, from: folderOf(file.path), to: folderOf(target) }];
    }),
  );

  it('has every source file in a folder with a level', () => {
    const known = new Set([...levels.flat(), 'webview']);
    const strays = files.filter(({ path }) => !known.has(folderOf(path)) && !path.endsWith('.d.ts'));
    assert.deepEqual(
      strays.map(({ path }) => path),
      [],
    );
  });

  it('shows what an error says in a message only as plain text: paths in it may look like links to commands', () => {
    const message = /show(?:Error|Warning|Information)Message\((?:[^;]*?)reasonOf\(/g;
    const shown = files.flatMap(({ path, text }) => [...text.matchAll(message)].map(([call]) => ({ path, call })));
    assert.ok(shown.length > 0);
    assert.deepEqual(
      shown.filter(({ call }) => !call.includes('plainMessage(')),
      [],
    );
  });

  it('imports only files that exist, with their extension', () => {
    const missing = edges.filter(({ target }) => !existsSync(join(root, target)));
    assert.deepEqual(
      missing.map(({ file, target }) => `${file.path} -> ${target}`),
      [],
    );
  });

  it('imports one way', () => {
    const wrong = edges.filter(({ from, to }) => !mayImport(from, to));
    assert.deepEqual(
      wrong.map(({ file, target }) => `${file.path} -> ${target}`),
      [],
    );
  });

  it('has no circle of folders', () => {
    const graph = new Map<string, Set<string>>();
    for (const { from, to } of edges) if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
    assert.deepEqual(circle(graph), []);
  });

  it('has no circle of files, those that share types only included', () => {
    const graph = new Map<string, Set<string>>();
    for (const { file, target } of edges) graph.set(file.path, (graph.get(file.path) ?? new Set()).add(target));
    assert.deepEqual(circle(graph), []);
  });

  it('imports vscode only in src/extension', () => {
    assert.deepEqual(importers(files, /^vscode$/, /^src\/extension\//), []);
  });

  it('imports node: only where there is a Node', () => {
    assert.deepEqual(importers(files, /^node:/, /^src\/(sources|cli|extension)\//), []);
  });

  it(`has no file of more than ${lineLimit} lines`, () => {
    const long = files.filter(({ text }) => text.split('\n').length - 1 > lineLimit);
    assert.deepEqual(
      long.map(({ path }) => path),
      [],
    );
  });

  for (const [bundle, forbidden] of [
    ...['memory-map', 'kinds', 'json', 'binary', 'dialects', 'formats'].map(
      (part) => [part, /^(vscode$|node:)|^src\/(sources|cli|extension|webview)\//] as const,
    ),
    ['layout', /^(vscode|node:|fs$|path$|os$)|^src\/(sources|cli|extension)\//],
    ['worker', /^vscode$|^src\/(cli|extension|webview)\//],
    ['sources', /^vscode$|^src\/(cli|extension|webview)\//],
    ['capture', /^vscode$|^src\/(cli|extension|webview)\//],
    ['cli', /^vscode$|^src\/(extension|webview)\//],
    ['extension', /^src\/(cli|webview)\//],
  ] as const) {
    it(`builds dist/${bundle}.js of what its runtime has`, () => {
      const wrong = bundledFrom(bundle).filter((name) => forbidden.test(name));
      assert.deepEqual(wrong, []);
    });
  }

  it('has no circle of bundles that require each other', () => {
    const bundles = readdirSync(join(root, 'out/meta')).map((name) => name.replace('.json', ''));
    assert.ok(bundles.includes('extension'));
    assert.deepEqual(circle(new Map(bundles.map((bundle) => [bundle, new Set(requiredBy(bundle))]))), []);
  });

  it('activates without the bundles that read and explain maps', () => {
    assert.deepEqual(requiredBy('extension'), ['shared']);
    assert.deepEqual(requiredBy('shared'), []);
  });
});

/** `core/kinds` for a file of the core, else the first folder. */
function folderOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first === 'core' ? `core/${second}` : first;
}

function mayImport(from: string, to: string): boolean {
  if (from === 'webview') return to === 'webview' || to === 'protocol' || to.startsWith('core/');
  const level = (folder: string) => levels.findIndex((each) => each.includes(folder));
  return level(to) >= 0 && level(to) <= level(from);
}

function importers(files: readonly SourceFile[], specifier: RegExp, except: RegExp): string[] {
  return files
    .filter(({ path, imports }) => !except.test(path) && imports.some((each) => specifier.test(each)))
    .map(({ path }) => path);
}

/** The folders of one circle in their order, or none. */
function circle(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  const visit = (folder: string, trail: readonly string[]): string[] => {
    if (trail.includes(folder)) return [...trail.slice(trail.indexOf(folder)), folder];
    if (done.has(folder)) return [];
    for (const next of graph.get(folder) ?? []) {
      const found = visit(next, [...trail, folder]);
      if (found.length) return found;
    }
    done.add(folder);
    return [];
  };
  for (const folder of graph.keys()) {
    const found = visit(folder, []);
    if (found.length) return found;
  }
  return [];
}

/** The files in a bundle and the modules it loads when it runs. */
function bundledFrom(bundle: string): string[] {
  const { inputs } = metafileOf(bundle);
  return [...Object.keys(inputs), ...externalsOf(bundle).map(({ path }) => path)];
}

/** The other bundles that one loads as soon as it is loaded itself. */
function requiredBy(bundle: string): string[] {
  const atOnce = externalsOf(bundle).filter(({ kind }) => kind !== 'dynamic-import');
  return [...new Set(atOnce.flatMap(({ path }) => /^\.\/([\w-]+)\.js$/.exec(path)?.[1] ?? []))];
}

function externalsOf(bundle: string): Imported[] {
  return Object.values(metafileOf(bundle).inputs).flatMap(({ imports }) => imports.filter((each) => each.external));
}

/** The build's metafile of a bundle. */
function metafileOf(bundle: string): { inputs: Record<string, { imports: Imported[] }> } {
  return readJson(`out/meta/${bundle}.json`) as { inputs: Record<string, { imports: Imported[] }> };
}

interface Imported {
  path: string;
  kind: string;
  external?: boolean;
}
