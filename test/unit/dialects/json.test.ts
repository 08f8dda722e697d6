/** The normal form read back: how it may be laid out, and what is wrong told by its path. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hasMaps, parseMaps, parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm } from '../../../src/core/export/normal-form.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import { comparable } from '../export/comparable.ts';

const SMAPS = parseMemoryMap(readFileSync('test/fixtures/sensord.smaps'), { file: 'sensord.smaps' });
const FORM: NormalForm = normalForm(SMAPS);

function read(value: unknown): ReturnType<typeof parseMemoryMap> {
  return parseMemoryMap(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), { file: 'x.json' });
}

/** A map of one region, with some of its fields changed. */
function oneRegion(changes: Readonly<Record<string, unknown>>): object {
  const region = {
    start: '0x00400000',
    end: '0x00401000',
    size: 4096,
    perms: 'r-xp',
    offset: '0x0',
    dev: '08:01',
    inode: '42',
    path: '/bin/x',
    deleted: false,
    line: 1,
    smaps: null,
    numa: null,
    ...changes,
  };
  return { dialect: 'maps', source: {}, arch: null, pageSize: null, regions: [region], problems: [] };
}

function reasons(value: unknown): string[] {
  return read(value).problems.map(({ reason }) => reason);
}

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
    const form = {
      ...oneRegion({
        smaps: { Rss: 4, Weird: '18446744073709551615', Name: '[anon:x]', VmFlags: ['rd', 'mr'] },
        numa: { N0: 3 },
        other: { BuildId: '0123456789012345678901' },
      }),
      units: { Weird: '' },
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
      ],
    );
    const { regions, units } = normalForm(map);
    assert.deepEqual(units, { Weird: '' });
    assert.deepEqual(regions[0]?.smaps, form.regions[0]?.smaps);
    assert.deepEqual(regions[0]?.numa, { N0: 3 });
    assert.deepEqual(regions[0]?.other, { BuildId: '0123456789012345678901' });
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

