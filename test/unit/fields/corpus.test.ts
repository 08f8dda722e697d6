/** Every field of real dumps is explained, in a hover that is short and holds no markup of the dump's. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { explainField } from '../../../src/core/fields/explain.ts';
import { fieldsOf } from '../../../src/core/fields/field-at.ts';
import { lastRowAtOrBefore } from '../../../src/core/memory-map/region-table.ts';
import { explanationMarkdown } from '../../../src/extension/language/explanation-markdown.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS, corpusFiles } from '../corpus.ts';

/** Enough of a dump to meet each kind of line; the records of smaps are all alike. */
const LINES = 60;
/** Nine lines of the width of a hover. */
const LONGEST = 1500;

describe('hovers over the corpus of real dumps', function () {
  this.timeout(60_000);

  before(function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
  });

  for (const format of ['maps', 'smaps', 'smaps_rollup']) {
    it(`explain every field of ${format}`, () => {
      const seen = new Set<string>();
      for (const { path, name } of corpusFiles(format)) {
        const bytes = readFileSync(path);
        const map = parseMemoryMap(bytes, {});
        const lines = bytes.toString('utf8').split('\n', LINES);
        for (const [i, line] of lines.entries()) {
          const row = lastRowAtOrBefore(map.regions, i + 1);
          for (const hit of fieldsOf(line.replace(/\r$/, ''))) {
            seen.add(hit.field);
            const shown = explanationMarkdown(explainField(hit, row === undefined ? undefined : { map, row }));
            const where = `${name}:${i + 1} ${hit.field}\n${shown}`;
            assert.ok(shown.length <= LONGEST, `${shown.length} letters: ${where}`);
            assert.match(shown, /\]\(https:\/\/git\.kernel\.org\//, where);
            assert.doesNotMatch(shown, /undefined|NaN|\[object/, where);
          }
        }
      }
      assert.ok(seen.size >= (format === 'smaps_rollup' ? 6 : 7), [...seen].join(' '));
    });
  }

  it('know every name in brackets', () => {
    const unknown = new Set<string>();
    for (const { path } of corpusFiles('maps', 'smaps')) {
      for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
        for (const hit of fieldsOf(line)) {
          if (hit.field === 'name' && /does not know/.test(explainField(hit).label)) unknown.add(hit.header.name);
        }
      }
    }
    // Made up by whoever published a test of a reader.
    unknown.delete('[heap stuff]');
    assert.deepEqual([...unknown], []);
  });
});
