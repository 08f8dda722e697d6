/** What each colouring says of a map. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { DISTINCT_HUES, largest } from '../../../src/core/layout/colour-ranked.ts';
import { bySeverity } from '../../../src/core/layout/colour-severity.ts';
import type { ColouringId } from '../../../src/core/layout/colouring-ids.ts';
import { categoryTotals, colourMap, COLOURINGS, unavailable } from '../../../src/core/layout/colourings.ts';
import { DIMMED } from '../../../src/core/layout/coverage.ts';
import { groupColumn } from '../../../src/core/layout/groups.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { tableOfText, wildTables } from './tables.ts';

const parse = (text: string): MemoryMap => parseMemoryMap(new TextEncoder().encode(text));
const smaps = parse(readFileSync('test/fixtures/sensord.smaps', 'utf8'));

/** The category of each row, by its id. */
function categoriesOf(map: Pick<MemoryMap, 'regions' | 'counters'>, id: ColouringId): (string | undefined)[] {
  const { by, categories, column } = colourMap(map, id);
  assert.equal(by.id, id);
  return [...column].map((category) => categories[category]?.id);
}

/** A record of smaps of four pages with some of its fields, in kB. */
function record(start: number, fields: Readonly<Record<string, number>>): string {
  const [from, to] = [start, start + 0x4000].map((address) => address.toString(16));
  const lines = Object.entries(fields).map(([key, value]) => `${key}:`.padEnd(16) + `${value} kB`.padStart(11));
  return [`${from}-${to} rw-p 00000000 00:00 0 `, ...lines, ''].join('\n');
}

describe('every colouring', () => {
  it('gives each row one of its categories, no more of them than the picture has colours for', () => {
    fc.assert(
      fc.property(wildTables, (regions) => {
        for (const { id } of COLOURINGS) {
          const coloured = colourMap({ regions, counters: undefined }, id);
          assert.equal(coloured.column.length, regions.count);
          assert.ok(coloured.categories.length <= DIMMED);
          assert.ok(coloured.column.every((category) => category < coloured.categories.length));
          const totals = categoryTotals(regions, coloured);
          assert.equal(
            totals.reduce((sum, total) => sum + total.regions, 0),
            regions.count,
          );
        }
      }),
    );
  });

  it('has categories whose ids no other colouring has', () => {
    const ids = COLOURINGS.flatMap(({ id }) => colourMap(smaps, id).categories.map((category) => category.id));
    const without = COLOURINGS.filter((colouring) => unavailable(colouring, smaps) === undefined);
    const own = without.flatMap(({ id }) => colourMap(smaps, id).categories.map((category) => category.id));
    assert.equal(new Set(own).size, own.length);
    assert.ok(ids.length > own.length, 'NUMA nodes are not in the fixture');
  });

  it('that a map cannot have says what it needs, and kinds stand in for it', () => {
    const { regions } = smaps;
    const needs = COLOURINGS.flatMap((colouring) => unavailable(colouring, { regions, counters: undefined }) ?? []);
    assert.deepEqual(needs, [
      'needs smaps',
      'needs smaps',
      'needs numa_maps',
      'needs a second reading',
      'needs a second reading',
    ]);
    const coloured = colourMap({ regions, counters: undefined }, 'residency');
    assert.equal(coloured.by.id, 'kind');
    assert.deepEqual(coloured.column, groupColumn(regions));
  });
});

