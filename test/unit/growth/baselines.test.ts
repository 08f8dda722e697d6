/** How the extension keeps what a layout is compared with, for the next page. */
import assert from 'node:assert/strict';
import { Baselines } from '../../../src/extension/layout/baselines.ts';
import type { Snapshot } from '../../../src/protocol/layout.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const snapshot = (id: number): Snapshot => snapshotOf('1000-2000 rw-p 00000000 00:00 0\n', { id });

describe('the baseline of a layout', () => {
  let shown: Snapshot;
  let sent: unknown[];
  let baselines: Baselines;
  beforeEach(() => {
    sent = [];
    baselines = new Baselines((message) => sent.push(message));
  });

  it('is sent to the next page, and to nobody while it is what is shown anyway', () => {
    const first = (shown = snapshot(1));
    baselines.keep({ type: 'keep-baseline', id: 1, chosen: false }, shown);
    baselines.tell(shown);
    assert.deepEqual(sent, []);
    shown = snapshot(2);
    baselines.tell(shown);
    assert.deepEqual(sent, [{ type: 'baseline', of: first, chosen: false, shown: undefined }]);
  });

  it('is also sent when the user chose what is shown, or that nothing is compared', () => {
    shown = snapshot(3);
    baselines.keep({ type: 'keep-baseline', id: 3, chosen: true }, shown);
    baselines.tell(shown);
    baselines.keep({ type: 'keep-baseline', id: null, chosen: true }, shown);
    baselines.tell(shown);
    assert.deepEqual(sent, [
      { type: 'baseline', of: shown, chosen: true, shown: undefined },
      { type: 'baseline', of: undefined, chosen: true, shown: undefined },
    ]);
  });

  it('is at once that of another file which the user chose, and stays so for the next page', () => {
    const other = snapshot(6);
    const source = { kind: 'document', uri: 'file:///shown.maps' } as const;
    shown = snapshot(7);
    baselines.use(other, source);
    baselines.keep({ type: 'keep-baseline', id: 6, chosen: true }, shown);
    baselines.tell(shown);
    const message = { type: 'baseline', of: other, chosen: true, shown: source };
    assert.deepEqual(sent, [message, message]);
    baselines.keep({ type: 'keep-baseline', id: 7, chosen: true }, shown);
    baselines.tell(shown);
    assert.deepEqual(sent.at(-1), { type: 'baseline', of: shown, chosen: true, shown: undefined });
  });

  it('is forgotten when it is of a reading that is gone', () => {
    shown = snapshot(5);
    baselines.keep({ type: 'keep-baseline', id: 4, chosen: true }, shown);
    baselines.tell(shown);
    assert.deepEqual(sent, []);
  });
});
