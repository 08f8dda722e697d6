// A saved dump into the model. The text is that of a real process with 65,000 regions; 1,000,000 lines are made of it by moving
// copies up the address space, because few machines let a process have so many regions.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../vscode/paths.mjs';
import { bundleOf, load } from './bundle.mjs';
import { median, readloop, startMapper, yardstick } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const rounds = 9;
const million = 1_000_000;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  yardstick('readloop');
  const core = await load('core');
  const folder = join(root, 'out', 'bench');
  const files = { maps: join(folder, '65k.maps'), smaps: join(folder, '65k.smaps'), million: join(folder, '1m.maps') };
  const mapper = await startMapper(65_000);
  try {
    for (const file of /** @type {const} */ (['maps', 'smaps'])) {
      writeFileSync(files[file], readFileSync(`/proc/${mapper.pid}/${file}`));
    }
  } finally {
    mapper.stop();
  }
  writeFileSync(files.million, millionLines(readFileSync(files.maps, 'latin1')), 'latin1');
  try {
    return [...maps(core, files.maps), ...cold(files.million), ...smaps(core, files.smaps)];
  } finally {
    for (const file of Object.values(files)) rmSync(file);
  }
}

/** @param {typeof import('./core-exports.ts')} core @param {string} file @returns {Row[]} */
function maps(core, file) {
  const bytes = new Uint8Array(readFileSync(file));
  const times = { ours: /** @type {number[]} */ ([]), c: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round++) {
    times.c.push(readloop(file, 'parse', 10).ms);
    times.ours.push(bestOf(10, () => core.readMaps(bytes)));
  }
  const { count } = core.readMaps(bytes).regions;
  const ratio = Math.min(...times.ours) / Math.min(...times.c);
  const perRegion = retained(() => core.parseMemoryMap(bytes)) / count;
  return [
    row('parse maps, 65,000 lines, over the C parser', ratio, 'x', 2.5),
    {
      name: '… median of the rounds',
      value: (median(times.ours) * 1e6) / count,
      unit: 'ns/line',
      target: '',
      ok: true,
    },
    row('… with kinds, memory', perRegion, 'B/region', 45),
  ];
}

/** Each first parse is in a process of its own. @param {string} file @returns {Row[]} */
function cold(file) {
  const script = `
    import { readFileSync } from 'node:fs';
    import { readMaps } from ${JSON.stringify(pathToFileURL(bundleOf('core')).href)};
    const bytes = new Uint8Array(readFileSync(${JSON.stringify(file)}));
    const start = performance.now();
    const { count } = readMaps(bytes).regions;
    console.log(count === ${million} ? performance.now() - start : NaN);`;
  const times = Array.from({ length: rounds }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })),
  );
  return [
    row('parse maps, 1,000,000 lines, the first parse of a process', Math.min(...times), 'ms', 150),
    { name: '… median of the rounds', value: median(times), unit: 'ms', target: '', ok: true },
  ];
}

/** @param {typeof import('./core-exports.ts')} core @param {string} file @returns {Row[]} */
function smaps(core, file) {
  const bytes = new Uint8Array(readFileSync(file));
  const times = Array.from({ length: rounds }, () => bestOf(2, () => core.readSmaps(bytes)));
  const { count } = core.readSmaps(bytes).regions;
  const megabytes = (bytes.length / 1e6).toFixed(0);
  return [
    row(`parse smaps, ${count.toLocaleString('en')} regions, ${megabytes} MB, warm`, Math.min(...times), 'ms', 60),
    { name: '… median of the rounds', value: median(times), unit: 'ms', target: '', ok: true },
    row('… with kinds, memory', retained(() => core.parseMemoryMap(bytes)) / count, 'B/region', 320),
  ];
}

/** @param {number} times @param {() => unknown} work @returns {number} milliseconds of the fastest */
function bestOf(times, work) {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** What a result keeps alive, on the heap and in buffers. @param {() => unknown} make @returns {number} bytes */
function retained(make) {
  const collect = globalThis.gc;
  if (!collect) throw new Error('run with --expose-gc');
  make();
  const used = () => {
    collect();
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const kept = [make()];
  const after = used();
  kept.pop();
  return after - before;
}

/** @param {string} text maps of one process @returns {string} */
function millionLines(text) {
  const regions = text
    .split('\n')
    .map((line) => /^([0-9a-f]{9,12})-([0-9a-f]{9,12}) (.*)$/s.exec(line))
    .filter((match) => match !== null)
    .map(([, start = '', end = '', rest = '']) => ({ start: parseInt(start, 16), end: parseInt(end, 16), rest }))
    // Above 2^45 are the program, its libraries and its stack, of which one copy is enough.
    .filter(({ end }) => end < 2 ** 45);
  const step = Math.max(...regions.map(({ end }) => end)) + 2 ** 30;
  const lines = Array.from({ length: million }, (_, i) => {
    const { start, end, rest } = /** @type {(typeof regions)[number]} */ (regions[i % regions.length]);
    const by = Math.floor(i / regions.length) * step;
    return `${(start + by).toString(16).padStart(8, '0')}-${(end + by).toString(16).padStart(8, '0')} ${rest}`;
  });
  return `${lines.join('\n')}\n`;
}

/** @param {string} name @param {number} value @param {string} unit @param {number} most @returns {Row} */
function row(name, value, unit, most) {
  return { name, value, unit, target: `<= ${most}`, ok: value <= most };
}
