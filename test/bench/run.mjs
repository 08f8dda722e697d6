// `npm run bench`: measures what the product promises and prints a table; `--json` prints the rows, `npm run bench -- parse live`
// runs some of the benches. Each compares within one run, in turns, because only such ratios mean something on a shared machine.
// It runs in the Node of the newest VS Code, as the extension does.
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engine, install } from '../vscode/install.mjs';
import { Missing } from './yardsticks.mjs';

/**
 * @typedef {{ name: string, value: number | null, unit: string, target: string, ok: boolean | null, note?: string }} Row
 *   `target` is empty where a row only informs; `value` and `ok` are null where the bench could not run, and `note` says why
 */

/** Every bench: the module, whose default export gives rows, and what it measures. @type {Record<string, string>} */
const benches = {
  parse: 'a saved dump into the model, against a parser in C',
  dialects: 'maps inside other texts, a line dialect each, and texts that hold none',
  linear: 'awkward texts of 1 MB and of 16 MB',
  live: 'the map of a live process into the model, against reading it in C',
  processes: 'the list of processes and the view of it, against reading the same files in C, ps and top',
  'smaps-cost': 'what is told of the time that smaps will take, against what it takes',
  watched: 'what reading the map of a process once a second does to its own mmap',
  grammar: 'colouring, against a grammar of one rule',
  layout: 'geometry and pixels of the picture',
  page: 'the page of the layout in headless Chromium, against a naive canvas and a plain SVG',
  views: 'the other views of the same page: fill, treemap, flame graph, growth',
  filter: 'regions that a filter matches',
  export: 'maps written as text, and read back from the normal form',
  picture: 'PID to drawn picture in the real workbench, against pmap',
  files: 'large files to drawn picture in the real workbench',
  edit: 'an edit in a large document, to hover, outline and diagnostics',
  sizes: 'bundles, package and activation',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are:`);
  for (const [name, text] of Object.entries(benches)) console.error(`  ${name.padEnd(10)} ${text}`);
  process.exit(2);
}

await install();
const { node } = engine('newest');
// Without links: a worktree may share its .vscode-test, and Node tells its path with links followed.
if (process.execPath !== realpathSync(node)) {
  const { status } = spawnSync(node, ['--expose-gc', fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

/** @type {Row[]} */
const rows = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  if (!values.json) console.error(`${name}: ${benches[name]} …`);
  try {
    /** @type {{ default: () => Promise<Row[]> }} */
    const { default: bench } = await import(`./${name}.mjs`);
    // A figure that was not taken is no figure under its target.
    rows.push(
      ...(await bench()).map((row) => (Number.isFinite(row.value) || row.ok === null ? row : { ...row, ok: false })),
    );
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    rows.push({ name: `${name} [skipped]`, value: null, unit: '', target: '', ok: null, note: error.message });
  }
}
if (values.json) console.log(JSON.stringify(rows, null, 2));
else printTable(rows);
const missed = rows.filter(({ ok }) => ok === false);
const skipped = rows.filter(({ ok }) => ok === null);
if (!values.json) console.log(`\n${rows.length} rows, ${missed.length} over target, ${skipped.length} skipped`);
process.exit(missed.length > 0 ? 1 : 0);

/** @param {Row[]} table */
function printTable(table) {
  const cells = table.map(({ name, value, unit, target, ok, note }) => [
    name,
    value === null ? '' : value.toLocaleString('en', { maximumSignificantDigits: 3 }),
    unit,
    target,
    ok === null ? `skipped: ${note ?? ''}` : target === '' ? '' : ok ? 'ok' : 'OVER',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const row of cells) {
    const [name = '', value = '', unit = '', target = '', verdict = ''] = row;
    console.log(
      `${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)} ${unit.padEnd(widths[2] ?? 0)}  ${target.padEnd(widths[3] ?? 0)}  ${verdict}`,
    );
  }
}
