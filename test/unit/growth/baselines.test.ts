/** How the extension keeps what a layout is compared with, for the next page. */
import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Baselines } from '../../../src/extension/layout/baselines.ts';
import { LAYOUT_VERSION, type Snapshot } from '../../../src/protocol/layout.ts';
import { snapshotOf } from '../layout/snapshots.ts';

const snapshot = (id: number): Snapshot => snapshotOf('1000-2000 rw-p 00000000 00:00 0\n', { id });

describe('the baseline of a layout', () => {
  let shown: Snapshot;
  let sent: unknown[];
  let baselines: Baselines;
  let receive: (message: unknown) => void;
  beforeEach(() => {
    sent = [];
    const webview: Pick<vscode.Webview, 'onDidReceiveMessage' | 'postMessage'> = {
      onDidReceiveMessage: (listener: (message: unknown) => void) => {
        receive = listener;
        return { dispose: () => undefined };
      },
      postMessage: (message) => {
        sent.push(message);
        return Promise.resolve(true);
      },
    };
    baselines = new Baselines(webview, () => shown);
  });
  afterEach(() => baselines.dispose());
  const isReady = (): void => receive({ type: 'ready', version: LAYOUT_VERSION });

  it('is sent to the next page, and to nobody while it is what is shown anyway', () => {
    const first = (shown = snapshot(1));
    receive({ type: 'keep-baseline', id: 1, chosen: false });
    isReady();
    assert.deepEqual(sent, []);
    shown = snapshot(2);
    isReady();
    assert.deepEqual(sent, [{ type: 'baseline', of: first, chosen: false }]);
  });

  it('is also sent when the user chose what is shown, or that nothing is compared', () => {
    shown = snapshot(3);
    receive({ type: 'keep-baseline', id: 3, chosen: true });
    isReady();
    receive({ type: 'keep-baseline', id: null, chosen: true });
    isReady();
    assert.deepEqual(sent, [
      { type: 'baseline', of: shown, chosen: true },
      { type: 'baseline', of: undefined, chosen: true },
    ]);
  });

  it('is forgotten when it is of a reading that is gone', () => {
    shown = snapshot(5);
    receive({ type: 'keep-baseline', id: 4, chosen: true });
    isReady();
    assert.deepEqual(sent, []);
  });
});
