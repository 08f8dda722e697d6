/** gdb's `info proc mappings`, as its versions print it. */
import assert from 'node:assert/strict';
import { onlyMap, problems, row } from './reading.ts';

describe('gdb’s mappings', () => {
  it('loses the blank that gdb 17 prints behind each name', () => {
    const map = onlyMap(`(gdb) info proc mappings
process 27813
Mapped address spaces:

Start Addr         End Addr           Size               Offset             Perms File 
0x0000555555554000 0x0000555555555000 0x1000             0x0                r--p  /home/dev/a b/prog 
0x0000555555559000 0x000055555557a000 0x21000            0x0                rw-p  [heap] 
0x00007ffff7fbf000 0x00007ffff7fc1000 0x2000             0x0                rw-p   
0x00007ffff7fc1000 0x00007ffff7fc2000 0x1000             0x0                r-xp  /lib/pasted
`);
    assert.deepEqual(problems(map), []);
    assert.deepEqual(map.regions.map(row), [
      '0x555555554000-0x555555555000 r--p 0x0 ? ? /home/dev/a b/prog',
      '0x555555559000-0x55555557a000 rw-p 0x0 ? ? [heap]',
      '0x7ffff7fbf000-0x7ffff7fc1000 rw-p 0x0 ? ?',
      '0x7ffff7fc1000-0x7ffff7fc2000 r-xp 0x0 ? ? /lib/pasted',
    ]);
    assert.equal(map.regions[1]?.kind, 'heap');
  });

  it('knows the process, and loses no row that is indented less, behind the heads of a log', () => {
    const lines = `process 1234
Mapped address spaces:

\tStart Addr   End Addr       Size     Offset  Perms   objfile
\t 0x8048000  0x8049000     0x1000        0x0  r-xp   /home/x/a.out
\t0xf7dd2000 0xf7fa6000   0x1d4000        0x0  r-xp   /lib/libc.so
`.split('\n');
    for (const head of [() => 'web-1  | ', (i: number) => `2024-11-26T14:59:4${i}.12345678${i}Z `, () => '> ']) {
      const map = onlyMap(lines.map((line, i) => `${head(i)}${line}`).join('\n'));
      assert.equal(map.source.pid, 1234, head(0));
      assert.deepEqual(problems(map), []);
      assert.equal(map.regions.length, 2);
    }
  });

  it('tells of a row that the text ends in the middle of, and not of text below a map', () => {
    const text = `process 1234
Mapped address spaces:

          Start Addr           End Addr       Size     Offset  Perms  objfile
      0x555555554000     0x555555555000     0x1000        0x0  r--p   /opt/odd
`;
    assert.deepEqual(problems(onlyMap(`${text}      0x555555555000     0x5555`)), [
      '6:32 the region ends before it starts',
    ]);
    assert.deepEqual(problems(onlyMap(`${text}bye`)), []);
  });

  it('keeps a blank that a name of an older gdb ends with', () => {
    const map = onlyMap(`process 1234
          Start Addr           End Addr       Size     Offset  Perms  objfile
      0x555555554000     0x555555555000     0x1000        0x0  r--p   /opt/odd 
`);
    assert.equal(map.regions[0]?.path, '/opt/odd ');
  });
});
