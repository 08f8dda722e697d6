// Maps written and read back: maps text against parsing it, the normal form against JSON.parse of the same text.
import { load } from './bundle.mjs';
import { makeMaps } from './make-maps.mjs';
import { median } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const rounds = 7;
const million = 1_000_000;
/** JSON.parse makes an object of every region: more would be a bench of the garbage collector. */
const jsonRegions = 50_000;

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const core = await load('export');
  return [...printing(core), ...readingBack(core)];
}

/** @param {typeof import('./export-exports.ts')} core @returns {Row[]} */
function printing(core) {
  const text = new Uint8Array(makeMaps(million));
  const map = core.parseMemoryMap(text);
  /** @type {{ print: number[], parse: number[] }} */
  const times = { print: [], parse: [] };
  let length = 0;
  for (let round = 0; round < rounds; round++) {
    times.parse.push(
      timed(() => {
        const parser = new core.MapsParser(text.length);
        parser.add(text);
        parser.finish();
      }),
    );
    length = 0;
    times.print.push(
      timed(() => {
        for (const piece of core.mapsText(map)) length += piece.length;
      }),
    );
  }
  if (length !== text.length) throw new Error(`${length} bytes were printed of ${text.length}`);
  const ratio = Math.min(...times.print) / Math.min(...times.parse);
  return [
    {
      name: 'print maps text, 1,000,000 regions, over parsing it',
      value: ratio,
      unit: 'x',
      target: '<= 4',
      ok: ratio <= 4,
    },
    perRegion('… median of the rounds', times.print, million),
  ];
}

/** @param {typeof import('./export-exports.ts')} core @returns {Row[]} */
function readingBack(core) {
  const bytes = core.jsonOf(core.parseMemoryMap(new Uint8Array(makeMaps(jsonRegions))));
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  /** @type {{ ours: number[], native: number[] }} */
  const times = { ours: [], native: [] };
  for (let round = 0; round < rounds; round++) {
    times.native.push(timed(() => JSON.parse(text)));
    times.ours.push(timed(() => core.readJson(bytes)));
  }
  const ratio = Math.min(...times.ours) / Math.min(...times.native);
  return [
    {
      name: 'read the normal form into columns, over JSON.parse',
      value: ratio,
      unit: 'x',
      target: '<= 1.5',
      ok: ratio <= 1.5,
    },
    perRegion('… median of the rounds', times.ours, jsonRegions),
  ];
}

/** @param {string} name @param {number[]} times @param {number} regions @returns {Row} */
function perRegion(name, times, regions) {
  return { name, value: (median(times) * 1e6) / regions, unit: 'ns/region', target: '', ok: true };
}

/** @param {() => unknown} work @returns {number} milliseconds */
function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}
