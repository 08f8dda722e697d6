/** Tombstones of the corpus agree with what an independent reader found; the other samples of events are read without problems. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS } from '../corpus.ts';

const Row = v.object({ start: v.string(), end: v.string(), perms: v.string(), name: v.string() });
const Truth = v.object({
  part: v.string(),
  slug: v.string(),
  file: v.string(),
  format: v.string(),
  regions: v.number(),
  first: Row,
  last: Row,
  by_perms: v.record(v.string(), v.object({ count: v.number(), bytes: v.string() })),
  total_bytes: v.string(),
});

/** The truths of these formats. */
function truths(...formats: string[]): v.InferOutput<typeof Truth>[] {
  if (CORPUS === undefined) return [];
  const folder = join(CORPUS, 'truth_embedded');
  return readdirSync(folder)
    .map((file): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .filter((truth) => v.is(Truth, truth))
    .filter(({ format }) => formats.includes(format));
}

describe('corpus: tombstones', () => {
  const found = truths('tombstone', 'tombstone-xcrash');
  it('is there', function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
    assert.equal(found.length, 7);
  });
  for (const truth of found) {
    it(`${truth.slug}/${truth.file} agrees in rows, sums by permissions, and ends`, () => {
      const text = readFileSync(join(CORPUS ?? '', truth.part, truth.slug, truth.file));
      const [map, ...others] = parseMaps(text, {}).map((each) => normalForm(each));
      assert.ok(map);
      assert.deepEqual(others, []);
      assert.deepEqual(map.problems, []);
      assert.equal(map.dialect, 'tombstone');
      assert.ok(map.source.pid);
      assert.ok(map.arch);
      assert.equal(map.regions.length, truth.regions);
      const sums: Record<string, { count: number; bytes: bigint }> = {};
      let total = 0n;
      for (const { perms, size } of map.regions) {
        const sum = (sums[perms?.slice(0, 3) ?? 'none'] ??= { count: 0, bytes: 0n });
        sum.count++;
        sum.bytes += BigInt(size ?? 0);
        total += BigInt(size ?? 0);
      }
      const bytes = Object.fromEntries(
        Object.entries(sums).map(([perms, sum]) => [perms, { count: sum.count, bytes: String(sum.bytes) }]),
      );
      assert.deepEqual(bytes, truth.by_perms);
      assert.equal(String(total), truth.total_bytes);
      for (const [row, wanted] of [
        [map.regions[0], truth.first],
        [map.regions.at(-1), truth.last],
      ] as const) {
        const { start, end, name } = wanted;
        assert.equal(BigInt(row?.start ?? 0), BigInt(`0x${start}`));
        assert.equal(BigInt(row?.end ?? 0), BigInt(`0x${end}`));
        assert.ok(name.startsWith(row?.path ?? '?'), `${row?.path} is not ${name}`);
      }
    });
  }
});

describe('corpus: samples of events', () => {
  /** How many regions each map of a sample has. */
  const samples: [file: string, dialect: string, regions: readonly number[]][] = [
    ['samples/strace_memory.txt', 'strace', [24]],
    ['samples/perf_script_mmap_events.txt', 'perf-mmap', [4]],
    ['samples/dmesg_segfault.txt', 'segfault', [1]],
    ['samples/v8_prof_shared_library.txt', 'v8-prof', [9]],
    ['tool-outputs/strace-mmap.txt', 'strace', [8]],
    ['tool-outputs-2/perf-mmap-events.txt', 'perf-mmap', [9]],
  ];
  for (const [file, dialect, regions] of samples) {
    it(`reads ${file}`, function () {
      const path = join(CORPUS ?? '', 'captured', file);
      if (CORPUS === undefined || !existsSync(path)) skip(this, `needs ../shared/corpus/captured/${file}`);
      const maps = parseMaps(readFileSync(path), {});
      assert.deepEqual(
        maps.map((map) => map.regions.count),
        regions,
      );
      for (const map of maps) {
        assert.equal(map.dialect, dialect);
        assert.deepEqual(map.problems, []);
      }
    });
  }

  it('reads the dumps of valgrind; the last is cut short', function () {
    const path = join(CORPUS ?? '', 'captured/samples/valgrind_d_d_aspacem.txt');
    if (CORPUS === undefined || !existsSync(path)) skip(this, 'needs ../shared/corpus/captured/samples');
    const maps = parseMaps(readFileSync(path), {});
    assert.deepEqual(
      maps.map(({ regions, problems }) => [regions.count, problems.length]),
      [
        [3, 0],
        [15, 0],
        [11, 1],
      ],
    );
  });
});
