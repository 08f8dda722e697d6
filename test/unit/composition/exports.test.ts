import assert from 'node:assert/strict';
import { fragmentation } from '../../../src/core/composition/fragmentation.ts';
import { FIRST_CHOICE, type CompositionChoice } from '../../../src/protocol/composition-state.ts';
import { fragmentationCsv, fragmentationTables } from '../../../src/webview/layout/fragmentation-export.ts';
import { tableInMarkdown } from '../../../src/webview/layout/report-tables.ts';
import { totalsCsv, totalsTable } from '../../../src/webview/layout/totals-export.ts';
import { compositionOf, sceneOf } from './maps.ts';

/** What does harm where it is taken for a formula, for markup, or for the end of a cell. */
const HOSTILE = '/tmp/`a` | <img src=x onerror=alert(1)> "b", =1+1';

const scene = sceneOf(
  [
    `7f0000000000-7f0000003000 rw-p 00000000 08:01 7                          ${HOSTILE}`,
    'Rss:                  8 kB',
    '7f0000005000-7f0000006000 rw-p 00000000 00:00 0                          =cmd|x',
    '7f0000006000-7f0000007000 rw-p 00000000 00:00 0                          [heap]',
    'Rss:                  4 kB',
    '',
  ].join('\n'),
);
const composition = compositionOf(scene);
const byObject: CompositionChoice = { ...FIRST_CHOICE, by: 'object' };

/** The records of a CSV without line breaks in its cells. */
function records(pieces: Iterable<string>): readonly string[] {
  return [...pieces].join('').trimEnd().split('\r\n');
}

describe('files of a composition', () => {
  it('have the totals in bytes, and leave empty what the source does not tell', () => {
    const [head, ...rows] = records(totalsCsv(composition, byObject));
    assert.equal(head, 'object,regions,size,rss,rss not told of regions');
    assert.deepEqual(rows, [
      `"${HOSTILE.replaceAll('"', '""')}",1,12288,8192,0`,
      '[heap],1,4096,4096,0',
      "'=cmd|x,1,4096,,1",
    ]);
    assert.deepEqual(records(totalsCsv(composition, FIRST_CHOICE))[0], 'kind,regions,size,rss,rss not told of regions');
  });

  it('hold names in Markdown as code, whatever they are', () => {
    const table = tableInMarkdown(totalsTable(composition, byObject));
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    assert.equal(rows.length, 4);
    assert.match(rows[0] ?? '', /^\| ``\/tmp\/`a` \\\| <img[^|]*`` \| 1 \| 12 KiB \| 8 KiB \| /);
    assert.match(rows[3] ?? '', /^\| `Total` \| 3 \| 20 KiB \| \u2265 12 KiB/);
  });

  it('have the holes and the sizes of the fragmentation', () => {
    const report = fragmentation(scene.axis, scene.listing);
    const [head, hole, ...others] = records(fragmentationCsv(scene, report));
    assert.equal(head, 'what,size,start,end,after,before,size from,count');
    assert.match(hole ?? '', /^largest hole,8192,0x7f0000003000,0x7f0000005000,.*,'=cmd\|x,,1$/);
    assert.deepEqual(others, [
      'holes by size,8192,,,,,8192,1',
      'regions by size,8192,,,,,4096,2',
      'regions by size,12288,,,,,8192,1',
    ]);
    const titles = fragmentationTables(scene, report).map(({ title }) => title);
    assert.deepEqual(titles, ['Largest holes between regions', 'Holes between regions by size', 'Regions by size']);
  });
});
