/** Saved files of /proc as people keep them: not copied whole, in folders of any name. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Figures, readFigures } from '../../../src/sources/figures/read-figures.ts';
import { CostScale } from '../../../src/sources/figures/smaps-cost.ts';
import type { ReadFailure } from '../../../src/sources/process.ts';
import { openDump, readDump } from '../../../src/sources/read-dump.ts';
import { SavedSource } from '../../../src/sources/saved/source.ts';
import type { Waiting } from '../../../src/sources/source.ts';
import { mapsLine } from './proc-root.ts';
import { tarFile } from './tar-builder.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const waiting: Waiting = { signal: new AbortController().signal, isCancelled: () => false };

describe('saved files of /proc', () => {
  const sources: SavedSource[] = [];
  const source = (path: string): SavedSource => {
    const opened = new SavedSource(path);
    sources.push(opened);
    return opened;
  };
  afterEach(() => Promise.all(sources.splice(0).map((each) => each.close())));

  it('say of a map that ends within a line that its end is missing, whether the archive or the file was cut', async () => {
    const cut = new TemporaryFolder();
    try {
      const bytes = tarFile([
        { path: '12/maps', content: mapsLine(0x400000, '/bin/x') + mapsLine(0x500000, '/lib/y.so') },
      ]);
      cut.write('cut.tar', bytes.subarray(0, 512 + mapsLine(0x400000, '/bin/x').length + 60));
      cut.write('folder/12/maps', mapsLine(0x400000, '/bin/x').slice(0, -2));
      for (const [name, line] of [
        ['cut.tar', 2],
        ['folder', 1],
      ] as const) {
        const path = join(cut.path, name);
        const live = await source(path).readMap({ pid: 12, file: 'maps', startTime: undefined }, waiting);
        assert.ok(live.ok);
        const { maps } = await readDump(path);
        for (const map of [live.map, maps[0]]) {
          assert.equal(map?.regions.count, line);
          // The archive has a problem of its own, without a line.
          const problems = map.problems.filter((problem) => problem.line > 0);
          assert.deepEqual(
            problems.map((problem) => problem.line),
            [line],
          );
          assert.match(problems[0]?.reason ?? '', /^the file ends within a line/);
        }
      }
      const { hidden } = await source(join(cut.path, 'cut.tar')).list({}, waiting);
      assert.match(hidden ?? '', /^the archive ends inside 12\/maps\.$/);
    } finally {
      cut.remove();
    }
  });

  it('take a number or a date that somebody called a folder by for no PID where its files tell another one', async () => {
    const dates = new TemporaryFolder();
    try {
      for (const name of ['3', '20240117']) dates.write(`${name}/maps`, mapsLine(0x400000, '/bin/x'));
      dates.write('3/status', 'Name:\tx\nPid:\t300\n');
      const { processes, hidden } = await source(dates.path).list({}, waiting);
      const { maps } = await readDump(dates.path);
      assert.deepEqual(
        [processes.map(({ pid }) => pid), maps.map(({ source: { pid } }) => pid)],
        [[300], [300, undefined]],
      );
      assert.equal(hidden, '20240117 holds a map, but no PID. Show Layout opens them.');
    } finally {
      dates.remove();
    }
  });

  it('say why they are empty where tar was let loose on /proc itself', async () => {
    const folder = new TemporaryFolder();
    try {
      const empty = ['maps', 'status', 'stat'].map((name) => ({ path: `proc/12/${name}`, content: '' }));
      folder.write('proc.tar', tarFile(empty));
      const why = /^proc\/12\/maps and all other files of processes are empty, as tar saves them straight from \/proc/;
      const path = join(folder.path, 'proc.tar');
      assert.match((await source(path).list({}, waiting)).hidden ?? '', why);
      const dump = await openDump(path);
      assert.match(dump.problems.join(), why);
      dump.close();
      // Kernel threads have empty maps.
      folder.write('some.tar', tarFile([...empty, { path: 'proc/13/stat', content: '13 (x) S 1\n' }]));
      assert.equal((await source(join(folder.path, 'some.tar')).list({}, waiting)).hidden, undefined);
    } finally {
      folder.remove();
    }
  });

  it('have the figures that they tell, also without stat, and say of others that they were not saved', async () => {
    const folder = new TemporaryFolder();
    try {
      folder.write('12/status', 'Name:\tx\nState:\tS (sleeping)\nPid:\t12\nVmRSS:\t 40 kB\nThreads:\t3\n');
      folder.write('12/maps', mapsLine(0x400000, '/bin/x'));
      folder.write('sys/kernel/osrelease', '6.1.0\n');
      const { procfs } = source(folder.path);
      const figuresOf = (pid: number): Promise<Figures | ReadFailure> => {
        const subject = { procfs, source: { kind: 'saved', path: folder.path }, startTime: undefined } as const;
        const wants = { rollup: true, regions: true };
        return readFigures({ ...subject, pid, scale: new CostScale() }, wants, waiting.signal);
      };
      const figures = await figuresOf(12);
      assert.ok(figures.ok, JSON.stringify(figures));
      const { rss, threads, regions, pss, oomScore } = figures.values;
      assert.deepEqual([rss, threads, regions, figures.startTime], [40, 3, 1, undefined]);
      assert.deepEqual(pss, { unknown: 'The snapshot does not have smaps_rollup.' });
      assert.deepEqual(oomScore, { unknown: 'The snapshot does not have oom_score.' });
      const other = await figuresOf(13);
      assert.equal(!other.ok && other.reason, 'gone');
    } finally {
      folder.remove();
    }
  });
});
