/** Facts of a machine from an auxiliary vector, of any width and byte order. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseAuxv } from '../../../src/sources/auxv.ts';
import { skip } from '../../runner/report.mjs';

/** A vector of pairs, with its end mark. */
function auxv(pairs: readonly (readonly [number, number])[], wordSize: 4 | 8, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array((pairs.length + 1) * 2 * wordSize);
  const view = new DataView(bytes.buffer);
  pairs.flat().forEach((word, i) => {
    if (wordSize === 8) view.setBigUint64(i * 8, BigInt(word), littleEndian);
    else view.setUint32(i * 4, word, littleEndian);
  });
  return bytes;
}

describe('an auxiliary vector', () => {
  it('tells page size and clock ticks in every width and byte order', () => {
    for (const wordSize of [4, 8] as const) {
      for (const littleEndian of [true, false]) {
        for (const pageSize of [4096, 16384, 65536]) {
          const bytes = auxv(
            [
              [33, 0x7fff1000],
              [16, 0xbfebfbff],
              [6, pageSize],
              [17, 100],
              [3, 0x400040],
              [31, 0x7ffffff0],
            ],
            wordSize,
            littleEndian,
          );
          assert.deepEqual(parseAuxv(bytes), { pageSize, clockTicks: 100, wordSize, littleEndian });
        }
      }
    }
  });

  it('that tells nothing gives nothing', () => {
    assert.equal(parseAuxv(new Uint8Array(0)), undefined);
    assert.equal(parseAuxv(new Uint8Array(64)), undefined);
    assert.equal(parseAuxv(auxv([[6, 5000]], 8, true)), undefined);
    assert.equal(parseAuxv(auxv([[6, 4096]], 8, true).subarray(0, 16)), undefined);
    assert.equal(parseAuxv(auxv([[6, 4096]], 8, true))?.clockTicks, undefined);
  });

  it('of this machine is read', function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const facts = parseAuxv(readFileSync('/proc/self/auxv'));
    assert.equal(facts?.wordSize, 8);
    assert.ok(facts.pageSize >= 4096);
    assert.equal(facts.clockTicks, 100);
  });
});
