/** The tables of pmap, lldb and numa_maps in the corpus read as an independent reader found them, and as the kernel's maps say. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm, type NormalFormRegion } from '../../../src/core/export/normal-form.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS, corpusFiles } from '../corpus.ts';

const NumaTruth = v.object({
  regions: v.number(),
  node_kB: v.record(v.string(), v.number()),
  policies: v.record(v.string(), v.number()),
  anon_pages: v.number(),
  dirty_pages: v.number(),
  huge_rows: v.number(),
  records: v.array(
    v.looseObject({
      line: v.number(),
      start: v.string(),
      nodes: v.record(v.string(), v.number()),
      file: v.optional(v.string()),
      file_b64: v.optional(v.string()),
      heap: v.optional(v.boolean()),
      stack: v.optional(v.boolean()),
      huge: v.optional(v.boolean()),
    }),
  ),
});
const TableTruth = v.object({
  rows: v.optional(v.number()),
  regions: v.optional(v.number()),
  by_perms: v.optional(v.record(v.string(), v.object({ count: v.number(), bytes: v.string() }))),
  part: v.string(),
  slug: v.string(),
  file: v.string(),
  format: v.string(),
});
const TABLES = ['pmap', 'pmap-x', 'pmap-d', 'pmap-X', 'pmap-XX', 'toybox-pmap', 'lldb-memory-region'];
/** What the truth says of a record beside its counters. */
const NOT_COUNTERS = new Set(['line', 'start', 'nodes', 'file', 'file_b64', 'heap', 'stack', 'huge', 'deleted']);

describe('pmap, lldb and numa_maps of the corpus', function () {
  this.timeout(60_000);

  before(function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
  });

  for (const file of corpusFiles('numa_maps')) {
    it(`${file.name} agrees with its truth`, () => {
      const found = file.truth();
      assert.notEqual(found, undefined, 'the truth file is missing');
      const truth = v.parse(NumaTruth, found);
      const maps = parseMaps(readFileSync(file.path), { file: file.name }).map((map) => normalForm(map));
      if (truth.regions === 0) {
        assert.deepEqual(maps, []);
        return;
      }
      const [map] = maps;
      assert.equal(maps.length, 1);
      assert.ok(map);
      assert.deepEqual([map.dialect, map.problems, map.regions.length], ['numa_maps', [], truth.regions]);
      assert.deepEqual(sumsOf(map), {
        node_kB: truth.node_kB,
        policies: truth.policies,
        anon_pages: truth.anon_pages,
        dirty_pages: truth.dirty_pages,
        huge_rows: truth.huge_rows,
      });
      truth.records.forEach((record, i) => {
        const region = map.regions[i];
        assert.ok(region);
        const counters = Object.entries(record).filter(([key]) => !NOT_COUNTERS.has(key));
        const numa = { ...Object.fromEntries(counters), ...record.nodes, ...(record.huge ? { huge: 1 } : {}) };
        assert.deepEqual({ ...region.numa }, numa, `counters of record ${i}`);
        assert.deepEqual([BigInt(region.start ?? -1), region.line], [BigInt(`0x${record.start}`), record.line]);
        const name = record.heap ? '[heap]' : record.stack ? '[stack]' : (record.file ?? '');
        if (record.file_b64 === undefined) assert.equal(nameOf(region), name, `name of record ${i}`);
        else assert.notEqual(region.pathBytes, undefined);
      });
    });
  }

  it('are many', () => {
    if (CORPUS === undefined) return;
    assert.ok(corpusFiles('numa_maps').length > 60);
  });

  for (const truth of tableTruths()) {
    const name = `${truth.slug}/${truth.file}`;
    it(`${name} (${truth.format}) agrees with its truth`, () => {
      const map = onlyTable(truth.part, name);
      assert.equal(map.dialect, truth.format.startsWith('lldb') ? 'lldb' : 'pmap');
      assert.deepEqual(map.problems, []);
      // This pmap prints each region twice: the truth counts rows.
      const doubled = truth.slug === 'nanayunn' ? 2 : 1;
      if (truth.rows !== undefined) assert.equal(map.regions.length * doubled, truth.rows);
      if (truth.by_perms) {
        // The truth counts stretches that are not mapped, which have no name, with those that have no permissions.
        const { '---': closed, ...open } = truth.by_perms;
        const sums = Object.entries(map.totals.byPerms).map(([perms, { regions, size }]) => [
          perms.slice(0, 3),
          { count: regions, bytes: String(size) },
        ]);
        assert.deepEqual(Object.fromEntries(sums.filter(([perms]) => perms !== '---')), open);
        assert.equal(map.regions.filter(({ perms }) => perms === '---p').length, 1);
        assert.ok(map.assumptions?.some((text) => text.startsWith(`${(closed?.count ?? 0) - 1} rows without`)));
      }
    });
  }

  const sameProcess: [table: string, maps: string][] = [
    ...['pmap.txt', 'pmap-x.txt', 'pmap-xp.txt', 'pmap-d.txt', 'pmap-X.txt', 'pmap-XX.txt'].map(
      (file): [string, string] => [`captured/tool-outputs/${file}`, 'captured/tool-target-python/maps'],
    ),
    ...['pmap-x.txt', 'pmap-XX.txt', 'toybox-pmap.txt', 'toybox-pmap-x.txt'].map((file): [string, string] => [
      `captured/tool-outputs-2/${file}`,
      'captured/tool-target-heapsplit/maps',
    ]),
    ['public/nanayunn/pmap.txt', 'public/nanayunn/proc.txt'],
  ];
  for (const [table, maps] of sameProcess) {
    it(`${table} has the regions of ${maps}`, () => {
      const expected = tables(maps)[0];
      assert.ok(expected);
      const found = tables(table)[0];
      assert.ok(found);
      assert.deepEqual(found.regions.map(placeOf), expected.regions.map(placeOf));
      if (found.regions[0]?.inode === null) return;
      assert.deepEqual(
        found.regions.map(({ offset, dev, inode }) => [offset, dev, inode]),
        expected.regions.map(({ offset, dev, inode }) => [offset, dev, inode]),
      );
    });
  }
});

