import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kindOf } from '../../../src/core/kinds/kinds.ts';
import { addressAt } from '../../../src/core/memory-map/address.ts';
import { counterAt, type CounterColumn } from '../../../src/core/memory-map/counters.ts';
import { mappedFile } from '../../../src/core/memory-map/file-table.ts';
import { finish, pairKeys, sortRowsBy } from '../../../src/core/memory-map/radix-sort.ts';
import { addressOrder, regionAt, type RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { columnsOf, type Listing } from '../../../src/core/table/columns.ts';
import { nameRanks } from '../../../src/core/table/name-order.ts';
import { sortRows } from '../../../src/core/table/sort.ts';
import type { Sort } from '../../../src/protocol/layout-state.ts';
import { toggledSort } from '../../../src/webview/layout/sorting.ts';
import { makeMaps, makeSmaps } from '../../bench/make-maps.mjs';
import { tableOfText, wildTables } from '../layout/tables.ts';

type Key = bigint | number | string | undefined;

/** What people see in a column, as something that can be compared. */
const SEEN: Readonly<Record<string, (listing: Listing, row: number) => Key>> = {
  start: ({ regions }, row) => addressAt(regions.start, row),
  end: ({ regions }, row) => addressAt(regions.end, row),
  size: ({ regions }, row) => BigInt.asUintN(64, regionAt(regions, row).size),
  perms: ({ regions }, row) => regionAt(regions, row).perms,
  offset: ({ regions }, row) => regionAt(regions, row).offset,
  kind: ({ regions }, row) => kindOf(regions.kind[row] ?? 0).label,
};

function listingOf(regions: RegionTable): Listing {
  return { regions, counters: undefined, placed: true, names: undefined };
}

/** The order that a sort with a comparison gives, what is not known last. */
function expected(listing: Listing, key: (row: number) => Key, descending: boolean): number[] {
  const order = [...(addressOrder(listing.regions) ?? Array.from({ length: listing.regions.count }, (_, row) => row))];
  const compare = (a: Key, b: Key): number => (a === b ? 0 : (a ?? 0) < (b ?? 0) ? -1 : 1);
  const known = order.filter((row) => key(row) !== undefined);
  const unknown = order.filter((row) => key(row) === undefined);
  return [...known.sort((a, b) => compare(key(a), key(b)) * (descending ? -1 : 1)), ...unknown];
}

function sorted(listing: Listing, id: string, descending = false): number[] {
  const column = columnsOf(listing).find((each) => each.id === id);
  assert.ok(column, `no column ${id}`);
  return [...finish(sortRows(listing, column, descending))];
}

describe('sorting by numbers', () => {
  it('is what comparing gives, for any 64 bits, in both directions', () => {
    const numbers = fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 60 });
    fc.assert(
      fc.property(numbers, fc.nat(70), fc.boolean(), (values, shift, descending) => {
        const keys = values.map((value) => value >> BigInt(Math.min(63, shift)));
        const pairs = new Uint32Array(keys.flatMap((key) => [Number(key & 0xffffffffn), Number(key >> 32n)]));
        const rows = Uint32Array.from(keys, (_, row) => row);
        finish(sortRowsBy(rows, pairKeys(pairs), descending));
        const compared = keys.map((_, row) => row);
        compared.sort((a, b) => {
          const [x = 0n, y = 0n] = [keys[a], keys[b]];
          return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1);
        });
        assert.deepEqual([...rows], compared);
      }),
    );
  });
});

describe('the order of names', () => {
  it('is that of their bytes; equal names are equal, and no name comes first', () => {
    const names = fc.array(fc.stringMatching(/^\/(a|usr\/lib\/)?[a-c]{0,4}$/), { maxLength: 30 });
    fc.assert(
      fc.property(names, (paths) => {
        const lines = paths.map((path, i) => `${1000 + i}000-${1000 + i}100 r--p 00000000 08:01 ${i + 1} ${path}\n`);
        const { files } = tableOfText(lines.join(''));
        const ranks = finish(nameRanks(files));
        const nameOf = (entry: number): string => mappedFile(files, entry).name;
        for (let a = 0; a < files.count; a++) {
          for (let b = 0; b < files.count; b++) {
            const [one, other] = [nameOf(a), nameOf(b)];
            const compared = one === other ? 0 : one < other ? -1 : 1;
            assert.equal(Math.sign((ranks[a] ?? 0) - (ranks[b] ?? 0)), compared, `${one} and ${other}`);
          }
        }
        assert.equal(ranks[0], 0);
      }),
    );
  });
});

