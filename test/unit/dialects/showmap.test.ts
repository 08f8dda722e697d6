/** Android's showmap, in the columns of several versions. */
import assert from 'node:assert/strict';
import { mapsOf, onlyMap, problems, rows } from './reading.ts';

const WIDE = `$ adb shell showmap 4711
 virtual                     shared   shared  private  private                   Anon      Shmem     File      Shared   Private
    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS HugePages PmdMapped PmdMapped Hugetlb  Hugetlb    Locked    # object
-------- -------- -------- -------- -------- -------- -------- -------- -------- --------- --------- --------- -------- -------- -------- ---- ------------------------------
    1172       16        5        4        1        2        9        3        1         6         7         8       10       11       12    2 /apex/my app/lib64/libone.so
 4194304    61456    61456        0        0        0    61456        0        0         0         0         0        0        0        0   17 [anon]
    8188      116      108        8        0        0      108        0        0         0         0         0        0        0        0    1 [anon:dalvik-main space (region space)]
-------- -------- -------- -------- -------- -------- -------- -------- -------- --------- --------- --------- -------- -------- -------- ---- ------------------------------
 virtual                     shared   shared  private  private                   Anon      Shmem     File      Shared   Private
    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS HugePages PmdMapped PmdMapped Hugetlb  Hugetlb    Locked    # object
-------- -------- -------- -------- -------- -------- -------- -------- -------- --------- --------- --------- -------- -------- -------- ---- ------------------------------
 4203664    61588    61569       12        1        2    61573        3        1         6         7         8       10       11       12   20 TOTAL
`;
const PLACED = `           start              end  virtual                     shared   shared  private  private
            addr             addr     size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS flags  object
-------- -------- -------- -------- -------- -------- -------- -------- -------- -------- -------- ------ ------------------------------
      7f00000000       7f00001000        4        4        2        4        0        0        0        0        0    r-x /system/lib64/libfoo.so
      7f00001000       7f00003000        8        8        8        0        0        0        8        0        0    rw- /system/lib64/libfoo.so [bss]
    7f0000000000     7f0000100000     1024        0        0        0        0        0        0        0        0    --- [anon]
-------- -------- -------- -------- -------- -------- -------- -------- -------- -------- -------- ------ ------------------------------
           start              end  virtual                     shared   shared  private  private
            addr             addr     size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS flags  object
-------- -------- -------- -------- -------- -------- -------- -------- -------- -------- -------- ------ ------------------------------
                                      1036       12       10        4        0        0        8        0        0        TOTAL
`;
/** As Android 2 printed it. */
const OLDEST = `virtual                    shared   shared   private  private
size     RSS      PSS      clean    dirty    clean    dirty    object
-------- -------- -------- -------- -------- -------- -------- ------------------------------
       4        4        2        4        0        0        0 /system/lib/libfoo.so
     132       60       60        0        0        0       60 [heap]
-------- -------- -------- -------- -------- -------- -------- ------------------------------
     136       64       62        4        0        0       60 TOTAL
`;
/** As Android 4 to 9 printed it: a blank is missing before the last heading. */
const GLUED = ` virtual                     shared   shared  private  private
    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS   # object
-------- -------- -------- -------- -------- -------- -------- -------- -------- ---- ------------------------------
       4        4        2        4        0        0        0        0        0    1 /system/lib/libfoo.so
`
  .replace('   # object', '   #object')
  .replace('swapPSS   #object', 'swapPSSobject')
  .replaceAll('---- ---------------', '---------------')
  .replace('0    1 /', '0 /');

