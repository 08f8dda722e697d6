/** Real folders of saved files, as sources: the list agrees with what the files say, and each map with its truth. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAP_FILES } from '../../../src/sources/process.ts';
import { SavedSource } from '../../../src/sources/saved/source.ts';
import type { Waiting } from '../../../src/sources/source.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS } from '../corpus.ts';

const waiting: Waiting = { signal: new AbortController().signal, isCancelled: () => false };

/** Folders of the corpus with these files. */
function folders(...names: string[]): string[] {
  const corpus = CORPUS;
  if (corpus === undefined) return [];
  return ['captured', 'public'].flatMap((part) =>
    readdirSync(join(corpus, part))
      .map((slug) => join(corpus, part, slug))
      .filter((folder) => names.every((name) => existsSync(join(folder, name)))),
  );
}

/** The regions that the truth has of a file; undefined where there is none. */
function regionsInTruth(folder: string, file: string): number | undefined {
  const path = join(CORPUS ?? '', 'truth', `${folder.split('/').at(-1)}__${file}.json`);
  if (!existsSync(path)) return undefined;
  const truth: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const count: unknown = typeof truth === 'object' && truth !== null ? Reflect.get(truth, 'regions') : undefined;
  return typeof count === 'number' ? count : undefined;
}

describe('a source of saved files of the corpus', function () {
  this.timeout(120_000);
  before(function () {
    if (CORPUS === undefined) skip(this, 'needs the corpus');
  });

  it('lists each process as its status tells it', async () => {
    const found = folders('maps', 'status');
    assert.ok(found.length > 10, `${found.length} folders`);
    for (const folder of found) {
      const source = new SavedSource(folder);
      const { processes } = await source.list({}, waiting);
      await source.close();
      const status = readFileSync(join(folder, 'status'), 'latin1');
      const field = (form: RegExp): number | undefined => {
        const value = form.exec(status)?.[1];
        return value === undefined ? undefined : Number(value);
      };
      assert.deepEqual(
        processes.map(({ pid, ppid, uid, rss, threads }) => ({ pid, ppid, uid, rss, threads })),
        [
          {
            pid: field(/^Pid:\s+(\d+)/m),
            ppid: field(/^PPid:\s+(\d+)/m),
            uid: field(/^Uid:\s+\d+\s+(\d+)/m),
            rss: field(/^VmRSS:\s+(\d+)/m),
            threads: field(/^Threads:\s+(\d+)/m),
          },
        ],
        folder,
      );
    }
  });

  it('reads as many regions as the truth has', async () => {
    let compared = 0;
    for (const folder of folders('maps', 'status')) {
      const source = new SavedSource(folder);
      const [process] = (await source.list({}, waiting)).processes;
      for (const file of MAP_FILES) {
        const truth = regionsInTruth(folder, file);
        if (truth === undefined || !process) continue;
        const read = await source.readMap({ pid: process.pid, file, startTime: undefined }, waiting);
        // Kernel threads and zombies have files that are empty: there a sentence stands for the map.
        if (truth === 0)
          assert.ok(!read.ok && ['kernel-thread', 'zombie', 'no-memory'].includes(read.reason), `${folder}/${file}`);
        else assert.equal(read.ok && read.map.regions.count, truth, `${folder}/${file}`);
        compared++;
      }
      await source.close();
    }
    assert.ok(compared > 20, `${compared} maps`);
  });
});
