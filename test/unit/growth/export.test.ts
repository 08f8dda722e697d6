/** What files of the layout say of growth. */
import assert from 'node:assert/strict';
import { exportable } from '../../../src/webview/layout/exportable.ts';
import { startModel, withSnapshot, type Model } from '../../../src/webview/layout/model.ts';
import { takenBaseline } from '../../../src/webview/layout/set-baseline.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const SECOND = Date.UTC(2026, 0, 2, 14, 2, 11);
const smaps = (rss: readonly number[]): string =>
  rss.map((kB, i) => `0000${i + 1}000-0000${i + 1}800 rw-p 00000000 00:00 0\nRss: ${kB} kB\n`).join('');

/** The lines of a format; those of two readings 40 s apart. */
function linesOf(format: 'csv' | 'markdown', ...readings: readonly string[]): readonly string[] {
  const model = readings.reduce<Model>(
    (before, text, i) => withSnapshot(before, snapshotOf(text, { id: i + 1, readAt: SECOND + 40_000 * i })),
    startModel(undefined),
  );
  return textsOf(model, format);
}

function textsOf(model: Model, format: 'csv' | 'markdown'): readonly string[] {
  assert.ok(model.scene);
  const { regions } = model.scene.listing;
  const rows = Uint32Array.from({ length: regions.count }, (_, row) => row);
  return [...exportable(model, model.scene)[format](rows)].join('').trimEnd().split(/\r?\n/);
}

const lastCells = (line: string | undefined, of: string): readonly string[] =>
  (line ?? '').replace(/ \|$/, '').split(of).slice(-3);

describe('the growth in an exported table', () => {
  const since = 'since 2026-01-02 14:02:11 UTC';

  it('of a CSV is in bytes, and says since when', () => {
    const [head, first, second] = linesOf('csv', smaps([4]), smaps([8, 4]));
    assert.deepEqual(lastCells(head, ','), [`Growth in bytes ${since}`, `Rss growth in bytes ${since}`, 'First seen']);
    assert.deepEqual(lastCells(first, ','), ['0', '4096', '2026-01-02 14:02:11 UTC']);
    assert.deepEqual(lastCells(second, ','), ['2048', '4096', '2026-01-02 14:02:51 UTC']);
  });

  it('of Markdown is as the table shows it', () => {
    const [head, , first, second] = linesOf('markdown', smaps([4]), smaps([8, 4]));
    assert.deepEqual(lastCells(head, ' | '), [`Growth ${since}`, `Rss growth ${since}`, 'First seen']);
    assert.deepEqual(lastCells(first, ' | ').slice(0, 2), ['0', '+4 KiB']);
    assert.equal(lastCells(second, ' | ')[2], '2026-01-02 14:02:51 UTC');
    assert.doesNotMatch(linesOf('markdown', smaps([4]), smaps([4])).join(''), /rowth|seen/);
  });

  it('names the file that it is since so that it ends no cell, is no markup and calls nobody', () => {
    const model = withSnapshot(startModel(undefined), snapshotOf(smaps([8])));
    const before = snapshotOf(smaps([4]), { id: 9, title: 'a|b <img> @all www.x.y' });
    const compared = takenBaseline(model, {
      type: 'baseline',
      of: before,
      chosen: true,
      shown: { kind: 'document', uri: 'file:///a.maps' },
    });
    const [head = '', rule = ''] = textsOf(compared, 'markdown');
    assert.equal(head.split(/(?<!\\)\|/).length, rule.split('|').length);
    assert.match(head, /Growth since a\\\|b \\<img\\> `@all` `www\.x\.y` \|/);
  });

  it('is unknown where it is not told, and absent where nothing is compared', () => {
    const split = smaps([4]).replace('0-00001800', '0-00002000');
    const parts =
      smaps([2]) +
      smaps([0, 2])
        .slice(smaps([0]).length)
        .replaceAll('0000200', '0000190')
        .replace('2800', '2000');
    assert.deepEqual(lastCells(linesOf('csv', split, parts)[1], ',').slice(0, 2), ['-256', '']);
    assert.equal(lastCells(linesOf('markdown', split, parts)[2], ' | ').at(-1), 'unknown');
    assert.doesNotMatch(linesOf('csv', smaps([4])).join(''), /rowth|seen/);
  });
});
