/** The normal form read back, however it is laid out. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hasMaps, parseMaps, parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm } from '../../../src/core/export/normal-form.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import { comparable } from '../export/comparable.ts';
import { oneRegion, read } from './json-text.ts';

const SMAPS = parseMemoryMap(readFileSync('test/fixtures/sensord.smaps'), { file: 'sensord.smaps' });
const FORM: NormalForm = normalForm(SMAPS);

/** The object with its keys in alphabetical order at every level, as `jq -S` prints it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

describe('JSON of a map', () => {
  it('is read as the map it was made of, however it is laid out', () => {
    for (const text of [
      JSON.stringify(FORM),
      JSON.stringify(FORM, null, 2),
      JSON.stringify(FORM, null, '\t').replaceAll('\n', '\r\n'),
      `\ufeff${JSON.stringify(FORM)}`,
    ]) {
      assert.deepEqual(comparable(read(text)), comparable(SMAPS));
      assert.ok(hasMaps(Buffer.from(text)));
    }
    // With its keys sorted, as jq -S prints it, the counters come in another order.
    const { source: _, ...found } = normalForm(read(JSON.stringify(sorted(FORM), null, 2)));
    const { source: _source, ...expected } = FORM;
    assert.deepEqual({ ...found, title: undefined }, { ...expected, title: undefined });
  });

  it('tells where the map was before, and is itself the source', () => {
    const map = read({ ...FORM, source: { file: '/tmp/maps', pid: 7 } });
    assert.deepEqual(map.source, { file: 'x.json', pid: 7 });
    assert.equal(map.title, '/tmp/maps');
    assert.equal(read({ ...FORM, title: 'PID 7 node' }).title, 'PID 7 node');
  });

  it('holds several maps, as a list or one after the other', () => {
    const one = JSON.stringify(FORM);
    for (const text of [`{"maps":[${one},${one}]}`, `{ "maps" : [\n${one}\n,\n${one}] }`, `${one}\n${one}\n`]) {
      const maps = parseMaps(Buffer.from(text));
      assert.deepEqual(maps.map(comparable0), [comparable0(SMAPS), comparable0(SMAPS)]);
    }
    assert.deepEqual(parseMaps(Buffer.from('{"maps":[]}')), []);
  });

  it('keeps what is said of the map beside its regions', () => {
    const map = read({
      ...oneRegion({ path: '', dev: null, inode: null }),
      range: { first: 12, last: 80 },
      arch: 'arm64',
      pageSize: 16384,
      nameColumn: 49,
      notes: [
        {
          start: '0x00400000',
          end: '0x00401000',
          label: 'Java heap',
          kind: 'heap',
          because: 'the log says so',
          line: 3,
        },
        { start: '0x00400010', label: 'fault address', line: 4 },
      ],
      assumptions: ['The end was taken for inclusive.'],
      problems: [{ line: 9, column: 2, reason: 'not a region line' }],
    });
    assert.deepEqual(
      { range: map.range, arch: map.arch, pageSize: map.pageSize, nameColumn: map.nameColumn },
      { range: { first: 12, last: 80 }, arch: 'arm64', pageSize: 16384, nameColumn: 49 },
    );
    assert.deepEqual(map.notes, [
      { start: 0x400000n, end: 0x401000n, label: 'Java heap', kind: 'heap', because: 'the log says so', line: 3 },
    ]);
    assert.deepEqual(map.marks, [{ address: 0x400010n, label: 'fault address', line: 4 }]);
    assert.deepEqual(map.assumptions, ['The end was taken for inclusive.']);
    assert.deepEqual(map.problems, [{ line: 9, column: 2, reason: 'not a region line' }]);
    assert.equal(normalForm(map).regions[0]?.kind, 'heap');
  });

  it('keeps counters of every family with their units, and numbers over 2^53', () => {
    const smaps = { Rss: 4, Weird: '18446744073709551615', Name: '[anon:x]', VmFlags: ['rd', 'mr'] };
    const other = { BuildId: '0123456789012345678901', 'load bias': '18446744073700114432' };
    const form = {
      ...oneRegion({
        smaps,
        numa: { N0: 3 },
        other,
      }),
      units: { Weird: '', 'load bias': 'bytes' },
    };
    const map = read(form);
    assert.deepEqual(
      map.counters?.columns.map(({ key, family, unit }) => [key, family, unit]),
      [
        ['Rss', 'smaps', 'kB'],
        ['Weird', 'smaps', ''],
        ['Name', 'smaps', ''],
        ['N0', 'numa', ''],
        ['BuildId', 'other', ''],
        ['load bias', 'other', 'bytes'],
      ],
    );
    const { regions, units } = normalForm(map);
    assert.deepEqual(units, { Weird: '', 'load bias': 'bytes' });
    assert.equal([...map.counters.columns[5]!.wide.values()][0], 18446744073700114432n);
    assert.deepEqual(regions[0]?.smaps, smaps);
    assert.deepEqual(regions[0]?.numa, { N0: 3 });
    assert.deepEqual(regions[0]?.other, other);
  });

  it('gives names back as the kernel prints them', () => {
    for (const [changes, name] of [
      [{ path: '/a\nb' }, '/a\\012b'],
      [{ path: '/x', deleted: true }, '/x (deleted)'],
      [{ path: '/x (deleted)', deleted: true }, '/x (deleted) (deleted)'],
      [{ path: '/x', deleted: true, name: '(deleted)/x' }, '(deleted)/x'],
      [
        { path: '/\ufffd', pathBytes: Buffer.from('/\xff\n', 'latin1').toString('base64'), deleted: true },
        '/\ufffd\\012 (deleted)',
      ],
      [{ path: '/ü "quoted" \\ \u{1f600}' }, '/ü "quoted" \\ \u{1f600}'],
    ] as const) {
      const map = read(oneRegion(changes));
      assert.deepEqual(map.problems, []);
      assert.equal(regionAt(map.regions, 0).file.name, name);
    }
  });
});

/** As `comparable`, for `map`, which calls with more arguments. */
function comparable0(map: Parameters<typeof comparable>[0]): object {
  return comparable(map);
}

describe('other JSON', () => {
  it('is not taken for the normal form', () => {
    for (const text of ['{"maps":"none"}', '{"arch":"x86-64"}', '[{"dialect":"maps"}]', '{"dialect":5}', '"dialect"']) {
      assert.deepEqual(parseMaps(Buffer.from(text)), []);
    }
    const log =
      '{"maps":"00400000-00401000 r-xp 00000000 08:01 42 /bin/x\\n00401000-00402000 r--p 00001000 08:01 42 /bin/x\\n"}';
    assert.equal(parseMaps(Buffer.from(log))[0]?.regions.count, 2);
  });
});
