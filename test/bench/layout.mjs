// The layout without a browser: packing regions on the extension host's main thread, the first picture from a message, and
// drawing again while zooming, sorting the table, for 65,000 and for 1,000,000 regions.
import { load } from './bundle.mjs';
import { makeMaps, makeSmaps } from './make-maps.mjs';
import { median } from './yardsticks.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const rounds = 15;
const zooms = [1, 3, 10, 100];

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const layout = await load('layout');
  const sizes = [65_000, 1_000_000].map((regions) => {
    const map = layout.parseMemoryMap(makeMaps(regions));
    const packed = layout.packRegions(map.regions);
    return { regions, map, packed, picture: layout.firstPicture(packed) };
  });
  const times = sizes.map(() => ({
    sort: /** @type {number[]} */ ([]),
    pack: /** @type {number[]} */ ([]),
    first: /** @type {number[]} */ ([]),
    redraw: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round < rounds; round++) {
    sizes.forEach(({ map, packed, picture }, i) => {
      times[i]?.pack.push(timed(() => layout.packRegions(map.regions)));
      times[i]?.first.push(timed(() => layout.firstPicture(packed)));
      const all = timed(() => zooms.forEach((zoom) => layout.draw(picture, zoom, round / rounds)));
      times[i]?.redraw.push(all / zooms.length);
    });
  }
  for (let round = 0; round < rounds; round++) {
    sizes.forEach(({ map }, i) => {
      for (const column of ['size', 'name']) times[i]?.sort.push(timed(() => layout.sort(map, column)));
    });
  }
  const [few, many] = times;
  if (!few || !many) throw new Error('There are no times.');
  const smaps = layout.parseMemoryMap(makeSmaps(20_000));
  const pack = Math.min(...few.pack);
  const bytes = sizes[0] ? layout.packedBytes(sizes[0].packed) / sizes[0].regions : 0;
  return [
    { name: 'regions for the page, 65,000, main thread', value: pack, unit: 'ms', target: '<= 3', ok: pack <= 3 },
    { name: '… bytes a region', value: bytes, unit: 'B', target: '', ok: true },
    {
      name: '… and of its counters, 23 of smaps',
      value: layout.packedCounterBytes(smaps) / smaps.regions.count,
      unit: 'B',
      target: '',
      ok: true,
    },
    {
      name: 'sorting the table by size and by name, 65,000 rows, median',
      value: median(few.sort),
      unit: 'ms',
      target: '<= 100',
      ok: median(few.sort) <= 100,
    },
    {
      name: 'sorting the table by size and by name, 1,000,000 rows, median',
      value: median(many.sort),
      unit: 'ms',
      target: '',
      ok: true,
    },
    {
      name: 'first picture, 65,000 regions, 1200x400, median',
      value: median(few.first),
      unit: 'ms',
      target: '',
      ok: true,
    },
    { name: 'first picture, 1,000,000 regions, median', value: median(many.first), unit: 'ms', target: '', ok: true },
    {
      name: 'redraw at four zooms, 65,000 regions, median',
      value: median(few.redraw),
      unit: 'ms',
      target: '',
      ok: true,
    },
    {
      name: 'redraw at four zooms, 1,000,000 regions, median',
      value: median(many.redraw),
      unit: 'ms',
      target: '',
      ok: true,
    },
  ];
}

/** @param {() => void} work @returns {number} ms */
function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}
