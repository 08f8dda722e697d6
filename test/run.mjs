// `npm test`: installs what is missing, builds, runs the tiers and prints a tally.
//
//   npm test                           every tier
//   npm test -- unit grammar           some tiers
//   npm test -- workbench --grep text  only tests whose title matches the regular expression
//
// Two tiers run at a time, those that take longest first; a tier's output is printed whole.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleTests } from './runner/bundle.mjs';
import { runHostSuite } from './vscode/host.mjs';
import { install } from './vscode/install.mjs';
import { root, run } from './vscode/paths.mjs';

/** So many tiers run side by side. */
const AT_ONCE = 2;

/**
 * @typedef {{ passed: number, failed: number, skipped: number, output: string, titles?: readonly string[], again?: readonly string[] }} Outcome
 *   `titles` of what failed; `again` of what was tried once more
 * @typedef {{ name: string, needs?: import('./vscode/pins.mjs').EngineName, browser?: true, servers?: true, mocha?: true, built?: true,
 *   takes: number, run: (grep: string | undefined) => Promise<Outcome> }} Tier
 *   `takes` about so many seconds alone on two slow cores
 */

/** The host suite's bundle, made once for both engines. @type {Promise<string | undefined> | undefined} */
let hostBundled;

/** @type {Tier[]} */
const tiers = [
  // Types too, each runtime by its own tsconfig, so that a folder cannot use what its runtime does not have.
  {
    name: 'lint',
    takes: 20,
    run: () => command([bin('oxlint', 'bin/oxlint'), '--type-aware', '--type-check', '--deny-warnings']),
  },
  { name: 'format', takes: 1, run: () => command([bin('oxfmt', 'bin/oxfmt'), '--check', '.']) },
  { name: 'unit', takes: 110, servers: true, mocha: true, built: true, run: (grep) => mochaTier('unit', grep) },
  { name: 'grammar', takes: 8, mocha: true, run: (grep) => mochaTier('grammar', grep) },
  {
    name: 'manifest',
    takes: 7,
    needs: 'newest',
    mocha: true,
    built: true,
    run: (grep) => mochaTier('manifest', grep),
  },
  {
    name: 'host-oldest',
    takes: 60,
    browser: true,
    needs: 'oldest',
    mocha: true,
    built: true,
    run: (grep) => hostTier('oldest', grep),
  },
  {
    name: 'host-newest',
    takes: 90,
    browser: true,
    needs: 'newest',
    mocha: true,
    built: true,
    run: (grep) => hostTier('newest', grep),
  },
  {
    name: 'workbench',
    takes: 230,
    browser: true,
    needs: 'newest',
    mocha: true,
    built: true,
    // A window that hears late which of its frames has the keyboard loses a key: once more, and told.
    run: (grep) => mochaTier('workbench', grep, 1),
  },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, help: { type: 'boolean' } },
});
const { grep } = values;
const chosen = choose(positionals);
if (values.help) {
  console.log(
    `npm test -- [TIER...] [--grep REGEXP]\ntiers: ${tiers.map(({ name }) => name).join(', ')} (host means both engines)`,
  );
} else {
  await main();
}

/** @param {string[]} names @returns {Tier[]} */
function choose(names) {
  for (const name of names) {
    if (tiers.some((tier) => matches(tier, name))) continue;
    console.error(`There is no tier ${name}. There are: ${tiers.map((tier) => tier.name).join(', ')}`);
    process.exit(2);
  }
  if (names.length === 0) return grep === undefined ? tiers : tiers.filter((tier) => tier.mocha);
  return tiers.filter((tier) => names.some((name) => matches(tier, name)));
}

/** @param {Tier} tier @param {string} name */
function matches(tier, name) {
  return tier.name === name || tier.name.startsWith(`${name}-`);
}

