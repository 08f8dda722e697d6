// From a PID to the drawn picture in the real workbench, against the time that `pmap PID` takes to print its text; and the
// activation, seen from the same extension host.
import { execFileSync } from 'node:child_process';
import { runInHost } from '../vscode/host.mjs';
import { bundleForHost } from './bundle.mjs';
import { packageIdle } from './idle-extension.mjs';
import { median, Missing, startMapper } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

/** @returns {Promise<Row[]>} */
export default async function bench() {
  try {
    execFileSync('pmap', ['--version'], { stdio: 'pipe' });
  } catch {
    throw new Missing('pmap is not installed');
  }
  const stage = await packageIdle();
  const module = await bundleForHost('in-host');
  const mappers = [];
  try {
    for (const regions of [10_000, 65_000]) mappers.push({ regions, ...(await startMapper(regions)) });
    const processes = mappers.map(({ pid, regions }) => ({ pid, regions }));
    const env = { MEMORY_MAPS_BENCH_PROCESSES: JSON.stringify(processes) };
    const { report } = await runInHost('newest', module, env, stage);
    return rows(JSON.parse(report));
  } finally {
    for (const { stop } of mappers) stop();
  }
}

/** @param {import('./in-host.ts').HostTimes} times @returns {Row[]} */
function rows({ activation, loading, pictures }) {
  return [
    {
      name: 'activation: loading the bundle and calling activate',
      value: activation,
      unit: 'ms',
      target: '< 30',
      ok: activation < 30,
    },
    { name: '… loading the bundle', value: loading, unit: 'ms', target: '', ok: true },
    ...pictures.flatMap(({ regions, picture, read, draw, sent, pmap, busy }) => {
      const count = regions.toLocaleString('en');
      const ratio = Math.min(...picture) / Math.min(...pmap);
      const stretch = Math.min(...busy);
      return [
        {
          name: `PID to picture, ${count} regions, over pmap`,
          value: ratio,
          unit: 'x',
          target: '<= 1',
          ok: ratio <= 1,
        },
        { name: '… median of the rounds', value: median(picture), unit: 'ms', target: '', ok: true },
        { name: '… reading and parsing, median', value: median(read), unit: 'ms', target: '', ok: true },
        { name: '… message and drawing, median', value: median(draw), unit: 'ms', target: '', ok: true },
        { name: '… of it the message to the page, least', value: Math.min(...sent), unit: 'ms', target: '', ok: true },
        { name: '… pmap, median of the rounds', value: median(pmap), unit: 'ms', target: '', ok: true },
        { name: '… longest stretch on the main thread', value: stretch, unit: 'ms', target: '<= 8', ok: stretch <= 8 },
      ];
    }),
  ];
}
