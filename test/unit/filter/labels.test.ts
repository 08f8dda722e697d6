import assert from 'node:assert/strict';
import { matchingRows } from '../../../src/core/filter/match.ts';
import { parseFilter } from '../../../src/core/filter/query.ts';
import { rowsOf, SMAPS } from './subject.ts';

const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

describe('a filter of regions that the source has names for', () => {
  it('finds them by these names', () => {
    const names = {
      index: Uint32Array.of(0, 0, 0, 0, 2, 0, 1, 0),
      labels: ['Stack guard', 'Stack of thread "worker"'],
    };
    const found = (filter: string) => {
      const { query } = parseFilter(filter, SMAPS);
      return ALL.filter((row) => matchingRows(query, { ...SMAPS, names })?.[row] === 1);
    };
    assert.deepEqual(found('worker'), [4]);
    assert.deepEqual(found('name:worker'), [4]);
    assert.deepEqual(found('name:"stack of"'), [4]);
    assert.deepEqual(found('-worker'), [0, 1, 2, 3, 5, 6, 7]);
    assert.deepEqual(found('worker or heap'), [2, 4]);
    assert.deepEqual(found('path:worker'), []);
    assert.deepEqual(rowsOf('worker'), []);
  });
});
