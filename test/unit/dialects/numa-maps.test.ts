/** numa_maps: policies, keys and names as show_numa_map() prints them, whole and inside other texts. */
import assert from 'node:assert/strict';
import { mapsOf, onlyMap, problems, rows } from './reading.ts';

const LINES = [
  '00400000 default file=/usr/bin/sensord mapped=2 active=0 N0=2 kernelpagesize_kB=4',
  '00404000 default heap anon=3 dirty=2 swapcache=1 writeback=1 mapmax=4 N0=1 N3=2 kernelpagesize_kB=4',
  '7f0000000000 interleave:0-3,7 huge anon=2 dirty=2 N0=1 N1=1 kernelpagesize_kB=2048',
  '7f0000600000 local',
  '7ffc00000000 default stack anon=4 dirty=4 N0=4 kernelpagesize_kB=4',
];
const TEXT = `${LINES.join('\n')}\n`;

describe('numa_maps', () => {
  it('gives starts, names, and what each node holds', () => {
    const map = onlyMap(TEXT);
    assert.equal(map.dialect, 'numa_maps');
    assert.deepEqual(rows(TEXT), [
      '0x00400000-? ? ? ? ? /usr/bin/sensord',
      '0x00404000-? ? ? ? ? [heap]',
      '0x7f0000000000-? ? ? ? ?',
      '0x7f0000600000-? ? ? ? ?',
      '0x7ffc00000000-? ? ? ? ? [stack]',
    ]);
    assert.deepEqual(
      map.regions.map(({ numa }) => numa),
      [
        { policy: 'default', mapped: 2, active: 0, N0: 2, kernelpagesize_kB: 4 },
        {
          policy: 'default',
          anon: 3,
          dirty: 2,
          swapcache: 1,
          writeback: 1,
          mapmax: 4,
          N0: 1,
          N3: 2,
          kernelpagesize_kB: 4,
        },
        {
          policy: 'interleave',
          policy_nodes: '0-3,7',
          huge: 1,
          anon: 2,
          dirty: 2,
          N0: 1,
          N1: 1,
          kernelpagesize_kB: 2048,
        },
        { policy: 'local' },
        { policy: 'default', anon: 4, dirty: 4, N0: 4, kernelpagesize_kB: 4 },
      ],
    );
    assert.deepEqual(
      map.regions.map(({ smaps, size, line }) => [smaps, size, line]),
      [1, 2, 3, 4, 5].map((line) => [null, null, line]),
    );
    assert.deepEqual(map.range, { first: 1, last: 5 });
    const { size, anonymousSize, writableExecutable, byPerms } = map.totals;
    assert.deepEqual([size, anonymousSize, writableExecutable], [null, null, null]);
    assert.deepEqual({ ...byPerms }, { unknown: { regions: 5, size: null } });
    assert.equal(map.pageSize, 4096);
    assert.deepEqual(map.problems, []);
    assert.match(map.assumptions?.join() ?? '', /not where they end/);
  });

  const policies: [text: string, numa: object][] = [
    ['default', { policy: 'default' }],
    ['local', { policy: 'local' }],
    ['prefer:1', { policy: 'prefer', policy_nodes: '1' }],
    ['prefer (many):1-2', { policy: 'prefer (many)', policy_nodes: '1-2' }],
    ['bind=static:0', { policy: 'bind', policy_flags: 'static', policy_nodes: '0' }],
    ['bind=static|balancing:0-1', { policy: 'bind', policy_flags: 'static|balancing', policy_nodes: '0-1' }],
    ['interleave=relative:0-1', { policy: 'interleave', policy_flags: 'relative', policy_nodes: '0-1' }],
    ['weighted interleave:0,2', { policy: 'weighted interleave', policy_nodes: '0,2' }],
  ];
  for (const [text, numa] of policies) {
    it(`reads the policy "${text}" whatever the row before had`, () => {
      for (const before of policies) {
        const map = onlyMap(`7f0000000000 ${before[0]} anon=1 N0=1\n7f0000001000 ${text} anon=1 N0=1\n`);
        assert.deepEqual(map.regions[1]?.numa, { ...numa, anon: 1, N0: 1 });
      }
    });
  }

  it('undoes the escapes of blank, tab, newline and equals sign, and no others', () => {
    const paths = [
      ['/a\\040b\\011c\\075d', '/a b\tc=d'],
      ['/new\\012line', '/new\nline'],
      ['/back\\slash\\134\\x', '/back\\slash\\134\\x'],
      ['/memfd:frames\\040(deleted)', '/memfd:frames'],
      ['/cut\\04', '/cut\\04'],
    ];
    const map = onlyMap(paths.map(([escaped], i) => `7f000000${i}000 default file=${escaped} N0=1\n`).join(''));
    assert.deepEqual(
      map.regions.map(({ path }) => path),
      paths.map(([, path]) => path),
    );
    assert.deepEqual(
      map.regions.map(({ deleted }) => deleted),
      [false, false, false, true, false],
    );
  });

  it('keeps keys and flags that no kernel has yet', () => {
    const { regions } = onlyMap('7f0000000000 default sealed anon=1 gravity=9 shape=round N0=1\n');
    assert.deepEqual(regions[0]?.numa, { policy: 'default', sealed: 1, anon: 1, gravity: 9, shape: 'round', N0: 1 });
  });

  it('tells a row whose policy cannot be read, and reads the rest', () => {
    const map = onlyMap(`${LINES[0]}\n00403000 ?? anon=1\n${LINES[2]}\n`);
    assert.deepEqual(problems(map), ['2:10 "?? anon=1" stands where the memory policy should be']);
    assert.equal(map.regions.length, 2);
  });

  it('is found in a mail, below the name of the file, beside the maps of the same process', () => {
    const text = `> /proc/4711/numa_maps\n${LINES.map((line) => `> ${line}\n`).join('')}> \n> /proc/4711/smaps\n> 00400000-00402000 r-xp 00000000 08:01 17 /usr/bin/sensord\n`;
    const maps = mapsOf(text);
    assert.deepEqual(
      maps.map(({ dialect, title, source, range, regions }) => [
        dialect,
        title,
        source.pid,
        range?.first,
        regions.count,
      ]),
      [
        ['numa_maps', 'PID 4711', 4711, 1, 5],
        ['maps', 'PID 4711', 4711, 8, 1],
      ],
    );
  });

  it('is found with a byte order mark, with CR LF, indented, and behind the file name that grep prints', () => {
    for (const text of [
      `\ufeff${TEXT}`,
      TEXT.replaceAll('\n', '\r\n'),
      TEXT.replaceAll(/^/gm, '\t'),
      TEXT.replaceAll(/^(?=.)/gm, 'numa_maps:'),
    ]) {
      assert.deepEqual(rows(text), rows(TEXT));
    }
  });

  it('parts the maps of two processes', () => {
    const next = TEXT.replaceAll('sensord', 'logger');
    const six = `${TEXT}7ffd00000000 default\n`;
    assert.deepEqual(
      mapsOf(six + next).map(({ range, regions }) => [range?.first, regions.count]),
      [
        [1, 6],
        [7, 5],
      ],
    );
  });

  it('is not seen in texts that have a number before a word of a policy', () => {
    for (const line of [
      '20230718 local time',
      '12345678 default gateway',
      'deadbeef bind failed',
      '00000000 preferences saved',
    ]) {
      assert.deepEqual(mapsOf(`${line}\nand more\n`), [], line);
    }
  });

  it('takes a path with an escape character for a path, and colours for colours', () => {
    const [plain] = rows('7f0000000000 default file=/a\x1b[31mred N0=1\n');
    assert.equal(plain, '0x7f0000000000-? ? ? ? ? /a\x1b[31mred');
    const [coloured] = rows('7f0000000000 default file=/a\x1b[01;31m\x1b[Kred\x1b[m\x1b[K N0=1\n');
    assert.equal(coloured, '0x7f0000000000-? ? ? ? ? /ared');
  });
});
