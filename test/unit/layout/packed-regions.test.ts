import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { RegionPacker } from '../../../src/protocol/pack-regions.ts';
import type { PackedRegions } from '../../../src/protocol/packed-regions.ts';
import { unpackRegions } from '../../../src/protocol/unpack-regions.ts';
import { makeMaps, makeSmaps } from '../../bench/make-maps.mjs';
import { sortedTables, tableOf, tableOfText, wildTables } from './tables.ts';

function packRegions(table: RegionTable): PackedRegions {
  const packer = new RegionPacker(table);
  assert.ok(packer.pack(Math.max(table.count, table.files.count)));
  return packer.finish();
}

/** Offsets and lines are there once they are read. */
function assertSame(
  { count, sorted, start, end, offset, perms, kind, file, line, files }: RegionTable,
  table: RegionTable,
) {
  assert.deepEqual({ count, sorted, start, end, offset, perms, kind, file, line, files }, table);
}

/** Any words at all in every column, so that ends lie before starts and nothing is aligned. */
const chaos: fc.Arbitrary<RegionTable> = fc
  .array(fc.uint32Array({ minLength: 9, maxLength: 9 }), { maxLength: 40 })
  .map((rows) => {
    const pick = (k: number) => Uint32Array.from(rows, (row) => row[k] ?? 0);
    const pairs = (k: number) => Uint32Array.from(rows.flatMap((row) => [row[k] ?? 0, row[k + 1] ?? 0]));
    return {
      ...tableOf([]),
      count: rows.length,
      start: pairs(0),
      end: pairs(2),
      offset: pairs(4),
      perms: Uint8Array.from(rows, (row) => (row[6] ?? 0) & 0xff),
      kind: Uint8Array.from(rows, (row) => ((row[6] ?? 0) >>> 8) & 0xff),
      file: pick(7).map((word) => word % 50),
      line: pick(8),
      sorted: false,
    };
  });

describe('packed regions', () => {
  it('unpack to the very table that was packed', () => {
    fc.assert(
      fc.property(fc.oneof(sortedTables, wildTables, chaos), (table) => {
        assertSame(unpackRegions(packRegions(table)), table);
      }),
    );
  });

  it('are the same when they are packed a few at a time', () => {
    const table = tableOfText(makeMaps(1000).toString('latin1'));
    const packer = new RegionPacker(table);
    let steps = 1;
    while (!packer.pack(300)) steps++;
    assert.equal(steps, 4);
    assert.deepEqual(packer.finish(), packRegions(table));
  });

  for (const [what, text] of Object.entries({
    'maps of 5,000 regions': makeMaps(5000),
    'smaps of 300 regions': makeSmaps(300),
    'a region at the end of 64 bits': Buffer.from(
      'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]\n',
    ),
    'addresses that are not aligned': Buffer.from(
      '00000001-00000003 r--p 00000005 08:01 7 /x\n00000004-00000008 r--p 0 08:01 7 /x\n',
    ),
    nothing: Buffer.from(''),
  })) {
    it(`hold ${what}`, () => {
      const table = tableOfText(text.toString('latin1'));
      assertSame(unpackRegions(packRegions(table)), table);
    });
  }

  for (const kinds of [300, 70_000]) {
    it(`hold ${kinds} combinations of permissions, kinds and what rows follow from`, () => {
      const rows = Array.from({ length: kinds }, (_, i) => i);
      const table: RegionTable = {
        ...tableOf([]),
        count: kinds,
        start: new Uint32Array(2 * kinds),
        end: new Uint32Array(2 * kinds),
        offset: new Uint32Array(2 * kinds),
        perms: Uint8Array.from(rows, (i) => i & 0xff),
        kind: Uint8Array.from(rows, (i) => i >>> 8),
        file: Uint32Array.from(rows, (i) => (i >>> 16) * 7),
        line: new Uint32Array(kinds),
        sorted: true,
      };
      assertSame(unpackRegions(packRegions(table)), table);
    });
  }

  it('take at most 6 bytes a region of an ordinary map, in a buffer of their own', () => {
    const table = tableOfText(makeMaps(20_000).toString('latin1'));
    const { tags, rowTags, places, rowFiles, offsets, lines } = packRegions(table);
    const streams = [tags, rowTags, places, rowFiles, offsets, lines];
    const bytes = streams.reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.ok(bytes < 6 * table.count, `${bytes / table.count} bytes`);
    for (const stream of streams) assert.equal(stream.buffer.byteLength, stream.byteLength);
  });
});