async function main() {
  const start = performance.now();
  const engines = new Set(chosen.flatMap(({ needs }) => (needs ? [needs] : [])));
  await install({
    engines: [...engines],
    browser: chosen.some(({ browser }) => browser),
    servers: chosen.some(({ servers }) => servers),
  });
  await rm(join(root, 'out', 'screenshots'), { recursive: true, force: true });

  const build = chosen.some(({ built }) => built) ? await command(['esbuild.mjs']) : undefined;
  if (build?.failed) console.log(`build failed\n${build.output}`);

  /** @type {Map<Tier, Outcome & { seconds: number }>} */
  const outcomes = new Map();
  const waiting = chosen.toSorted((a, b) => b.takes - a.takes);
  const runTiers = async () => {
    for (let tier; (tier = waiting.shift());) {
      const from = performance.now();
      const outcome =
        tier.built && build?.failed
          ? failure('not run, because the build failed')
          : await tier.run(grep).catch((error) => failure(String(error)));
      const seconds = (performance.now() - from) / 1000;
      outcomes.set(tier, { ...outcome, seconds });
      console.log(`${outcome.failed ? 'FAILED ' : 'passed '}${tally(tier.name, outcome, seconds)}`);
      if (outcome.output) console.log(outcome.output.replace(/^/gm, '    '));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runTiers));

  console.log('');
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const tier of chosen) {
    const outcome = outcomes.get(tier);
    if (!outcome) continue;
    console.log(tally(tier.name, outcome, outcome.seconds));
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped += outcome.skipped;
  }
  if (build?.failed) total.failed++;
  // Once more at the end, where they are found: their errors stand far above.
  for (const [{ name }, { failed, titles, again }] of outcomes) {
    for (const title of again ?? []) console.log(`tried again: ${name}: ${title}`);
    if (failed) for (const title of titles ?? ['see above']) console.log(`failed: ${name}: ${title}`);
  }
  console.log(`in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  console.log(`total: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  // Explicit, because a hung tier's handles must not keep the run from ending.
  process.exit(total.failed || total.passed === 0 ? 1 : 0);
}

/** @param {string} name @param {{ passed: number, failed: number, skipped: number }} outcome @param {number} seconds */
function tally(name, { passed, failed, skipped }, seconds) {
  return `${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped ${seconds.toFixed(1).padStart(7)} s`;
}

/** @param {string} output @returns {Outcome} */
function failure(output) {
  return { passed: 0, failed: 1, skipped: 0, output };
}

/** @param {string} name @param {string} script */
function bin(name, script) {
  return join('node_modules', name, script);
}

/** A check that passes or fails as a whole. @param {string[]} args @returns {Promise<Outcome>} */
async function command(args) {
  const { code, output } = await run(process.execPath, args);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0, output: '' } : failure(output);
}

/** @param {string} tier @param {string | undefined} pattern @param {number} [retries] @returns {Promise<Outcome>} */
async function mochaTier(tier, pattern, retries = 0) {
  const bundle = await bundleTests(tier);
  if (!bundle) return failure(`test/${tier} has no tests`);
  const reportFile = join(root, 'out', 'test', tier, 'report.json');
  await rm(reportFile, { force: true });
  const { output } = await run(process.execPath, [
    '--enable-source-maps',
    'test/runner/mocha.mjs',
    bundle,
    reportFile,
    String(retries),
    ...(pattern ? [pattern] : []),
  ]);
  const report = await readFile(reportFile, 'utf8').catch(() => undefined);
  return report === undefined
    ? failure(`The tests did not come to their end.\n${output}`)
    : summarise(JSON.parse(report), pattern, output);
}

/** @param {import('./vscode/pins.mjs').EngineName} engine @param {string | undefined} pattern @returns {Promise<Outcome>} */
async function hostTier(engine, pattern) {
  if (!(await hostBundle())) return failure('test/host has no tests');
  const { report } = await runHostSuite(engine, pattern);
  return summarise(report, pattern, '');
}

function hostBundle() {
  return (hostBundled ??= bundleTests('host', 'index.ts'));
}

/** @param {import('./runner/report.mjs').Report} report @param {string | undefined} pattern @param {string} output @returns {Outcome} */
function summarise(report, pattern, output) {
  const { passed, failed, skipped, again, slow } = report;
  const none = passed + failed.length + skipped.length === 0;
  if (none && pattern === undefined) return failure(`No test ran.\n${output}`);
  const lines = [
    ...failed.map(({ title, error }) => `failed: ${title}\n${error.replace(/^/gm, '  ')}`),
    ...again.map(({ title, error }) => `tried again: ${title}\n${error.replace(/^/gm, '  ')}`),
    ...skipped.map(({ title, reason }) => `skipped: ${title} (${reason})`),
    ...slow.map(({ title, ms }) => `slow: ${title} (${(ms / 1000).toFixed(1)} s)`),
    ...(output.trim() ? [output.trim()] : []),
  ];
  return {
    passed,
    failed: failed.length,
    skipped: skipped.length,
    output: lines.join('\n'),
    titles: failed.map(({ title }) => title),
    again: again.map(({ title }) => title),
  };
}
