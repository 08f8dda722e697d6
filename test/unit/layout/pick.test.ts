import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut, regionSpan } from '../../../src/core/layout/axis.ts';
import { pick, regionsIn } from '../../../src/core/layout/pick.ts';
import { sortedTables, wildTables } from './tables.ts';

describe('pointing at a pixel', () => {
  it('takes the region that fills most of it, and counts all that share it', () => {
    const tables = fc.oneof(sortedTables, wildTables);
    fc.assert(
      fc.property(
        tables,
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (table, columns, at) => {
          const axis = layOut(table);
          if (axis.length === 0) return;
          const width = axis.length / columns;
          const left = Math.floor(at * (columns - 1)) * width;
          let widest = 0;
          let count = 0;
          for (let p = 0; p < axis.count; p++) {
            const { from, to } = regionSpan(axis, p);
            const part = Math.min(to, left + width) - Math.max(from, left);
            if (part > 0) count++;
            widest = Math.max(widest, part);
          }
          const hit = pick(axis, left, width);
          if (widest <= 0) assert.ok(hit && 'gapBefore' in hit);
          else {
            assert.ok(hit && 'region' in hit);
            const { from, to } = regionSpan(axis, hit.region);
            assert.equal(Math.min(to, left + width) - Math.max(from, left), widest);
          }
          // Regions without any width lie in a pixel, too.
          assert.ok(regionsIn(axis, left, width) >= count);
        },
      ),
    );
  });

  it('finds nothing beside the picture', () => {
    const axis = layOut(fc.sample(sortedTables, { numRuns: 1, seed: 5 })[0]!);
    assert.equal(pick(axis, axis.length, 1), undefined);
  });
});
