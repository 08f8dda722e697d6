// The map of a live process into the model, through the product's worker, against a loop in C that only reads the file: what is
// above 1 is what the product adds to the kernel's own cost. Telling the kinds of the regions is a row of its own.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { load } from './bundle.mjs';
import { packageExtension, stage } from '../vscode/package.mjs';
import { median, readloop, startMapper, yardstick } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const rounds = 11;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  yardstick('readloop');
  await packageExtension();
  const { MapWorker } = await load('core');
  const worker = new MapWorker(join(stage, 'dist', 'worker.js'));
  const mapper = await startMapper(65_000);
  try {
    const read = async () => {
      const start = performance.now();
      const live = await worker.readProcess({ kind: 'local' }, { pid: mapper.pid, file: 'maps', startTime: undefined });
      if (!live.ok) throw new Error(live.message);
      const ms = performance.now() - start;
      return { ms, model: ms - live.kindsMs, regions: live.map.regions.count };
    };
    for (let i = 0; i < 5; i++) await read();
    const ours = [];
    const whole = [];
    const c = [];
    const busy = [];
    for (let round = 0; round < rounds; round++) {
      c.push(readloop(`/proc/${mapper.pid}/maps`, 'read', 3).ms);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      for (let i = 0; i < 3; i++) {
        const { ms, model } = await read();
        whole.push(ms);
        ours.push(model);
      }
      delay.disable();
      busy.push(delay.max / 1e6);
    }
    const { regions } = await read();
    const ratio = Math.min(...ours) / Math.min(...c);
    const withKinds = Math.min(...whole) / Math.min(...c);
    const stretch = Math.min(...busy);
    const name = `live maps of ${regions.toLocaleString('en')} regions into the model, over the C read loop`;
    return [
      { name, value: ratio, unit: 'x', target: '<= 1.25', ok: ratio <= 1.25 },
      { name: '… with kinds', value: withKinds, unit: 'x', target: '', ok: true },
      { name: '… median of the rounds', value: median(ours), unit: 'ms', target: '', ok: true },
      { name: '… C, median of the rounds', value: median(c), unit: 'ms', target: '', ok: true },
      { name: '… longest stretch on the main thread', value: stretch, unit: 'ms', target: '<= 8', ok: stretch <= 8 },
    ];
  } finally {
    mapper.stop();
    worker.dispose();
  }
}
