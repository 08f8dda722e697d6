/** Dumps of Valgrind's address space manager: inclusive ends, a table of names, reservations, free space. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm, type NormalFormRegion } from '../../../src/core/export/normal-form.ts';

function read(...lines: string[]): NormalForm[] {
  return parseMaps(Buffer.from(`${lines.join('\n')}\n`), {}).map((map) => normalForm(map));
}

function brief({ start, end, perms, offset, dev, inode, path, line }: NormalFormRegion): string {
  return `${line} ${start}-${end} ${perms} ${offset} ${dev} ${inode} ${path}`;
}

const DUMP = [
  '--4711:1:    main Address space manager is running',
  '--4711:2: aspacem   <<< SHOW_SEGMENTS: With contents of /proc/self/maps (9 segments)',
  '--4711:2: aspacem   2 segment names in 2 slots',
  '--4711:2: aspacem   freelist is empty',
  '--4711:2: aspacem   (0,4,7) /usr/libexec/valgrind/memcheck-amd64-linux',
  '--4711:2: aspacem   (1,51,2) /srv/a b/sleepy',
  '--4711:2: aspacem     0: RSVN 0000000000-0003ffffff     64m ----- SmFixed',
  '--4711:2: aspacem     1:      0004000000-0057ffffff   1344m',
  '--4711:2: aspacem     2: FILE 0058000000-0058000fff    4096 r---- d=0xfe00 i=341622  o=0       (0,4)',
  '--4711:2: aspacem     3: file 0058001000-00581d3fff 1912832 r-xT- d=0x10301 i=2383952 o=1916928 (1,51)',
  '--4711:2: aspacem     4: anon 005827f000-0059c8afff     26m rw--H',
  '--4711:2: aspacem     5: shm  0059c8b000-0059c8bfff    4096 rw---',
  '--4711:2: aspacem     6: RSVN 1ffeffe000-1ffeffffff    8192 ----- SmUpper',
  '--4711:2: aspacem    17: ANON ffffffffff600000-ffffffffff600fff    4096 --x--',
  '--4711:2: aspacem   118: RSVN ffffffffff601000-ffffffffffffffff      9m ----- SmFixed',
  '--4711:2: aspacem   >>>',
];

describe('valgrind', () => {
  it('takes no CR of a line’s end into a name', () => {
    const [map] = read(...DUMP.map((line) => `${line}\r`));
    assert.deepEqual(
      map?.regions.map(({ path }) => path).filter((path) => path !== ''),
      ['/usr/libexec/valgrind/memcheck-amd64-linux', '/srv/a b/sleepy'],
    );
  });

  it('reads segments: last bytes as ends, names from the table, device and inode, free space as none', () => {
    const [map, ...more] = read(...DUMP);
    assert.deepEqual(more, []);
    assert.equal(map?.dialect, 'valgrind');
    assert.deepEqual(map.regions.map(brief), [
      '7 0x00000000-0x04000000 ---p null null null ',
      '9 0x58000000-0x58001000 r--p 0x0 fe:00 341622 /usr/libexec/valgrind/memcheck-amd64-linux',
      '10 0x58001000-0x581d4000 r-xp 0x1d4000 103:01 2383952 /srv/a b/sleepy',
      '11 0x5827f000-0x59c8b000 rw-p null null null ',
      '12 0x59c8b000-0x59c8c000 rw-s null null null ',
      '13 0x1ffeffe000-0x1fff000000 ---p null null null ',
      '14 0xffffffffff600000-0xffffffffff601000 --xp null null null ',
      '15 0xffffffffff601000-0xffffffffffffffff ---p null null null ',
    ]);
    assert.deepEqual(map.problems, []);
  });

  it('has its title, its process, and the lines from its heading to its end', () => {
    const [map] = read(...DUMP);
    assert.equal(map?.title, 'PID 4711 "With contents of /proc/self/maps"');
    assert.equal(map.source.pid, 4711);
    assert.deepEqual(map.range, { first: 2, last: 16 });
  });

  it('says whose a segment is, as the row does, and what reservations and the heap are', () => {
    const [map] = read(...DUMP);
    assert.deepEqual(
      map?.regions.map(({ other, kind }) => `${String(other?.['segment'])}: ${kind}`),
      [
        'RSVN SmFixed: reserved',
        'FILE: data-file',
        'file T: file-text',
        'anon H: heap',
        'shm: shared-memory',
        'RSVN SmUpper: reserved',
        'ANON: vsyscall',
        'RSVN SmFixed: reserved',
      ],
    );
    assert.match(map?.assumptions?.join('\n') ?? '', /left out here[^]*last byte of each segment/);
  });

  it('gives each dump of a log as a map of its own', () => {
    const maps = read(
      ...DUMP,
      '--4711:1:    main more',
      ...DUMP.map((line) => line.replace('With contents of /proc/self/maps', 'Memory layout at client startup')),
    );
    assert.deepEqual(
      maps.map(({ title, range }) => `${title} ${range?.first}-${range?.last}`),
      ['PID 4711 "With contents of /proc/self/maps" 2-16', 'PID 4711 "Memory layout at client startup" 19-33'],
    );
  });

  it('reads the form before Valgrind 3.11, whose names have one number', () => {
    const [map] = read(
      '--17:0:aspacem  <<< SHOW_SEGMENTS: out_of_memory (2 segments, 12 segnames)',
      '--17:0:aspacem  ( 0) /usr/lib/valgrind/helgrind-amd64-linux',
      '--17:0:aspacem  (11) /lib/x86_64-linux-gnu/liblzma.so.5.2.2',
      '--17:0:aspacem    0: FILE 0038000000-0038001fff    8192 r-xT- d=0x802 i=10 o=0       (0)',
      '--17:0:aspacem    1: file 0058000000-0058000fff    4096 r---- d=0x802 i=11 o=0       (11)',
      '--17:0:aspacem  >>>',
    );
    assert.deepEqual(
      map?.regions.map(({ path }) => path),
      ['/usr/lib/valgrind/helgrind-amd64-linux', '/lib/x86_64-linux-gnu/liblzma.so.5.2.2'],
    );
    assert.equal(map?.title, 'PID 17 "out_of_memory"');
  });

  it('tells a dump that was cut short, and a line that the console broke', () => {
    const broken = DUMP.slice(1, 11).with(
      8,
      '--4711:2: aspacem     3: file 0058001000-00581d3fff [   10.8] serial8250: too much work',
    );
    const [map] = read(...broken);
    assert.equal(map?.regions.length, 3);
    const told = map.problems.map(({ line, reason }) => `${line} ${reason}`);
    assert.equal(told.length, 2);
    assert.match(told[0]!, /^1 the heading tells of 9 segments, and 5 were read$/);
    assert.match(told[1]!, /^9 .*five letters/);
  });

  it('reads a dump without its heading, and says that names are missing', () => {
    const [map] = read(...DUMP.slice(6, 10));
    assert.equal(map?.regions.length, 3);
    assert.equal(map.regions[1]?.inode, '341622');
    assert.match(map.assumptions?.join() ?? '', /not in the table/);
  });

  it('does not take a numbered list for segments', () => {
    assert.deepEqual(read('  3: anon 0058001000-00581d3fff 4096 rw---'), []);
  });
});
