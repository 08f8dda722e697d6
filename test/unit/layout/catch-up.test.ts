/** A layout that follows its process: one reading at a time, none while it is hidden, and none that is missed. */
import assert from 'node:assert/strict';
import { CatchUp } from '../../../src/extension/layout/catch-up.ts';

describe('a layout whose map changes', () => {
  let isSeen = true;
  let readings: (() => void)[] = [];
  let catchUp: CatchUp;
  beforeEach(() => {
    isSeen = true;
    readings = [];
    catchUp = new CatchUp(
      () => isSeen,
      () => new Promise<void>((resolve) => readings.push(resolve)),
    );
  });

  it('is read once for all changes that come while it is read', async () => {
    const first = catchUp.changed();
    await Promise.all([catchUp.changed(), catchUp.changed()]);
    assert.equal(readings.length, 1);
    readings[0]?.();
    await new Promise(setImmediate);
    assert.equal(readings.length, 2);
    readings[1]?.();
    await first;
    assert.equal(readings.length, 2);
  });

  it('is not read while it is hidden, and is when it is seen again', async () => {
    isSeen = false;
    await catchUp.changed();
    assert.equal(readings.length, 0);
    isSeen = true;
    const seen = catchUp.seen();
    assert.equal(readings.length, 1);
    readings[0]?.();
    await seen;
    await catchUp.seen();
    assert.equal(readings.length, 1, 'nothing has changed since');
  });

  it('is read again after a reading that failed', async () => {
    let fails = true;
    const failing = new CatchUp(
      () => true,
      () => (fails ? Promise.reject(new Error('no')) : Promise.resolve(void readings.push(() => undefined))),
    );
    await assert.rejects(failing.changed(), /no/);
    fails = false;
    await failing.changed();
    assert.equal(readings.length, 1);
  });
});
