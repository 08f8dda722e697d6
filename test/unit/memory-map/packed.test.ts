/** A table that crossed packed is the table that was sent. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { packRegions, unpackRegions } from '../../../src/core/memory-map/packed.ts';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { corpusFiles } from '../corpus.ts';

function agree(table: RegionTable): void {
  const packed = packRegions(table);
  assert.ok(packed);
  const back = unpackRegions(packed);
  assert.deepEqual(back, {
    ...table,
    ...Object.fromEntries(Object.entries(table).map(([key, column]) => [key, plain(column)])),
  });
  for (const column of [packed.rows, packed.perms, packed.kind, ...Object.values(packed.files)]) {
    if (typeof column !== 'number') assert.equal(column.byteLength, column.buffer.byteLength);
  }
}

/** Views of larger buffers compare by their elements. */
function plain(column: unknown): unknown {
  return column instanceof Uint8Array || column instanceof Uint32Array ? column.slice() : column;
}

describe('packed regions', () => {
  for (const name of ['sensord.maps', 'sensord.smaps', 'cat.maps', 'sensord.smaps_rollup']) {
    it(`give ${name} back`, () => agree(parseMemoryMap(readFileSync(`test/fixtures/${name}`)).regions));
  }

  it('take a third of the bytes of columns', () => {
    const { regions } = parseMemoryMap(readFileSync('test/fixtures/sensord.maps'));
    const { rows } = packRegions(regions) ?? {};
    const columns = [regions.start, regions.end, regions.offset, regions.file, regions.line];
    assert.ok((rows?.length ?? Infinity) * 3 < columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  });

  it('give any sorted map of whole pages back', () => {
    const region = fc.record({
      gap: fc.oneof(fc.nat(3), fc.bigInt(0n, 2n ** 46n).map(Number)),
      size: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 31 - 1 })),
      offset: fc.oneof(fc.constant(0), fc.nat(), fc.bigInt(0n, 2n ** 45n).map(Number)),
      path: fc.constantFrom('', '[heap]', '/a', '/b', '/c (deleted)'),
      noise: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(region, { maxLength: 30 }), (regions) => {
        let at = 0n;
        const hex = (page: bigint): string => (page << 12n).toString(16).padStart(8, '0');
        const text = regions.map(({ gap, size, offset, path, noise }) => {
          const start = at + BigInt(gap);
          at = start + BigInt(size);
          return `${'noise\n'.repeat(noise)}${hex(start)}-${hex(at)} rw-p ${hex(BigInt(offset))} 00:00 0 ${path}\n`;
        });
        const { regions: table } = parseMemoryMap(Buffer.from(text.join('')));
        fc.pre(at < 1n << 52n);
        agree(table);
      }),
    );
  });

  it('are not made of what is unsorted or not made of pages', () => {
    const lines = ['00400000-00401000 r-xp 00000000 00:00 0 ', '00300000-00301000 r-xp 00000000 00:00 0 '];
    const unaligned = '00400000-00400123 r-xp 00000000 00:00 0 ';
    assert.equal(packRegions(parseMemoryMap(Buffer.from(lines.join('\n'))).regions), undefined);
    assert.equal(packRegions(parseMemoryMap(Buffer.from(unaligned)).regions), undefined);
  });

  it('give every sorted map of the corpus back', () => {
    for (const file of corpusFiles('maps', 'smaps')) {
      const { regions } = parseMemoryMap(readFileSync(file.path));
      if (packRegions(regions)) agree(regions);
    }
  });
});
