/** What is found in maps, and what is not. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { plainText } from '../fields/plain-text.ts';
import { findingBits, findingColumn, findingCounts } from '../../../src/core/findings/find.ts';
import { FINDING_RULES } from '../../../src/core/findings/rules.ts';
import { findingsOf } from '../../../src/core/findings/words.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { maps } from '../filter/random-maps.ts';

function mapOf(...lines: readonly string[]): MemoryMap {
  return parseMemoryMap(new TextEncoder().encode(`${lines.join('\n')}\n`));
}

/** By row the ids of its findings. */
function ids(map: MemoryMap): string[] {
  return Array.from({ length: map.regions.count }, (_, row) =>
    findingsOf(map, row)
      .map(({ id }) => id)
      .join(),
  );
}

/** A record of smaps. Counters that are not given are 0. */
function record(header: string, counters: Readonly<Record<string, number>> = {}, flags = 'rd wr mr mw me ac'): string {
  const all = { Rss: 0, Shared_Clean: 0, Shared_Dirty: 0, Private_Dirty: 0, Anonymous: 0, Swap: 0, Locked: 0 };
  const lines = Object.entries({ ...all, ...counters }).map(([key, value]) => `${key}: ${value} kB`);
  return [header, ...lines, `VmFlags: ${flags} `].join('\n');
}

const LIBRARY = '7f0000000000-7f0000100000 r-xp 00001000 fe:00 22 /usr/lib/libfoo.so.1';

