/** `memory-maps convert` and `list` as a script uses them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skip } from '../../runner/report.mjs';
import { cli } from './run.ts';

const SMAPS = 'test/fixtures/sensord.smaps';
const MAPS = 'test/fixtures/sensord.maps';

/** A trace with two calls that map and one that unmaps. */
const TRACE = `mmap(0x7f0000000000, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x7f0000000000
mmap(0x7f0000100000, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x7f0000100000
munmap(0x7f0000000000, 8192)            = 0
`;

/** A log with gdb's mappings of two processes. */
const LOG = ['4711', '815']
  .map(
    (pid) => `process ${pid}
Mapped address spaces:

          Start Addr           End Addr       Size     Offset objfile
            0x400000           0x401000     0x1000        0x0 /bin/${pid}
`,
  )
  .join('\n(gdb)\n\n(gdb)\n\n');

describe('memory-maps convert', function () {
  this.timeout(30_000);
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('gives the map of a trace at its end, or after a line of it', () => {
    const rows = (...args: string[]) =>
      cli(['convert', '--to', 'maps', ...args, '-'], TRACE).stdout.match(/^7f0000\w+/gm);
    assert.deepEqual(rows(), ['7f0000100000']);
    assert.deepEqual(rows('--at-line', '2'), ['7f0000000000', '7f0000100000']);
    assert.deepEqual(rows('--at-line=1'), ['7f0000000000']);
    for (const command of ['list', 'json', 'convert']) {
      const { status, stderr } = cli(
        [command, ...(command === 'convert' ? ['--to', 'maps'] : []), '--at-line', '0', '-'],
        TRACE,
      );
      assert.equal(status, 2);
      assert.match(stderr, /--at-line needs a number of 1 or more, not "0"/);
    }
    const other = cli(['convert', '--to', 'maps', '--at-line', '2', MAPS]);
    assert.deepEqual([other.status, other.stdout], [1, readFileSync(MAPS, 'utf8')]);
    assert.match(other.stderr, /--at-line is for traces of strace and perf/);
  });

  it('gives text back byte for byte, through JSON too', () => {
    const { status, stdout, stderr } = cli(['convert', '--to', 'smaps', SMAPS]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(stdout, readFileSync(SMAPS, 'utf8'));
    const json = cli(['convert', '--to=json', MAPS]);
    assert.equal(cli(['convert', '--to', 'maps', '-'], json.stdout).stdout, readFileSync(MAPS, 'utf8'));
  });

  it('says on standard error what is taken for granted or left out, after the file it is about', () => {
    const { status, stdout, stderr } = cli(['convert', '--to', 'maps', '--pid', '815', '-'], LOG);
    assert.equal(status, 0);
    assert.equal(stdout, `${'00400000-00401000 ---p 00000000 00:00 0'.padEnd(73)}/bin/815\n`);
    assert.match(stderr, /^-: The permissions of the regions are not told: ---p is printed\.$/m);
    assert.ok(
      stderr
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('-: ')),
      stderr,
    );
  });

  it('asks which map is meant, and finds it by its number or PID', () => {
    const ambiguous = cli(['convert', '--to', 'csv', '-'], LOG);
    assert.equal(ambiguous.status, 2);
    assert.match(ambiguous.stderr, /2 maps were found: choose one with --map or --pid/);
    assert.match(cli(['convert', '--to', 'csv', '--map', '1', '-'], LOG).stdout, /\/bin\/4711/);
    assert.match(cli(['convert', '--to', 'csv', '--pid', '815', '-'], LOG).stdout, /\/bin\/815/);
    const { json } = cli(['convert', '--to', 'json', '-'], LOG);
    assert.equal((json as { maps: unknown[] }).maps.length, 2);
    for (const [option, value] of [
      ['--map', '3'],
      ['--pid', '1'],
    ] as const) {
      const missing = cli(['convert', '--to', 'csv', option, value, '-'], LOG);
      assert.equal(missing.status, 1);
      assert.equal(missing.stdout, '');
      assert.match(missing.stderr, /^-: no map .*was found/);
    }
  });

  it('writes the regions that match a filter, and says so, in the JSON too', () => {
    const { stdout, stderr } = cli(['convert', '--to', 'maps', '--filter', 'perms:w+x', MAPS]);
    assert.ok(
      stdout
        .split('\n')
        .slice(0, -1)
        .every((line) => / .wx[ps] /.test(line)) && stdout !== '',
    );
    assert.match(stderr, /Only the \d+ of 53 regions that match the filter "perms:w\+x" are here\./);
    const { json } = cli(['convert', '--to', 'json', '--filter', 'perms:w+x', MAPS]);
    const { assumptions, regions, totals } = json as {
      assumptions: string[];
      regions: unknown[];
      totals: { regions: number };
    };
    assert.match(assumptions[0] ?? '', /that match the filter/);
    assert.equal(totals.regions, regions.length);
    const named = JSON.parse(cli(['json', MAPS]).stdout) as { regions: { start: string; end: string }[] };
    const [, second] = named.regions;
    const note = { ...second, label: 'Code cache', because: 'the log says so', line: 1 };
    const cache = cli(
      ['convert', '--to', 'csv', '--filter', 'name:"code cache"', '-'],
      JSON.stringify({ ...named, notes: [note] }),
    );
    assert.equal(cache.stdout.trimEnd().split('\n').length, 2);
    const told = cli(['convert', '--to', 'maps', '--filter', 'rss>1M', MAPS]);
    assert.match(told.stderr, /The source does not tell rss/);
    const wrong = cli(['convert', '--to', 'maps', '--filter', 'nonsense>1', MAPS]);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /--filter, character 1: /);
  });

  it('writes to a file, and says when it cannot', () => {
    const file = join(folder, 'out.csv');
    const written = cli(['convert', '--to', 'csv', '-o', file, SMAPS]);
    assert.deepEqual([written.status, written.stdout], [0, '']);
    assert.equal(readFileSync(file, 'utf8').split('\r\n').length, 55);
    const { status, stderr } = cli(['convert', '--to', 'csv', '-o', join(folder, 'no', 'x.csv'), SMAPS]);
    assert.equal(status, 1);
    assert.match(stderr, /no\/x\.csv: ENOENT/);
  });

  it('says what it cannot convert', () => {
    const { status, stdout, stderr } = cli(['convert', '--to', 'smaps', MAPS]);
    assert.deepEqual([status, stdout], [1, '']);
    assert.equal(stderr, `${MAPS}: The source has no counters of smaps.\n`);
    const none = cli(['convert', '--to', 'maps', '-'], 'no map\n');
    assert.equal(none.status, 1);
    assert.match(none.stderr, /^-:1:1: /);
  });

  it('exits with 2 and its usage for a wrong command line', () => {
    for (const args of [
      [],
      ['--to', 'csv'],
      ['--to', 'xml', MAPS],
      [MAPS],
      ['--to', 'csv', '--map', 'x', MAPS],
      ['--frob', MAPS],
    ]) {
      const { status, stdout, stderr } = cli(['convert', ...args]);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(
        stderr,
        /^memory-maps convert: .*\n\nUsage: memory-maps convert --to maps\|smaps\|csv\|json\|markdown/,
      );
    }
  });

  it('says how a filter that starts with a minus is written', () => {
    const { status, stderr } = cli(['convert', '--to', 'csv', '--filter', '-heap', SMAPS]);
    assert.equal(status, 2);
    assert.match(stderr, /^memory-maps convert: --filter needs a value: .* is written --filter=-VALUE\n/);
    assert.equal(cli(['convert', '--to', 'csv', '--filter=-heap', SMAPS]).status, 0);
  });

  it('says why standard output cannot be written', function () {
    if (!existsSync('/dev/full')) skip(this, 'needs /dev/full');
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'convert', '--to', 'maps', MAPS], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    assert.equal(status, 1);
    assert.match(stderr, /^standard output: ENOSPC/m);
  });

  it('prints no control characters of names to a terminal', function () {
    const file = join(folder, 'hostile');
    writeFileSync(file, `${'00400000-00401000 r-xp 00000000 08:01 42'.padEnd(73)}/x\x1b]0;owned\x07\n`);
    const raw = cli(['convert', '--to', 'maps', file]);
    assert.match(raw.stdout, /\x1b\]0;owned/);
    const script = spawnSync(
      'script',
      ['-qec', `${process.execPath} dist/cli.js convert --to maps ${file}`, '/dev/null'],
      { encoding: 'utf8' },
    );
    if (script.error) skip(this, 'needs script(1), which makes a terminal');
    assert.match(script.stdout, /\\x1b\]0;owned\\x07/);
    assert.doesNotMatch(script.stdout, /\x1b|\x07/);
  });
});

