/** Places of files in backtraces: which file a frame means, and where that place lies in the map of the same text. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { addressAtPlace } from '../../../src/core/locate/locate-object.ts';
import { objectWords } from '../../../src/core/locate/object-words.ts';

const LIBC = '/apex/com.android.runtime/lib64/bionic/libc.so';

describe('places of files', () => {
  const cases: readonly [line: string, words: readonly string[]][] = [
    [`    #00 pc 0000000000051b94  ${LIBC} (abort+164) (BuildId: 0123456789abcdef)`, [`${LIBC} 51b94`]],
    ['  #03 pc 00018d27  /system/lib/libc.so (tgkill+12)', ['/system/lib/libc.so 18d27']],
    ['#00 pc 000000000000060c  [vdso] (__kernel_rt_sigreturn)', ['[vdso] 60c']],
    [
      '#02 pc 000000000047ca74  /data/app/a b==/base.apk!libgame.so (offset 0x31f000) (f+8)',
      ['/data/app/a b==/base.apk 47ca74 31f000'],
    ],
    ['V  [libjvm.so+0x8f5c12]  JavaThread::run()+0x5e', ['libjvm.so 8f5c12']],
    [
      '    #1 0x7f0a12345678  (/lib/x86_64-linux-gnu/libc.so.6+0x2724a) (BuildId: 93ac)',
      ['/lib/x86_64-linux-gnu/libc.so.6 2724a'],
    ],
    ['#0  0x00007f1b2c3d4e5f raise (libc.so.6 + 0x3bef5)', ['libc.so.6 3bef5']],
    ['./app(+0x1149) [0x55d0a0001149]', ['./app 1149']],
    ['/opt/app/app(main+0x1c)[0x55d0a000115c]', []],
    ['x0  0000007b1c0de000  pc  0000007b1c0de004', []],
    ['f(a + 0x10) + g[i+0x4]', []],
  ];
  for (const [line, words] of cases) {
    it(`are found in "${line}"`, () => {
      const found = objectWords(line).map(({ object, relative, start }) =>
        [object, relative.toString(16), ...(start > 0n ? [start.toString(16)] : [])].join(' '),
      );
      assert.deepEqual(found, words);
    });
  }

  it('are marked without the brackets around them, and with those in them', () => {
    const line =
      'pc 000000000004d1a4  /system/lib64/libc.so; [libjvm.so+0x8f5c] (libc.so.6 + 0x3bef5) ./app(+0x1149) [0x1]';
    assert.deepEqual(
      objectWords(line).map(({ from, to }) => line.slice(from, to)),
      ['000000000004d1a4', 'libjvm.so+0x8f5c', 'libc.so.6 + 0x3bef5', './app(+0x1149)'],
    );
  });

  it('never throw, and lie inside the line', () => {
    const part = fc.constantFrom(
      'pc ',
      '0004d1a4',
      '  ',
      '/a',
      '(',
      ')',
      '[',
      ']',
      '+',
      ' + ',
      '0x1f',
      'lib.so',
      '(offset 0x',
      '!',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 9 })), { maxLength: 30 }), (parts) => {
        const line = parts.join('');
        for (const { from, to } of objectWords(line)) assert.ok(from >= 0 && from < to && to <= line.length);
      }),
    );
  });

  it('are found in a long line in no time', () => {
    const line = `${' (a'.repeat(6000)}${' [b'.repeat(6000)}${'pc 000000 /'.repeat(2000)}`;
    assert.deepEqual(objectWords(line), []);
  });
});

describe('a frame', () => {
  const TOMBSTONE = [
    "ABI: 'arm64'",
    'pid: 4, tid: 4, name: app  >>> com.example <<<',
    'backtrace:',
    `      #00 pc 0000000000051b94  ${LIBC} (abort+164)`,
    '      #01 pc 0000000000481004  /data/app/base.apk!libgame.so (offset 0x31f000) (start+4)',
    '      #02 pc 0000000000003010  /system/lib64/libbias.so (run+16)',
    '      #03 pc 0000000000999999  /system/lib64/libbias.so (beyond)',
    '      #04 pc 0000000000003010  /system/lib64/libnone.so (nowhere)',
    '',
    'memory map (7 entries):',
    `    00000060'00000000-00000060'000fffff r--         0    100000  ${LIBC}`,
    "    00000071'ef000000-00000071'ef04ffff r--         0     50000  " + LIBC,
    "    00000071'ef050000-00000071'ef0fffff r-x     50000     b0000  " + LIBC,
    "    00000072'00000000-00000072'003fffff r--    31f000    400000  /data/app/base.apk",
    "    00000072'00400000-00000072'0057ffff r-x    71f000    180000  /data/app/base.apk",
    "    00000073'00000000-00000073'00000fff r--         0      1000  /system/lib64/libbias.so (load bias 0x1000)",
    "    00000073'00001000-00000073'00003fff r-x      1000      3000  /system/lib64/libbias.so (load bias 0x1000)",
  ];
  const places = (lines: readonly string[], line: number, at: string): string[] => {
    const maps = parseMaps(Buffer.from(lines.join('\n')), {}, { embedded: true });
    const text = lines[line - 1]!;
    const found = addressAtPlace(maps, text, text.indexOf(at) + 2, line);
    return (found?.locations ?? []).map(
      ({ address, file }) => `${address.toString(16)} ${file?.relative?.toString(16) ?? '?'} ${file?.path}`,
    );
  };

  it('of Android lies where its file is mapped', () => {
    assert.deepEqual(places(TOMBSTONE, 4, '00000'), [`71ef051b94 51b94 ${LIBC}`]);
  });

  it('of a library in an archive lies behind where that begins', () => {
    assert.deepEqual(places(TOMBSTONE, 5, '00000'), ['7200481004 ? /data/app/base.apk']);
  });

  it('counts with the load bias of its file', () => {
    assert.deepEqual(places(TOMBSTONE, 6, '00000'), ['7300002010 3010 /system/lib64/libbias.so']);
  });

  it('beyond its file, and of a file that is not mapped, lies nowhere', () => {
    assert.deepEqual(places(TOMBSTONE, 7, '00000'), []);
    assert.deepEqual(places(TOMBSTONE, 8, '00000'), []);
  });

  const LOG = [
    'V  [libjvm.so+0x8f5c]  JavaThread::run()+0x5e',
    '#0  0x00007f0000001234 raise (libc.so.6 + 0x1234)',
    './libjvm.so(+0x10)',
    '7f0000000000-7f0000001000 r--p 00000000 fe:00 77                         /usr/lib/libc.so.6 (deleted)',
    '7f0000001000-7f0000009000 r-xp 00001000 fe:00 77                         /usr/lib/libc.so.6 (deleted)',
    '7f1000000000-7f1000100000 r-xp 00000000 fe:00 78                         /usr/lib/jvm/libjvm.so',
    '7f1000100000-7f1000101000 r--p 00000000 fe:00 79                         /usr/lib/jvm/notlibjvm.so',
  ];

  it('that names a file without its folders lies in the file of that name', () => {
    assert.deepEqual(places(LOG, 1, 'libjvm'), ['7f1000008f5c 8f5c /usr/lib/jvm/libjvm.so']);
    assert.deepEqual(places(LOG, 2, '0x1234'), ['7f0000001234 1234 /usr/lib/libc.so.6']);
  });

  it('has its address beside the place of its file', () => {
    assert.deepEqual(places(LOG, 2, '0x00007f'), ['7f0000001234 1234 /usr/lib/libc.so.6']);
  });

  it('that names a path lies in no other file', () => {
    assert.deepEqual(places(LOG, 3, '+0x10'), []);
  });
});
