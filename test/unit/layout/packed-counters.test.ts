import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { ABSENT, WIDE, type CounterColumn, type Counters } from '../../../src/core/memory-map/counters.ts';
import { finish } from '../../../src/core/memory-map/radix-sort.ts';
import { packCounters } from '../../../src/protocol/pack-counters.ts';
import { packStretches, unpackStretches } from '../../../src/protocol/packed-stretches.ts';
import { packTexts, unpackTexts } from '../../../src/protocol/packed-texts.ts';
import { unpackCounters } from '../../../src/protocol/unpack-counters.ts';
import { makeMaps, makeSmaps } from '../../bench/make-maps.mjs';

const { regions } = parseMemoryMap(makeMaps(50));

/** Values as records have them: zeros, small numbers, the same again, absent ones, and those of more than 32 bits. */
const values = fc
  .array(fc.oneof(fc.constantFrom(0, 4, ABSENT, WIDE, WIDE - 1, 0x80000000), fc.nat(5000)), {
    minLength: regions.count,
    maxLength: regions.count,
  })
  .map((list) => Uint32Array.from(list));

const rowTexts = record({
  rows: fc
    .array(fc.nat(2), { minLength: regions.count, maxLength: regions.count })
    .map((list) => Uint32Array.from(list)),
  words: fc.tuple(fc.constant(''), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
});

function record<Fields>(fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> }): fc.Arbitrary<Fields> {
  return fc.record(fields, { noNullPrototype: true });
}

const column = (key: string): fc.Arbitrary<CounterColumn> =>
  record({
    key: fc.constant(key),
    family: fc.constantFrom('smaps', 'numa', 'other'),
    unit: fc.constantFrom('kB', ''),
    values,
    wide: fc.array(fc.tuple(fc.nat(49), fc.bigInt({ min: 0n, max: 2n ** 80n }))).map((rows) => new Map(rows)),
    texts: fc.option(rowTexts, { nil: undefined }),
  });

const anyCounters: fc.Arbitrary<Counters> = record({
  columns: fc.tuple(column('Size'), column('Anonymous'), column('Rss'), column('Swap')),
  vmFlags: fc.array(fc.nat(2), { minLength: 50, maxLength: 50 }).map((list) => Uint32Array.from(list)),
  flagSets: fc.constant([[], ['rd', 'ex'], ['rd', 'wr', 'mr']]),
});

describe('packed counters', () => {
  it('unpack to the very counters that were packed', () => {
    fc.assert(
      fc.property(anyCounters, (counters) => {
        assert.deepEqual(unpackCounters(finish(packCounters(counters, regions)), regions), counters);
      }),
    );
  });

  it('hold smaps, the same when one column is like another', () => {
    const map = parseMemoryMap(makeSmaps(2000));
    assert.ok(map.counters);
    assert.deepEqual(unpackCounters(finish(packCounters(map.counters, map.regions)), map.regions), map.counters);
  });

  it('hold counters without Rss', () => {
    const map = parseMemoryMap(
      Buffer.from('00400000-00402000 r-xp 00000000 08:01 7 /a\nSize: 8 kB\nSwap: 4 kB\nName: [anon:x]\n'),
    );
    assert.ok(map.counters);
    assert.deepEqual(unpackCounters(finish(packCounters(map.counters, map.regions)), map.regions), map.counters);
  });

  it('take at most 12 bytes a region, in buffers of their own', () => {
    const map = parseMemoryMap(makeSmaps(5000));
    assert.ok(map.counters);
    const { columns, vmFlags } = finish(packCounters(map.counters, map.regions));
    const buffers = [vmFlags, ...columns.map((each) => each.values)];
    const bytes = buffers.reduce((sum, { length }) => sum + length, 0);
    assert.ok(bytes < 12 * map.regions.count, `${bytes / map.regions.count} bytes`);
    for (const buffer of buffers) assert.equal(buffer.buffer.byteLength, buffer.byteLength);
  });
});

describe('packed texts and stretches', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        assert.deepEqual(unpackTexts(packTexts(texts)), texts);
      }),
    );
    const stretches = [
      { start: 0n, end: 0n, label: '' },
      { start: 0x7fff_ffff_f000n, end: 0xffff_ffff_ffff_ffffn, label: 'Stack of thread "\u{1f600} main"' },
    ];
    assert.deepEqual(unpackStretches(packStretches(stretches)), stretches);
  });
});
