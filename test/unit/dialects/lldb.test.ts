/** lldb's memory region --all. */
import assert from 'node:assert/strict';
import { mapsOf, onlyMap, problems, row, rows } from './reading.ts';

const TEXT = `(lldb) process attach --pid 4711
Process 4711 stopped
* thread #1, name = 'sensord', stop reason = signal SIGSTOP
(lldb) memory region --all
[0x0000000000000000-0x0000000000400000) ---
[0x0000000000400000-0x0000000000402000) r-x /opt/my app/sensord PT_LOAD[0]
[0x0000000000402000-0x0000000000403000) rw- /opt/my app/sensord PT_LOAD[1]
[0x0000000000403000-0x0000000000404000) --- [heap]
[0x0000000000404000-0x00007f0000000000) ---
[0x00007f0000000000-0x00007f0000021000) rw-
memory tagging: enabled
Modified memory (dirty) page list provided, 3 entries.
Dirty pages: 0x7f0000000000, 0x7f0000001000, 0x7f0000002000.
[0x00007f0000021000-0x00007f0000022000) r-x [vdso] .text
[0x00007f0000022000-0xffffffffffffffff) ---
(lldb) quit
`;

describe('lldb memory region', () => {
  it('gives the regions, without stretches that may not be mapped', () => {
    const map = onlyMap(TEXT);
    assert.equal(map.dialect, 'lldb');
    assert.deepEqual(rows(TEXT), [
      '0x00400000-0x00402000 r-xp ? ? ? /opt/my app/sensord',
      '0x00402000-0x00403000 rw-p ? ? ? /opt/my app/sensord',
      '0x00403000-0x00404000 ---p ? ? ? [heap]',
      '0x7f0000000000-0x7f0000021000 rw-p ? ? ?',
      '0x7f0000021000-0x7f0000022000 r-xp ? ? ? [vdso]',
    ]);
    assert.deepEqual(map.problems, []);
    assert.match(map.assumptions?.join() ?? '', /3 rows without permissions and without a name are left out/);
    assert.match(map.assumptions?.join() ?? '', /told as private/);
  });

  it('tells whose map it is, and takes the command and the last row into its lines', () => {
    const { title, source, range } = onlyMap(TEXT);
    assert.deepEqual([title, source.pid, range], ['PID 4711', 4711, { first: 4, last: 15 }]);
  });

  it('keeps sections, and what lldb says below a row', () => {
    assert.deepEqual(
      onlyMap(TEXT).regions.map(({ other }) => other),
      [
        { section: 'PT_LOAD[0]' },
        { section: 'PT_LOAD[1]' },
        {},
        { 'memory tagging': 'enabled', 'dirty pages': 3 },
        { section: '.text' },
      ],
    );
  });

  it('reads rows in a string of JSON', () => {
    const json = JSON.stringify({ text: TEXT });
    assert.deepEqual(rows(json), rows(TEXT));
    assert.deepEqual(rows(JSON.stringify({ json })), rows(TEXT));
  });

  it('reads one row, as the command gives it for an address', () => {
    assert.deepEqual(rows('[0x0000000000400000-0x0000000000402000) r-x /bin/a PT_LOAD[0]\n'), [
      '0x00400000-0x00402000 r-xp ? ? ? /bin/a',
    ]);
  });

  it('leaves permissions unknown where lldb does not know them', () => {
    assert.deepEqual(rows('[0x0000000000400000-0x0000000000402000) ??? /bin/a\n'), [
      '0x00400000-0x00402000 ? ? ? ? /bin/a',
    ]);
  });

  it('takes nothing for certain of a core file, of which lldb prints no names', () => {
    const map = onlyMap(`(lldb) memory region --all
[0x0000000000000000-0x0000558ac1e22000) ---
[0x0000558ac1e22000-0x0000558ac1e23000) r-- PT_LOAD[0]
[0x0000558ac1e23000-0x0000558ac1e25000) --- PT_LOAD[1]
[0x0000558ac1e25000-0x0000558ac1e26000) rw-
`);
    assert.deepEqual(map.regions.map(row), [
      '0x558ac1e22000-0x558ac1e23000 r--p ? ? ?',
      '0x558ac1e23000-0x558ac1e25000 ? ? ? ?',
      '0x558ac1e25000-0x558ac1e26000 rw-p ? ? ?',
    ]);
    assert.match(map.assumptions?.join() ?? '', /no names here, as for core files/);
    assert.doesNotMatch(onlyMap(TEXT).assumptions?.join() ?? '', /no names here/);
  });

  it('tells a row that is cut, and reads the rest', () => {
    const lines = TEXT.split('\n').slice(5, 8);
    const map = onlyMap([lines[0], '[0x0000000000402000-0x00000', lines[2], ''].join('\n'));
    assert.deepEqual(problems(map), ['2:28 the end of the line stands where a range of addresses should be']);
    assert.equal(map.regions.length, 2);
  });

  it('is no map where only stretches without a name are listed', () => {
    assert.deepEqual(mapsOf('[0x0000000000000000-0x0000000000400000) ---\n'), []);
  });
});
