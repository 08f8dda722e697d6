/** What filters find by what deserves a second look. */
import assert from 'node:assert/strict';
import { errorsOf, rowsOf } from './subject.ts';

describe('a filter of findings', () => {
  const cases: Readonly<Record<string, readonly number[]>> = {
    'finding:wx': [4],
    'finding:w+x,deleted': [3, 4],
    'finding:grave': [4],
    'finding:any': [3, 4],
    '-finding:any': [0, 1, 2, 5, 6, 7],
    'finding:executable-stack': [],
  };
  for (const [filter, rows] of Object.entries(cases)) {
    it(`finds ${filter}`, () => assert.deepEqual(rowsOf(filter), rows));
  }

  it('says which finding may have been meant', () => {
    assert.match(errorsOf('finding:delted').join(), /did you mean deleted\?/);
  });
});
