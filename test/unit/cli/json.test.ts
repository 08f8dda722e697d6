/** `memory-maps json` as a script uses it. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { coreFile, X86_64 } from '../dialects/core-builder.ts';
import { cli } from './run.ts';

const NOISE = '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875      /usr/bin/cat\n\x1b]0;owned\x07 noise\n';

describe('memory-maps json', function () {
  this.timeout(20_000);

  it('prints a file in the normal form', () => {
    const { status, json, stderr } = cli(['json', 'test/fixtures/sensord.smaps']);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const map = json as {
      dialect: string;
      source: object;
      arch: string;
      pageSize: number;
      regions: Record<string, unknown>[];
      totals: { regions: number };
    };
    assert.deepEqual(Object.keys(map), ['dialect', 'source', 'arch', 'pageSize', 'regions', 'totals', 'problems']);
    assert.equal(map.dialect, 'smaps');
    assert.deepEqual(map.source, { file: 'test/fixtures/sensord.smaps' });
    assert.equal(map.arch, 'x86-64');
    assert.equal(map.pageSize, 4096);
    assert.equal(map.totals.regions, map.regions.length);
    assert.deepEqual(Object.keys(map.regions[0] ?? {}), [
      'start',
      'end',
      'size',
      'perms',
      'offset',
      'dev',
      'inode',
      'path',
      'deleted',
      'kind',
      'role',
      'confidence',
      'evidence',
      'line',
      'smaps',
      'numa',
    ]);
    assert.ok(map.regions.some((region) => region['path'] === '/opt/sensord/line\nbreak `code` <b>.txt'));
  });

  it('reads standard input for -', () => {
    const { status, json } = cli(['json', '-'], '00400000-00401000 r-xp 00000000 00:00 0 \n');
    assert.equal(status, 0);
    assert.equal((json as { regions: unknown[] }).regions.length, 1);
  });

  it('prints what could be read of bad input, says what could not, and exits with 1', () => {
    const { status, json, stderr } = cli(['json', '-'], NOISE);
    assert.equal(status, 1);
    assert.equal((json as { regions: unknown[] }).regions.length, 1);
    assert.match(stderr, /^-:2:1: not a region line/);
    assert.doesNotMatch(stderr, /\x1b|\x07/);
  });

  it('tells in a sentence why a file cannot be read', () => {
    const { status, stderr } = cli(['json', 'no-such.maps', 'test/fixtures/cat.maps/inside']);
    assert.equal(status, 1);
    assert.equal(
      stderr,
      'no-such.maps: There is no such file.\ntest/fixtures/cat.maps/inside: There is no such file.\n',
    );
  });

  it('prints several files as one object, and goes on after one that is missing', () => {
    const { status, json, stderr } = cli([
      'json',
      'test/fixtures/cat.maps',
      'no/such\x1bfile',
      'test/fixtures/sensord.maps',
    ]);
    assert.equal(status, 1);
    assert.equal((json as { maps: unknown[] }).maps.length, 2);
    assert.match(stderr, /^no\/such\\x1bfile: There is no such file\.$/m);
  });

  it('prints several maps of one file, an archive and a folder as one object', () => {
    const folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
    try {
      const row = '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875      /usr/bin/cat\n';
      const log = join(folder, 'x.log');
      writeFileSync(log, `a\n${row}\n\n\nb\n${row}`);
      mkdirSync(join(folder, 'proc', '12'), { recursive: true });
      writeFileSync(join(folder, 'proc', '12', 'maps'), `${row}not a row\n`);
      const several = cli(['json', log]);
      assert.equal(several.status, 0);
      assert.equal((several.json as { maps: unknown[] }).maps.length, 2);
      const inFolder = cli(['json', folder]);
      assert.equal(inFolder.status, 1);
      const { maps } = inFolder.json as { maps: { title: string; source: object }[] };
      assert.deepEqual(
        maps.map(({ title, source }) => [title, source]),
        [['PID 12', { file: 'proc/12/maps', pid: 12 }]],
      );
      assert.equal(
        inFolder.stderr,
        `${folder}:proc/12/maps:2:1: not a region line: "not a row" is not an address range\n`,
      );
      rmSync(join(folder, 'proc'), { recursive: true });
      const empty = cli(['json', folder]);
      assert.deepEqual([empty.status, empty.json], [1, { maps: [] }]);
      assert.match(empty.stderr, /holds no file that is known to hold a memory map/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads packed files and core files, and has no line where there is none', () => {
    const core = coreFile(X86_64, { segments: [{ start: 0x1000n, end: 0x3000n, perms: 'r--' }], cut: 4096 });
    const folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
    try {
      const file = join(folder, 'core');
      writeFileSync(file, core);
      const { status, json, stderr } = cli(['json', file]);
      assert.equal(status, 1);
      assert.equal((json as { dialect: string }).dialect, 'elf-core');
      assert.match(stderr, new RegExp(`^${file}: the file is cut short`));
      writeFileSync(file, gzipSync('00400000-00401000 r-xp 00000000 00:00 0 \n'));
      assert.equal(cli(['json', file]).status, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('exits with 2 and its usage for a wrong command line', () => {
    for (const args of [[], ['json'], ['frobnicate', 'x']]) {
      const { status, stdout, stderr } = cli(args);
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /Usage: memory-maps json \[OPTION…\] FILE/);
    }
  });

  it('takes each option and standard input once, and says so', () => {
    for (const [args, reason] of [
      [['json', '--at-line', '1', '--at-line=2', '-'], '--at-line can be given only once'],
      [['convert', '--to', 'csv', '--to', 'json', '-'], '--to can be given only once'],
      [['capture', '--pid', '1', '--pid', '2'], '--pid can be given only once'],
      [['json', '-', '-'], '"-" is standard input, which can be read only once'],
      [['compare', 'a', 'b', 'c'], 'two files are compared, and not 3'],
      [['convert', '--to', 'csv', '-o', '', '-'], '--output needs a path'],
    ] as const) {
      const { status, stdout, stderr } = cli(args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.equal(stderr.split('\n')[0], `memory-maps ${args[0]}: ${reason}`);
    }
  });

  it('takes words behind -- for files, also those that options are called by', () => {
    const { status, stdout, stderr } = cli(['json', '--', '--help', '-h']);
    assert.equal(status, 1);
    assert.equal(stdout, '{"maps":[\n]}\n');
    assert.match(stderr, /^--help: There is no such file\.\n-h: There is no such file\.\n$/);
  });

  it('reads a file of zero bytes without falling over', () => {
    const folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
    try {
      const file = join(folder, 'maps');
      writeFileSync(file, '');
      const { status, json, stderr } = cli(['json', file]);
      assert.equal(status, 1);
      assert.deepEqual((json as { regions: unknown[] }).regions, []);
      assert.match(stderr, /the file is empty/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
