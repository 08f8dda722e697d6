import assert from 'node:assert/strict';
import { objectRuns } from '../../../src/core/objects/object-runs.ts';

describe('runs of objects', () => {
  const starts = Uint32Array.from({ length: 1001 }, (_, i) => 3 * i);

  it('are as many as asked, about alike, and leave out no row', () => {
    const runs = objectRuns(starts, 7);
    assert.equal(runs.length, 8);
    assert.equal(runs[0], 0);
    assert.equal(runs[7], 3000);
    for (let i = 0; i < 7; i++) {
      const rows = (runs[i + 1] ?? 0) - (runs[i] ?? 0);
      assert.ok(rows >= 3 * 142 && rows <= 3 * 143, `${rows}`);
    }
  });

  it('are the objects themselves when there are few', () => {
    assert.deepEqual(objectRuns(starts.slice(0, 4), 7), starts.slice(0, 4));
    assert.deepEqual(objectRuns(Uint32Array.of(0), 7), Uint32Array.of(0));
  });
});
