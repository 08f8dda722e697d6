/** What reading smaps is expected to cost. */
import assert from 'node:assert/strict';
import { CostScale, CostScales } from '../../../src/sources/figures/smaps-cost.ts';
import { LOCAL } from '../../../src/sources/source-spec.ts';

const MANY = { regions: 65_000, resident: 20 * 1024 };
const LARGE = { regions: 24, resident: 4 * 1024 * 1024 };
const SMALL = { regions: 24, resident: 2048 };

describe('the cost of smaps', () => {
  it('grows with the regions and with what is resident', () => {
    const scale = new CostScale();
    const [many, large, small] = [MANY, LARGE, SMALL].map((walk) => scale.expect(walk).milliseconds);
    assert.ok(many !== undefined && many > 100 && many < 400, `${many} ms`);
    assert.ok(large !== undefined && large > 20 && large < 120, `${large} ms`);
    assert.ok(small !== undefined && small < 1, `${small} ms`);
    assert.equal(scale.expect(MANY).calibrated, false);
  });

  it('follows the speed of the source, by the last rollup that was read there', () => {
    const fast = new CostScale();
    const slow = new CostScale();
    fast.note(MANY, 33);
    slow.note(MANY, 330);
    const [a, b] = [fast, slow].map((scale) => scale.expect(LARGE));
    assert.ok(a?.calibrated && b?.calibrated);
    assert.ok(Math.abs(b.milliseconds / a.milliseconds - 10) < 1e-6);
  });

  it('learns nothing of a read that is shorter than the clock or the way can tell', () => {
    const scale = new CostScale();
    scale.note(SMALL, 0.4);
    scale.note(MANY, 300, 200);
    assert.equal(scale.expect(MANY).calibrated, false);
  });

  it('believes no machine to be a thousand times as slow', () => {
    const plain = new CostScale().expect(MANY).milliseconds;
    const scale = new CostScale();
    scale.note(SMALL, 60_000);
    assert.ok(scale.expect(MANY).milliseconds <= 100 * plain);
  });

  it('is kept for each source by itself', () => {
    const scales = new CostScales();
    scales.of(LOCAL).note(MANY, 330);
    assert.ok(scales.of({ kind: 'local' }).expect(MANY).calibrated);
    assert.ok(!scales.of({ kind: 'ssh', host: 'board' }).expect(MANY).calibrated);
  });
});
