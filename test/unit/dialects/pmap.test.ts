/** pmap of procps, toybox and busybox: plain, -x, -d and what they share. -X is in pmap-full.test.ts. */
import assert from 'node:assert/strict';
import { mapsOf, onlyMap, problems, rows } from './reading.ts';

const PLAIN = `4711:   /opt/sensord --all
0000000000400000      8K r-x-- sensord
0000000000402000      4K rw--- sensord
00000000014e5000    132K rw---   [ anon ]
00007f0000000000     64K rw-s- memfd:frames (deleted)
00007ffc00000000    132K rw---   [ stack ]
ffffffffff600000      4K --x--   [ anon ]
 total              344K
`;
const PLAIN_ROWS = [
  '0x00400000-0x00402000 r-xp ? ? ? sensord',
  '0x00402000-0x00403000 rw-p ? ? ? sensord',
  '0x014e5000-0x01506000 rw-p ? ? ?',
  '0x7f0000000000-0x7f0000010000 rw-s ? ? ? /memfd:frames (deleted)',
  '0x7ffc00000000-0x7ffc00021000 rw-p ? ? ? [stack]',
  '0xffffffffff600000-0xffffffffff601000 --xp ? ? ?',
];
const EXTENDED = `4711:   /opt/sensord --all
Address           Kbytes     RSS   Dirty Mode  Mapping
0000000000400000       8       4       0 r-x-- sensord
0000000000402000       4       4       4 rw--- sensord
00000000014e5000     132      60      60 rw---   [ anon ]
---------------- ------- ------- ------- 
total kB             144      68      64
`;
const DEVICE = `4711:   /opt/sensord --all
Address           Kbytes Mode  Offset           Device    Mapping
0000000000400000       8 r-x-- 0000000000001000 0fe:00000 sensord
0000000000402000       4 rw-s- 0000000123456000 000:00001   [ shmid=0x8001 ]
00000000014e5000     132 rw--- 0000000000000000 000:00000   [ anon ]
mapped: 144K    writeable/private: 136K    shared: 4K
`;
const TOYBOX = `4711: /opt/sensord
Address           Kbytes     PSS   Dirty    Swap Mode  Mapping
0000000000400000       8       4       0       0 r-x-- sensord
00000000014e5000     132      60      60       8 rw---   [heap]
00007f0000000000       4       0       0       0 rw---   [anon]
----------------  ------  ------  ------  ------
total                144      64      60       8
`;
const BUSYBOX = `4711: {sensord} /bin/sh /opt/sensord
Address\t\t  Kbytes     PSS   Dirty    Swap  Mode  Mapping
0000000000400000       8       4       0       0  r-xp  /opt/sensord
00000000014e5000     132      60      60       8  rw-p  [heap]
--------  ------  ------  ------  ------
total\t\t     140      64      60       8
`;

