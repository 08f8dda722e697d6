/** Maps and smaps text, as the kernel would print it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { mapsText } from '../../../src/core/export/maps-text.ts';
import { GDB, line, mapOf, onlyMap, textOf } from './text.ts';

describe('maps text', () => {
  it('sets names in column 73 as 64-bit kernels do, or 49 as the source did', () => {
    const wide = line('00400000-00401000', 'r-xp', '/bin/x');
    assert.equal(wide.indexOf('/'), 73);
    assert.equal(textOf('maps', mapOf(wide)), `${wide}\n`);
    const narrow = `${'00400000-00401000 r-xp 00000000 08:01 42 '.padEnd(49)}/bin/x`;
    assert.equal(textOf('maps', mapOf(narrow)), `${narrow}\n`);
    assert.equal(mapOf(narrow).nameColumn, 49);
    const squeezed = '00400000-00401000 r-xp 00000000 08:01 42 /bin/x';
    assert.equal(textOf('maps', mapOf(squeezed)), `${wide}\n`);
  });

  it('puts one more blank behind a header that is longer than the column', () => {
    const long = 'ffffffffff600000-ffffffffff601000 --xp 100000000000 fe:1234 18446744073709551615  /x';
    assert.ok(long.indexOf('/') > 73);
    const lines = [line('00400000-00401000', 'r-xp', '/bin/x'), long];
    assert.equal(textOf('maps', mapOf(...lines)), `${lines.join('\n')}\n`);
    const narrow = [
      `${'00400000-00401000 r-xp 00000000 08:01 42 '.padEnd(49)}/x`,
      '7f0000000000-7f0000001000 rw-p 00000000 08:01 123456  /y',
    ];
    assert.equal(textOf('maps', mapOf(...narrow)), `${narrow.join('\n')}\n`);
  });

  it('keeps every byte of a name, the blank of a nameless line, and all four letters', () => {
    const lines = [
      line('00000000-00001000', '---p', '', '00000000 00:00 0'),
      line('00001000-00002000', 'rwxs', '/a\\012b\tc\x1b[31m\xff (deleted)'),
      line('00002000-00003000', 'r--S', '/ends in CR\r'),
      line('00003000-00004000', '-w-p', '(deleted)/vserver'),
      line('ff00000000-ff00001000', 'r-xp', '[anon: Go: heap]', '00000000 00:00 0'),
    ];
    assert.equal(textOf('maps', mapOf(...lines)), `${lines.join('\n')}\n`);
  });

  it('has a place for what the source does not tell', () => {
    const map = onlyMap(GDB);
    const text = textOf('maps', map);
    assert.equal(
      text,
      [
        line('00400000-00401000', '---p', '/bin/x', '00000000 00:00 0'),
        line('7ffff7dd0000-7ffff7dd2000', '---p', '[stack]', '00001000 00:00 0'),
        '',
      ].join('\n'),
    );
    assert.deepEqual(parseMemoryMap(Buffer.from(text)).problems, []);
  });

  it('has only the rows that were asked for', () => {
    const lines = [1, 2, 3].map((i) => line(`0000${i}000-0000${i + 1}000`, 'r--p', `/${i}`));
    assert.equal(textOf('maps', mapOf(...lines), Uint8Array.of(1, 0, 1)), `${lines[0]}\n${lines[2]}\n`);
    assert.equal(textOf('maps', mapOf(...lines), Uint8Array.of(0, 0, 0)), '');
  });

  it('comes in pieces, whatever its length and that of its names', () => {
    const name = `/${'x'.repeat(300_000)}`;
    const lines = Array.from({ length: 5000 }, (_, i) =>
      line(
        `${(0x10000 + i).toString(16)}000-${(0x10001 + i).toString(16)}000`,
        'r--p',
        i === 2500 ? name : '/lib/libx.so',
      ),
    );
    const pieces = [...mapsText(mapOf(...lines))];
    assert.equal(Buffer.concat(pieces).toString('latin1'), `${lines.join('\n')}\n`);
    assert.ok(pieces.length > 5);
    assert.ok(pieces.every((piece) => piece.length < 500_000));
  });
});

describe('smaps text', () => {
  for (const [what, fields] of [
    [
      'a current kernel',
      [
        'Rss:                   4 kB',
        'Private_Hugetlb:       0 kB',
        'THPeligible:           1',
        'ProtectionKey:         0',
        'VmFlags: rd ex mr ',
      ],
    ],
    ['a kernel 5 or 6.1', ['Rss:                   4 kB', 'THPeligible:    1', 'VmFlags: rd ']],
    ['a kernel of 2.6', ['Size:                 4 kB', 'Private_Dirty:        0 kB']],
    ['Android', ['Name:           [anon:dalvik-main space]', 'Rss:                   4 kB', 'VmFlags: ']],
    ['a process with huge counters', ['Size:           64424509440 kB', 'Rss:            18446744073709551615 kB']],
  ] as const) {
    it(`is set as that of ${what}`, () => {
      const header = line('00400000-00401000', 'r-xp', '/bin/x');
      const text = `${[header, ...fields].join('\n')}\n`;
      assert.equal(textOf('smaps', onlyMap(text)), text);
    });
  }

  it("leaves out what a record does not have, and prints Android's name first wherever it was seen first", () => {
    const text = [
      line('00400000-00401000', 'r-xp', '/bin/x'),
      'Rss:                   4 kB',
      line('00401000-00402000', 'rw-p', '[anon:x]', '00000000 00:00 0'),
      'Name:           [anon:x]',
      'Rss:                   4 kB',
      'VmFlags: rd wr ',
      line('00402000-00403000', 'rw-p', '', '00000000 00:00 0'),
      '',
    ].join('\n');
    assert.equal(textOf('smaps', onlyMap(text)), text);
  });

  it('comes back from a whole file', () => {
    for (const name of ['sensord.smaps', 'sensord.smaps_rollup']) {
      const text = readFileSync(`test/fixtures/${name}`, 'latin1');
      assert.equal(textOf('smaps', onlyMap(text)), text);
    }
  });
});
