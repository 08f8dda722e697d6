// How large what ships is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageExtension, stage } from '../vscode/package.mjs';

/** @typedef {import('./run.mjs').Row} Row */

/** The bundles of the package, with the most each may weigh in KB. */
const budgets = Object.fromEntries(
  ['extension', 'hover', 'worker', 'memory-map', 'kinds', 'dialects', 'binary', 'formats', 'symbols', 'cli'].map(
    (name) => [`${name}.js`, 200],
  ),
);

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const { bytes } = await packageExtension();
  const bundle = (/** @type {string} */ file) => readFileSync(join(stage, 'dist', file));
  return [
    ...Object.entries(budgets).map(([file, most]) => row(file, bundle(file).length, most)),
    row('layout.js, gzip', gzipSync(bundle('layout.js')).length, 150),
    row('VSIX', bytes, 400),
  ];
}

/** @param {string} name @param {number} bytes @param {number} most KB @returns {Row} */
function row(name, bytes, most) {
  return { name: `size of ${name}`, value: bytes / 1000, unit: 'KB', target: `< ${most}`, ok: bytes < most * 1000 };
}
