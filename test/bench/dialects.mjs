// Every line dialect on its largest sample of the corpus: the rows of the map, repeated to 1,000,000 lines below its heading, found
// and read into the model; the kinds of regions are a further stage. Each dialect has a process of its own, as the first log that
// somebody opens. The same machine's C parser of maps stands beside it, since nanoseconds of a shared machine mean little alone.
// And texts that hold no map: what it costs to find that out.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { root } from '../vscode/paths.mjs';
import { bundleOf, load } from './bundle.mjs';
import { makeMaps } from './make-maps.mjs';
import { corpusPaths } from './corpus-paths.mjs';
import { mulberry32 } from './random.mjs';
import { readloop, yardstick } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */
/** @typedef {{ text: string, heading: string, lines: number }} Sample */

const million = 1_000_000;
const passes = 3;
const rounds = 5;
/**
 * In ns a line, and in ms a MB. A line is held to the C parser beside it: 400 ns were set where that one takes 28, and machines
 * differ by more than two times.
 */
const most = { line: 400, parser: 28, megabyte: 3 };
/** Their maps are one row or one record each, so nothing of them can be repeated to one map. */
const single = new Set(['segfault', 'smaps_rollup']);
/** A sample of fewer rows is its heading more than its rows. */
const fewestRows = 5;
const folder = join(root, 'out', 'bench', 'dialects');

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const core = await load('dialects');
  mkdirSync(folder, { recursive: true });
  try {
    const found = [...samples(core)].sort(([a], [b]) => (a < b ? -1 : 1));
    const texts = Object.entries(logs).map(([name, line]) => ({ name, bytes: makeText(line) }));
    const yardstickNs = [];
    /** @type {number[][]} */
    const searchMs = texts.map(() => []);
    /** @type {number[][]} */
    const dialectNs = found.map(() => []);
    // The same machine may take twice as long for seconds at a time: each dialect has its turn more than once.
    for (let pass = 0; pass < passes; pass++) {
      yardstickNs.push(yardstickTime());
      for (const [i, { name, bytes }] of texts.entries()) searchMs[i]?.push(searchTime(core, name, bytes));
      for (const [i, [dialect, sample]] of found.entries()) dialectNs[i]?.push(dialectTime(dialect, sample));
    }
    const parser = Math.min(...yardstickNs);
    const line = most.line * (parser / most.parser);
    return [
      { name: 'maps, the C parser', value: parser, unit: 'ns/line', target: '', ok: true },
      ...texts.map(({ name }, i) => row(`no map in ${name}`, searchMs[i] ?? [], 'ms/MB', most.megabyte)),
      ...found.map(([dialect, { lines }], i) => {
        const name = `${dialect}, its ${lines.toLocaleString('en')} rows of the corpus to 1,000,000 lines`;
        return row(name, dialectNs[i] ?? [], 'ns/line', Math.round(line));
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} name @param {readonly number[]} values @param {string} unit @param {number} limit @returns {Row} */
function row(name, values, unit, limit) {
  const value = Math.min(...values);
  return { name, value, unit, target: `<= ${limit}`, ok: value <= limit };
}

/** In ns a line. */
function yardstickTime() {
  yardstick('readloop');
  const file = join(folder, 'yardstick.maps');
  writeFileSync(file, makeMaps(65_000));
  const { ms, lines } = readloop(file, 'parse', 10);
  return (ms * 1e6) / lines;
}

/** The largest map of each dialect in the corpus. @param {typeof import('./dialects-exports.ts')} core */
function samples({ parseMaps }) {
  /** @type {Map<string, Sample>} */
  const largest = new Map();
  for (const path of corpusPaths()) {
    const file = readFileSync(path);
    const bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file;
    const lines = bytes.toString('latin1').split('\n');
    for (const { dialect, range, regions } of parseMaps(new Uint8Array(bytes))) {
      const rows = regions.line.filter((line) => line > 0);
      if (dialect === undefined || single.has(dialect) || rows.length < fewestRows) continue;
      const first = rows.reduce((a, b) => Math.min(a, b));
      const last = rows.reduce((a, b) => Math.max(a, b));
      const count = last - first + 1;
      if (count <= (largest.get(dialect)?.lines ?? 0)) continue;
      const heading = lines.slice((range?.first ?? first) - 1, first - 1);
      largest.set(dialect, { text: joined(lines.slice(first - 1, last)), heading: joined(heading), lines: count });
    }
  }
  return largest;
}

/** @param {string[]} lines */
function joined(lines) {
  return lines.map((line) => `${line}\n`).join('');
}

/** In ns a line. @param {string} dialect @param {Sample} sample */
function dialectTime(dialect, { text, heading, lines }) {
  const times = Math.ceil(million / lines);
  const file = join(folder, dialect);
  writeFileSync(file, Buffer.from(heading + text.repeat(times), 'latin1'));
  const script = `
    import { readFileSync } from 'node:fs';
    import { readAll } from ${JSON.stringify(pathToFileURL(bundleOf('dialects')).href)};
    const bytes = new Uint8Array(readFileSync(${JSON.stringify(file)}));
    let best = Infinity;
    for (let round = 0; round < ${rounds}; round++) {
      const start = performance.now();
      const regions = readAll(bytes);
      best = Math.min(best, regions > 0 ? performance.now() - start : NaN);
    }
    console.log(best);`;
  const ms = Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
  rmSync(file);
  return (ms * 1e6) / (lines * times);
}

/** In ms a MB. @param {typeof import('./dialects-exports.ts')} core @param {string} name @param {Uint8Array} bytes */
function searchTime({ hasMaps }, name, bytes) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    if (hasMaps(bytes)) throw new Error(`A map was found in ${name}`);
    best = Math.min(best, performance.now() - start);
  }
  return best / (bytes.length / 1e6);
}

/** @typedef {{ hex: (digits: number) => string, below: (limit: number) => number }} Dice */

/** Lines of texts that hold no map; some are full of addresses. @type {Record<string, (dice: Dice, i: number) => string>} */
const logs = {
  prose: ({ below }) =>
    `The board was started ${below(99)} times before the driver answered, which the manual explains.`,
  'logcat output': ({ below }, i) =>
    `06-27 20:32:02.${100 + (i % 900)} 26402 ${26402 + below(40)} I ActivityManager: Start proc ${i}:com.example.app/u0a${below(99)}`,
  'a kernel log with addresses': ({ hex }, i) =>
    `Nov 25 13:02:10 board kernel: [${1_000_000 + i}.123456] usb 1-1: buffer 0x${hex(8)} mapped at ffff8881${hex(8)} done`,
  'a JSON log with UUIDs': ({ hex, below }) =>
    `{"ts":"2026-11-25T13:02:10.123Z","level":"info","id":"${hex(8)}-4a5b-8c7d-a${hex(3)}-${hex(12)}","ms":${below(999)},"msg":"served"}`,
  'stacks of gdb': ({ hex, below }, i) =>
    `#${i % 40}  0x00007f${hex(10)} in worker_${below(99)} (queue=0x55${hex(10)}, task=0x7f${hex(10)}) at src/worker.c:${below(2000)}`,
};

/** @param {(dice: Dice, i: number) => string} line @returns {Uint8Array} 8 MB */
function makeText(line) {
  const { below } = mulberry32(1);
  const hex = (/** @type {number} */ digits) => Array.from({ length: digits }, () => below(16).toString(16)).join('');
  const lines = [];
  for (let length = 0, i = 0; length < 8e6; i++) {
    const text = line({ hex, below }, i);
    lines.push(text);
    length += text.length + 1;
  }
  return new Uint8Array(Buffer.from(joined(lines), 'latin1'));
}