describe('showmap', () => {
  it('gives sums by name, without addresses', () => {
    const map = onlyMap(WIDE);
    assert.equal(map.dialect, 'showmap');
    assert.deepEqual(
      map.regions.map(({ start, end, size, perms, path, other }) => [start, end, size, perms, path, other]),
      [
        [null, null, 1172 * 1024, null, '/apex/my app/lib64/libone.so', { '#': 2 }],
        [null, null, 4194304 * 1024, null, '', { '#': 17 }],
        [null, null, 8188 * 1024, null, '[anon:dalvik-main space (region space)]', { '#': 1 }],
      ],
    );
    assert.deepEqual(map.regions[0]?.smaps, {
      Rss: 16,
      Pss: 5,
      Shared_Clean: 4,
      Shared_Dirty: 1,
      Private_Clean: 2,
      Private_Dirty: 9,
      Swap: 3,
      SwapPss: 1,
      AnonHugePages: 6,
      ShmemPmdMapped: 7,
      FilePmdMapped: 8,
      Shared_Hugetlb: 10,
      Private_Hugetlb: 11,
      Locked: 12,
    });
    assert.deepEqual(
      [map.title, map.source.pid, map.range, map.problems],
      ['PID 4711', 4711, { first: 1, last: 12 }, []],
    );
    assert.match(map.assumptions?.join() ?? '', /no addresses/);
  });

  it('gives addresses and permissions where they are told', () => {
    assert.deepEqual(rows(PLACED), [
      '0x7f00000000-0x7f00001000 r-xp ? ? ? /system/lib64/libfoo.so',
      '0x7f00001000-0x7f00003000 rw-p ? ? ?',
      '0x7f0000000000-0x7f0000100000 ---p ? ? ?',
    ]);
    const map = onlyMap(PLACED);
    assert.equal(map.regions[1]?.label, 'bss of /system/lib64/libfoo.so');
    assert.equal(map.regions[1]?.smaps?.['Private_Dirty'], 8);
    assert.deepEqual(map.range, { first: 1, last: 11 });
    assert.match(map.assumptions?.join() ?? '', /three permission letters/);
  });

  it('reads the columns of older versions', () => {
    assert.deepEqual(
      onlyMap(OLDEST).regions.map(({ path, size, smaps }) => [path, size, smaps?.['Rss'], smaps?.['Private_Dirty']]),
      [
        ['/system/lib/libfoo.so', 4096, 4, 0],
        ['[heap]', 132 * 1024, 60, 60],
      ],
    );
    assert.deepEqual(
      onlyMap(GLUED).regions.map(({ path, smaps }) => [path, smaps?.['SwapPss']]),
      [['/system/lib/libfoo.so', 0]],
    );
    const addresses = `start    end      shared   private  object
-------- -------- -------- -------- ------------------------------
afd00000 afd3f000      204       12 /system/lib/libc.so
-------- -------- -------- -------- ------------------------------
                       204       12 TOTAL
`;
    assert.deepEqual(rows(addresses), ['0xafd00000-0xafd3f000 ? ? ? ? /system/lib/libc.so']);
    assert.deepEqual(onlyMap(addresses).regions[0]?.other, { shared: 204, private: 12 });
    assert.deepEqual(onlyMap(addresses).range, { first: 1, last: 5 });
  });

  it('keeps columns that no version has yet', () => {
    const text = OLDEST.replace('dirty    object', 'dirty    gravity  object').replaceAll(
      /( +\d+)( \/| \[)/g,
      '$1        7$2',
    );
    assert.deepEqual(
      onlyMap(text).regions.map(({ path, other }) => [path, other]),
      [
        ['/system/lib/libfoo.so', { gravity: 7 }],
        ['[heap]', { gravity: 7 }],
      ],
    );
  });

  it('reads all processes of a bug report, with their names', () => {
    const section = (pid: number, name: string): string =>
      `------ SHOW MAP ${pid} (${name}) (showmap -q ${pid}) ------\n${OLDEST}\n`;
    assert.deepEqual(
      mapsOf(section(1, '/init') + section(4711, 'com.android.systemui')).map(({ title, source, range }) => [
        title,
        source.pid,
        range?.first,
        range?.last,
      ]),
      [
        ['PID 1 /init', 1, 1, 8],
        ['PID 4711 com.android.systemui', 4711, 10, 17],
      ],
    );
  });

  it('tells a row that is broken, and reads the rest', () => {
    const map = onlyMap(
      OLDEST.replace('       4        4        2', '       4        x        2').replace(
        '[heap]\n',
        '[heap]\n       8        8        8        0        0        0        8 [stack]\n',
      ),
    );
    assert.deepEqual(problems(map), ['4:17 "x        2        4     …" stands where a number should be']);
    assert.deepEqual(
      map.regions.map(({ path }) => path),
      ['[heap]', '[stack]'],
    );
  });

  it('is not seen below any rule of dashes', () => {
    assert.deepEqual(mapsOf('name     object\n-------- ------\n       4 chair\n'), []);
  });
});
