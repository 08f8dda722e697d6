/** Every real dump of the corpus must read as an independent reader found it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalFormRegion } from '../../../src/core/export/normal-form.ts';
import { mappedFile } from '../../../src/core/memory-map/file-table.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS, corpusFiles } from '../corpus.ts';

const Counter = v.union([v.number(), v.string(), v.array(v.string())]);
const Truth = v.object({
  format: v.string(),
  regions: v.number(),
  total_bytes: v.string(),
  anonymous_regions: v.number(),
  anonymous_bytes: v.string(),
  deleted_regions: v.number(),
  writable_executable_regions: v.number(),
  by_perms: v.record(v.string(), v.object({ count: v.number(), bytes: v.string() })),
  totals_kB: v.optional(v.record(v.string(), v.number())),
  records: v.array(
    v.object({
      start: v.string(),
      end: v.string(),
      size: v.string(),
      perms: v.string(),
      offset: v.string(),
      dev: v.string(),
      inode: v.string(),
      name: v.string(),
      path: v.optional(v.string()),
      deleted: v.optional(v.boolean()),
      line: v.number(),
      fields: v.optional(v.record(v.string(), Counter)),
    }),
  ),
});

describe('the corpus', function () {
  this.timeout(60_000);

  before(function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
  });

  const files = corpusFiles('maps', 'smaps', 'smaps_rollup');

  it('has dumps of all three dialects', () => {
    for (const format of ['maps', 'smaps', 'smaps_rollup']) {
      assert.ok(files.filter((file) => file.format === format).length > 50 || format === 'smaps_rollup', format);
    }
  });

  for (const file of files) {
    it(`${file.name} (${file.format}) agrees with its truth`, () => {
      const found = file.truth();
      assert.notEqual(found, undefined, 'the truth file is missing');
      const truth = v.parse(Truth, found);
      const map = parseMemoryMap(readFileSync(file.path), { file: file.name });
      const { dialect, regions, totals } = normalForm(map);
      if (truth.regions > 0) assert.equal(dialect, truth.format);

      assert.equal(totals.regions, truth.regions);
      assert.equal(String(totals.size), truth.total_bytes);
      assert.equal(totals.anonymous, truth.anonymous_regions);
      assert.equal(String(totals.anonymousSize), truth.anonymous_bytes);
      assert.equal(totals.deleted, truth.deleted_regions);
      assert.equal(totals.writableExecutable, truth.writable_executable_regions);
      assert.deepEqual(
        Object.fromEntries(
          Object.entries(totals.byPerms).map(([perms, sum]) => [
            perms,
            { count: sum.regions, bytes: String(sum.size) },
          ]),
        ),
        truth.by_perms,
      );
      if (truth.totals_kB) {
        const { smaps } = totals;
        for (const [key, sum] of Object.entries(truth.totals_kB)) assert.equal(smaps?.[key] ?? 0, sum, `sum of ${key}`);
      }
      truth.records.forEach((record, row) => {
        const region = regions[row];
        assert.ok(region);
        const name = mappedFile(map.regions.files, map.regions.files.count > 0 ? (map.regions.file[row] ?? 0) : 0).name;
        assert.deepEqual(
          { ...described(region), name },
          {
            start: BigInt(`0x${record.start}`),
            end: BigInt(`0x${record.end}`),
            size: record.size,
            perms: record.perms,
            offset: BigInt(`0x${record.offset}`),
            dev: record.dev,
            inode: record.inode,
            path: record.path ?? record.name,
            deleted: record.deleted ?? false,
            line: record.line,
            name: record.name,
          },
          `record ${row}`,
        );
        if (record.fields) assert.deepEqual({ ...region.smaps }, unmarked(record.fields), `fields of record ${row}`);
      });
    });
  }
});

function described(region: NormalFormRegion): object {
  return {
    start: BigInt(region.start ?? -1),
    end: BigInt(region.end ?? -1),
    size: String(region.size),
    perms: region.perms,
    offset: BigInt(region.offset ?? -1),
    dev: region.dev,
    inode: region.inode,
    path: region.path,
    deleted: region.deleted,
    line: region.line,
  };
}

/** The truth marks keys without a unit with `#`. */
function unmarked(fields: Record<string, v.InferOutput<typeof Counter>>): object {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key.replace(/#$/, ''), value]));
}
