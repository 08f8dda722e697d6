/** Going back and forward through what was looked at. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { isFit, pan, zoomAt } from '../../../src/core/layout/viewport.ts';
import { settle, startHistory, step, type Span } from '../../../src/webview/layout/history.ts';
import { startModel, withScale, withSnapshot, withView, type Model } from '../../../src/webview/layout/model.ts';
import { canTravel, travel, withSettledView } from '../../../src/webview/layout/travel.ts';
import { snapshotOf } from './snapshots.ts';

const maps = readFileSync('test/fixtures/cat.maps', 'latin1');

function lookedAt(): Model {
  return withSnapshot(startModel(undefined), snapshotOf(maps));
}

function length({ scene }: Model): number {
  assert.ok(scene);
  return scene.axis.length;
}

function zoomed(model: Model, at: number): Model {
  return withView(model, zoomAt(model.view, length(model), 4, at));
}

describe('the history of views', () => {
  const spans = fc.array(
    fc.option(
      fc.nat(1000).map((from) => ({ from, to: from + 10 })),
      { nil: undefined },
    ),
  );

  it('goes back through every view that was settled on, and forward to the last', () => {
    fc.assert(
      fc.property(spans, (views) => {
        const start = startHistory(undefined);
        const end = views.reduce<typeof start>((history, view) => settle(history, view), start);
        const seen: Span[] = [end.now];
        let at = end;
        for (let next = step(at, -1); next; next = step(at, -1)) seen.push((at = next).now);
        const changes = views.filter((view, i) => view?.from !== (i > 0 ? views[i - 1] : undefined)?.from);
        assert.deepEqual(seen.toReversed(), [undefined, ...changes].slice(-101));
        for (let next = step(at, 1); next; next = step(at, 1)) at = next;
        assert.deepEqual(at.now, end.now);
      }),
    );
  });

  it('has no step for what passes on the way to a view', () => {
    let model = withSettledView(lookedAt());
    for (let i = 0; i < 20; i++) model = withView(model, zoomAt(model.view, length(model), 1.1, 0.3));
    model = withSettledView(model);
    assert.equal(model.history.past.length, 1);
    assert.ok(isFit(travel(model, -1).view, length(model)));
  });

  it('goes back from a view that did not settle yet, and forward to it again', () => {
    const near = zoomed(lookedAt(), 0.4);
    const back = travel(near, -1);
    assert.ok(isFit(back.view, length(back)));
    assert.ok(canTravel(back, 1) && !canTravel(back, -1));
    const again = travel(back, 1).view;
    assert.ok(Math.abs(again.from - near.view.from) < 1 && Math.abs(again.to - near.view.to) < 1);
  });

  it('forgets what was ahead once one looks elsewhere', () => {
    const model = travel(zoomed(lookedAt(), 0.4), -1);
    assert.ok(!canTravel(zoomed(model, 0.9), 1));
  });

  it('survives another reading and other folding, and not another map', () => {
    const near = withSettledView(zoomed(lookedAt(), 0.4));
    const read = withSettledView(withSnapshot(near, snapshotOf(maps, { id: 2 })));
    assert.equal(read.history.past.length, 1);
    assert.ok(canTravel(withScale(read, { id: 'folded', foldReservations: false }), -1));
    const other = withSnapshot(near, snapshotOf(maps, { source: { kind: 'document', uri: 'file:///b.maps' } }));
    assert.ok(!canTravel(other, -1));
    assert.ok(!canTravel(withView(lookedAt(), pan(other.view, length(other), 10)), -1));
  });
});
