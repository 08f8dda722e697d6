// What happened in one mocha run, as data: the same for a tier in a child process and for the extension host.

/**
 * @typedef {object} Report
 * @property {number} passed
 * @property {{ title: string, error: string }[]} failed titles with their suites, errors with stack and difference
 * @property {{ title: string, reason: string }[]} skipped
 * @property {{ title: string, error: string }[]} again what failed, and was tried once more
 * @property {{ title: string, ms: number }[]} slow tests over a second
 */

/** Where {@link skip} leaves its reason on a test or a suite. */
const reasonKey = Symbol.for('memory-maps.skip-reason');
const slowMs = 1000;

/**
 * Skips a test, or from a `before` hook its whole suite, and says what is missing. A test that is skipped in another way
 * counts as failed: nothing passes by not running.
 * @param {import('mocha').Context} context `this` of the test or hook
 * @param {string} reason what is missing, such as "needs ../shared/corpus"
 * @returns {never}
 */
export function skip(context, reason) {
  const runnable = context.runnable();
  // A `before` hook has a current test too, the first, but skips them all.
  const suiteHook = runnable.title.startsWith('"before all"');
  const target = suiteHook ? runnable.parent : (context.currentTest ?? runnable);
  if (target) Object.assign(target, { [reasonKey]: reason });
  return context.skip();
}

/**
 * Collects a run as it goes; the report is complete when the run has ended.
 * @param {import('mocha').Runner} runner
 * @returns {Report}
 */
export function collect(runner) {
  /** @type {Report} */
  const report = { passed: 0, failed: [], skipped: [], again: [], slow: [] };
  runner.on('pass', (test) => {
    report.passed++;
    if ((test.duration ?? 0) > slowMs) report.slow.push({ title: test.fullTitle(), ms: test.duration ?? 0 });
  });
  runner.on('fail', (test, error) => report.failed.push({ title: test.fullTitle(), error: describeError(error) }));
  runner.on('retry', (test, error) => report.again.push({ title: test.fullTitle(), error: describeError(error) }));
  runner.on('pending', (test) => {
    const reason = skipReason(test);
    if (reason) report.skipped.push({ title: test.fullTitle(), reason });
    else
      report.failed.push({
        title: test.fullTitle(),
        error: 'Skipped without a reason: use skip() of test/runner/report.mjs',
      });
  });
  return report;
}

/** @param {import('mocha').Test | import('mocha').Suite} from @returns {string | undefined} */
function skipReason(from) {
  /** @type {import('mocha').Test | import('mocha').Suite | undefined} */
  let node = from;
  for (; node; node = node.parent) {
    const reason = /** @type {unknown} */ (Reflect.get(node, reasonKey));
    if (typeof reason === 'string') return reason;
  }
  return undefined;
}

/** @param {unknown} error */
function describeError(error) {
  if (!(error instanceof Error)) return String(error);
  const lines = [error.stack ?? error.message];
  if (error.cause !== undefined) lines.push(`caused by: ${describeError(error.cause)}`);
  return lines.join('\n');
}
