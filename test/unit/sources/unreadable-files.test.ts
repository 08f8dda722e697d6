/** Files that cannot be read, as callers of the worker hear of them. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MapWorker } from '../../../src/sources/worker/client.ts';
import { skip } from '../../runner/report.mjs';
import { TemporaryFolder } from './temporary-folder.ts';

describe('a file that cannot be read', () => {
  it('says why in a sentence', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const worker = new MapWorker(resolve('dist/worker.js'));
    const folder = new TemporaryFolder();
    const isRoot = process.geteuid?.() === 0;
    try {
      chmodSync(folder.path, 0o755);
      const path = folder.write('closed.maps', '');
      chmodSync(path, 0o000);
      const sources = { source: {} };
      await assert.rejects(worker.readFile(join(folder.path, 'none'), sources), /: There is no such file\.$/);
      await assert.rejects(worker.readFile('/dev/zero', sources), /: It is a pipe or a device, and no file\.$/);
      if (isRoot) process.seteuid?.(65_534);
      await assert.rejects(worker.readFile(path, sources), /: The file may not be read: permission denied\.$/);
    } finally {
      if (isRoot) process.seteuid?.(0);
      worker.dispose();
      folder.remove();
    }
  });
});
