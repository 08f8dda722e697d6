/** A file that is read by the second thread is the file, whatever its length, and its errors are told. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ReadAhead } from '../../../src/sources/local/read-ahead.ts';

describe('reading ahead', () => {
  const folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
  let ahead: ReadAhead;

  before(async () => {
    const script = join(folder, 'thread.cjs');
    buildSync({
      stdin: {
        contents: `
          import { workerData } from 'node:worker_threads';
          import { readAheadData, serveReadAhead } from './src/sources/local/read-ahead.ts';
          serveReadAhead(readAheadData(workerData));`,
        resolveDir: '.',
      },
      outfile: script,
      bundle: true,
      platform: 'node',
    });
    ahead = new ReadAhead(script);
    while (!ahead.isReady) await new Promise((resolve) => setImmediate(resolve));
  });

  after(async () => {
    await ahead.dispose();
    rmSync(folder, { recursive: true });
  });

  function read(path: string): Buffer {
    const parts: Buffer[] = [];
    ahead.read(path, (part) => parts.push(Buffer.from(part)));
    return Buffer.concat(parts);
  }

  for (const length of [0, 1, 65_535, 65_536, 131_072, 131_073, 5_000_000]) {
    it(`gives the ${length.toLocaleString('en')} bytes of a file`, () => {
      const bytes = Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255));
      const path = join(folder, 'file with blank ü');
      writeFileSync(path, bytes);
      assert.equal(Buffer.compare(read(path), bytes), 0);
    });
  }

  it('tells the error of a file that is not there, and reads the next one', () => {
    assert.throws(() => read(join(folder, 'none')), { code: 'ENOENT' });
    const path = join(folder, 'small');
    writeFileSync(path, 'text\n');
    assert.equal(read(path).toString(), 'text\n');
  });

  it('stops where the taker throws, and reads the next one', () => {
    const path = join(folder, 'large');
    writeFileSync(path, Buffer.alloc(3_000_000, 'x'));
    let taken = 0;
    const stop = (): void => {
      if (++taken === 2) throw new Error('enough');
    };
    assert.throws(() => ahead.read(path, stop), /enough/);
    assert.equal(taken, 2);
    assert.equal(read(path).length, 3_000_000);
  });
});
