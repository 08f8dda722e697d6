/** vmmap of pwndbg, gef and peda, in the forms of several versions. */
import assert from 'node:assert/strict';
import { mapsOf, onlyMap, problems, rows } from './reading.ts';

const PWNDBG = `pwndbg> vmmap
LEGEND: STACK | HEAP | CODE | DATA | WX | RODATA
             Start                End Perm     Size  Offset File (set vmmap-prefer-relpaths on)
          0x400000           0x401000 r--p     1000       0 /opt/my app/sensord
►         0x401000           0x402000 r-xp     1000    1000 /opt/my app/sensord +0x1a0
    0x7ffff7e1b000     0x7ffff7e28000 rw-p     d000       0 [anon_7ffff7e1b]
    0x7ffffffde000     0x7ffffffff000 rwxp    21000       0 [stack]
`;
const PWNDBG_ROWS = [
  '0x00400000-0x00401000 r--p 0x0 ? ? /opt/my app/sensord',
  '0x00401000-0x00402000 r-xp 0x1000 ? ? /opt/my app/sensord',
  '0x7ffff7e1b000-0x7ffff7e28000 rw-p 0x0 ? ?',
  '0x7ffffffde000-0x7ffffffff000 rwxp 0x0 ? ? [stack]',
];
const GEF = `gef➤  vmmap
[ Legend:  Code | Heap | Stack ]
Start              End                Offset             Perm Path
0x0000000000400000 0x0000000000401000 0x0000000000000000 r-- /opt/my app/sensord
0x0000000000401000 0x0000000000402000 0x0000000000001000 r-x /opt/my app/sensord
0x00007ffff7fc0000 0x00007ffff7fc3000 0x0000000000000000 rw- 
`;
const GEF_WITH_SIZE = `gef> vmmap
[ Legend:  Code | Heap | Stack | Writable | ReadOnly | None | RWX ]
Start              End                Size               Offset             Perm Path
0x0000000000400000 0x0000000000402000 0x0000000000002000 0x0000000000001000 r-x /opt/sensord  <-  $rip, $r12
0x00007f0000000000 0x00007f0000800000 0x0000000000800000 0x0000000000000000 rw- <tls-th1><stack-th2>
`;
const PEDA = `gdb-peda$ vmmap
Start              End                Perm\tName
0x00400000         0x00401000         r-xp\t/opt/my app/sensord
0x00007ffff7fb8000 0x00007ffff7fb9000 rw-s\tmapped
`;

describe('vmmap of pwndbg', () => {
  it('is read with its marker, its offsets in hex, and the names that pwndbg makes up', () => {
    const map = onlyMap(PWNDBG);
    assert.equal(map.dialect, 'vmmap');
    assert.deepEqual(rows(PWNDBG), PWNDBG_ROWS);
    assert.deepEqual(map.range, { first: 1, last: 7 });
    assert.deepEqual(map.notes, [{ start: '0x004011a0', label: 'address that was asked for', line: 5 }]);
    assert.match(map.assumptions?.join() ?? '', /the letter p for all regions/);
    assert.doesNotMatch(map.assumptions?.join() ?? '', /relative/);
  });

  it('is read without a heading, as older versions print it, and with colours', () => {
    const [prompt = '', legend = '', , ...lines] = PWNDBG.split('\n');
    const coloured = lines.map((line) => (line === '' ? '' : `\x1b[33m${line}\x1b[0m`));
    for (const text of [[legend, ...lines], lines, [prompt, legend, ...coloured], coloured.slice(1)]) {
      const expected = text.length < coloured.length ? PWNDBG_ROWS.slice(1) : PWNDBG_ROWS;
      assert.deepEqual(rows(text.join('\n')), expected, text.join('\n'));
    }
  });

  it('tells that paths are relative where they are', () => {
    assert.match(onlyMap(PWNDBG.replaceAll('/opt/my app/', '')).assumptions?.join() ?? '', /relative to the folder/);
  });

  it('is read with gaps, whose lines are no regions', () => {
    const text = `LEGEND: MAPPED | GUARD | GAP
             Start                End Perm     Size      Note   Accumulated Size
          0x400000           0x401000 r--p     1000
          0x401000           0x402000 r-xp     1000  ADJACENT             0x2000
 -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -        GAP     0x7ffff7a19000
    0x7ffff7e1b000     0x7ffff7e1c000 ---p     1000     GUARD
`;
    assert.deepEqual(rows(text), [
      '0x00400000-0x00401000 r--p ? ? ?',
      '0x00401000-0x00402000 r-xp ? ? ?',
      '0x7ffff7e1b000-0x7ffff7e1c000 ---p ? ? ?',
    ]);
    assert.deepEqual(onlyMap(text).regions[1]?.other, { Note: 'ADJACENT             0x2000' });
  });
});