function tableTruths(): v.InferOutput<typeof TableTruth>[] {
  if (CORPUS === undefined) return [];
  const folder = join(CORPUS, 'truth_embedded');
  return readdirSync(folder)
    .map((file) => v.parse(v.looseObject({ format: v.string() }), JSON.parse(readFileSync(join(folder, file), 'utf8'))))
    .filter(({ format }) => TABLES.includes(format))
    .map((truth) => v.parse(TableTruth, truth));
}

function tables(path: string): readonly NormalForm[] {
  return parseMaps(readFileSync(join(CORPUS ?? '', path)), { file: path }).map((map) => normalForm(map));
}

function onlyTable(part: string, name: string): NormalForm {
  const [map, ...others] = tables(`${part}/${name}`);
  assert.ok(map);
  assert.equal(others.length, 0);
  return map;
}

function placeOf({ start, end, perms }: NormalFormRegion): readonly (string | null)[] {
  return [start, end, perms];
}

function nameOf({ path, deleted }: NormalFormRegion): string {
  return deleted ? `${path} (deleted)` : path;
}

/** The sums that the truth files have of numa_maps. */
function sumsOf({ regions }: NormalForm): object {
  const nodes: Record<string, number> = {};
  const policies: Record<string, number> = {};
  let anon = 0;
  let dirty = 0;
  let huge = 0;
  for (const { numa } of regions) {
    const flags = numa?.['policy_flags'];
    const policy = `${String(numa?.['policy'])}${flags === undefined ? '' : `=${String(flags)}`}`;
    policies[policy] = (policies[policy] ?? 0) + 1;
    anon += Number(numa?.['anon'] ?? 0);
    dirty += Number(numa?.['dirty'] ?? 0);
    huge += Number(numa?.['huge'] ?? 0);
    for (const [key, pages] of Object.entries(numa ?? {})) {
      if (/^N\d+$/.test(key)) nodes[key] = (nodes[key] ?? 0) + Number(pages) * Number(numa?.['kernelpagesize_kB']);
    }
  }
  return { node_kB: nodes, policies, anon_pages: anon, dirty_pages: dirty, huge_rows: huge };
}
