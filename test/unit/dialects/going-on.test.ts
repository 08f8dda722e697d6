/** A large text is read a few milliseconds at a time, so that whoever no longer wants it can say so. */
import assert from 'node:assert/strict';
import { parseFile, parseMaps } from '../../../src/core/dialects/parse.ts';
import { makeMaps, makeSmaps } from '../../bench/make-maps.mjs';

/** More than is read at once, with room. */
const MOST_AT_ONCE = 6_000_000;

const prose = Buffer.from('nothing to be seen here, move along please\n'.repeat(300_000));

describe('a large text', () => {
  for (const [what, bytes, embedded] of [
    ['maps', makeMaps(150_000), false],
    ['smaps', makeSmaps(15_000), false],
    ['a log without maps', prose, true],
    ['a file that is no map', prose, false],
    ['a log with one large map', Buffer.concat([prose, makeMaps(150_000)]), true],
  ] as const) {
    it(`asks on its way whether to go on: ${what}`, () => {
      const marks = [0];
      const maps = parseMaps(bytes, {}, { embedded, goesOn: (done) => marks.push(done) });
      const steps = marks.slice(1).map((mark, i) => mark - (marks[i] ?? 0));
      assert.ok(steps.length > 1 && steps.every((step) => step >= 0 && step < MOST_AT_ONCE), steps.join());
      assert.deepEqual(maps, parseMaps(bytes, {}, { embedded }));
    });

    it(`ends when it is told not to: ${what}`, () => {
      const enough = new Error('enough');
      let asked = 0;
      const stop = (): void => {
        asked++;
        throw enough;
      };
      assert.throws(() => parseMaps(bytes, {}, { embedded, goesOn: stop }), enough);
      assert.equal(asked, 1);
    });
  }

  it('asks on its way also while it is looked through for why it is no map', () => {
    const asked = (embedded: boolean): number => {
      let times = 0;
      parseFile(prose, {}, { embedded, goesOn: () => times++ });
      return times;
    };
    assert.ok(asked(false) >= asked(true) + 2, `${asked(false)} ${asked(true)}`);
  });
});