describe('memory-maps list', function () {
  this.timeout(30_000);

  it('lists the maps of all files, numbered through', () => {
    const { status, stdout, stderr } = cli(['list', SMAPS, '-', 'test/fixtures/cat.maps'], LOG);
    assert.deepEqual([status, stderr], [0, '']);
    const [head = '', ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(head, ['MAP', 'FILE', 'LINES', 'FORMAT', 'REGIONS', 'SIZE', 'PROBLEMS', 'PID', 'WHOSE']);
    assert.deepEqual(rows, [
      ['1', SMAPS, 'all', 'smaps', '53', '1.2 GiB', '0'],
      ['2', '-', '1-5', 'gdb info proc mappings', '1', '4 KiB', '0', '4711', 'PID 4711'],
      ['3', '-', '11-15', 'gdb info proc mappings', '1', '4 KiB', '0', '815', 'PID 815'],
      ['4', 'test/fixtures/cat.maps', 'all', 'maps', '24', '2.6 MiB', '0'],
    ]);
  });

  it('does not take the span of a smaps_rollup for its size', () => {
    const { status, stdout } = cli(['list', 'test/fixtures/sensord.smaps_rollup']);
    assert.equal(status, 0);
    assert.match(stdout, /smaps_rollup +1 +unknown +0/);
  });

  it('says which file has no map or cannot be read, and lists the others', () => {
    const { status, stdout, stderr } = cli(['list', 'package.json', 'no/such', MAPS]);
    assert.equal(status, 1);
    assert.equal(stdout.trimEnd().split('\n').length, 2);
    assert.match(stderr, /^package\.json:1:1: .*not a memory map$/m);
    assert.match(stderr, /^no\/such: There is no such file\.$/m);
  });
});

describe('memory-maps --version', () => {
  it('tells the version of the manifest', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const { status, stdout } = cli(['--version']);
    assert.deepEqual([status, stdout], [0, `memory-maps ${version}\n`]);
  });
});

describe('memory-maps --help', () => {
  it('tells of all commands, and of each more', () => {
    const { status, stdout } = cli(['--help']);
    assert.equal(status, 0);
    for (const name of ['json', 'convert', 'list', 'compare', 'capture', 'ps']) {
      assert.ok(stdout.includes(`memory-maps ${name} `));
      const help = cli([name, '--help']);
      assert.equal(help.status, 0);
      assert.match(help.stdout, new RegExp(`^Usage: memory-maps ${name} [^]*Exit code: 0`));
    }
  });
});
