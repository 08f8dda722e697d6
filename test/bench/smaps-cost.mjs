// What reading smaps and smaps_rollup takes: for each region, for each MiB that is resident in small pages, and for the call. The
// figures stand in src/sources/figures/smaps-cost.ts; here they are measured again, and what is told to the user before smaps is
// read is held against what it then takes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { load } from './bundle.mjs';
import { median, Missing, startMapper } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */
/**
 * @typedef {{ regions: number, resident: number, smaps: number, rollup: number, told: number }} Cost `resident` in MiB, times in
 *   milliseconds of the processor, `told` over what the clock said after it
 */

const rounds = 9;
const source = { kind: /** @type {const} */ ('local') };
const { signal } = new AbortController();

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const { CostScale, LargeFile, LocalProcfs, readFigures } = await load('core');
  const procfs = new LocalProcfs();

  const large = new LargeFile();
  // Processor time: what others do on a shared machine is no part of it.
  const time = (/** @type {number} */ pid, /** @type {string} */ file) => {
    const start = process.cpuUsage();
    large.read(`/proc/${pid}/${file}`, () => {});
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };

  /** @param {number} pid @returns {Promise<Cost>} */
  const costOf = async (pid) => {
    const scale = new CostScale();
    const wants = { rollup: true, regions: true };
    const smaps = [];
    const rollup = [];
    const told = [];
    let walk = { regions: 0, resident: 0 };
    for (let round = 0; round < rounds; round++) {
      rollup.push(time(pid, 'smaps_rollup'));
      const figures = await readFigures({ procfs, source, pid, startTime: undefined, scale }, wants, signal);
      if (!figures.ok || 'unknown' in figures.smaps) throw new Missing('the figures of a child cannot be read');
      walk = figures.smaps;
      const start = performance.now();
      smaps.push(time(pid, 'smaps'));
      told.push(figures.smaps.milliseconds / (performance.now() - start));
    }
    return {
      regions: walk.regions,
      resident: walk.resident / 1024,
      smaps: Math.min(...smaps),
      rollup: Math.min(...rollup),
      told: median(told),
    };
  };

  const small = await costOf(process.pid);
  const mapper = await startMapper(60_000);
  const many = await costOf(mapper.pid).finally(mapper.stop);
  const filled = await startFilled(1024);
  const full = await costOf(filled.pid).finally(filled.stop);
  const [smaps, rollup] = [solve(many, full, 'smaps'), solve(many, full, 'rollup')];
  return [
    row('smaps, each region', 1000 * smaps.region, 'us'),
    row('smaps, each MiB in small pages', 1000 * smaps.mebibyte, 'us'),
    row('smaps_rollup, each region', 1000 * rollup.region, 'us'),
    row('smaps_rollup, each MiB in small pages', 1000 * rollup.mebibyte, 'us'),
    row(`smaps of this process, ${small.regions} regions and ${small.resident.toFixed(0)} MiB`, small.smaps, 'ms'),
    row('… smaps_rollup', small.rollup, 'ms'),
    toldRow(`smaps of ${many.regions.toLocaleString('en')} regions`, many),
    toldRow(`smaps of ${full.resident.toFixed(0)} MiB`, full),
  ];
}

/** Two processes, two unknowns: the call itself is small beside either. @param {Cost} a @param {Cost} b @param {'smaps' | 'rollup'} file */
function solve(a, b, file) {
  const determinant = a.regions * b.resident - b.regions * a.resident;
  return {
    region: (a[file] * b.resident - b[file] * a.resident) / determinant,
    mebibyte: (a.regions * b[file] - b.regions * a[file]) / determinant,
  };
}

/** @param {string} name @param {number} value @param {string} unit @returns {Row} */
function row(name, value, unit) {
  return { name, value, unit, target: '', ok: true };
}

/** Told too low it would be no warning, told too high nobody would believe it. @param {string} name @param {Cost} cost @returns {Row} */
function toldRow(name, { told: value }) {
  return { name: `${name}: told over measured`, value, unit: 'x', target: '0.5 to 2', ok: value >= 0.5 && value <= 2 };
}

/** A process with so many MiB that it has written to. @param {number} mebibytes */
async function startFilled(mebibytes) {
  const script = `const all = Array.from({ length: ${mebibytes} / 64 }, () => new Uint8Array(64 << 20).fill(1)); console.log(all.length); setInterval(() => {}, 1e6)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Missing('no child can be started');
  return { pid: child.pid, stop: () => void child.kill() };
}
