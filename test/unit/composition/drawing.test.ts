/** What an exported composition says beside its rectangles: its legend and its caption. */
import assert from 'node:assert/strict';
import { FIRST_CHOICE, type CompositionChoice } from '../../../src/protocol/composition-state.ts';
import { compositionCaption } from '../../../src/webview/layout/caption.ts';
import { exportable } from '../../../src/webview/layout/exportable.ts';
import {
  startModel,
  withColouring,
  withFilter,
  withQuery,
  withSnapshot,
  type Model,
} from '../../../src/webview/layout/model.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const record = (start: number, perms: string, rss: number, name: string, inode = 0): string =>
  `7f00000${start}0000-7f00000${start + 1}0000 ${perms} 00000000 08:01 ${inode}                          ${name}\nRss: ${rss} kB\nSwap: 0 kB\n`;

const read = withSnapshot(
  startModel(undefined),
  snapshotOf(
    record(1, 'r-xp', 40, '/lib/a.so', 7) +
      record(2, 'rw-p', 8, '/lib/a.so', 7) +
      record(3, 'r--p', 0, '/lib/a.so', 7) +
      record(5, 'rw-p', 20, '[heap]'),
  ),
);

function exported(model: Model, choice: Partial<CompositionChoice> = {}): ReturnType<typeof exportable> {
  const shown = { ...model, show: 'composition', composition: { ...FIRST_CHOICE, ...choice } } as const;
  return exportable(shown, model.scene ?? assert.fail());
}

function legend(model: Model, choice: Partial<CompositionChoice> = {}): readonly string[] {
  const { picture } = exported(model, choice);
  return typeof picture === 'string' ? [picture] : picture.legend.map(({ name, amount }) => `${name} ${amount}`);
}

describe('an exported treemap', () => {
  it('has a legend of what it draws, by the measure that it is drawn by', () => {
    assert.deepEqual(legend(read), ['Program 48 KiB \u00b7 2', 'Heap 20 KiB \u00b7 1']);
    assert.deepEqual(legend(read, { measure: 'size' }), ['Program 192 KiB \u00b7 3', 'Heap 64 KiB \u00b7 1']);
    const coloured = withColouring(read, 'permissions');
    assert.deepEqual(legend(coloured), ['Read, execute 40 KiB \u00b7 1', 'Read, write 28 KiB \u00b7 2']);
    assert.deepEqual(legend(withQuery(coloured, 'path:lib')), [
      'Read, execute 40 KiB \u00b7 1',
      'Read, write 8 KiB \u00b7 1',
    ]);
    const place = { group: 'heap', object: undefined };
    assert.deepEqual(legend(coloured, { place }), ['Read, write 20 KiB \u00b7 1']);
  });

  it('is left out of a report where there is nothing to draw, and said to be why there is no picture', () => {
    const none = ['There is nothing to draw of this measure here.'];
    assert.deepEqual(legend(withQuery(read, 'nothing-like-this')), none);
    assert.deepEqual(legend(read, { measure: 'swap' }), none);
    const titles = exported(read, { measure: 'swap' })
      .tables(new Uint32Array())
      .map(({ title }) => title);
    assert.deepEqual(titles, ['Totals by kind, sorted by Size, descending', 'Regions (0), sorted by Start, ascending']);
  });
});

describe('the caption of an exported file', () => {
  const lines = (model: Model): readonly string[] => exported(model).caption.lines;

  it('has the holes that a picture shows, and none where the fragmentation counts those between regions', () => {
    assert.match(lines(read)[0] ?? '', / \u00b7 2 holes$/);
    const { scene } = read;
    assert.ok(scene);
    assert.doesNotMatch(compositionCaption(read, scene, [], false).lines.join(), /hole/);
  });

  it('names what is filtered out, but not what the map no longer has', () => {
    const hidden = (...ids: string[]): Model => withFilter(withColouring(read, 'object'), { hidden: ids, traits: [] });
    assert.match(
      lines(hidden('object:08:01:7:/lib/a.so')).at(-1) ?? '',
      /^filter: without a\.so \u2192 1 of 4 regions/,
    );
    assert.doesNotMatch(lines(hidden('object:08:01:9:/lib/gone.so')).join(), /filter/);
  });
});