describe('wrong JSON of a map', () => {
  for (const [what, changes, reason] of [
    ['an address', { start: 'here' }, /^regions\[0\]\.start: "here" stands where an address such as .* should be$/],
    ['an address over 64 bits', { end: '0x10000000000000000' }, /^regions\[0\]\.end: /],
    [
      'permissions',
      { perms: 'rwx' },
      /^regions\[0\]\.perms: "rwx" stands where permissions such as "r-xp" or null should be$/,
    ],
    ['an offset', { offset: 12 }, /^regions\[0\]\.offset: 12 stands where/],
    ['a device', { dev: '8:x' }, /^regions\[0\]\.dev: /],
    ['a device without its inode', { inode: null }, /^regions\[0\]\.inode: without its device/],
    ['an inode', { inode: '99999999999999999999' }, /^regions\[0\]\.inode: /],
    ['a path', { path: ['/x'] }, /^regions\[0\]\.path: .* stands where a text should be$/],
    ['a path with a NUL', { path: '/a\0b' }, /^regions\[0\]\.path: a path holds no NUL byte/],
    ['half of a surrogate pair', { path: '/\ud800' }, /^regions\[0\]\.path: half of a surrogate pair/],
    ['bytes', { pathBytes: 'a' }, /^regions\[0\]\.pathBytes: this is not base64$/],
    ['whether it is deleted', { deleted: 'no' }, /^regions\[0\]\.deleted: .* true or false should be$/],
    ['a line', { line: -1 }, /^regions\[0\]\.line: -1 stands where the number of a line should be$/],
    ['a size', { size: 4097 }, /^regions\[0\]\.size: from start to end it is 4096 bytes, which was taken$/],
    ['counters', { smaps: 5 }, /^regions\[0\]\.smaps: 5 stands where an object of counters or null should be$/],
    ['a counter', { smaps: { Rss: -1 } }, /^regions\[0\]\.smaps\.Rss: -1 stands where/],
    ['the name of a counter', { smaps: { 'a b\n': 1 } }, /^regions\[0\]\.smaps: .* is no name of a counter/],
    ['a flag', { smaps: { VmFlags: ['rd', 'x\ny'] } }, /^regions\[0\]\.smaps\.VmFlags: .* is no flag$/],
    [
      'flags',
      { smaps: { VmFlags: 'rd' } },
      /^regions\[0\]\.smaps\.VmFlags: "rd" stands where a list of flags should be$/,
    ],
  ] as const) {
    it(`says that ${what} cannot be`, () => {
      const found = reasons(oneRegion(changes));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', reason);
    });
  }

  it('leaves out a region that has no range, and reads on with nothing of it', () => {
    const { regions, ...head } = normalForm(read(oneRegion({ smaps: { Rss: 4, VmFlags: ['rd'] } })));
    const [good] = regions;
    for (const changes of [{ start: null }, { end: '0x00400000' }, { start: 'x' }]) {
      const bad = { ...good, ...changes, smaps: { Rss: 77, Other: 5, VmFlags: ['wr'] } };
      const map = read({
        ...head,
        regions: [good, bad, { ...good, start: '0x00500000', end: '0x00501000', smaps: {} }],
      });
      assert.equal(map.regions.count, 2);
      assert.match(map.problems[0]?.reason ?? '', /^regions\[1\]\./);
      assert.deepEqual(normalForm(map).regions[1]?.smaps, {});
    }
  });

  it('names what is missing of a region and of a map', () => {
    const { regions, ...head } = FORM;
    const { perms: _, ...first } = regions[0] ?? {};
    assert.deepEqual(reasons({ ...head, regions: [first] }), ['regions[0]: perms is missing']);
    assert.deepEqual(reasons({ ...head }), ['regions: it is missing']);
    const { dialect: _dialect, ...nameless } = FORM;
    const map = read({ maps: [nameless] });
    assert.deepEqual(
      map.problems.map(({ reason }) => reason),
      ['maps[0].dialect: it is missing'],
    );
    assert.equal(map.dialect, 'json');
  });

  it('names the map in a list, and the line of the JSON', () => {
    const wrong = JSON.stringify({ maps: [FORM, oneRegion({ perms: 7 })] }, null, 1);
    const [first, second] = parseMaps(Buffer.from(wrong));
    assert.deepEqual(first?.problems, []);
    const [problem] = second?.problems ?? [];
    assert.equal(
      problem?.reason,
      'maps[1].regions[0].perms: 7 stands where permissions such as "r-xp" or null should be',
    );
    assert.match(wrong.split('\n')[(problem?.line ?? 0) - 1] ?? '', /"perms": 7/);
    assert.equal((wrong.split('\n')[(problem?.line ?? 0) - 1] ?? '').indexOf('7') + 1, problem?.column);
  });

  for (const [key, value, reason] of [
    ['dialect', 'tea leaves', /^dialect: "tea leaves" is no dialect that is known$/],
    ['arch', 'pdp-11', /^arch: "pdp-11" is no architecture that is known$/],
    ['pageSize', 'large', /^pageSize: "large" stands where a whole number of 0 or more should be$/],
    ['nameColumn', 50, /^nameColumn: 50 stands where 73 or 49 should be$/],
    ['source', 'a file', /^source: "a file" stands where an object should be$/],
    ['range', { first: 3, last: 2 }, /^range: it ends before it starts$/],
    ['units', { Rss: 5 }, /^units\.Rss: 5 is no unit$/],
    [
      'notes',
      [{ start: '0x1000', end: '0x2000', label: 5, line: 1 }],
      /^notes\[0\]\.label: 5 stands where a text should be$/,
    ],
    ['assumptions', [1], /^assumptions\[0\]: 1 stands where a text should be$/],
    ['problems', [{ line: 1 }], /^problems\[0\]\.column: nothing stands where/],
  ] as const) {
    it(`says that ${key} cannot be ${JSON.stringify(value)}`, () => {
      assert.match(reasons({ ...oneRegion({}), [key]: value })[0] ?? '', reason);
    });
  }

  it('keeps what stands before broken JSON, and says where it breaks', () => {
    const whole = JSON.stringify(FORM);
    const cut = whole.slice(0, whole.lastIndexOf('"numa"'));
    const map = read(cut);
    assert.equal(map.regions.count, FORM.regions.length - 1);
    assert.equal(map.problems.length, 1);
    assert.deepEqual([map.problems[0]?.line, map.problems[0]?.column], [1, Buffer.byteLength(cut) + 1]);
    assert.match(
      map.problems[0]?.reason ?? '',
      /^JSON: the JSON is broken: the end of the text stands where .* should be$/,
    );
    for (const text of [
      `${whole} tail`,
      `${whole},`,
      whole.replace('"arch":', '"arch"'),
      whole.replace('null', 'nul'),
    ]) {
      assert.match(reasons(text)[0] ?? '', /^JSON: /, text.slice(0, 80));
    }
  });

  it('of any sort is no exception and takes no time', function () {
    this.timeout(20_000);
    for (const text of [
      `{"dialect":null,"regions":${X}`,
      `{"dialect":null,"x":${'{"a":'.repeat(50_000)}`,
      `{"maps":[${'{},'.repeat(20_000)}{}]}`,
      `{"maps":[{"dialect":"maps","regions":[${'1,'.repeat(20_000)}1]}]}`,
      `{"dialect":"maps","regions":[{"smaps":{${Array.from({ length: 5000 }, (_, i) => `"K${i}":1`).join()}}}]}`,
      `{"dialect":"maps","notes":[${'{"start":"0x0","end":"0xffffffffffff","label":"","kind":"heap","because":"","line":1},'.repeat(20_000)}1]}`,
      `{"dialect":"${'\\'.repeat(1_000_000)}`,
      `{"dialect":"maps","regions":[{"path":"${'\\u0000'.repeat(100_000)}"}]}`,
      '{"maps":[{"maps":[{"maps":[]}]}]}',
      '{"maps":{}}',
      '{"dialect":',
    ]) {
      for (const map of parseMaps(Buffer.from(text))) {
        for (const { reason } of map.problems) assert.doesNotMatch(reason, /[\u0000-\u001f]/);
      }
    }
  });

  it('made from right JSON by overwriting, cutting and repeating is no exception', function () {
    this.timeout(60_000);
    const whole = Buffer.from(
      JSON.stringify({ maps: [oneRegion({ smaps: { Rss: 4, VmFlags: ['rd'] }, pathBytes: '/w==' }), oneRegion({})] }),
    );
    const letters = Buffer.from('{}[]",:\\0x19-ntfu \n\xff', 'latin1');
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(letters.length - 1)), { maxLength: 8 });
    fc.assert(
      fc.property(edits, fc.nat(whole.length), fc.nat(whole.length), (changes, from, to) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, letter] of changes) bytes[at] = letters[letter] ?? 0;
        for (const text of [bytes, Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])]) {
          for (const map of parseMaps(text)) {
            for (const { start, end } of normalForm(map).regions) {
              if (start !== null && end !== null) assert.ok(BigInt(end) > BigInt(start));
            }
            for (const { line, column, reason } of map.problems) {
              assert.ok(line >= 0 && column >= 0);
              assert.doesNotMatch(reason, /[\u0000-\u001f]/);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

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
