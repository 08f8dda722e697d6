/** The tables of a report. */
import assert from 'node:assert/strict';
import { startModel, withQuery, withSnapshot } from '../../../src/webview/layout/model.ts';
import { kindsTable } from '../../../src/webview/layout/report-tables.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const region = (page: number, rss: number | undefined): string =>
  `${page}0000000-${page}0010000 rw-p 00000000 00:00 0\nSize: 64 kB\n${rss === undefined ? '' : `Rss: ${rss} kB\n`}`;

describe('the totals of a report', () => {
  it('say where the source does not tell of all regions', () => {
    const rowsOf = (text: string): readonly (readonly string[])[] => {
      const { scene } = withQuery(withSnapshot(startModel(undefined), snapshotOf(text)), 'size>0');
      assert.ok(scene);
      return Array.from(kindsTable(scene).rows, ([, ...cells]) => cells);
    };
    assert.deepEqual(rowsOf(region(1, 4) + region(2, 8)), [['2', '128 KiB', '12 KiB']]);
    assert.deepEqual(rowsOf(region(1, 4) + region(2, undefined)), [['2', '128 KiB', '\u2265 4 KiB']]);
  });
});