describe('the colouring by', () => {
  it('permissions has one for each use of memory', () => {
    const perms = ['r--p', 'r-xp', 'rw-p', 'rw-s', 'rwxp', '-wxp', '--xp', '-w-p', '---p', 'r--s'];
    const lines = perms.map(
      (each, i) => `${(0x100000 + i * 0x1000).toString(16)}-${(0x101000 + i * 0x1000).toString(16)} ${each} 0 00:00 0`,
    );
    assert.deepEqual(
      categoriesOf({ regions: tableOfText(`${lines.join('\n')}\n`), counters: undefined }, 'permissions'),
      ['read', 'code', 'write', 'shared', 'wx', 'wx', 'execute', 'write-only', 'none', 'read'].map(
        (id) => `perms-${id}`,
      ),
    );
  });

  it('residency has a step for each share, and unknown is none of them', () => {
    const shares = [0, 1, 3, 4, 8, 12, 15, 16, 20];
    const text = shares.map((rss, i) => record(0x100000 + i * 0x10000, { Rss: rss })).join('');
    const untold = record(0x900000, { Pss: 4 });
    const hugetlb = record(0xa00000, { Rss: 0, Private_Hugetlb: 16 });
    assert.deepEqual(
      categoriesOf(parse(text + untold + hugetlb), 'residency'),
      ['none', 'quarter', 'quarter', 'half', 'most', 'nearly', 'nearly', 'all', 'all', 'unknown', 'all'].map(
        (id) => `residency-${id}`,
      ),
    );
  });

  it('sharing goes by the largest counter; nothing is known only when all parts of Rss are 0', () => {
    const parts = { Shared_Clean: 0, Shared_Dirty: 0, Private_Clean: 0, Private_Dirty: 0 };
    const text = [
      { ...parts, Private_Dirty: 8, Shared_Clean: 4 },
      { ...parts, Shared_Clean: 8 },
      { ...parts, Private_Clean: 4, Swap: 8 },
      parts,
      { Rss: 4 },
      { Private_Dirty: 0 },
      { ...parts, Shared_Hugetlb: 2048 },
    ];
    assert.deepEqual(
      categoriesOf(parse(text.map((fields, i) => record(0x100000 + i * 0x10000, fields)).join('')), 'sharing'),
      ['private-dirty', 'shared-clean', 'swapped', 'none', 'unknown', 'unknown', 'hugetlb'].map(
        (id) => `sharing-${id}`,
      ),
    );
  });

  it('object names the largest files, and counts no reserved space', () => {
    const line = (i: number, pages: number, perms: string, name: string): string => {
      const start = 0x10000000 * (i + 1);
      return `${start.toString(16)}-${(start + pages * 0x1000).toString(16)} ${perms} 00000000 08:01 ${i} ${name}\n`;
    };
    const files = Array.from({ length: 12 }, (_, i) => line(i, 20 - i, 'r--p', `/lib/f${i}`));
    const text = `${files.join('') + line(12, 4000, '---p', '/lib/reserve')}f0000000-f0001000 rw-p 00000000 00:00 0 \n`;
    const { categories, column } = colourMap({ regions: tableOfText(text), counters: undefined }, 'object');
    assert.deepEqual(
      categories.map(({ label }) => label),
      [...Array.from({ length: 10 }, (_, i) => `f${i}`), 'Others', 'No name'],
    );
    assert.deepEqual([...column], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 11]);
  });

  it('object names those of most regions where no sizes are told', () => {
    const map = parse(
      [
        '00400000 default file=/bin/a mapped=3 N0=3',
        '00600000 default file=/lib/b mapped=1 N0=1',
        '00700000 default file=/lib/b mapped=1 N0=1',
        '',
      ].join('\n'),
    );
    const [most] = colourMap(map, 'object').categories;
    assert.equal(most?.label, 'b');
  });

  it('NUMA node goes by most pages, and tells no page from no record', () => {
    const map = parse(
      [
        '00400000 default file=/bin/a mapped=3 N0=1 N1=2',
        '00600000 default anon=2 dirty=2 N0=2 N1=2',
        '00700000 default',
        '',
      ].join('\n'),
    );
    assert.deepEqual(categoriesOf(map, 'node'), ['node:1', 'node:0', 'node-none']);
    const { labels } = { labels: colourMap(map, 'node').categories.map(({ label }) => label) };
    assert.deepEqual(labels, ['Node 0', 'Node 1', 'Other nodes', 'On no node', 'Unknown']);
  });

  it('severity finds what can be written and run, and takes the findings of others', () => {
    const text = [
      '00400000-00401000 r-xp 00000000 08:01 1 /bin/a',
      '00500000-00501000 rwxp 00000000 00:00 0 ',
      '00600000-00601000 r--p 00000000 08:01 2 /lib/b (deleted)',
      '00700000-00701000 r-xp 00000000 00:00 0 [heap]',
      '00800000-00801000 rw-s 00000000 00:01 3 /memfd:x (deleted)',
      '',
    ].join('\n');
    assert.deepEqual(
      categoriesOf({ regions: tableOfText(text), counters: undefined }, 'severity'),
      ['none', 'grave', 'warning', 'grave', 'none'].map((id) => `severity-${id}`),
    );
    assert.deepEqual([...bySeverity(Uint8Array.of(0, 1, 2, 3, 9)).column], [0, 1, 2, 3, 3]);
  });

  it('rank takes the largest, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 40 }), (weights) => {
        const wanted = [...weights.keys()]
          .filter((i) => (weights[i] ?? 0) > 0)
          .toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
          .slice(0, DISTINCT_HUES.length);
        assert.deepEqual(largest(weights), wanted);
      }),
    );
  });
});
