import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countDetails, countStates } from '../../../src/core/pages/counts.ts';
import { decodePages, pageByte } from '../../../src/core/pages/decode.ts';
import { PAGE_DETAILS, PAGE_STATES, stateOf } from '../../../src/core/pages/states.ts';

/** The upper half of an entry with some of its bits, by their numbers in pagemap.rst. */
function upper(...bits: number[]): number {
  return bits.reduce((sum, bit) => sum | (1 << (bit - 32)), 0);
}

describe('entries of pagemap', () => {
  for (const [label, bits] of [
    ['Not in memory', []],
    ['Anonymous, only here', [63, 56]],
    ['Anonymous, shared', [63]],
    ['File, only here', [63, 61, 56]],
    ['File, shared', [63, 61]],
    ['In swap', [62]],
    ['In swap', [62, 61]],
    ['Guard', [62, 58]],
    ['Guard', [58]],
  ] as const) {
    it(`with the bits ${bits.join(', ') || 'of none'} are ${label.toLowerCase()}`, () => {
      assert.equal(PAGE_STATES[stateOf(pageByte(upper(...bits)))]?.label, label);
    });
  }

  it('tell details whatever the state, and never where the page is', () => {
    const pages = new Uint8Array(3);
    const entries = BigUint64Array.of((1n << 63n) | (1n << 55n), (1n << 63n) | (1n << 57n) | 0x123456n, 1n << 55n);
    decodePages(new Uint32Array(entries.buffer), pages, 0);
    assert.deepEqual([...pages], [0x13, 0x23, 0x11]);
    assert.deepEqual(countDetails(pages), [2, 1]);
    assert.deepEqual(
      PAGE_DETAILS.map(({ label }) => label),
      ['soft-dirty', 'write-protected'],
    );
  });

  it('are counted once each', () => {
    fc.assert(
      fc.property(fc.bigUint64Array({ maxLength: 200 }), (entries) => {
        const pages = new Uint8Array(entries.length);
        decodePages(new Uint32Array(entries.buffer, entries.byteOffset, 2 * entries.length), pages, 0);
        const counts = countStates(pages);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          entries.length,
        );
        assert.equal(counts[0], 0, 'what the kernel told is known');
        const middle = entries.length >> 1;
        const parts = [countStates(pages, 0, middle), countStates(pages, middle)];
        assert.deepEqual(
          [...counts],
          Array.from(counts, (_, state) => (parts[0]?.[state] ?? 0) + (parts[1]?.[state] ?? 0)),
        );
      }),
    );
  });
});
