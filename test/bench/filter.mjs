// Filters over a million regions: four terms that look at kinds, permissions, names, sizes and counters, joined in different
// ways. The first run on a map makes an index of its names and is told apart. Processor time is measured, because the wait for
// other work on the machine says nothing about filters.
import { load } from './bundle.mjs';
import { makeMaps } from './make-maps.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const regions = 1_000_000;
const rounds = 15;

/** Each has four terms. */
const filters = [
  'kind:thread-stack,library-text perms:r size>16k rss>100k',
  '-kind:guard path:/usr/lib size>1M rss>0.0001%',
  'libssl -deleted flag:dd file',
  '(heap or w+x or size>=8M or name:libcrypto)',
];

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const { makeCounters, matchingRows, parseFilter, parseMemoryMap } = await load('filter');
  const map = parseMemoryMap(makeMaps(regions));
  const subject = { regions: map.regions, counters: makeCounters(map.regions) };
  const queries = filters.map((text) => {
    const { query, errors } = parseFilter(text);
    if (errors.length > 0) throw new Error(`${text}: ${errors[0]?.message}`);
    return query;
  });
  const [first] = queries;
  if (!first) throw new Error('There is no filter.');
  const cold = timed(() => matchingRows(parseFilter('path:/usr/lib').query, subject));
  const times = queries.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round++) {
    queries.forEach((query, i) => times[i]?.push(timed(() => matchingRows(query, subject))));
  }
  return [
    { name: 'filter, 1,000,000 regions, the first by name', value: cold, unit: 'ms', target: '', ok: true },
    ...times.map((each, i) => {
      const value = Math.min(...each);
      return { name: `… ${filters[i]}`, value, unit: 'ms', target: '<= 30', ok: value <= 30 };
    }),
  ];
}

/** @param {() => void} work @returns {number} ms of processor time */
function timed(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
