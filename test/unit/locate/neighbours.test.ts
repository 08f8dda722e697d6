import assert from 'node:assert/strict';
import { neighbours } from '../../../src/core/locate/neighbours.ts';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';

describe('the neighbours of an address', () => {
  const line = (start: string, end: string): string => `${start}-${end} r--p 00000000 00:00 0\n`;
  const regionsOf = (text: string): RegionTable => {
    const [map] = parseMaps(new TextEncoder().encode(text));
    assert.ok(map);
    return map.regions;
  };

  it('are the regions next below and above it, in whatever order they stand', () => {
    for (const text of [
      line('00400000', '00401000') + line('00500000', '00501000') + line('00700000', '00701000'),
      line('00700000', '00701000') + line('00400000', '00401000') + line('00500000', '00501000'),
    ]) {
      const regions = regionsOf(text);
      const starts = (address: bigint): (number | undefined)[] => {
        const { below, above } = neighbours(regions, address);
        return [below, above].map((row) => (row === undefined ? undefined : regions.start[2 * row]));
      };
      assert.deepEqual(starts(0x600000n), [0x500000, 0x700000]);
      assert.deepEqual(starts(0x501000n), [0x500000, 0x700000], 'the end is outside');
      assert.deepEqual(starts(0n), [undefined, 0x400000]);
      assert.deepEqual(starts(0xffffffffffffffffn), [0x700000, undefined]);
    }
  });
});
