/** Maps inside other texts: whatever stands before and around their rows. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hasMaps, parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';

const MAPS = readFileSync('test/fixtures/sensord.maps', 'latin1');
const ROWS = MAPS.trimEnd().split('\n');
const SMAPS = readFileSync('test/fixtures/sensord.smaps', 'latin1');
const read = (text: string, embedded = true): readonly MemoryMap[] =>
  parseMaps(Buffer.from(text, 'latin1'), {}, { embedded });
const regionsOf = (map: MemoryMap | undefined): object[] =>
  map ? normalForm(map).regions.map((region) => ({ ...region, line: 0 })) : [];
const WHOLE = regionsOf(read(MAPS, false)[0]);

describe('a map in a log', () => {
  const prefixes: readonly [what: string, prefix: (i: number) => string][] = [
    ['indented', () => '    '],
    ['quoted in a mail', () => '> > '],
    ['commented out', () => '# '],
    ['in the system log', (i) => `Nov 25 13:02:${10 + (i % 50)} board sensord[412]: `],
    ['in the journal with ISO times', (i) => `2026-11-25T13:02:${10 + (i % 50)}+0000 board sensord[412]: `],
    ['in dmesg', (i) => `[  123.${100000 + i}] `],
    ['in logcat', (i) => `06-27 20:32:02.${100 + i}  2640  264${i % 10} I DEBUG   : `],
    ['in logcat, brief', (i) => `I/DEBUG   (  26${i % 10}): `],
    ['in a container’s log', (i) => `2026-11-25T13:02:10.${100000000 + i}Z stderr F `],
    ['printed by grep -nH', (i) => `dump.maps:${i + 1}:`],
    ['coloured', () => '\x1b[32m'],
  ];
  for (const [what, prefix] of prefixes) {
    it(`is read ${what}`, () => {
      const text = `before\n${ROWS.map((row, i) => `${prefix(i)}${row}\n`).join('')}after it\n`;
      const maps = read(text);
      assert.equal(maps.length, 1);
      const [map] = maps;
      assert.deepEqual(regionsOf(map), WHOLE);
      assert.deepEqual(map?.range, { first: 2, last: ROWS.length + 1 });
      assert.deepEqual(map?.problems, []);
      assert.equal(map?.regions.line[3], 5);
    });
  }

  it('is read in CR LF text', () => {
    const [map] = read(`before\r\n${ROWS.join('\r\n')}\r\nafter\r\n`);
    assert.deepEqual(regionsOf(map), WHOLE);
  });

  it('is read with its smaps counters behind a prefix', () => {
    const text = SMAPS.replaceAll(/^/gm, '> ').replace(/> $/, '');
    const [map] = read(`before\n${text}`);
    assert.equal(map?.dialect, 'smaps');
    assert.deepEqual(regionsOf(map), regionsOf(read(SMAPS, false)[0]));
  });

  it('is read from a JSON string', () => {
    const [map] = read(JSON.stringify({ pid: 1, maps: MAPS }));
    assert.deepEqual(regionsOf(map), WHOLE);
    assert.equal(map?.regions.line[7], 1);
  });

  it('goes on behind a line of another thread, which is told', () => {
    const rows = [...ROWS.slice(0, 5), 'sensor 3: reading late', ...ROWS.slice(5)];
    const [map, ...others] = read(rows.join('\n'));
    assert.deepEqual(regionsOf(map), WHOLE);
    assert.deepEqual(others, []);
    assert.deepEqual(
      map?.problems.map(({ line }) => line),
      [6],
    );
  });

  it('keeps a broken row as a problem with its place', () => {
    const rows = ROWS.map((row, i) => `[  12.500000] ${i === 4 ? row.replace(' rw-p ', ' rw?p ') : row}`);
    const [map] = read(rows.join('\n'));
    assert.equal(map?.regions.count, ROWS.length - 1);
    assert.equal(map?.problems[0]?.line, 5);
    assert.equal(map?.problems[0]?.column, rows[4]!.indexOf('rw?p') + 1);
  });
});

describe('several maps in a text', () => {
  it('are each their own, with their lines', () => {
    const maps = read(`one\n${MAPS}\n\n\ntwo\n${MAPS}`);
    assert.equal(maps.length, 2);
    for (const map of maps) assert.deepEqual(regionsOf(map), WHOLE);
    assert.deepEqual(
      maps.map(({ range }) => range),
      [
        { first: 2, last: ROWS.length + 1 },
        { first: ROWS.length + 6, last: 2 * ROWS.length + 5 },
      ],
    );
  });

  it('are told apart when nothing stands between them', () => {
    const maps = read(`${MAPS}${MAPS}`, false);
    assert.equal(maps.length, 2);
    for (const map of maps) assert.deepEqual(regionsOf(map), WHOLE);
    assert.deepEqual(maps[1]?.problems, []);
    assert.equal(maps[1]?.range?.first, ROWS.length + 1);
  });
});

describe('a text without a map', () => {
  const texts: readonly [what: string, text: string][] = [
    ['prose', 'The quick brown fox.\n'.repeat(50)],
    ['UUIDs and dates', '2026-11-25 5a3f2b1c-1234-4abc-9def-001122334455 deadbeef-cafebabe rwx\n'.repeat(50)],
    ['a register dump', 'x0  0000007b1c0de000  x1  deadbeefdeadbeef\npc 0x401136\n'.repeat(50)],
    ['a source file', 'const mask = 0xffff0000; // 0x12345678 - 0x9abcdef0\n'.repeat(50)],
  ];
  for (const [what, text] of texts) {
    it(`has none: ${what}`, () => {
      assert.equal(hasMaps(Buffer.from(text)), false);
      assert.deepEqual(read(text), []);
    });
  }
});

describe('any text', function () {
  this.timeout(60_000);

  it('made of pieces of maps and noise never throws, and ranges ascend', () => {
    const piece = fc.oneof(
      fc.constantFrom(...ROWS),
      fc.constantFrom(...SMAPS.split('\n').slice(0, 60)),
      fc.string({ unit: 'binary-ascii', maxLength: 60 }),
      fc.constantFrom('', '> ', '\t', '\\n', '"', '\x1b[0m', '\r', '\0', '0x7f0012345678', '--------'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, fc.constantFrom('\n', '\r\n', ' ', '\\n')), { maxLength: 60 }), (pieces) => {
        const maps = read(pieces.flat().join(''));
        let last = 0;
        for (const { range, regions } of maps) {
          assert.ok(range && range.first <= range.last && regions.count > 0);
          assert.ok(range.first >= last);
          last = range.first;
        }
      }),
      { numRuns: 400 },
    );
  });
});
