/** Long work on a thread that others wait for. */
import { setImmediate } from 'node:timers/promises';

/** What is done without a break, in milliseconds; a step can be longer. */
const SLICE = 3;

/**
 * Does work that stops after each small step, a few milliseconds at a time, with everybody else's turn in between. What is done with
 * the result has a turn of its own, unless the work was short.
 */
export async function inSlices<Result>(steps: Generator<undefined, Result>): Promise<Result> {
  let end = performance.now() + SLICE;
  for (;;) {
    const step = steps.next();
    if (step.done) {
      if (performance.now() > end - SLICE / 2) await setImmediate();
      return step.value;
    }
    if (performance.now() < end) continue;
    await setImmediate();
    end = performance.now() + SLICE;
  }
}
