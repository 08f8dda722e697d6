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
/**
 * In ms: before a person sees that something is late. Hovers and outlines go through the window, which is busy with the edit itself:
 * an empty hover of another document right after an edit takes as long with nothing of ours in it, and is no part of it.
 */
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
  const row = (/** @type {string} */ name, /** @type {number} */ value, limit = 0) => ({
    name,
    value,
    unit: 'ms',
    target: limit > 0 ? `<= ${limit}` : '',
    ok: limit === 0 || value <= limit,
  });
  const edited = `edit of a line in ${lines.toLocaleString('en')}`;
  const hover = median(times.hover);
  const outline = median(times.outline);
  const floor = median(times.floorAfterEdit);
  return [
    row(`${edited}, to the new diagnostics`, median(times.diagnostics), most),
    row(`${edited}, to the new hover`, hover),
    row(`${edited}, to the new outline`, outline),
    row('… to an empty hover of another document: the busy window', floor),
    row('the new hover, beyond that', hover - floor, most),
    row('the new outline, beyond that', outline - floor, most),
    row('an empty hover without an edit', median(times.floor)),
  ];
}
