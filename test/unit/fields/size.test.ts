/** Sizes, counts and shares as people read them. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatBytes, formatCount, formatKilobytes, formatShare } from '../../../src/core/memory-map/size.ts';

describe('a size', () => {
  const cases: readonly [bigint | number, string][] = [
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [4096, '4 KiB'],
    [135168, '132 KiB'],
    [1.5 * 1024 ** 3, '1.5 GiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [1024 ** 2, '1 MiB'],
    [1024 ** 2 + 1, '1.0 MiB'],
    [-4096n, '-4 KiB'],
    [1n << 47n, '128 TiB'],
    [(1n << 64n) - 1n, '16.0 EiB'],
  ];
  for (const [bytes, told] of cases) {
    it(`of ${bytes} bytes is told as ${told}`, () => assert.equal(formatBytes(bytes), told));
  }

  it('without a decimal is exact', () => {
    const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
    fc.assert(
      fc.property(fc.bigInt({ min: 2n, max: (1n << 64n) - 1n }), (bytes) => {
        const [amount = '', unit = ''] = formatBytes(bytes).split(' ');
        const scale = 1024n ** BigInt(units.indexOf(unit));
        if (!amount.includes('.')) assert.equal(BigInt(amount) * scale, bytes);
        else assert.ok(Math.abs(Number(amount) - Number(bytes) / Number(scale)) <= 0.0500001, `${bytes} as ${amount}`);
        assert.ok(Number(amount) < 1024);
      }),
    );
  });

  it('of kB counts 1024 bytes each', () => {
    assert.equal(formatKilobytes(132), '132 KiB');
    assert.equal(formatKilobytes(1536n), '1.5 MiB');
  });
});

describe('a count and a share', () => {
  it('groups thousands', () => {
    assert.equal(formatCount(0), '0');
    assert.equal(formatCount(65530), '65,530');
    assert.equal(formatCount(-1234567n), '-1,234,567');
    assert.equal(formatCount(999), '999');
  });

  it('never rounds something to nothing, nor almost all to all', () => {
    assert.equal(formatShare(1, 1_000_000), 'below 0.1 %');
    assert.equal(formatShare(999_999, 1_000_000), '99.9 %');
    assert.equal(formatShare(5, 5), '100 %');
    assert.equal(formatShare(0, 5), '0 %');
    assert.equal(formatShare(1, 8), '12.5 %');
    assert.equal(formatShare(1, 4), '25 %');
  });

  it('of nothing is unknown', () => assert.equal(formatShare(0, 0), undefined));
});
