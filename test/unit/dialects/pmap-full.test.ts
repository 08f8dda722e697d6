/** pmap -X and -XX: the heading tells the columns. */
import assert from 'node:assert/strict';
import { mapsOf, onlyMap, problems, rows } from './reading.ts';

const FULL = `4711:   /opt/sensord
         Address Perm   Offset Device    Inode  Size Rss Pss Anonymous THPeligible Mapping
          400000 r-xp 00000000  fe:00   260104     8   4   2         0           0 sensord
        00402000 rw-p 00002000  fe:00   260104     4   4   4         4           0 sensord
        014e5000 rw-p 00000000  00:00        0 12000  60  60        60           1 [heap]
    7f0000000000 rw-s 00000000  00:01 99999999    64   0   0         0           0 memfd:frames (deleted)
    7f0000010000 rw-p 00000000  00:00        0   132   8   8         8           0 
ffffffffff600000 --xp 00000000  00:00        0     4   0   0         0           0 [vsyscall]
                                               ===== === === ========= =========== 
                                               12212  76  74        72           1 KB 
`.replace('          400000', '        00400000');
const FULL_ROWS = [
  '0x00400000-0x00402000 r-xp 0x0 fe:00 260104 sensord',
  '0x00402000-0x00403000 rw-p 0x2000 fe:00 260104 sensord',
  '0x014e5000-0x0209d000 rw-p 0x0 00:00 0 [heap]',
  '0x7f0000000000-0x7f0000010000 rw-s 0x0 00:01 99999999 /memfd:frames (deleted)',
  '0x7f0000010000-0x7f0000031000 rw-p 0x0 00:00 0',
  '0xffffffffff600000-0xffffffffff601000 --xp 0x0 00:00 0 [vsyscall]',
];

