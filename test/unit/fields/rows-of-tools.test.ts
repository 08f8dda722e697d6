/** What is told of the columns of rows that other tools print. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { explainField } from '../../../src/core/fields/explain.ts';
import type { Explanation } from '../../../src/core/fields/explanation.ts';
import { hitAt } from '../../../src/core/fields/field-at.ts';
import { rowFields } from '../../../src/core/fields/row-fields.ts';
import { plainText } from '../../../src/core/fields/text.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import { rowsOnLine } from '../../../src/core/memory-map/rows-by-line.ts';

/** What is told at the `nth` place of a text in a line (from 1) of a report. */
function told(lines: readonly string[], line: number, text: string, nth = 1): Explanation {
  const [map] = parseMaps(Buffer.from(`${lines.join('\n')}\n`));
  const [row] = map ? rowsOnLine(map.regions, line) : [];
  assert.ok(map && row !== undefined, 'the line is a row of a map');
  const words = lines[line - 1] ?? '';
  let at = -1;
  for (let i = 0; i < nth; i++) at = words.indexOf(text, at + 1);
  const hit = hitAt(rowFields(words, regionAt(map.regions, row)), at);
  assert.ok(hit, `${text} in ${words}`);
  return explainField(hit, { map, row });
}

const here = (explanation: Explanation): string => explanation.here.map(plainText).join('\n');

const NUMA = [
  '55d4def65000 interleave:0 file=/bin/edge mapped=2 N0=2 kernelpagesize_kB=4',
  '55d4def67000 interleave:0 file=/bin/edge anon=1 dirty=1 N0=1 kernelpagesize_kB=4',
  '7f5400000000 interleave:0 anon=3 dirty=3 N0=2 N1=1 kernelpagesize_kB=4',
];

describe('a row without an end', () => {
  it('has no distance from the next one but from start to start, and files have no size', () => {
    const range = here(told(NUMA, 2, '55d4def67000'));
    assert.match(range, /^Before it, 8 KiB from start to start: \/bin\/edge/m);
    assert.match(range, /^After it, [\d.]+ TiB from start to start: /m);
    assert.match(here(told(NUMA, 2, '/bin/edge')), /^One of 2 regions that map it\.$/m);
  });
});
