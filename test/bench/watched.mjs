// What watching does to the watched: a process of 65,000 regions times its own mapping, writing and unmapping, alone, while the
// product's worker reads its map once a second as the extension does, and for comparison while smaps is read in a loop.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { packageExtension, stage } from '../vscode/package.mjs';
import { load } from './bundle.mjs';
import { program } from './programs.mjs';
import { median, Missing } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */
/** @typedef {{ p50: number, p99: number, p999: number }} Latency in microseconds */

const regions = 65_000;
const rounds = 7;
/** Milliseconds of a round, of which reading smaps in a loop gets a part. */
const ms = 4000;
const smapsMs = 1000;
const interval = 1000;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const churner = await startChurner();
  await packageExtension();
  const { MapWorker } = await load('core');
  const worker = new MapWorker(join(stage, 'dist', 'worker.js'));
  const local = /** @type {const} */ ({ kind: 'local' });
  const file = /** @type {const} */ ({ pid: churner.pid, file: 'maps', startTime: undefined });
  /** As for a live document with its layout beside it, of which nothing stands yet. */
  const read = async () => {
    const live = await worker.readLive(local, file, { unless: undefined, text: true, map: true });
    if (!live.ok || live.same || !live.map) throw new Error('the map could not be read');
    return live.map.regions.count;
  };
  try {
    const count = await read();
    await churner.run(1000);
    /** @type {{ alone: Latency[], watched: Latency[], smaps: Latency[] }} */
    const found = { alone: [], watched: [], smaps: [] };
    for (let round = 0; round < rounds; round++) {
      const alone = async () => found.alone.push(await churner.run(ms));
      const watched = async () => {
        const timer = setInterval(() => void read(), interval);
        void read();
        found.watched.push(await churner.run(ms));
        clearInterval(timer);
      };
      // What comes first changes from round to round: the machine's speed does as well.
      for (const turn of round % 2 === 0 ? [alone, watched] : [watched, alone]) await turn();
      const loop = readSmaps(churner.pid);
      found.smaps.push(await churner.run(smapsMs));
      loop.kill();
    }
    return rowsOf(found, count);
  } finally {
    churner.stop();
    worker.dispose();
  }
}

/** @param {{ alone: Latency[], watched: Latency[], smaps: Latency[] }} found @param {number} count @returns {Row[]} */
function rowsOf({ alone, watched, smaps }, count) {
  /** @param {Latency[]} all @param {keyof Latency} which */
  const middle = (all, which) => median(all.map((each) => each[which]));
  const ratio = middle(watched, 'p99') / middle(alone, 'p99');
  const name = `a process of ${count.toLocaleString('en')} regions whose map is read each second, p99 of its mmap over alone`;
  /** @param {string} what @param {number} value @returns {Row} */
  const told = (what, value) => ({ name: `… ${what}`, value, unit: 'us', target: '', ok: true });
  return [
    { name, value: ratio, unit: 'x', target: '<= 1.2', ok: ratio <= 1.2 },
    told('p99 alone, median of the rounds', middle(alone, 'p99')),
    told('p99 while its map is read each second', middle(watched, 'p99')),
    told('p99 while smaps is read in a loop', middle(smaps, 'p99')),
    told('p50 alone', middle(alone, 'p50')),
    told('p50 while its map is read each second', middle(watched, 'p50')),
    told('p999 alone', middle(alone, 'p999')),
    told('p999 while its map is read each second', middle(watched, 'p999')),
  ];
}

async function startChurner() {
  if (Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8')) < regions + 500) {
    throw new Missing(`vm.max_map_count is too low for ${regions} regions`);
  }
  const child = spawn(program('churner'), [String(regions)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  if (done || value !== 'ready' || child.pid === undefined) throw new Missing('the process cannot be made');
  return {
    pid: child.pid,
    /** @param {number} milliseconds @returns {Promise<Latency>} */
    run: async (milliseconds) => {
      child.stdin.write(`${milliseconds}\n`);
      const { value: line } = await lines.next();
      const [p50 = Number.NaN, p99 = Number.NaN, p999 = Number.NaN] = String(line)
        .split(' ')
        .map((ns) => Number(ns) / 1000);
      return { p50, p99, p999 };
    },
    stop: () => void child.kill(),
  };
}

/** Reads smaps without a pause, in a process group of its own, which ends with `kill`. @param {number} pid */
function readSmaps(pid) {
  const { pid: group } = spawn('/bin/sh', ['-c', `while :; do cat /proc/${pid}/smaps; done`], {
    stdio: 'ignore',
    detached: true,
  });
  return { kill: () => void (group === undefined || process.kill(-group)) };
}
