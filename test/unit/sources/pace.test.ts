/** How often live maps are read: never more than the target can spare, and never twice at once. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BACKGROUND, isPace, PacedLoop, PACES, pauseAfter, READS_APART } from '../../../src/sources/pace.ts';

const paces = fc.constantFrom(...PACES);
const reads = fc.double({ min: 0, max: 1e5, noNaN: true });
const wanted = { off: undefined, '1s': 1000, '5s': 5000, onChange: 250 };

describe('the pause after a read', () => {
  it('leaves at most 2 % of the time to reading, and is never shorter than was chosen', () => {
    fc.assert(
      fc.property(paces, reads, fc.boolean(), (pace, readMs, isBackground) => {
        const pause = pauseAfter(pace, { readMs, isBackground });
        if (pace === 'off') return assert.equal(pause, undefined);
        assert.ok(pause);
        assert.ok(pause.ms >= READS_APART * readMs && pause.ms >= wanted[pace]);
        assert.ok(readMs / (readMs + pause.ms) <= 0.02);
        if (isBackground) assert.ok(pause.ms >= BACKGROUND);
      }),
    );
  });

  it('is what was chosen while reads are quick, and says why when it is longer', () => {
    fc.assert(
      fc.property(paces, reads, fc.boolean(), (pace, readMs, isBackground) => {
        const pause = pauseAfter(pace, { readMs, isBackground });
        if (!pause) return;
        assert.equal(pause.because === 'chosen', pause.ms === wanted[pace]);
        if (pause.because === 'slow-reads') assert.equal(pause.ms, Math.ceil(READS_APART * readMs));
        if (pause.because === 'background') assert.equal(pause.ms, BACKGROUND);
      }),
    );
    assert.deepEqual(pauseAfter('5s', { readMs: 240, isBackground: false }), { ms: 12_000, because: 'slow-reads' });
    assert.deepEqual(pauseAfter('onChange', { readMs: 3, isBackground: true }), { ms: 1000, because: 'background' });
  });

  it('is known by its names only', () => {
    for (const pace of PACES) assert.ok(isPace(pace));
    for (const other of ['', '2s', 5, undefined, 'constructor']) assert.ok(!isPace(other));
  });
});

describe('reading in a loop', () => {
  /** A clock that goes on when it is told to, and a step that ends when it is told to. */
  class Bench {
    now = 0;
    steps = 0;
    timer: { readonly run: () => void; readonly at: number } | undefined;
    private end: ((pause: number | undefined) => void) | undefined;
    readonly loop = new PacedLoop(
      () => {
        assert.equal(this.end, undefined, 'two steps at once');
        this.steps++;
        return new Promise((resolve) => (this.end = resolve));
      },
      (run, ms) => {
        assert.equal(this.timer, undefined, 'two timers at once');
        const timer = { run, at: this.now + ms };
        this.timer = timer;
        return () => {
          if (this.timer === timer) this.timer = undefined;
        };
      },
    );

    pass(ms: number): void {
      this.now += ms;
      const { timer } = this;
      if (!timer || timer.at > this.now) return;
      this.timer = undefined;
      timer.run();
    }

    get isStepping(): boolean {
      return this.end !== undefined;
    }

    async finish(pause: number | undefined): Promise<void> {
      const { end } = this;
      this.end = undefined;
      end?.(pause);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('waits for the end of a step and then for the pause', async () => {
    const bench = new Bench();
    bench.loop.start(0);
    bench.pass(0);
    assert.equal(bench.steps, 1);
    bench.pass(10_000);
    assert.equal(bench.steps, 1, 'a step began while another went on');
    await bench.finish(500);
    bench.pass(499);
    assert.equal(bench.steps, 1);
    bench.pass(1);
    assert.equal(bench.steps, 2);
  });

  it('ends with a step that gives no pause', async () => {
    const bench = new Bench();
    bench.loop.start(0);
    bench.pass(0);
    await bench.finish(undefined);
    assert.equal(bench.timer, undefined);
  });

  it('never steps twice at once, and has no timer while it is stopped, whatever is done to it', async () => {
    const actions = fc.oneof(
      fc.record({ do: fc.constant('start' as const), ms: fc.nat(3000) }),
      fc.record({ do: fc.constant('pass' as const), ms: fc.nat(3000) }),
      fc.record({ do: fc.constant('finish' as const), ms: fc.nat(3000) }),
      fc.record({ do: fc.constant('stop' as const), ms: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(actions, { maxLength: 40 }), async (list) => {
        const bench = new Bench();
        let isWanted = false;
        for (const { do: what, ms } of list) {
          if (what === 'start') bench.loop.start(ms);
          if (what === 'stop') bench.loop.stop();
          if (what === 'pass') bench.pass(ms);
          if (what === 'finish') await bench.finish(ms);
          if (what === 'start') isWanted = true;
          if (what === 'stop') isWanted = false;
          assert.equal(bench.timer !== undefined, isWanted && !bench.isStepping);
        }
      }),
    );
  });
});