describe('pmap', () => {
  it('is read in its plain form: the end is start and size', () => {
    const map = onlyMap(PLAIN);
    assert.equal(map.dialect, 'pmap');
    assert.deepEqual(rows(PLAIN), PLAIN_ROWS);
    assert.deepEqual([map.title, map.source.pid, map.range], ['PID 4711 sensord', 4711, { first: 1, last: 8 }]);
    assert.deepEqual(map.problems, []);
    assert.equal(map.regions[3]?.kind, 'shared-memory');
  });

  it('says what its names leave open', () => {
    assert.deepEqual(onlyMap(PLAIN).assumptions, [
      'pmap without -p prints the names of files without their folders.',
      'pmap prints [ anon ] for heap, vdso and all else without a file: these are told as anonymous memory.',
    ]);
    assert.deepEqual(
      onlyMap(PLAIN.replaceAll(' sensord\n', ' /opt/my app/sensord\n').replaceAll('[ anon ]', '[heap]')).assumptions,
      undefined,
    );
  });

  it('is read with -x: RSS is the Rss of smaps, Dirty is its own', () => {
    const map = onlyMap(EXTENDED);
    assert.deepEqual(rows(EXTENDED), PLAIN_ROWS.slice(0, 3));
    assert.deepEqual(
      map.regions.map(({ smaps, other }) => [smaps, other]),
      [
        [{ Rss: 4 }, { Dirty: 0 }],
        [{ Rss: 4 }, { Dirty: 4 }],
        [{ Rss: 60 }, { Dirty: 60 }],
      ],
    );
    assert.deepEqual(map.range, { first: 1, last: 7 });
    assert.deepEqual(map.totals.smaps, { Rss: 68 });
  });

  it('is read with -d: offsets and devices', () => {
    assert.deepEqual(rows(DEVICE), [
      '0x00400000-0x00402000 r-xp 0x1000 ? ? sensord',
      '0x00402000-0x00403000 rw-s 0x123456000 ? ? [ shmid=0x8001 ]',
      '0x014e5000-0x01506000 rw-p 0x0 00:00 0',
    ]);
    assert.deepEqual(
      onlyMap(DEVICE).regions.map(({ other }) => other),
      [{ Device: 'fe:00' }, { Device: '00:01' }, {}],
    );
    assert.equal(onlyMap(DEVICE).regions[1]?.kind, 'shared-memory');
  });

  it("is read in toybox's and busybox's forms, whose Dirty is Private_Dirty", () => {
    assert.deepEqual(rows(TOYBOX), [
      '0x00400000-0x00402000 r-xp ? ? ? sensord',
      '0x014e5000-0x01506000 rw-p ? ? ? [heap]',
      '0x7f0000000000-0x7f0000001000 rw-p ? ? ?',
    ]);
    assert.deepEqual(rows(BUSYBOX), [
      '0x00400000-0x00402000 r-xp ? ? ? /opt/sensord',
      '0x014e5000-0x01506000 rw-p ? ? ? [heap]',
    ]);
    for (const text of [TOYBOX, BUSYBOX]) {
      assert.deepEqual(onlyMap(text).regions[1]?.smaps, { Pss: 60, Private_Dirty: 60, Swap: 8 });
      assert.deepEqual(onlyMap(text).problems, []);
    }
    assert.equal(
      onlyMap(TOYBOX.replaceAll('0000000000400000', '00400000').replaceAll(/^00000000/gm, '')).regions.length,
      3,
    );
  });

  it('leaves absent what very old versions print as a dash', () => {
    const text = `4711:   sensord
Address   Kbytes     RSS    Anon  Locked Mode   Mapping
08048000       8       -       -       - r-x--  sensord
0804a000       4       -       -       - rw---  sensord
-------- ------- ------- ------- -------
total kB      12       -       -       -
`;
    assert.deepEqual(
      onlyMap(text).regions.map(({ smaps }) => smaps),
      [{}, {}],
    );
    assert.deepEqual(rows(text), [
      '0x08048000-0x0804a000 r-xp ? ? ? sensord',
      '0x0804a000-0x0804b000 rw-p ? ? ? sensord',
    ]);
    assert.deepEqual(onlyMap(text).problems, []);
  });

  it('takes a region once that old versions print twice, the second time with zeros', () => {
    const lines = EXTENDED.split('\n');
    const zeros = (line: string): string => line.replace(/ +\d+ +\d+ +\d+ /, '       0       0       0 ');
    const sized = (line: string): string => line.replace(/( +\d+) +\d+ +\d+ /, '$1       0       0 ');
    for (const again of [zeros, sized]) {
      const text = lines.flatMap((line) => (line.startsWith('0') ? [line, again(line)] : [line])).join('\n');
      const map = onlyMap(text);
      assert.deepEqual(rows(text), rows(EXTENDED));
      assert.deepEqual(map.problems, []);
      assert.match(map.assumptions?.[0] ?? '', /printed 3 regions twice/);
    }
  });

  it('parts the processes of one output, with and without sums', () => {
    const quiet = PLAIN.replace(/ total.*\n/, '');
    for (const text of [PLAIN + EXTENDED + DEVICE, quiet + quiet.replace('4711', '4712') + EXTENDED]) {
      const maps = mapsOf(text);
      assert.equal(maps.length, 3);
      maps.forEach(({ range }, i) => assert.equal(range?.first, (maps[i - 1]?.range?.last ?? 0) + 1));
    }
    assert.deepEqual(
      mapsOf(quiet + quiet.replace('4711:   /opt/sensord', '4712:   logger')).map(({ title }) => title),
      ['PID 4711 sensord', 'PID 4712 logger'],
    );
  });

  it('is read in other languages, whose headings and words differ', () => {
    const german = EXTENDED.replace(
      /Address.*Mapping/,
      'Adresse            kByte     RSS   Dirty Modus Zuordnung',
    ).replace('total kB', 'kB gesamt');
    assert.deepEqual(rows(german), rows(EXTENDED));
    assert.deepEqual(onlyMap(german).range, { first: 1, last: 7 });
    const french = PLAIN.replace('[ stack ]', '[ pile  ]').replace(' total ', ' total ');
    assert.deepEqual(rows(french), PLAIN_ROWS);
    const ukrainian = PLAIN.replace('[ stack ]', '[ стек  ]')
      .replaceAll('[ anon ]', '[ анон ]')
      .replace(/ total.*/, ' загалом            344 К');
    assert.deepEqual(rows(ukrainian), PLAIN_ROWS);
    assert.deepEqual(onlyMap(ukrainian).range, { first: 1, last: 8 });
    assert.deepEqual(onlyMap(ukrainian).problems, []);
  });

  it('is read without a heading, in Markdown, in a quoted mail and in a log', () => {
    const bare = EXTENDED.split('\n').slice(2, 5).join('\n');
    assert.deepEqual(rows(bare), rows(EXTENDED));
    assert.match(
      onlyMap(bare).assumptions?.[0] ?? '',
      /^The heading is missing or translated: the numbers are taken for Rss, Dirty\.$/,
    );
    for (const prefix of ['    ', '> ', '\t', '[   12.345678] ']) {
      const text = `Text.\n${EXTENDED.replaceAll(/^(?=.)/gm, prefix)}\nText.\n`;
      assert.deepEqual(rows(text), rows(EXTENDED), prefix);
      assert.deepEqual(onlyMap(text).regions[0]?.smaps, { Rss: 4 });
    }
    const quoted = onlyMap(EXTENDED.replaceAll(/^(?=.)/gm, '> '));
    assert.deepEqual([quoted.title, quoted.range], ['PID 4711 sensord', { first: 1, last: 7 }]);
  });

  it('tells that rows are missing when the sum says more', () => {
    const map = onlyMap(PLAIN.replace(/^.*memfd.*\n/m, ''));
    assert.deepEqual(problems(map), [
      '7:21 the total is 344 kB, but the rows add up to 280 kB: rows are missing or were changed',
    ]);
  });

  it('tells a row that is broken, and reads the rest', () => {
    const broken: [row: string, column: number, reason: RegExp][] = [
      ['0000000000402000      4K rq--- sensord', 26, /^"rq--- sensord" stands where the mode should be$/],
      ['0000000000402000      xK rw--- sensord', 23, /^"xK rw--- sensord" stands where the size in kB should be$/],
      ['0000000000402000      0K rw--- sensord', 1, /^the region has no size$/],
      ['ffffffffffff0000  99999K rw--- sensord', 1, /^the region ends beyond the last address$/],
    ];
    for (const [text, column, reason] of broken) {
      const map = onlyMap(PLAIN.replace(/^.*402000.*$/m, text));
      const [problem] = map.problems;
      assert.deepEqual([problem?.line, problem?.column], [3, column], problem?.reason);
      assert.match(problem?.reason ?? '', reason);
      assert.equal(map.regions.length, 5);
    }
  });

  it('is not seen in dumps of bytes and in lists of symbols', () => {
    const texts = [
      '00000000  7f 45 4c 46 02 01 01 00  00 00 00 00 00 00 00 00  |.ELF............|\n',
      '00000010  03 00 31 00 01 00 00 00  10 10 00 00 00 00 00 00  |..>.............|\n',
      '0000000000001139 T main\n00000000000010b0 T _start\n',
      '12345678 100K of files\n',
    ];
    for (const text of texts) assert.deepEqual(mapsOf(text), [], text);
  });
});
