/** From an address in a text to its region, its file and the commands that name the function there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { hexWordAt, hexWords } from '../../../src/core/locate/hex-words.ts';
import { locate } from '../../../src/core/locate/locate.ts';
import { symbolAddress } from '../../../src/core/locate/symbol-commands.ts';

const LOG = readFileSync('test/fixtures/sensord-crash.log');

describe('hex words', () => {
  const cases: readonly [text: string, words: readonly string[]][] = [
    ['#0  0x00005648cf38c1c4 in main', ['5648cf38c1c4']],
    ['    #00 pc 000000000004d1a4  /system/lib64/libc.so', ['4d1a4']],
    ['pc 0x401136', ['401136']],
    [
      '"maps": "55d0c0de1000-55d0c0de2000 r-xp\\n55d0c0de2000-55d0c0de3000',
      ['55d0c0de1000', '55d0c0de2000', '55d0c0de2000', '55d0c0de3000'],
    ],
    ["00000000'0a434000-00000000'0a434fff rw-", ['a434000', 'a434fff']],
    ['7f00`12345678 call', []],
    ['0x00007f00`12345678 call', ['7f0012345678']],
    ["crash at `0x401136`, of `7f0012345678`; {'pc': '0x401137'}", ['401136', '7f0012345678', '401137']],
    ['x0  0000007b1c0de000  x1  deadbeefdeadbeef', ['7b1c0de000', 'deadbeefdeadbeef']],
    ['id 5a3f2b1c-1234-4abc-9def-001122334455, 20261125', ['5a3f2b1c', '001122334455'.replace(/^0+/, ''), '20261125']],
    ['0xfeedfacecafebeef0 is too long, 0x12 too short, g0x12345 no word', []],
    ['build 12345678901234567890', []],
    ['at 0x561e_671e_118f or 0x561e_671e118f', ['561e671e118f', '561e671e118f']],
    ['[0x7f0012345678L, 0x401136UL, 7f0012345678h, 0x7f0012345678Lx]', ['7f0012345678', '401136', '7f0012345678']],
  ];
  for (const [text, words] of cases) {
    it(`are found in "${text}"`, () => {
      assert.deepEqual(
        hexWords(text).map(({ address }) => address.toString(16)),
        words,
      );
    });
  }

  it('are found at their first, last and next character', () => {
    const text = 'at 0x401136, then';
    for (const character of [3, 4, 10, 11])
      assert.equal(hexWordAt(text, character)?.address, 0x401136n, `${character}`);
    for (const character of [0, 2, 12]) assert.equal(hexWordAt(text, character), undefined, `${character}`);
  });

  it('are found at any place of a line, however long', () => {
    const text = `${'x '.repeat(50_000)}0x401136`;
    assert.deepEqual(hexWordAt(text, text.length), { from: 100_000, to: 100_008, address: 0x401136n });
  });

  it('never throw, and lie inside the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const { from, to } of hexWords(text)) assert.ok(from >= 0 && from < to && to <= text.length);
      }),
    );
  });
});

describe('an address', () => {
  const maps = parseMaps(LOG, {}, { embedded: true });
  const row = (pattern: RegExp): bigint => {
    const line = LOG.toString('latin1')
      .split('\n')
      .find((text) => pattern.test(text));
    return BigInt(`0x${/ ([0-9a-f]+)-[0-9a-f]+ /.exec(line ?? '')?.[1] ?? '0'}`);
  };

  it('is found without the tag that a pointer of arm64 has, and on no other machine', () => {
    const text = (linker: string): string =>
      `7c12304000-7c12400000 rw-p 00000000 00:00 0 [anon:scudo:primary]\n7d20000000-7d20004000 r-xp 00000000 08:01 7 ${linker}\n`;
    const find = (linker: string): bigint | undefined =>
      locate(parseMaps(Buffer.from(text(linker))), 0xb400007c12304010n, 1)[0]?.address;
    assert.equal(find('/lib/ld-linux-aarch64.so.1'), 0x7c12304010n);
    assert.equal(find('/lib64/ld-linux-x86-64.so.2'), undefined);
  });

  it('is found in the map of its text, with its place in the file', () => {
    const [location] = locate(maps, row(/r-xp .*sensord$/) + 0x1c4n, 6);
    assert.equal(location?.file?.path, '/opt/sensord/sensord');
    assert.equal(location.file.offset, 0x11c4n);
    assert.equal(location.file.relative, 0x11c4n);
    assert.equal(symbolAddress(location, true), 0x11c4n);
  });

  it('has no file in anonymous memory, and no place outside the map', () => {
    assert.equal(locate(maps, row(/\[heap\]/), 6)[0]?.file, undefined);
    assert.deepEqual(locate(maps, 0x18n, 6), []);
  });

  it('where a region starts is in it, even when its end is not told', () => {
    const text = '55d4def65000 default file=/bin/a mapped=2 N0=2 kernelpagesize_kB=4\n7f5400000000 default\n';
    const numa = parseMaps(Buffer.from(text));
    assert.deepEqual(
      [0x55d4def65000n, 0x55d4def65001n, 0x7f5400000000n].map((at) => locate(numa, at, 1)[0]?.region.line),
      [1, undefined, 2],
    );
  });

  it('of a program at a fixed place is the symbol’s own', () => {
    const text = '00400000-00401000 r--p 00000000 08:01 7 /bin/x\n00401000-00402000 r-xp 00001000 08:01 7 /bin/x\n';
    const [location] = locate(parseMaps(Buffer.from(text)), 0x401136n, 1);
    assert.ok(location);
    assert.equal(symbolAddress(location, true), 0x401136n);
    assert.equal(symbolAddress(location, false), 0x1136n);
  });

  it('of a program at a fixed place above 1 GiB is the symbol’s own, too', () => {
    const text = '58000000-58400000 r-xp 00000000 08:01 7 /usr/libexec/valgrind/memcheck-amd64-linux\n';
    const [location] = locate(parseMaps(Buffer.from(text)), 0x581c4073n, 1);
    assert.equal(location && symbolAddress(location, true), 0x581c4073n);
  });

  it('in a part of a program that is mapped once more is that of the program itself', () => {
    const symbols = (program: string, code: string): unknown => {
      const map = parseMaps(Buffer.from([program, code].sort().join('\n')));
      const [start] = code.split('-');
      const [location] = locate(map, BigInt(`0x${start}`) + 0x1234n, 1);
      return location && [location.file?.relative, symbolAddress(location, true)];
    };
    const node = ' fe:00 8 /usr/bin/node';
    assert.deepEqual(
      symbols(
        `00400000-00b6f000 r--p 00000000${node}\n00b72000-025fe000 r-xp 00772000${node}`,
        `7f696fe40000-7f696ffd2000 r-xp 01627000${node}\n`,
      ),
      [0x1628234n, 0x1a28234n],
      'far above it',
    );
    const browser = ' fe:00 9 /usr/lib/chromium/chromium';
    assert.deepEqual(
      symbols(
        `560ecff3c000-560ed2cce000 r--p 00000000${browser}\n560ed2ccf000-560ee0dee000 r-xp 02d92000${browser}`,
        `560ec8e40000-560ec8f40000 r-xp 04000000${browser}\n`,
      ),
      [0x4002234n, 0x4002234n],
      'below it',
    );
  });

  it('of a position-independent program of 32-bit arm counts from its first byte, as low as it lies', () => {
    const at = (base: string, linker: string): bigint | undefined => {
      const text = `${base}000-${base}fff r-xp 00000000 08:01 7 /bin/x\nb6f00000-b6f20000 r-xp 00000000 08:01 8 ${linker}\n`;
      const [location] = locate(parseMaps(Buffer.from(text)), BigInt(`0x${base}136`), 1);
      return location && symbolAddress(location, true);
    };
    assert.equal(at('00459', '/lib/ld-linux-armhf.so.3'), 0x136n);
    assert.equal(at('00010', '/lib/ld-linux-armhf.so.3'), 0x10136n);
    assert.equal(at('08048', '/lib/i386-linux-gnu/ld-linux.so.2'), 0x8048136n);
  });

  it('that two maps have is told of the nearer one first', () => {
    const one = LOG.toString('latin1');
    const two = `${one}${'noise\n'.repeat(20)}${one}`;
    const both = parseMaps(Buffer.from(two, 'latin1'), {}, { embedded: true });
    assert.equal(both.length, 2);
    const address = row(/r-xp .*sensord$/) + 1n;
    assert.equal(locate(both, address, 6)[0]?.map, both[0]);
    assert.equal(locate(both, address, two.split('\n').length - 3)[0]?.map, both[1]);
  });
});