describe('sorting the table', () => {
  it('by any column gives what is seen there in order, equal ones by address, what is not known last', () => {
    fc.assert(
      fc.property(wildTables, fc.boolean(), (table, descending) => {
        const listing = listingOf(table);
        for (const { id } of columnsOf(listing)) {
          const key = SEEN[id];
          if (key)
            assert.deepEqual(
              sorted(listing, id, descending),
              expected(listing, (row) => key(listing, row), descending),
            );
        }
      }),
    );
  });

  it('by pathname has the names first, then what the source calls regions, then the kinds of the others', () => {
    const regions = tableOfText(
      [
        '10000000-10001000 rw-p 00000000 00:00 0 ',
        '20000000-20001000 r--p 00000000 08:01 7 /usr/lib/libz.so',
        '30000000-30001000 rw-p 00000000 00:00 0 ',
        '40000000-40001000 r--p 00000000 08:01 8 /usr/lib/liba.so',
        '50000000-50001000 rw-p 00000000 00:00 0 ',
        '60000000-60001000 r--p 00000000 08:01 7 /usr/lib/libz.so',
        '',
      ].join('\n'),
    );
    const names = { index: Uint32Array.of(0, 0, 2, 0, 1, 0), labels: ['Java heap', 'Code cache'] };
    assert.deepEqual(sorted({ ...listingOf(regions), names }, 'name'), [3, 1, 5, 2, 4, 0]);
    assert.deepEqual(sorted({ ...listingOf(regions), names }, 'name', true), [0, 4, 2, 1, 5, 3]);
  });

  it('by a counter has absent values last and those of more than 32 bits first when it descends', () => {
    const regions = tableOfText(makeMaps(5).toString('latin1'));
    const column: CounterColumn = {
      key: 'Rss',
      family: 'smaps',
      unit: 'kB',
      values: Uint32Array.of(8, 0xfffffffe, 0xffffffff, 0xfffffffe, 12),
      wide: new Map([
        [1, 2n ** 40n],
        [3, 2n ** 60n],
      ]),
    };
    const counters = { columns: [column], vmFlags: new Uint32Array(5), flagSets: [[]] };
    const listing = { ...listingOf(regions), counters };
    assert.deepEqual(sorted(listing, 'Rss', true), [3, 1, 4, 0, 2]);
    assert.deepEqual(sorted(listing, 'Rss'), [0, 4, 1, 3, 2]);
  });

  it('sorts every counter of a real record', () => {
    const { regions, counters } = parseMemoryMap(makeSmaps(400));
    const listing = { ...listingOf(regions), counters };
    for (const column of columnsOf(listing)) {
      const { counter } = column;
      if (!counter) continue;
      const key = (row: number): Key => counterAt(counter, row);
      assert.deepEqual([...finish(sortRows(listing, column, true))], expected(listing, key, true));
    }
  });

  it('pauses on its way when there is much to do', () => {
    const listing = listingOf(tableOfText(makeMaps(20_000).toString('latin1')));
    const column = columnsOf(listing).find(({ id }) => id === 'size');
    assert.ok(column);
    const work = sortRows(listing, column, false);
    let pauses = 0;
    while (!work.next().done) pauses++;
    assert.ok(pauses >= 3, `${pauses} pauses`);
  });
});

describe('a heading that is chosen', () => {
  it('sorts by it, amounts with the largest first, and then the other way round', () => {
    const columns = columnsOf({ ...parseMemoryMap(makeSmaps(2)), names: undefined });
    const chosen = (id: string, now: Sort): Sort => {
      const column = columns.find((each) => each.id === id);
      assert.ok(column, id);
      return toggledSort(now, column);
    };
    const byStart: Sort = { column: 'start', descending: false };
    assert.equal(chosen('perms', byStart).descending, false);
    assert.equal(chosen('size', byStart).descending, true);
    assert.equal(chosen('Rss', byStart).descending, true);
    assert.deepEqual(chosen('start', byStart), { column: 'start', descending: true });
  });
});

describe('the columns of the table', () => {
  const ids = (listing: Listing): string[] => columnsOf(listing).map(({ id }) => id);

  it('are those of a maps line, and the counters that matter where there are some', () => {
    const { regions, counters } = parseMemoryMap(makeSmaps(50));
    const plain = ['start', 'end', 'size', 'perms', 'offset', 'kind', 'name'];
    assert.deepEqual(ids(listingOf(regions)), plain);
    assert.deepEqual(ids({ ...listingOf(regions), counters }), [
      ...plain.slice(0, -1),
      'Rss',
      'Pss',
      'Private_Dirty',
      'Swap',
      'name',
    ]);
  });

  it('leave out what the source tells of no region', () => {
    const regions = tableOfText('00400000-00401000 r-xp 00000000 08:01 7 /a\n');
    const silent = { ...regions, perms: Uint8Array.of(0x80 | 0x20) };
    assert.deepEqual(ids({ ...listingOf(silent), placed: false }), ['size', 'kind', 'name']);
    assert.deepEqual(ids(listingOf({ ...silent, end: silent.start })), ['start', 'kind', 'name']);
  });

  it('have the NUMA nodes in their order where the source counts by them', () => {
    const text = '7f0000000000 default anon=6 N10=1 N1=2 N3=3\n7f0000010000 bind:0 file=/a mapped=4 N0=4\n';
    const { regions, counters } = parseMemoryMap(Buffer.from(text));
    assert.deepEqual(
      ids({ ...listingOf(regions), counters }).filter((id) => /^N|anon/.test(id)),
      ['N0', 'N1', 'N3', 'N10'],
    );
  });
});
