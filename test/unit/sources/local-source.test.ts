/** Lists of this machine, as whoever waits for all of them gets them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { LocalSource } from '../../../src/sources/local/source.ts';
import { skip } from '../../runner/report.mjs';

/** More than are listed in the first step. */
const MANY = 400;

describe('the list of this machine', function () {
  const waiting = { signal: new AbortController().signal, isCancelled: () => false };
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  let end = (): void => undefined;
  before(async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const script = `i=0; while [ $i -lt ${MANY} ]; do sleep 600 & i=$((i+1)); done; echo ready; wait`;
    const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    await once(child.stdout, 'data');
  });
  after(() => end());

  it('makes no pause for rows to be shown where nobody shows the first of them', async () => {
    await setImmediate();
    const before = timers();
    let most = 0;
    const state = { isDone: false };
    const listing = new LocalSource().list({}, waiting).finally(() => (state.isDone = true));
    while (!state.isDone) {
      most = Math.max(most, timers());
      await setImmediate();
    }
    assert.ok((await listing).processes.length > MANY);
    assert.equal(most, before);
  });
});
