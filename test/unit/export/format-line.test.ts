/** Lines put back into the kernel's columns. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { formattedLine, NAME_COLUMNS, nameColumnOf } from '../../../src/core/export/format-line.ts';

describe('formatting a line', () => {
  for (const file of ['sensord.maps', 'sensord.smaps', 'sensord.smaps_rollup', 'cat.maps']) {
    it(`leaves every line of ${file} as the kernel printed it`, () => {
      const lines = readFileSync(`test/fixtures/${file}`, 'utf8').trimEnd().split('\n');
      const column = nameColumnOf(lines);
      assert.equal(column, NAME_COLUMNS[64]);
      for (const line of lines) assert.ok([line, undefined].includes(formattedLine(line, column)), line);
    });
  }

  const cases: readonly [what: string, from: string, to: string | undefined][] = [
    [
      'a squeezed row',
      '400000-401000 r-xp 0 8:1 7 /bin/x',
      `00400000-00401000 r-xp 00000000 08:01 7 ${' '.repeat(33)}/bin/x`,
    ],
    [
      'a nameless row',
      '  7f0000000000-7f0000001000  rw-p  00000000  00:00  0',
      '7f0000000000-7f0000001000 rw-p 00000000 00:00 0 ',
    ],
    ['upper-case digits', '7FFF0000-7FFF1000 rw-p 00000000 00:00 0 ', '7fff0000-7fff1000 rw-p 00000000 00:00 0 '],
    [
      'a name with blanks at its ends',
      '00400000-00401000 r-xp 00000000 08:01 7 /a b  ',
      `00400000-00401000 r-xp 00000000 08:01 7 ${' '.repeat(33)}/a b  `,
    ],
    ['a counter', 'Rss: 12 kB', 'Rss:                  12 kB'],
    ['a large amount behind the longest key', 'Private_Hugetlb: 16777216 kB', 'Private_Hugetlb: 16777216 kB'],
    ['THPeligible as Linux 6.1 prints it', 'THPeligible:    1', 'THPeligible:    1'],
    ['a counter of Linux 2.6', 'Rss:                 12 kB', 'Rss:                 12 kB'],
    ['a cut row', '00400000-00401000 r-xp 000', undefined],
    ['prose', 'Dear all,', undefined],
  ];
  for (const [what, from, to] of cases) {
    it(`${to === undefined || to === from ? 'leaves' : 'straightens'} ${what}`, () => {
      assert.equal(formattedLine(from, NAME_COLUMNS[64]), to);
    });
  }

  it('keeps the columns of a 32-bit kernel', () => {
    const line = `b6f00000-b6f21000 r-xp 00000000 08:01 7          /lib/ld.so`;
    assert.equal(nameColumnOf([line]), NAME_COLUMNS[32]);
    assert.equal(formattedLine(line.replaceAll(/ +/g, ' '), NAME_COLUMNS[32]), line);
  });

  it('leaves the maps of machines of both widths in one text as they are', () => {
    const wide = ['00400000-00401000 r-xp 00000000 fe:00 260131                             /bin/a'];
    const long = ['55edbfe30000-55edbfe32000 r--p 00000000 fe:00 260131                     /usr/bin/cat'];
    const narrow = [
      '08048000-08049000 r-xp 00000000 08:01 123456     /bin/a',
      'bf8f0000-bf911000 rw-p 00000000 00:00 0          [stack]',
    ];
    for (const lines of [
      [...long, ...long, ...narrow],
      [...narrow, '', ...long, ...long, ...long],
      [...wide, ...long],
    ]) {
      const column = nameColumnOf(lines);
      for (const line of lines) if (line !== '') assert.equal(formattedLine(line, column), line);
    }
  });
});
