// The Processes view of the real workbench on a machine with 5,000 more processes, all under one parent, and one of 65,000 regions: from asking for it to
// rows that fill it, and what its refreshes cost the extension host, in turns with `top` and with a loop in C over the same files.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runInHost } from '../vscode/host.mjs';
import { packageExtension, stage } from '../vscode/package.mjs';
import { bundleForHost } from './bundle.mjs';
import { startSleepers } from './programs.mjs';
import { median, Missing, startMapper, yardstick } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */
/** @typedef {{ times: import('./in-host-processes.ts').ViewTimes, paint: number }} Found */

const wanted = 5000;
/** Of them, how many run five times a second. */
const busy = 100;
/** Of one process more. */
const regions = 65_000;
/** A window has one first paint. */
const windows = 3;
/** In each window, and how many milliseconds they may take: the view pauses for a multiple of what a list takes. */
const refreshes = 3;
const most = 60_000;

const settings = {
  'memoryMaps.processes.refreshInterval': 1,
  // VS Code looks for ports in the extension host, through every open file of every process.
  'remote.autoForwardPorts': false,
  'remote.autoForwardPortsSource': 'output',
};

/** In the page: when rows filled the view for the first time, since 1970. */
const watchRows = `
globalThis.marks = { filled: 0 };
const look = () => {
  if (globalThis.marks.filled > 0) return;
  const list = document.querySelector('.pane:has(.pane-header[aria-label^="Processes"]) .monaco-list');
  const rows = list ? [...list.querySelectorAll('.monaco-list-row')] : [];
  const bottom = Math.max(...rows.map((row) => row.getBoundingClientRect().bottom));
  if (list && rows.length > 5 && bottom >= list.getBoundingClientRect().bottom) {
    globalThis.marks.filled = performance.timeOrigin + performance.now();
  } else requestAnimationFrame(look);
};
requestAnimationFrame(look);
`;

/** @returns {Promise<Row[]>} */
export async function viewRows() {
  const procscan = yardstick('procscan');
  await packageExtension();
  const module = await bundleForHost('in-host-processes');
  try {
    execFileSync('top', ['-b', '-n1'], { stdio: 'pipe' });
  } catch {
    throw new Missing('top is not installed');
  }
  const timer = fileURLToPath(new URL('processor-time.mjs', import.meta.url));
  const commands = {
    // Once, after the same pause: what was read a moment before lies in the processor's caches. It tells its own time, as that of
    // the processor is told in hundredths of seconds.
    c: [procscan, '1', 'stat'],
    top: [process.execPath, timer, 'top', '-b', '-n1'],
  };
  /** @param {number} count of refreshes @returns {Promise<Found>} */
  const openWindow = async (count) => {
    const env = { MEMORY_MAPS_BENCH_VIEW: JSON.stringify({ refreshes: count, most, commands }) };
    const { report, marks } = await runInHost('newest', module, env, stage, { script: watchRows, settings });
    const times = JSON.parse(report);
    const { filled } = /** @type {{ filled: number }} */ (marks);
    return { times, paint: filled > 0 ? filled - times.asked : Number.NaN };
  };
  const mapper = await startMapper(regions);
  let sleepers = undefined;
  /** @type {Found[]} */
  const found = [];
  /** @type {Found[]} */
  const without = [];
  try {
    for (let window = 0; window < windows; window++) {
      without.push(await openWindow(0));
      sleepers = await startSleepers(wanted, busy);
      found.push(await openWindow(refreshes));
      await sleepers.stop();
    }
    return rowsOf(found, without, sleepers?.count ?? 0);
  } finally {
    await sleepers?.stop();
    mapper.stop();
  }
}

/**
 * @param {Found[]} found @param {Found[]} without the same without the processes @param {number} count of them
 * @returns {Row[]}
 */
function rowsOf(found, without, count) {
  const all = found.map(({ times }) => times);
  // What the extension host does by itself, and the watching, is in both.
  const costs = all.flatMap(({ refreshes: each, hidden }) =>
    each.map(({ processor, ms }) => processor - (hidden.processor / hidden.ms) * ms),
  );
  const seen = all.flatMap((times) => times.refreshes);
  const paint = median(found.map(({ paint: ms }) => ms));
  const refresh = median(costs);
  const top = median(all.flatMap(({ commands }) => commands['top'] ?? []));
  const c = median(all.flatMap(({ commands }) => commands['c'] ?? []));
  const worker = median(seen.map((each) => each.worker));
  const first = median(all.map((times) => times.first.stretch));
  const stretch = median(seen.map((each) => each.stretch));
  const idle = median(all.map(({ hidden }) => (1000 * hidden.worker) / hidden.ms));
  const name = `Processes view, ${count.toLocaleString('en')} more processes`;
  /** @param {string} what @param {number} value @returns {Row} */
  const told = (what, value) => ({ name: `… ${what}`, value, unit: 'ms', target: '', ok: true });
  return [
    { name: `${name}, to rows that fill it`, value: paint, unit: 'ms', target: '< 200', ok: paint < 200 },
    {
      name: '… longest stretch of the main thread, first list',
      value: first,
      unit: 'ms',
      target: '<= 8',
      ok: first <= 8,
    },
    {
      name: '… longest stretch of the main thread, refreshes',
      value: stretch,
      unit: 'ms',
      target: '<= 8',
      ok: stretch <= 8,
    },
    {
      name: '… processor time of a refresh, over top -b -n1',
      value: refresh / top,
      unit: 'x',
      target: '< 1',
      ok: refresh < top,
    },
    {
      name: '… processor time of the worker in a refresh, over the C loop',
      value: worker / c,
      unit: 'x',
      target: '<= 1.3',
      ok: worker <= 1.3 * c,
    },
    { name: '… of the whole extension host, over the C loop', value: refresh / c, unit: 'x', target: '', ok: true },
    {
      name: '… processor time of the worker in a second while hidden',
      value: idle,
      unit: 'ms',
      target: '< 0.1',
      ok: idle < 0.1,
    },
    told('to rows that fill it without them, median of the windows', median(without.map(({ paint: ms }) => ms))),
    told('longest stretch, first list without them', median(without.map(({ times }) => times.first.stretch))),
    told('processor time of a refresh, median', refresh),
    told('… of it the worker', worker),
    told('time of the C loop, median', c),
    told('processor time of top, median', top),
    told('longest the main thread did not come round, refreshes', median(seen.map(({ delay }) => delay))),
    told('the same while the view is hidden', median(all.map(({ hidden }) => hidden.delay))),
  ];
}
