/** Minidumps that others captured, against what an independent reader found in them. */
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
  format: v.string(),
  slug: v.string(),
  file: v.string(),
  regions: v.number(),
  first: Row,
  last: Row,
});

/**
 * The truth of this dump was found by a pattern over all of its bytes: 11 of its rows are what was left of Breakpad's own
 * buffer on the stack that it saved.
 */
const LEFTOVERS: Readonly<Record<string, number>> = { 'linux_overflow.dmp': 11 };

describe('minidumps of the corpus', () => {
  if (CORPUS === undefined) {
    it('are read', function () {
      skip(this, 'needs ../shared/corpus');
    });
    return;
  }
  const corpus = CORPUS;
  const folder = join(corpus, 'truth_embedded');
  const truths = readdirSync(existsSync(folder) ? folder : '.')
    .filter((name) => name.endsWith('.dmp.json'))
    .map((name) => v.parse(Truth, JSON.parse(readFileSync(join(folder, name), 'utf8'))));
  for (const { slug, file, regions, first, last } of truths) {
    it(`have the regions of ${slug}/${file}`, () => {
      const maps = parseMaps(readFileSync(join(corpus, 'public', slug, file)), { file });
      assert.equal(maps.length, 1);
      const map = normalForm(maps[0]!);
      const leftovers = LEFTOVERS[file] ?? 0;
      assert.equal(map.dialect, 'minidump');
      assert.equal(map.regions.length, regions - leftovers);
      const ends = [leftovers === 0 ? first : undefined, last].map(
        (row) => row && `${row.start.padStart(8, '0')} ${row.perms} ${row.name}`,
      );
      const found = [map.regions[0], map.regions.at(-1)].map(
        (row) => `${row?.start?.slice(2)} ${row?.perms} ${row?.path}`,
      );
      assert.deepEqual(leftovers === 0 ? found : found.slice(1), leftovers === 0 ? ends : ends.slice(1));
      assert.match(map.title ?? '', /^PID \d+ \w/);
      assert.equal(map.arch, 'x86-64');
      assert.equal(map.pageSize, 4096);
      assert.deepEqual(map.problems, []);
      assert.ok(map.regions.some(({ other }) => Number(other?.['Dumped']) > 0));
      assert.ok(map.regions.some(({ other }) => typeof (other?.['BuildId'] ?? other?.['DebugId']) === 'string'));
    });
  }
});