/** FULL with a column of VmFlags, as -XX prints it. @param glued as procps 3.3.10 does, which forgets a blank */
function withFlags(glued: boolean): string {
  const flags = ['rd ex mr', 'rd wr mr ac', 'rd wr mr ac', 'rd wr sh', '', 'ex'];
  let row = 0;
  return FULL.replaceAll(
    /^(.*?)(Mapping|(?<=\d )sensord|(?<= )\[.*|(?<= )memfd.*|(?<=0 )$)/gm,
    (line, head: string, name: string) => {
      if (name === 'Mapping') return glued ? `${head}     VmFlagsMapping` : `${head}     VmFlags Mapping`;
      if (!/^ *[0-9a-f]+ [r-]/.test(line)) return line;
      const cell = flags[row++] ?? '';
      return glued
        ? `${head}${(cell === '' ? '' : `${cell} `).padStart(12)} ${name}`
        : `${head}${cell.padStart(12)} ${name}`;
    },
  );
}

describe('pmap -X', () => {
  it('gives the header of smaps and its counters below their keys', () => {
    const map = onlyMap(FULL);
    assert.equal(map.dialect, 'pmap');
    assert.deepEqual(rows(FULL), FULL_ROWS);
    assert.deepEqual(map.regions[1]?.smaps, { Size: 4, Rss: 4, Pss: 4, Anonymous: 4, THPeligible: 0 });
    assert.deepEqual(map.regions[2]?.smaps, { Size: 12000, Rss: 60, Pss: 60, Anonymous: 60, THPeligible: 1 });
    assert.deepEqual(map.totals.smaps, { Size: 12212, Rss: 76, Pss: 74, Anonymous: 72 });
    assert.deepEqual([map.title, map.range, map.problems], ['PID 4711 sensord', { first: 1, last: 10 }, []]);
    assert.deepEqual(map.assumptions, ['pmap without -p prints the names of files without their folders.']);
  });

  for (const glued of [false, true]) {
    it(`reads VmFlags ${glued ? 'as procps 3.3.10 prints them' : 'with names of two letters behind them'}`, () => {
      const text = withFlags(glued).replaceAll('sensord\n', 'sh\n');
      assert.deepEqual(
        rows(text),
        FULL_ROWS.map((row) => row.replace('sensord', 'sh')),
      );
      assert.deepEqual(
        onlyMap(text).regions.map(({ smaps }) => smaps?.['VmFlags']),
        [['rd', 'ex', 'mr'], ['rd', 'wr', 'mr', 'ac'], ['rd', 'wr', 'mr', 'ac'], ['rd', 'wr', 'sh'], [], ['ex']],
      );
    });
  }

  it('keeps columns that no kernel has yet, under their names', () => {
    const text = FULL.replace('Anonymous', 'Gravity_X');
    assert.equal(onlyMap(text).regions[1]?.smaps?.['Gravity_X'], 4);
  });

  it('reads chosen columns only, and knows no end without the size', () => {
    const text = `4711:   sensord
         Address  Pss Mapping
        00400000    2 sensord
        014e5000   60 [heap]
                 ==== 
                   62 KB 
`;
    assert.deepEqual(rows(text), ['0x00400000-? ? ? ? ? sensord', '0x014e5000-? ? ? ? ? [heap]']);
    assert.deepEqual(
      onlyMap(text).regions.map(({ smaps }) => smaps),
      [{ Pss: 2 }, { Pss: 60 }],
    );
  });

  it('reads rows without a heading as far as they tell', () => {
    for (const whole of [FULL, withFlags(false)]) {
      const text = whole.split('\n').slice(2, 8).join('\n');
      assert.deepEqual(rows(text), FULL_ROWS);
      assert.deepEqual(onlyMap(text).regions[2]?.smaps?.['Size'], 12000);
      assert.match(onlyMap(text).assumptions?.[0] ?? '', /^The heading is missing/);
    }
  });

  it('reads rows that are moved against the heading and against each other', () => {
    const lines = FULL.split('\n');
    const moved = [
      ...lines.slice(0, 2).map((line) => `  ${line}`),
      ...lines.slice(2, 4),
      ...lines.slice(4, 8).map((line) => `   ${line}`),
      '',
    ].join('\n');
    assert.deepEqual(rows(moved), FULL_ROWS);
    assert.deepEqual(
      onlyMap(moved).regions.map(({ smaps }) => smaps),
      onlyMap(FULL).regions.map(({ smaps }) => smaps),
    );
  });

  it('reads translated headings', () => {
    const text = FULL.replace('Address Perm   Offset Device    Inode', 'Adresse Zugr  Versatz  Gerät    Inode').replace(
      'Mapping',
      'Zuordnung',
    );
    assert.deepEqual(rows(text), FULL_ROWS);
    assert.deepEqual(onlyMap(text).regions[1]?.smaps, onlyMap(FULL).regions[1]?.smaps);
  });

  it('parts the processes of one output', () => {
    const next = FULL.replace('4711', '4712');
    assert.deepEqual(
      mapsOf(FULL + next).map(({ title, range }) => [title, range?.first, range?.last]),
      [
        ['PID 4711 sensord', 1, 10],
        ['PID 4712 sensord', 11, 20],
      ],
    );
    const quiet = FULL.split('\n').slice(0, 8).join('\n');
    assert.equal(mapsOf(`${quiet}\n${quiet}\n`).length, 2);
  });

  it('tells a row that is broken, and reads the rest', () => {
    const map = onlyMap(FULL.replace('     4   4   4         4', '     4   4   x         4'));
    assert.deepEqual(problems(map), ['4:60 "x         4           0 …" stands where a number should be']);
    assert.equal(map.regions.length, 5);
  });

  it('keeps inode numbers of 64 bits', () => {
    assert.equal(
      onlyMap(FULL.replaceAll(' 99999999 ', ' 18446744073709551615 ')).regions[3]?.inode,
      '18446744073709551615',
    );
  });
});
