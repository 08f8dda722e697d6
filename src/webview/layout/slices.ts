/** Work that takes longer than a frame, done a few milliseconds at a time so that the page stays alive. */

/** Milliseconds of work in one go: the first may take most of a frame's time, the next leave room for drawing. */
const FIRST = 12;
const NEXT = 8;

/**
 * Runs a generator to its end, the first slice at once. Small work is done when this returns.
 * @param done takes the result
 * @returns stops the work; `done` is then not called
 */
export function inSlices<Result>(work: Generator<undefined, Result>, done: (result: Result) => void): () => void {
  let timer = 0;
  const slice = (time: number): void => {
    const end = performance.now() + time;
    do {
      const step = work.next();
      if (step.done) return done(step.value);
    } while (performance.now() < end);
    timer = setTimeout(slice, 0, NEXT);
  };
  slice(FIRST);
  return () => clearTimeout(timer);
}
