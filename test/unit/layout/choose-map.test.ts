import assert from 'node:assert/strict';
import { findMap, nameOf } from '../../../src/extension/layout/choose-map.ts';

const maps = [
  { title: undefined, range: { first: 3, last: 20 } },
  { title: 'PID 7 cat', range: { first: 40, last: 60 } },
  { title: 'PID 7 cat', range: { first: 90, last: 99 } },
];

describe('the map of a file that is shown', () => {
  it('is the first when nothing is wanted', () => {
    assert.equal(findMap(maps, undefined), 0);
    assert.equal(findMap([], undefined), 0);
  });

  it('is the one at a line, else the next below, else the last', () => {
    assert.deepEqual(
      [1, 3, 20, 21, 50, 99, 1000].map((atLine) => findMap(maps, { atLine })),
      [0, 0, 0, 1, 1, 2, 2],
    );
  });

  it('is found again by its title and line after the text has changed', () => {
    for (const [i, map] of maps.entries()) assert.equal(findMap(maps, nameOf(map)), i);
    assert.equal(findMap(maps, { title: 'PID 7 cat', line: 85 }), 2);
    assert.equal(findMap(maps, { title: 'PID 8 dog', line: 45 }), 1);
  });

  it('needs no lines', () => {
    const binary = [
      { title: 'a', range: undefined },
      { title: 'b', range: undefined },
    ];
    assert.equal(findMap(binary, nameOf({ title: 'b', range: undefined })), 1);
    assert.equal(findMap(binary, { atLine: 7 }), 1);
  });
});
