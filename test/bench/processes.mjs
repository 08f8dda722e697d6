// The list alone, and the view of it (process-view.mjs). A refresh of the list with 1,000 more processes on the machine, against a
// loop in C that opens, reads and closes the same files, and against ps. A refresh reads `stat` of each process, and the other files
// of those that ran since; the first list reads everything.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../vscode/paths.mjs';
import { viewRows } from './process-view.mjs';
import { load } from './bundle.mjs';
import { median, Missing, yardstick } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const rounds = 11;
const processes = 1000;
const refreshed = ['stat'];
const everything = ['stat', 'status', 'cmdline'];

/** @returns {Promise<Row[]>} */
export default async function bench() {
  return [...(await listRows()), ...(await viewRows())];
}

/** @returns {Promise<Row[]>} */
async function listRows() {
  yardstick('procscan');
  const { LocalProcesses } = await load('core');
  const sleepers = await startSleepers();
  try {
    const list = new LocalProcesses();
    const ours = (/** @type {boolean} */ renew) => {
      const start = performance.now();
      const { processes: listed } = list.list({ renew });
      if (listed.length < processes) throw new Error(`only ${listed.length} processes were listed`);
      return performance.now() - start;
    };
    for (let i = 0; i < 10; i++) ours(true);
    const times = { refresh: num(), first: num(), cRefresh: num(), cFirst: num(), ps: num() };
    for (let round = 0; round < rounds; round++) {
      times.cRefresh.push(procscan(refreshed));
      times.refresh.push(Math.min(ours(false), ours(false), ours(false)));
      times.ps.push(ps());
      times.cFirst.push(procscan(everything));
      times.first.push(Math.min(ours(true), ours(true), ours(true)));
    }
    const overC = best(times.refresh) / best(times.cRefresh);
    const overPs = best(times.refresh) / best(times.ps);
    const firstOverC = best(times.first) / best(times.cFirst);
    const firstOverPs = best(times.first) / best(times.ps);
    return [
      {
        name: 'refresh of 1,000 processes, over the C loop',
        value: overC,
        unit: 'x',
        target: '<= 1.3',
        ok: overC <= 1.3,
      },
      { name: 'refresh of 1,000 processes, over ps', value: overPs, unit: 'x', target: '<= 0.8', ok: overPs <= 0.8 },
      {
        name: 'first list of 1,000 processes, over ps',
        value: firstOverPs,
        unit: 'x',
        target: '<= 0.8',
        ok: firstOverPs <= 0.8,
      },
      { name: 'first list of 1,000 processes, over the C loop', value: firstOverC, unit: 'x', target: '', ok: true },
      { name: '… refresh, median of the rounds', value: median(times.refresh), unit: 'ms', target: '', ok: true },
      { name: '… C over the same files, median', value: median(times.cRefresh), unit: 'ms', target: '', ok: true },
      { name: '… ps, median of the rounds', value: median(times.ps), unit: 'ms', target: '', ok: true },
    ];
  } finally {
    sleepers.kill();
  }
}

/** @returns {number[]} */
function num() {
  return [];
}

/** @param {number[]} values @returns {number} */
function best(values) {
  return Math.min(...values);
}

/** The sleepers are a process group of their own, and end with it. */
async function startSleepers() {
  const script = `i=0; while [ $i -lt ${processes} ]; do sleep 600 & i=$((i+1)); done; echo ready; wait`;
  const shell = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  await once(shell.stdout, 'data');
  const group = shell.pid;
  if (group === undefined) throw new Missing('no shell can be started');
  return { kill: () => void process.kill(-group) };
}

/** @param {string[]} files @returns {number} milliseconds */
function procscan(files) {
  const program = join(root, 'out', 'bench', 'procscan');
  return JSON.parse(execFileSync(program, ['3', ...files], { encoding: 'utf8' })).min;
}

/** @returns {number} milliseconds */
function ps() {
  try {
    const start = performance.now();
    execFileSync('ps', ['-eo', 'pid,ppid,user,stat,rss,nlwp,args'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return performance.now() - start;
  } catch {
    throw new Missing('ps is not installed');
  }
}
