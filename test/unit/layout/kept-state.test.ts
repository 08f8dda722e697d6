import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLayoutState, readStateSource } from '../../../src/protocol/layout-state.ts';
import {
  keptState,
  select,
  startModel,
  withQuery,
  withSnapshot,
  type Model,
} from '../../../src/webview/layout/model.ts';
import { extendToPosition, selectRows } from '../../../src/webview/layout/selection.ts';
import { snapshotOf } from './snapshots.ts';

const text = [
  '00400000-00401000 r-xp 00000000 08:01 7 /home/secret/program',
  '00500000-00502000 rw-p 00000000 00:00 0 [heap]',
  '7f0000000000-7f0000001000 rw-s 00000000 00:05 9 /dev/shm/secret',
  '',
].join('\n');

/** A view that somebody works in. */
function usedModel(): ReturnType<typeof startModel> {
  const model = withQuery(withSnapshot(startModel(undefined), snapshotOf(text)), 'perms:w');
  return select({ ...model, sort: { column: 'size', descending: true }, show: 'both' }, 1);
}

describe('the state that a layout keeps', () => {
  it('is given back as it was, through JSON', () => {
    const state = keptState(usedModel());
    assert.ok(state);
    const read = readLayoutState(JSON.parse(JSON.stringify(state)));
    assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(state)));
    assert.deepEqual(keptState(withSnapshot(startModel(read), snapshotOf(text))), state);
  });

  it('has the ends of what is selected together, as long as two addresses tell it', () => {
    const again = (model: Model): Model =>
      withSnapshot(startModel(readLayoutState(keptState(model))), snapshotOf(text));
    const model = select(withSnapshot(startModel(undefined), snapshotOf(text)), 2);
    const two = extendToPosition(model, 1);
    assert.deepEqual(
      [keptState(two)?.selected, keptState(two)?.to],
      [
        [0x500000, 0],
        [0, 0x7f00],
      ],
    );
    assert.deepEqual([...(again(two).several?.positions ?? [])], [1, 2]);
    // From where it began it goes on.
    assert.deepEqual([...(extendToPosition(again(two), 0).several?.positions ?? [])], [0, 1, 2]);
    const apart = selectRows(two, Uint32Array.of(0, 2));
    assert.equal(keptState(apart)?.to, undefined);
    assert.equal(again(apart).several, undefined);
    // Of what a filter lets through, both ends tell all.
    const some = extendToPosition(select(withQuery(model, '-[heap]'), 2), 0);
    assert.deepEqual([...(again(some).several?.positions ?? [])], [0, 2]);
  });

  it('holds nothing of the map but the place that is looked at', () => {
    const state = keptState(usedModel());
    const kept = JSON.stringify(state);
    assert.doesNotMatch(kept, /secret|program|heap|shm/);
    // The selected region's start is the only address.
    assert.deepEqual(state?.selected, [0x500000, 0]);
    assert.doesNotMatch(kept.replace('[5242880,0]', ''), /4194304|5242880|139\d{12}/);
  });

  it('is none when it is garbage or of another version, and then the view starts anew', () => {
    const states = fc.oneof(
      fc.anything(),
      fc.record({ version: fc.anything(), source: fc.anything(), view: fc.anything(), filter: fc.anything() }),
      fc.record({
        version: fc.constant(1),
        source: fc.constant({ kind: 'document', uri: 'file:///a' }),
        filter: fc.anything(),
        view: fc.anything(),
        sort: fc.anything(),
        selected: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(states, (value) => {
        const state = readLayoutState(value);
        const model = withSnapshot(startModel(state), snapshotOf(text));
        assert.equal(model.scene?.axis.count, 3);
        assert.ok(model.view.from < model.view.to && model.view.to <= model.scene.axis.length);
      }),
    );
    assert.equal(readLayoutState({ version: 99, source: { kind: 'document', uri: 'file:///a' } }), undefined);
  });

  it('says what it was of in every version, so that the view opens again after an update', () => {
    const source = { kind: 'document', uri: 'file:///a' };
    assert.deepEqual(readStateSource({ version: 99, source }), source);
    for (const none of [undefined, null, 7, 'x', {}, { source: {} }]) assert.equal(readStateSource(none), undefined);
  });
});
