/** What the wheel of a mouse and two fingers on a touchpad do. */
import assert from 'node:assert/strict';
import { wheelWish, WheelSteps, type WheelTurn } from '../../../src/webview/layout/wheel.ts';

const TURN: WheelTurn = { deltaX: 0, deltaY: 0, deltaMode: 0, shiftKey: false, ctrlKey: false };

describe('the wheel', () => {
  it('moves the picture with Shift, whether or not the browser has turned it sideways', () => {
    assert.deepEqual(wheelWish({ ...TURN, shiftKey: true, deltaY: 120 }), { pan: 120 });
    assert.deepEqual(wheelWish({ ...TURN, shiftKey: true, deltaX: 120 }), { pan: 120 });
    assert.deepEqual(wheelWish({ ...TURN, deltaX: -50, deltaY: 3 }), { pan: -50 });
  });

  it('zooms in when it is turned away, and further for fingers that part', () => {
    assert.deepEqual(wheelWish({ ...TURN, deltaY: -240 }), { zoom: 2 });
    assert.deepEqual(wheelWish({ ...TURN, deltaY: -30, ctrlKey: true }), { zoom: 2 });
    assert.deepEqual(wheelWish({ ...TURN, deltaY: 8, deltaMode: 1 }), { zoom: 0.5 });
  });

  it('goes a step of the pages for the small turns of a touchpad that make one together', () => {
    const steps = new WheelSteps(40);
    assert.deepEqual(
      [10, 10, 10, 10, 10].map((delta) => steps.take(delta)),
      [0, 0, 0, 1, 0],
    );
    assert.equal(steps.take(120), 3);
    assert.equal(steps.take(-40), -1, 'back at once');
    assert.equal(new WheelSteps(30).take(120, 1), 1, 'a notch of a mouse');
  });
});
