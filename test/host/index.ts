// Entry point inside the extension host: VS Code calls `run` when started with this module as its extensionTestsPath.
// The suites are a bundle beside this one. The report goes to the file named by MEMORY_MAPS_TEST_REPORT.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { collect, type Report } from '../runner/report.mjs';

/** Runs the host suites; rejects when a test failed, so that VS Code ends with an error. */
export async function run(): Promise<void> {
  const grep = process.env['MEMORY_MAPS_TEST_GREP'];
  // Suites that take long and need nothing that differs between versions of VS Code.
  const withoutLong = process.env['MEMORY_MAPS_TEST_LONG'] === 'no' ? { grep: /\[long\]/, invert: true } : {};
  const mocha = new Mocha({
    ui: 'bdd',
    forbidOnly: true,
    // Above the 30 seconds of `until`, which can say what did not come.
    timeout: 45_000,
    // Base prints nothing by itself.
    reporter: Mocha.reporters.Base,
    ...(grep ? { grep } : withoutLong),
  });
  mocha.addFile(join(__dirname, 'suites.js'));
  const report = await new Promise<Report>((resolve) => {
    const runner = mocha.run(() => {
      resolve(collected);
    });
    const collected = collect(runner);
  });
  const file = process.env['MEMORY_MAPS_TEST_REPORT'];
  if (file) writeFileSync(file, JSON.stringify(report));
  for (const { title, error } of report.failed) console.error(`failed: ${title}\n${error}`);
  console.log(`host suite: ${report.passed} passed, ${report.failed.length} failed, ${report.skipped.length} skipped`);
  if (report.failed.length) throw new Error(`${report.failed.length} host tests failed`);
}
