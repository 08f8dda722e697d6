/** Listings of mappings that other tools print: Android's unwinder, map_files, readelf, jcmd. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS } from '../corpus.ts';
import { brief, one, read } from './event-maps.ts';

describe('offline unwind data', () => {
  it('reads rows, flags as permissions, load biases', () => {
    const map = one(
      'pid: 25683 tid: 25692',
      'map: start: 7fd5aa784000 end: 7fd5aa93e000 offset: 1000 load_bias: 2000 flags: 5 name: /lib/lib c.so',
      'map: start: 7fd5aab44000 end: 7fd5aab49000 offset: 0 load_bias: 0 flags: 3 name: ',
      'map: start: 7fd5aab49000 end: 7fd5aab',
      'registers: 936 00112233',
    );
    assert.equal(map.dialect, 'unwind-map');
    assert.equal(map.title, 'PID 25683');
    assert.deepEqual(brief(map), [
      '7fd5aa784000-7fd5aa93e000 r-xp 0x1000 /lib/lib c.so @2',
      '7fd5aab44000-7fd5aab49000 rw-p 0x0 @3',
    ]);
    assert.deepEqual(map.regions[0]?.other, { 'load bias': 8192 });
    assert.deepEqual(map.range, { first: 1, last: 3 });
  });
});

describe('listing of map_files', () => {
  it('reads links, and the process when the folder tells', () => {
    const map = one(
      '/proc/4711/map_files:',
      'total 0',
      'lr-------- 1 root root 64 Nov 23 05:09 558e6e9e5000-558e6e9e6000 -> /opt/my -> tool',
      'lrw------- 1 root root 64 2024-11-23 05:09 7fc2ace65000-7fc2ad265000 -> /dev/zero (deleted)',
    );
    assert.equal(map.dialect, 'map-files');
    assert.equal(map.source.pid, 4711);
    assert.deepEqual(brief(map), [
      '558e6e9e5000-558e6e9e6000 null null /opt/my -> tool @3',
      '7fc2ace65000-7fc2ad265000 null null /dev/zero (deleted) @4',
    ]);
    assert.deepEqual(map.range, { first: 1, last: 4 });
    assert.match(map.assumptions?.join() ?? '', /memory without a file is missing/);
  });

  it('does not take other links for mappings', () => {
    assert.deepEqual(read(['lrwxrwxrwx 1 root root 64 Nov 23 05:09 abcdef-abcdef.txt -> /x']), []);
  });
});

describe('readelf notes of a core file', () => {
  it('reads NT_FILE of elfutils, and tells when rows are missing', () => {
    const rows = [
      '      55a3c518d000-55a3c518e000 00000000 4096        /home/dev/my segf',
      '      7f5d7d292000-7f5d7d3e8000 00026000 1400832     /usr/lib/libc.so.6',
    ];
    const map = one('    2 files:', ...rows, '  CORE                 512  FPREGSET');
    assert.equal(map.dialect, 'core-notes');
    assert.deepEqual(brief(map), [
      '55a3c518d000-55a3c518e000 null 0x0 /home/dev/my segf @2',
      '7f5d7d292000-7f5d7d3e8000 null 0x26000 /usr/lib/libc.so.6 @3',
    ]);
    assert.deepEqual(map.problems, []);
    assert.match(one('    3 files:', ...rows).problems[0]?.reason ?? '', /tells of 3 files, and 2 were read/);
  });

  it('reads NT_FILE of binutils, whose offsets are in pages and whose paths stand below', () => {
    const map = one(
      '  CORE                 0x000004c1	NT_FILE (mapped files)',
      '    Page size: 4096',
      '                 Start                 End         Page Offset',
      '    0x000055a3c518d000  0x000055a3c518e000  0x0000000000000000',
      '        /home/dev/segf',
      '    0x00007f5d7d292000  0x00007f5d7d3e8000  0x0000000000000026',
      '        /usr/lib/libc.so.6',
      '  CORE                 0x00000200	NT_FPREGSET (floating point registers)',
    );
    assert.deepEqual(brief(map), [
      '55a3c518d000-55a3c518e000 null 0x0 /home/dev/segf @4',
      '7f5d7d292000-7f5d7d3e8000 null 0x26000 /usr/lib/libc.so.6 @6',
    ]);
    assert.deepEqual(map.range, { first: 2, last: 7 });
  });
});

describe('JVM System.map', () => {
  const HEAD = [
    '4711:',
    'Memory mappings:',
    '',
    '  JAVAHEAP    Java Heap',
    '(*) - Mapping contains data from multiple regions',
    '',
    'size          prot offset  What',
  ];
  const ROWS = [
    '0x0000000420000000 - 0x000000043b000000   452984832  rw-p 00000000    JAVAHEAP',
    '0x00007fafe00c1000 - 0x00007fafe00c5000       16384  ---p 00000000    STACK(1489127 "UCT /x 7") ',
    '0x00007fafe00c5000 - 0x00007fafe01c2000     1036288  rw-p 00000000    STACK(1489127 "worker 7") ',
    '0x000055c9bb45a000 - 0x000055c9bb45b000        4096  r-xp 00001000    /usr/lib/jvm/bin/java',
    '0x00007fff7ce94000 - 0x00007fff7ceb6000      139264  rw-p 00000000    [stack]',
  ];

  it('reads rows, and what native memory tracking knows of them', () => {
    const map = one(...HEAD, ...ROWS, 'Total: 5 mappings with a total vsize of 454180864 (433M)');
    assert.equal(map.dialect, 'jvm-system-map');
    assert.equal(map.source.pid, 4711);
    assert.deepEqual(map.range, { first: 1, last: 13 });
    assert.deepEqual(
      map.regions.map(({ kind, label, path, offset }) => [kind, label, path, offset]),
      [
        ['arena', 'Java heap', '', '0x0'],
        ['guard', 'Stack of thread "UCT /x 7" (1489127)', '', '0x0'],
        ['thread-stack', 'Stack of thread "worker 7" (1489127)', '', '0x0'],
        ['file-text', undefined, '/usr/lib/jvm/bin/java', '0x1000'],
        ['stack', undefined, '[stack]', '0x0'],
      ],
    );
    assert.deepEqual(map.regions[0]?.other, { NMT: 'JAVAHEAP' });
    assert.deepEqual(map.problems, []);
  });

  it('tells a total that does not fit', () => {
    const map = one(...HEAD, ...ROWS.slice(2), 'Total: 5 mappings with a total vsize of 454180864 (433M)');
    assert.match(map.problems[0]?.reason ?? '', /tells of 5 mappings, and 3 were read/);
  });

  it('needs its heading', () => {
    assert.deepEqual(read(ROWS), []);
  });
});

describe('corpus: other listings', () => {
  const files: [file: string, dialect: string, regions: number][] = [
    ['public/aosp-libbacktrace/offline_testdata', 'unwind-map', 82],
    ['public/ddtrace-sysmap/annotated_regions_23.txt', 'jvm-system-map', 762],
    ['captured/tool-outputs/map_files.txt', 'map-files', 143],
    ['captured/samples/eu-readelf_core_notes.txt', 'core-notes', 15],
  ];
  for (const [file, dialect, regions] of files) {
    it(`reads ${file}`, function () {
      const path = join(CORPUS ?? '', file);
      if (CORPUS === undefined || !existsSync(path)) skip(this, `needs ../shared/corpus/${file}`);
      const maps = parseMaps(readFileSync(path), {});
      assert.deepEqual(
        maps.map((map) => [map.dialect, map.regions.count]),
        [[dialect, regions]],
      );
    });
  }
});
