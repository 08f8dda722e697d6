/** The normal form with wrong values, missing values and broken JSON: each is told by its path, and the rest is read. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMaps, parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { oneRegion, read } from './json-text.ts';

const FORM = normalForm(parseMemoryMap(readFileSync('test/fixtures/sensord.smaps')));

function reasons(value: unknown): string[] {
  return read(value).problems.map(({ reason }) => reason);
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
    ['valueColumns', { Rss: 24 }, /^valueColumns\.Rss: 24 stands where "left" or 23 should be$/],
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
      `{"dialect":null,"regions":${'['.repeat(100_000)}`,
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
