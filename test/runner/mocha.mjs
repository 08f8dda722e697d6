// Runs one bundle of tests by mocha in this process and writes the report: node mocha.mjs BUNDLE REPORT.json RETRIES [GREP]
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { collect } from './report.mjs';

const [bundle, reportFile, retries, grep] = process.argv.slice(2);
if (!bundle || !reportFile) throw new Error('usage: mocha.mjs BUNDLE REPORT.json RETRIES [GREP]');

const mocha = new Mocha({
  ui: 'bdd',
  forbidOnly: true,
  // Long enough for a workbench on a busy machine; a hang is still found.
  timeout: 120_000,
  retries: Number(retries),
  ...(grep ? { grep } : {}),
  // Base prints nothing by itself.
  reporter: Mocha.reporters.Base,
});
mocha.addFile(bundle);
const runner = mocha.run((failures) => {
  writeFileSync(reportFile, JSON.stringify(report));
  // Explicit, so that a test that leaves a handle open cannot hang the run.
  process.exit(failures ? 1 : 0);
});
const report = collect(runner);
