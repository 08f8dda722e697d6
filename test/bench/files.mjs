// From a large saved file to the drawn picture in the real workbench: files of which VS Code gives extensions no text.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInHost } from '../vscode/host.mjs';
import { packageExtension, stage } from '../vscode/package.mjs';
import { root } from '../vscode/paths.mjs';
import { bundleForHost } from './bundle.mjs';
import { makeMaps, makeSmaps } from './make-maps.mjs';
import { median } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

/** In ms: what a person waits for without looking away. */
const most = 2000;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  await packageExtension();
  const module = await bundleForHost('in-host-files');
  const folder = join(root, 'out', 'bench', 'files');
  mkdirSync(folder, { recursive: true });
  const files = [
    { name: 'large.smaps', regions: 65_000, bytes: makeSmaps },
    { name: 'large.maps', regions: 1_000_000, bytes: makeMaps },
  ].map(({ name, regions, bytes }) => {
    const path = join(folder, name);
    writeFileSync(path, bytes(regions));
    return { path, regions };
  });
  const { report } = await runInHost('newest', module, { MEMORY_MAPS_BENCH_FILES: JSON.stringify(files) }, stage);
  return rows(JSON.parse(report));
}

/** @param {import('./in-host-files.ts').FileTimes[]} times @returns {Row[]} */
function rows(times) {
  return times.flatMap(({ path, regions, picture, read, message, draw, busy }) => {
    const size = Math.round(statSync(path).size / 1e6);
    const best = Math.min(...picture);
    const stretch = Math.min(...busy);
    return [
      {
        name: `${path.slice(path.lastIndexOf('.') + 1)} of ${size} MB, ${regions.toLocaleString('en')} regions, to picture`,
        value: best,
        unit: 'ms',
        target: `<= ${most}`,
        ok: best <= most,
      },
      { name: '… median of the rounds', value: median(picture), unit: 'ms', target: '', ok: true },
      { name: '… reading and parsing, median', value: median(read), unit: 'ms', target: '', ok: true },
      { name: '… message to the page, median', value: median(message), unit: 'ms', target: '', ok: true },
      { name: '… drawing, median', value: median(draw), unit: 'ms', target: '', ok: true },
      { name: '… longest stretch on the main thread', value: stretch, unit: 'ms', target: '', ok: true },
    ];
  });
}
