/** Sanity over real dumps of others: what their names and tools say of them must agree with the kinds. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS, corpusFiles } from '../corpus.ts';
import { labelOf, mapOf } from './labels.ts';

const strip = (label: string): string => label.replace(/[!?]$/, '');

/** Base names of files with the role program. */
function programsOf(map: MemoryMap): string[] {
  const found = new Set<string>();
  for (let row = 0; row < map.regions.count; row++) {
    if (!labelOf(map, row).startsWith('program file-')) continue;
    const { path } = regionAt(map.regions, row).file;
    found.add(path.slice(path.lastIndexOf('/') + 1).replace('memfd:', ''));
  }
  return [...found];
}

describe('kinds over the corpus', function () {
  this.timeout(60_000);
  const files = corpusFiles('maps', 'smaps').map((file) => ({ ...file, map: () => mapOf(readFileSync(file.path)) }));

  before(function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
  });

  it('agree with every name the kernel gives', () => {
    const kinds: Readonly<Record<string, string>> = {
      '[heap]': 'heap',
      '[stack]': 'stack',
      '[vdso]': 'vdso',
      '[vvar]': 'vvar',
      '[vsyscall]': 'vsyscall',
      '[vectors]': 'kernel-page',
      '[sigpage]': 'kernel-page',
    };
    for (const { name, map: read } of files) {
      const map = read();
      for (let row = 0; row < map.regions.count; row++) {
        const region = regionAt(map.regions, row);
        const label = strip(labelOf(map, row));
        const wanted = kinds[region.file.name];
        if (wanted !== undefined) assert.equal(label, wanted, `${name} row ${row}`);
        if (label === 'heap') assert.equal(region.file.name, '[heap]', `${name} row ${row}`);
      }
    }
  });

  it('know more than 99 of 100 regions', () => {
    let all = 0;
    let unknown = 0;
    for (const { map: read } of files) {
      const map = read();
      all += map.regions.count;
      for (let row = 0; row < map.regions.count; row++) if (strip(labelOf(map, row)) === 'unknown') unknown++;
    }
    assert.ok(all > 0);
    assert.ok(unknown * 100 < all, `${unknown} of ${all}`);
  });

  it('find the program that /proc/PID/status names', () => {
    // The name in status is the file's, cut to 15 bytes, unless a link or an interpreter gave another one.
    const links: Readonly<Record<string, string>> = {
      init: 'busybox',
      php: 'php8.2',
      ruby: 'ruby3.1',
      python3: 'python3.11',
      'redis-server': 'redis-check-rdb',
    };
    let checked = 0;
    for (const { name, path, format, map: read } of files) {
      const status = join(dirname(path), 'status');
      if (format !== 'maps' || !name.endsWith('/maps') || !existsSync(status)) continue;
      const map = read();
      const process = /^Name:\s*(.*)/m.exec(readFileSync(status, 'utf8'))?.[1] ?? '';
      // A kernel thread or a zombie has no map; a memfd's name is not the process's.
      if (map.regions.count === 0 || name.startsWith('memfd-exec/')) continue;
      const wanted = (links[process] ?? process).slice(0, 15);
      const found = programsOf(map).map((program) => program.slice(0, 15));
      // Under valgrind the client counts as a program too.
      assert.ok(found.includes(wanted), `${name}: ${process} is not among ${found.join(', ')}`);
      if (!name.startsWith('valgrind')) assert.equal(found.length, 1, `${name}: ${found.join(', ')}`);
      checked++;
    }
    assert.ok(checked > 60, `${checked} processes`);
  });

  it('find as many stacks as /proc/PID/status counts threads beside the first', () => {
    // Programs whose threads have stacks of the C library; Go's have none, and some programs make fibers or signal stacks.
    const processes = [
      'chromium-gpu-process/maps',
      'chromium-gpu-process/smaps',
      'chromium-renderer/maps',
      'chromium-renderer/smaps',
      'java17-transparenthuge/maps',
      'java17-zgc/maps',
      'java17-zgc/smaps',
      'mariadbd/smaps',
      'prog-edge32/maps',
      'prog-rusthello/maps',
      'redis-server/maps',
      'redis-server/smaps',
      'report-hserr-zgc/maps',
    ];
    const found = files.filter(({ name }) => processes.includes(name));
    assert.equal(found.length, processes.length);
    for (const { name, path, map } of found) {
      const threads = /^Threads:\s*(\d+)/m.exec(readFileSync(join(dirname(path), 'status'), 'utf8'))?.[1];
      assert.equal(stacksOf(map()), Number(threads) - 1, name);
    }
  });

  it('find stacks that were merged into one region, and musl’s', () => {
    const stacks = (file: string): number => stacksOf(mapOf(readFileSync(join(CORPUS ?? '', 'captured', 'zoo', file))));
    assert.equal(stacks('thr-glibc236.smaps'), 4);
    assert.equal(stacks('thr-glibc243.smaps'), 1);
    assert.equal(stacks('musl-dyn.maps.txt'), 2);
  });
});

function stacksOf(map: MemoryMap): number {
  let count = 0;
  for (let row = 0; row < map.regions.count; row++) if (strip(labelOf(map, row)) === 'thread-stack') count++;
  return count;
}
