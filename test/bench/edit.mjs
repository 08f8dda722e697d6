// From an edit of one line in a maps document of 65,000 lines to the hover, the outline and the diagnostics of the new text.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInHost } from '../vscode/host.mjs';
import { root } from '../vscode/paths.mjs';
import { bundleForHost } from './bundle.mjs';
import { packageIdle } from './idle-extension.mjs';
import { makeMaps } from './make-maps.mjs';
import { median } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const lines = 65_000;
/** In ms: before a person sees that something is late. */
const most = 50;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const stage = await packageIdle();
  const module = await bundleForHost('in-host-edit');
  const folder = join(root, 'out', 'bench', 'files');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'edited.maps');
  writeFileSync(file, makeMaps(lines));
  const { report } = await runInHost('newest', module, { MEMORY_MAPS_BENCH_FILE: file }, stage);
  /** @type {import('./in-host-edit.ts').EditTimes} */
  const times = JSON.parse(report);
  const row = (/** @type {string} */ name, /** @type {readonly number[]} */ values) => ({
    name: `edit of a line in ${lines.toLocaleString('en')}, to the new ${name}`,
    value: median([...values]),
    unit: 'ms',
    target: `<= ${most}`,
    ok: median([...values]) <= most,
  });
  return [
    row('hover', times.hover),
    row('outline', times.outline),
    row('diagnostics', times.diagnostics),
    { name: '… an empty hover without an edit', value: median([...times.floor]), unit: 'ms', target: '', ok: true },
  ];
}