describe('vmmap of gef and peda', () => {
  it('is read with three permission letters and the offset in front of them', () => {
    assert.deepEqual(rows(GEF), [
      '0x00400000-0x00401000 r--p 0x0 ? ? /opt/my app/sensord',
      '0x00401000-0x00402000 r-xp 0x1000 ? ? /opt/my app/sensord',
      '0x7ffff7fc0000-0x7ffff7fc3000 rw-p 0x0 ? ?',
    ]);
    assert.match(onlyMap(GEF).assumptions?.join() ?? '', /three permission letters/);
    assert.deepEqual(onlyMap(GEF).range, { first: 1, last: 6 });
  });

  it('is read with a size, with the registers that point into a region, and with what gef guesses', () => {
    assert.deepEqual(rows(GEF_WITH_SIZE), [
      '0x00400000-0x00402000 r-xp 0x1000 ? ? /opt/sensord',
      '0x7f0000000000-0x7f0000800000 rw-p 0x0 ? ?',
    ]);
    const { regions } = onlyMap(GEF_WITH_SIZE);
    assert.deepEqual(regions[0]?.other, { registers: '$rip, $r12' });
    assert.deepEqual([regions[1]?.label, regions[1]?.kind], ['tls-th1, stack-th2', 'thread-stack']);
  });

  it('is read with a colour for each column, and without a heading', () => {
    const columns = /(0x[0-9a-f]+|[r-][w-][x-](?= )|\/\S+ \S+)/g;
    const coloured = GEF.replaceAll(columns, '\x1b[36m$1\x1b[0m');
    assert.deepEqual(rows(coloured), rows(GEF));
    const bare = GEF.split('\n').slice(3).join('\n');
    assert.deepEqual(rows(bare), rows(GEF));
    assert.deepEqual(rows(GEF_WITH_SIZE.split('\n').slice(3).join('\n')), rows(GEF_WITH_SIZE));
  });

  it("is read in peda's form, whose fourth letter is the kernel's", () => {
    assert.deepEqual(rows(PEDA), [
      '0x00400000-0x00401000 r-xp ? ? ? /opt/my app/sensord',
      '0x7ffff7fb8000-0x7ffff7fb9000 rw-s ? ? ?',
    ]);
    assert.doesNotMatch(onlyMap(PEDA).assumptions?.join() ?? '', /private/);
  });

  it('parts maps that follow one another in a session', () => {
    assert.deepEqual(
      mapsOf(GEF + GEF_WITH_SIZE + PEDA + PWNDBG).map(({ range, regions }) => [
        range?.first,
        range?.last,
        regions.count,
      ]),
      [
        [1, 6, 3],
        [7, 11, 2],
        [12, 15, 2],
        [16, 22, 4],
      ],
    );
  });

  it('tells a row that is broken, and reads the rest', () => {
    const map = onlyMap(GEF.replace('0x0000000000001000 r-x', '0x0000000000001000 q-x'));
    assert.deepEqual(problems(map), ['5:58 "q-x /opt/my app/sensord" stands where permission letters should be']);
    assert.equal(map.regions.length, 2);
  });

  it('is not seen where two addresses stand side by side', () => {
    assert.deepEqual(
      mapsOf('copy 0x7f0000000000 0x7f0000001000 r-x done\n0x400000 0x401000 0x1000 0x0 r-xp /bin/a\n'),
      [],
    );
  });
});
