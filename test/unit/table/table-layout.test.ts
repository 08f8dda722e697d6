/** Which columns of the table a person sees without scrolling to the side. Widths are in digits. */
import assert from 'node:assert/strict';
import { cellAt } from '../../../src/webview/layout/cells.ts';
import { startModel, withSnapshot } from '../../../src/webview/layout/model.ts';
import { tableColumns } from '../../../src/webview/layout/table-columns.ts';
import { placeColumns } from '../../../src/webview/layout/table-layout.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const { scene } = withSnapshot(
  startModel(undefined),
  snapshotOf(`55dae6d42000-55dae6da1000 r--p 00000000 08:01 7                          /usr/bin/redis-server (deleted)
7ffd1f0e2000-7ffd1f103000 rw-p 00000000 00:00 0                          [stack]
`),
);

/** Where each column starts. */
function startsIn(room: number): Readonly<Record<string, number>> {
  assert.ok(scene);
  const placed = placeColumns(scene.listing, tableColumns(scene), room);
  const widths = placed.template.split(' ').map((width) => Number.parseFloat(width.replace('minmax(', '')));
  let at = 0;
  const starts: Record<string, number> = {};
  // `minmax(14ch, 22ch)` is of two words.
  const least = widths.filter((_, i) => !/^\S+\)$/.test(placed.template.split(' ')[i] ?? ''));
  placed.columns.forEach(({ column }, i) => {
    starts[column.id] = at;
    at += (least[i] ?? 0) + 1.5;
  });
  return starts;
}

describe('the columns of the table', () => {
  it('stand in the order of maps where there is room', () => {
    assert.deepEqual(Object.keys(startsIn(120)), ['start', 'end', 'size', 'perms', 'offset', 'kind', 'name']);
  });

  it('show something of the kind in the narrowest view, before the permissions', () => {
    for (const room of [38, 40, 42, 46, 55, 70]) {
      const { kind = Infinity } = startsIn(room);
      assert.ok(kind <= room - 8, `the kind starts at ${kind} of ${room}`);
    }
    assert.deepEqual(Object.keys(startsIn(40)), ['start', 'size', 'kind', 'perms', 'name']);
    assert.deepEqual(Object.keys(startsIn(60)), ['start', 'size', 'perms', 'kind', 'name']);
  });

  it('tell in what they count where it is not kB', () => {
    const numa = '55bd750d2000 default file=/usr/bin/perl mapped=68 mapmax=3 active=60\n';
    const shown = withSnapshot(startModel(undefined), snapshotOf(numa)).scene;
    assert.ok(shown);
    const titles = tableColumns(shown).flatMap((column) =>
      column.counter ? [`${column.label}: ${cellAt(shown.listing, column, 0).title ?? ''}`] : [],
    );
    assert.deepEqual(titles, ['mapped: 68 pages', 'mapmax: ', 'active: 60 pages']);
  });
});
