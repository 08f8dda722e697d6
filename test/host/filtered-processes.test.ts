/** What stands above the Processes view while a filter is in force. */
import assert from 'node:assert/strict';
import { filtered, type ShownList } from '../../src/extension/processes/filtered.ts';

const list = (matching: number, total: number, rest: Partial<ShownList> = {}): ShownList => ({
  node: { failure: undefined },
  shown: { matching, total },
  isPart: false,
  ...rest,
});

describe('a filter of the Processes view', () => {
  it('says how many of the processes of all sources fit', () => {
    assert.deepEqual(filtered('sh', [list(2, 100), list(1, 20)]), {
      isEmpty: false,
      message: '“sh”: 3 of 120 processes',
    });
    assert.deepEqual(filtered('sh', [list(0, 100)]), { isEmpty: true, message: '' });
    assert.deepEqual(filtered('', [list(100, 100)]), { isEmpty: false, message: '' });
  });

  it('does not say that none fits before all are listed', () => {
    const part = list(0, 60, { isPart: true });
    assert.equal(filtered('sh', [part, list(0, 20)]), undefined);
    assert.equal(filtered('sh', [list(1, 60, { isPart: true })])?.message, '“sh”: 1 of 60 processes');
    assert.equal(filtered('', [part])?.message, '');
  });

  it('leaves the row of a source that did not answer', () => {
    assert.equal(
      filtered('sh', [list(0, 0, { node: { failure: { message: 'It did not answer.', advice: '' } } })])?.isEmpty,
      false,
    );
  });
});
