/** What stands among saved files of /proc and is none of them, or is none that can be read. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, truncateSync } from 'node:fs';
import { parseProcessFilter, processMatcher } from '../../../src/sources/process-filter.ts';
import { readDump } from '../../../src/sources/read-dump.ts';
import { SavedSource } from '../../../src/sources/saved/source.ts';
import type { Waiting } from '../../../src/sources/source.ts';
import { skip } from '../../runner/report.mjs';
import { mapsLine, statLine } from './proc-root.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const MAPS = mapsLine(0x400000, '/bin/x') + mapsLine(0x500000, '[heap]');
const SMAPS = `${mapsLine(0x400000, '/bin/x')}Size:                  4 kB\nRss:                   4 kB\n`;
const TERABYTE = 2 ** 40;

const waiting: Waiting = { signal: new AbortController().signal, isCancelled: () => false };

describe('a folder of saved files with odd ones among them', () => {
  let folder: TemporaryFolder;
  let source: SavedSource;
  beforeEach(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    folder = new TemporaryFolder();
    source = new SavedSource(folder.path);
  });
  afterEach(async () => {
    await source.close();
    folder.remove();
  });

  const huge = (name: string): void => truncateSync(folder.write(name, ''), TERABYTE);
  const messageOf = async (pid: number, file: 'maps' | 'smaps'): Promise<string> => {
    const read = await source.readMap({ pid, file, startTime: undefined }, waiting);
    return read.ok ? `${read.map.regions.count} regions. ${read.map.assumptions.join(' ')}`.trim() : read.message;
  };

  it('lists its processes when files are too large to be true, and says of their maps why they are not read', async () => {
    folder.write('12/maps', MAPS);
    for (const name of ['12/status', '12/stat', '12/comm', '12/smaps', '13/maps', 'procsnap.json']) huge(name);
    folder.write('13/smaps', SMAPS);
    const { processes } = await source.list({}, waiting);
    assert.deepEqual(
      processes.map(({ pid }) => pid),
      [12, 13],
    );
    assert.equal(await messageOf(12, 'maps'), '2 regions.');
    const why = 'the file has 1 TiB: texts of up to 1 GiB are read';
    assert.equal(await messageOf(12, 'smaps'), `smaps of process 12 in this snapshot is not read: ${why}.`);
    assert.equal(
      await messageOf(13, 'maps'),
      `1 regions. maps of the snapshot is not read, as ${why}: these are the regions of its smaps.`,
    );
  });

  it('does not say of a file that may not be read that it was not saved', async () => {
    chmodSync(folder.path, 0o755);
    chmodSync(folder.write('12/smaps', SMAPS), 0o000);
    folder.write('12/maps', MAPS);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      assert.match(await messageOf(12, 'smaps'), /^smaps of process 12 in this snapshot is not read: .* EACCES\.$/);
      // Its layout shows the map without counters, and why.
      const [map] = (await readDump(folder.path)).maps;
      assert.deepEqual(
        [map?.regions.count, map?.problems.map(({ reason }) => reason)],
        [2, ['smaps is not read: the file cannot be read: EACCES']],
      );
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('names pipes instead of waiting for them or leaving them out', async () => {
    folder.write('12/maps', MAPS);
    execFileSync('mkfifo', [`${folder.path}/12/smaps`, `${folder.path}/12/status`]);
    const told = '12/status and 1 more file are not read: a pipe, a socket or a device is no saved file';
    const isTold = (text = ''): boolean => text.replace('12/smaps', '12/status').includes(told);
    const { processes, hidden } = await source.list({}, waiting);
    assert.equal(processes.length, 1);
    assert.ok(isTold(hidden), hidden);
    const [map] = (await readDump(folder.path)).maps;
    assert.ok(
      map?.problems.some(({ reason }) => isTold(reason)),
      map?.problems.map(({ reason }) => reason).join(),
    );
  });

  it('tells names that a terminal would obey, or that turn the reading direction, by what they are made of', async () => {
    folder.write('12/maps', MAPS);
    folder.write('a\u001b[31m\u202eb/x', '');
    symlinkSync('x', `${folder.path}/a\u001b[31m\u202eb/maps`);
    const [map] = (await readDump(folder.path)).maps;
    assert.deepEqual(
      map?.problems.map(({ reason }) => reason),
      ['a\\x1b[31m\\u202eb/maps is not read: links are not followed'],
    );
  });

  it('takes numbers that no kernel prints for unknown', async () => {
    const digits = '9'.repeat(400);
    folder.write('12/maps', MAPS);
    folder.write('12/status', `Name:\tx\nPid:\t12\nUid:\t0\t${digits}\nVmRSS:\t${digits} kB\nThreads:\t${digits}\n`);
    folder.write('13/maps', MAPS);
    folder.write('13/stat', statLine(13, { threads: 4711 }).toString().replace('4711', digits));
    const { processes } = await source.list({}, waiting);
    assert.deepEqual(
      processes.map(({ pid, uid, rss, threads }) => [pid, uid, rss, threads]),
      [
        [12, undefined, undefined, undefined],
        [13, undefined, undefined, undefined],
      ],
    );
    const fits = processMatcher(parseProcessFilter('rss>10%').query, processes);
    assert.deepEqual(processes.filter(fits), []);
  });
});
