/** What was read and is written again is the same: text byte for byte, and the normal form fact for fact. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hasReturns } from '../../../src/core/dialects/bytes.ts';
import { parseMaps, parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { mapsText } from '../../../src/core/export/maps-text.ts';
import { normalFormText } from '../../../src/core/export/normal-form.ts';
import { smapsText } from '../../../src/core/export/smaps-text.ts';
import { counterNumber } from '../../../src/core/memory-map/counters.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS, corpusFiles } from '../corpus.ts';
import { partialMaps, wholeMaps } from './arbitrary-map.ts';
import { comparable } from './comparable.ts';

/** The form of lines that only a kernel's file has throughout: what tools and editors changed is told by it. */
const HEADER =
  /^(?:0{0,7}[1-9a-f][0-9a-f]{7,15}|[0-9a-f]{8})-[0-9a-f]{8,16} [r-][w-][x-][spS] [0-9a-f]{8,} [0-9a-f]{2,}:[0-9a-f]{2,} \d+ /;
const FIELD = /^[A-Z]\w+: .*[^\r]$/;

function isFromKernel(bytes: Buffer): boolean {
  const lines = bytes.toString('latin1').split('\n');
  if (lines.pop() !== '') return false;
  const columns = new Set<number>();
  return (
    lines.every((line) => {
      const header = HEADER.exec(line)?.[0];
      if (header === undefined) return FIELD.test(line);
      const name = line.slice(header.length).trimStart();
      if (name === '') return line === header && !/-0{1,7}[1-9a-f][0-9a-f]{8}/.test(line);
      const at = line.length - name.length;
      if (header.length < 72) columns.add(at === 73 ? 73 : at === Math.max(49, header.length + 1) ? 49 : 0);
      return true;
    }) &&
    [...columns].every((column) => column !== 0) &&
    columns.size <= 1
  );
}

function printed(maps: readonly MemoryMap[], print: (map: MemoryMap) => Iterable<Uint8Array>): Buffer {
  return Buffer.concat(maps.flatMap((map) => [...print(map)]));
}

function throughJson(map: MemoryMap): MemoryMap {
  const maps = parseMaps(Buffer.from([...normalFormText(map)].join('')));
  assert.equal(maps.length, 1);
  return maps[0] ?? map;
}

describe('text of the corpus', function () {
  this.timeout(120_000);

  before(function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
  });

  const files = corpusFiles('maps', 'smaps', 'smaps_rollup').map((file) => ({
    ...file,
    bytes: readFileSync(file.path),
  }));
  const kernels = files.filter(({ bytes }) => isFromKernel(bytes));

  it("is a kernel's for nearly all files, of both widths", () => {
    assert.ok(kernels.length > 300, `${kernels.length} of ${files.length}`);
    const columns = kernels.map(({ bytes }) => parseMemoryMap(bytes).nameColumn);
    assert.ok(columns.includes(73) && columns.includes(49));
  });

  for (const { name, format, bytes } of kernels) {
    it(`${name} comes back byte for byte, directly and through JSON`, () => {
      const maps = parseMaps(bytes);
      const print = format === 'maps' ? mapsText : smapsText;
      assert.ok(printed(maps, print).equals(bytes), 'directly');
      assert.ok(printed(maps.map(throughJson), print).equals(bytes), 'through JSON');
    });
  }
});

describe('the normal form of the corpus', function () {
  this.timeout(240_000);

  it('gives back every map of every file, those inside of logs and reports included', function () {
    const files = corpusFiles();
    if (files.length === 0) skip(this, 'needs ../shared/corpus');
    let count = 0;
    for (const { path, name } of files) {
      for (const map of parseMaps(readFileSync(path))) {
        assert.deepEqual(comparable(throughJson(map)), comparable(map), name);
        count++;
      }
    }
    assert.ok(count > 300, `${count} maps`);
  });
});

describe('a generated map', () => {
  it('is printed as maps text that reads as the same map', () => {
    fc.assert(
      fc.property(wholeMaps, (map) => {
        const text = printed([map], mapsText);
        // When each of the first names ends in CR, lines that end in CR LF look the same.
        fc.pre(!hasReturns(text));
        const back = parseMemoryMap(text);
        const expected = { ...map, counters: undefined, problems: map.regions.count === 0 ? back.problems : [] };
        assert.deepEqual({ ...comparable(back, false), ...CHANGED }, { ...comparable(expected, false), ...CHANGED });
      }),
      { numRuns: 400 },
    );
  });

  it('is printed as smaps text that reads as the same map', () => {
    fc.assert(
      fc.property(
        // The first record tells that it is smaps.
        wholeMaps.filter(({ counters }) => counterNumber(counters, 'Rss', 0) !== undefined),
        (map) => {
          const back = parseMemoryMap(printed([map], smapsText));
          assert.deepEqual({ ...comparable(back, false), ...CHANGED }, { ...comparable(map, false), ...CHANGED });
        },
      ),
      { numRuns: 400 },
    );
  });

  it('comes back from the normal form with all that it does not tell', () => {
    fc.assert(
      fc.property(fc.oneof(wholeMaps, partialMaps), (map) => {
        const back = throughJson(map);
        assert.deepEqual(comparable(back), comparable(map));
        assert.ok(printed([back], mapsText).equals(printed([map], mapsText)));
      }),
      { numRuns: 600 },
    );
  });
});

/** What a source tells beside its rows, or is guessed from all of them. */
const CHANGED = { dialect: '', pageSize: 0, arch: '' };