describe('findings', () => {
  it('are the executable stack, the executable heap and other memory that is writable and executable, once each', () => {
    const map = mapOf(
      '00700000-00900000 rwxp 00000000 00:00 0 [heap]',
      '7f0000200000-7f0000210000 rwxp 00000000 00:00 0 ',
      '7f0000300000-7f0000310000 r-xp 00000000 00:00 0 ',
      '7ffffffde000-7ffffffff000 rwxp 00000000 00:00 0 [stack]',
    );
    assert.deepEqual(ids(map), ['executable-heap', 'wx', '', 'executable-stack']);
    assert.deepEqual([...findingColumn(map)], [3, 3, 0, 3]);
    const [found] = findingsOf(map, 1);
    assert.equal(plainText(found?.evidence ?? []), 'The permissions are rwxp.');
  });

  it('are files that are gone, but not what never had a name, nor shared memory, which programs unlink at once', () => {
    const map = mapOf(
      '7f0000000000-7f0000100000 r-xp 00001000 fe:00 22 /usr/lib/libfoo.so.1 (deleted)',
      '7f0000300000-7f0000340000 rw-s 00000000 00:01 33 /memfd:frames (deleted)',
      '7f0000400000-7f0000440000 rw-s 00000000 fe:00 2154690 /tmp/#2154690 (deleted)',
      '7f0000500000-7f0000540000 rw-s 00000000 fe:00 34 /tmp/report#7 (deleted)',
      '7f0000600000-7f0000640000 rw-s 00000000 00:19 35 /dev/shm/ring (deleted)',
      '7f0000700000-7f0000740000 r-xs 00000000 fe:00 36 /tmp/ffiAbCdEf (deleted)',
    );
    assert.deepEqual(ids(map), ['deleted', '', '', 'deleted', '', '']);
  });

  it('are neighbours that could be one, unless something that the map tells is different', () => {
    const at = (start: number, perms: string, name = ''): string =>
      `7f00000${start}0000-7f00000${start + 1}0000 ${perms} 00000000 00:00 0 ${name}`;
    const map = mapOf(
      at(1, 'rw-p'),
      at(2, 'rw-p'),
      at(3, 'r--p'),
      at(4, 'rw-p'),
      at(6, 'rw-p'),
      at(7, 'rw-p', '[anon:a]'),
    );
    assert.deepEqual(ids(map), ['', 'joinable', '', '', '', '']);
    const smaps = mapOf(
      record(at(1, 'rw-p')),
      record(at(2, 'rw-p'), {}, 'rd wr dd'),
      record(at(3, 'rw-p'), {}, 'rd wr dd'),
    );
    assert.deepEqual(ids(smaps), ['', '', 'joinable']);
    const turned = mapOf(at(2, 'rw-p'), at(1, 'rw-p'));
    assert.deepEqual(ids(turned), ['joinable', '']);
  });

  it('are copies of code, which relocated data and unwritten code are not', () => {
    const relro = '7f0000100000-7f0000104000 r--p 00101000 fe:00 22 /usr/lib/libfoo.so.1';
    assert.deepEqual(ids(mapOf(record(LIBRARY, { Anonymous: 8 }), record(relro, { Anonymous: 16 }))), [
      'changed-code',
      '',
    ]);
    assert.deepEqual(ids(mapOf(record(LIBRARY, { Private_Dirty: 8 }))), [''], 'pages of the file itself');
  });

  it('need the counters that prove them', () => {
    const shared = '7f0000300000-7f0000340000 rw-s 00000000 00:01 33 /dev/shm/ring';
    const large = '7f1000000000-7f1010000000 rw-p 00000000 00:00 0 ';
    assert.deepEqual(ids(mapOf(shared, large)), ['', '']);
    assert.deepEqual(ids(mapOf(record(shared, { Rss: 8 }), record(large, { Rss: 64 }))), ['unshared', 'barely-used']);
    assert.deepEqual(ids(mapOf(record(shared, { Rss: 8, Shared_Dirty: 4 }), record(large, { Rss: 65536 }))), ['', '']);
    assert.deepEqual(ids(mapOf(record(large, { Rss: 4 }, 'rd wr ht'))), [''], 'hugetlb pages are not in Rss');
  });

  it('are not what a process shares with itself, as JIT compilers map memory twice', () => {
    const memfd = '00000000 00:01 33 /memfd:doublemapper (deleted)';
    const twice = mapOf(
      record(`7f0000300000-7f0000340000 rw-s ${memfd}`, { Rss: 8 }),
      record(`7f0000400000-7f0000440000 r-xs ${memfd}`),
    );
    assert.deepEqual(ids(twice), ['', '']);
  });

  it('are not files that are mapped whole and read in parts, but files that are to be written', () => {
    const file = (perms: string): string =>
      `7f1000000000-7f1010000000 ${perms} 00000000 fe:00 40 /usr/lib/locale/locale-archive`;
    assert.deepEqual(ids(mapOf(record(file('r--p'), { Rss: 64 }))), ['']);
    assert.deepEqual(ids(mapOf(record(file('rw-s'), { Rss: 64 }))), ['barely-used']);
    assert.deepEqual(ids(mapOf(record(file('r-xp').replace(/[^/]*$/, 'libLLVM.so.19'), { Rss: 64 }))), ['']);
  });

  it('are memory in swap and locked memory', () => {
    const region = '7f1000000000-7f1000400000 rw-p 00000000 00:00 0 ';
    assert.deepEqual(ids(mapOf(record(region, { Rss: 64, Swap: 64 }))), ['swapped']);
    assert.deepEqual(ids(mapOf(record(region, { Rss: 4000, Swap: 64, Locked: 4 }))), ['locked']);
  });

  it('are none in a map of which nothing is told', () => {
    const map = mapOf(record(LIBRARY));
    map.regions.perms.fill(128);
    assert.deepEqual(ids(map), ['']);
  });

  it('are counted by rule, the gravest first', () => {
    const map = parseMemoryMap(readFileSync('test/fixtures/sensord.smaps'));
    const counts = findingCounts(map);
    assert.ok(counts.length > 0);
    for (const { rule, regions } of counts) {
      const rows = Array.from({ length: map.regions.count }, (_, row) => findingsOf(map, row));
      assert.equal(rows.filter((found) => found.some(({ id }) => id === rule.id)).length, regions);
    }
    assert.deepEqual(
      counts.map(({ rule }) => rule.severity),
      counts.map(({ rule }) => rule.severity).sort((a, b) => b - a),
    );
  });

  it('have words and a severity in any map, and the same bits whether the rows are in order or not', () => {
    fc.assert(
      fc.property(maps, (map) => {
        const bits = findingBits(map);
        const severity = findingColumn(map);
        for (let row = 0; row < map.regions.count; row++) {
          const found = findingsOf(map, row);
          assert.equal(severity[row], found[0]?.severity ?? 0);
          assert.equal(found.length, FINDING_RULES.filter((_, i) => (bits[row] ?? 0) & (1 << i)).length);
          for (const { evidence, why, advice } of found) {
            assert.match(plainText(evidence), /^[A-Z].*\.$/);
            assert.match(`${why} ${advice}`, /^[A-Z].*[.?]$/);
            assert.doesNotMatch(plainText(evidence), /NaN|undefined/);
          }
        }
      }),
    );
  });
});
