import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageExtension, stage } from '../vscode/package.mjs';
import { root } from '../vscode/paths.mjs';
import { readJson } from './source.ts';

/** Bytes; what a user downloads and what the extension host has to load. The layout's page is measured packed. */
const limits = { bundle: 200_000, page: 150_000, vsix: 530_000 };

/** All that a user needs, and nothing else. */
const allowed =
  /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt|dist\/[\w-]+\.(js|css|txt)|syntaxes\/[\w.-]+\.json|media\/[\w-]+\.(png|svg)))$/;

describe('the packaged extension', () => {
  let file = '';
  let bytes = 0;

  before(async () => {
    ({ file, bytes } = await packageExtension());
  });

  it('has what it needs to run and nothing else', () => {
    const names = filesOfZip(readFileSync(file));
    assert.deepEqual(
      names.filter((name) => !allowed.test(name)),
      [],
    );
    for (const name of [
      'package.json',
      'readme.md',
      'LICENSE.txt',
      'dist/extension.js',
      'dist/hover.js',
      'dist/memory-map.js',
      'dist/kinds.js',
      'dist/dialects.js',
      'dist/binary.js',
      'dist/json.js',
      'dist/formats.js',
      'dist/symbols.js',
      'dist/sources.js',
      'dist/dumps.js',
      'dist/targets.js',
      'dist/shared.js',
      'dist/capture.js',
      'dist/add-source.js',
      'dist/pages.js',
      'dist/compare.js',
      'dist/xz.js',
      'dist/worker.js',
      'dist/cli.js',
      'dist/layout.js',
    ]) {
      assert.ok(names.includes(`extension/${name}`), name);
    }
  });

  it('has a page without pictures and links that VS Code cannot show', () => {
    const page = readFileSync(join(stage, 'README.md'), 'utf8');
    const targets = [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, target = '']) => target);
    assert.deepEqual(
      targets.filter((target) => !target.startsWith('https:')),
      [],
    );
    assert.match(page, /^# Memory Maps\n[^]*\n## Settings\n/);
  });

  it('has the licences of the packages that went into it', () => {
    const notices = readFileSync(join(stage, 'dist', 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const bundled = new Set<string>();
    for (const name of readdirSync(join(stage, 'out', 'meta'))) {
      const { inputs } = readJson(join(relative(root, stage), 'out', 'meta', name)) as { inputs: object };
      for (const [, of = ''] of Object.keys(inputs)
        .join('\n')
        .matchAll(/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/g))
        bundled.add(of);
    }
    assert.ok(bundled.has('preact'));
    for (const of of bundled) {
      const { version } = readJson(join('node_modules', of, 'package.json')) as { version: string };
      assert.ok(notices.includes(`${of} ${version}\n`), of);
    }
    assert.match(notices, /Permission is hereby granted/);
  });

  it(`is smaller than ${limits.vsix / 1000} kB`, () => {
    assert.ok(bytes < limits.vsix, `${bytes} bytes`);
  });

  it(`has a page of less than ${limits.page / 1000} kB, packed`, () => {
    const packed = gzipSync(readFileSync(join(stage, 'dist', 'layout.js'))).length;
    assert.ok(packed < limits.page, `${packed} bytes`);
  });

  for (const bundle of [
    'extension',
    'hover',
    'worker',
    'memory-map',
    'kinds',
    'dialects',
    'binary',
    'json',
    'formats',
    'symbols',
    'sources',
    'dumps',
    'targets',
    'shared',
    'capture',
    'add-source',
    'pages',
    'compare',
    'xz',
    'cli',
  ]) {
    it(`has a ${bundle} bundle smaller than ${limits.bundle / 1000} kB`, () => {
      const meta = readJson(join(relative(root, stage), 'out', 'meta', `${bundle}.json`)) as {
        outputs: Record<string, { bytes: number }>;
      };
      const size = meta.outputs[`dist/${bundle}.js`]?.bytes;
      assert.ok(size !== undefined && size < limits.bundle, `${size} bytes`);
    });
  }
});

/** The names in a zip archive's central directory (PKWARE APPNOTE.TXT, 4.3.12 and 4.3.16). */
function filesOfZip(zip: Buffer): string[] {
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  assert.ok(end >= 0, 'not a zip archive');
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    assert.ok(name !== undefined && extra !== undefined && comment !== undefined);
    names.push(zip.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}
