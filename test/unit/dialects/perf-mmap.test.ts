/** Mappings that perf recorded: events of every age, whose they are, and what stands between them. */
import assert from 'node:assert/strict';
import { brief, one, read } from './event-maps.ts';

const head = (command: string, pid: number): string => `${command.padStart(16)} ${pid} [002]  6225.510999: `;
const mmap = (pid: number, rest: string, command = 'cat'): string =>
  `${head(command, pid)}PERF_RECORD_MMAP2 ${pid}/${pid}: ${rest}`;
const CODE = '[0x55ade4263000(0x1000) @ 0x1000 fe:00 2146644 3108415181]: r-xp /usr/bin/cat';
const LIBC = '[0x7feee8b6f000(0x156000) @ 0x26000 103:02 339380 0]: r-xp /usr/lib/lib c.so.6';

describe('perf mmap events', () => {
  it('reads start, size, offset, device, inode, permissions and name', () => {
    const map = one(mmap(7, CODE), mmap(7, LIBC), mmap(7, '[0x7feee8d3c000(0x2000) @ 0 00:00 0 0]: r-xp [vdso]'));
    assert.equal(map.dialect, 'perf-mmap');
    assert.equal(map.title, 'PID 7 cat');
    assert.equal(map.source.pid, 7);
    assert.deepEqual(brief(map), [
      '55ade4263000-55ade4264000 r-xp 0x1000 /usr/bin/cat @1',
      '7feee8b6f000-7feee8cc5000 r-xp 0x26000 /usr/lib/lib c.so.6 @2',
      '7feee8d3c000-7feee8d3e000 r-xp 0x0 [vdso] @3',
    ]);
    assert.deepEqual(
      map.regions.map(({ dev, inode }) => `${dev} ${inode}`),
      ['fe:00 2146644', '103:02 339380', '00:00 0'],
    );
    assert.match(map.assumptions?.join('\n') ?? '', /only with record -d[^]*does not record what is unmapped/);
    assert.deepEqual(map.problems, []);
  });

  it('takes the head of a log for no part of the command', () => {
    const map = one(`web-1  | ${mmap(7, CODE, 'my cat')}`, `web-1  | ${mmap(7, LIBC, 'my cat')}`);
    assert.equal(map.title, 'PID 7 my cat');
    assert.equal(map.regions.length, 2);
  });

  it('leaves the mappings of the kernel out', () => {
    const kernel = `${head('swapper', 0)}PERF_RECORD_MMAP -1/0: [0xffffffff81000000(0x1276f48) @ 0xffffffff81000000]: x [kernel.kallsyms]_text`;
    assert.deepEqual(read([kernel]), []);
    const map = one(kernel, mmap(7, CODE));
    assert.equal(map.regions.length, 1);
    assert.deepEqual(map.range, { first: 1, last: 2 });
  });

  it('reads BuildIds in the place of device and inode', () => {
    const map = one(
      mmap(7, '[0x5619dc106000(0x1000) @ 0x1000 <bfd5db77b089952465763f6dd928739b6298ecb0>]: r-xp /usr/bin/cat'),
    );
    assert.equal(map.regions[0]?.inode, null);
    assert.deepEqual(map.regions[0]?.other, { BuildId: 'bfd5db77b089952465763f6dd928739b6298ecb0' });
  });

  it('gives a file the BuildId that was told last, also one that was told before', () => {
    const mapped = (start: string, id: string): string => mmap(7, `[0x${start}(0x1000) @ 0 <${id}>]: r-xp /x.so`);
    const map = one(mapped('1000000', 'aa'), mapped('2000000', 'bb'), mapped('3000000', 'aa'));
    assert.deepEqual(
      map.regions.map(({ other }) => other?.['BuildId']),
      ['aa', 'aa', 'aa'],
    );
  });

  it('says what is missing of a trace without forks and execs', () => {
    const said = (...lines: string[]): boolean => /--show-task-events/.test(one(...lines).assumptions?.join() ?? '');
    assert.equal(said(mmap(7, CODE)), true);
    assert.equal(said(mmap(7, CODE), `${head('cat', 7)}PERF_RECORD_EXIT(7:7):(1:1)`), true);
    assert.equal(said(`${head('perf-exec', 7)}PERF_RECORD_COMM exec: cat:7/7`, mmap(7, CODE)), false);
  });

  it('tells processes apart whose records are alike', () => {
    const maps = read([
      mmap(7, CODE),
      `${head('cat', 7)}PERF_RECORD_FORK(8:8):(7:7)`,
      mmap(8, CODE.replace('5', '6')),
      `${head('cat', 8)}PERF_RECORD_FORK(8:8):(7:7)`,
      mmap(8, LIBC),
      mmap(7, LIBC),
    ]);
    assert.deepEqual(
      maps.map((map) => brief(map)),
      [
        [
          '55ade4263000-55ade4264000 r-xp 0x1000 /usr/bin/cat @1',
          '7feee8b6f000-7feee8cc5000 r-xp 0x26000 /usr/lib/lib c.so.6 @6',
        ],
        [
          '55ade4263000-55ade4264000 r-xp 0x1000 /usr/bin/cat @1',
          '65ade4263000-65ade4264000 r-xp 0x1000 /usr/bin/cat @3',
        ],
        [
          '55ade4263000-55ade4264000 r-xp 0x1000 /usr/bin/cat @1',
          '7feee8b6f000-7feee8cc5000 r-xp 0x26000 /usr/lib/lib c.so.6 @5',
        ],
      ],
    );
  });

  it('reads the records of old kernels, which tell code only', () => {
    const map = one(`${head('cat', 7)}PERF_RECORD_MMAP 7/7: [0x400000(0xc000) @ 0]: x /bin/cat`);
    assert.deepEqual(brief(map), ['00400000-0040c000 r-xp 0x0 /bin/cat @1']);
    assert.match(map.assumptions?.join('\n') ?? '', /code from data only/);
  });

  it('takes //anon for memory without a file', () => {
    const map = one(mmap(7, CODE), mmap(7, '[0x7feee8af9000(0x1000) @ 0x7feee8b45000 00:00 0 0]: rwxp //anon'));
    assert.equal(map.regions[1]?.path, '');
    assert.equal(map.regions[1]?.offset, '0x0');
    assert.equal(map.regions[1]?.kind, 'executable-anonymous');
  });

  it('replaces what a later mapping covers', () => {
    const map = one(
      mmap(7, '[0x7f0000000000(0x4000) @ 0 fe:00 5 0]: r--p /x.so'),
      mmap(7, '[0x7f0000001000(0x1000) @ 0x1000 fe:00 5 0]: r-xp /x.so'),
    );
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000001000 r--p 0x0 /x.so @1',
      '7f0000001000-7f0000002000 r-xp 0x1000 /x.so @2',
      '7f0000002000-7f0000004000 r--p 0x2000 /x.so @1',
    ]);
  });

  it('follows fork, exec and names of commands, with samples and their calls between the events', () => {
    const maps = read([
      `${head('perf-exec', 7)}PERF_RECORD_COMM exec: my tool:7/7`,
      mmap(7, CODE, 'my tool'),
      `${head('my tool', 7)}     250000 cpu-clock: `,
      '\tffffffff81731485 prepend_copy+0x15 ([kernel.kallsyms])',
      '\t            80c5 _dl_map_object+0x215 (/usr/lib/ld.so)',
      '',
      `${head('my tool', 7)}PERF_RECORD_FORK(8:8):(7:7)`,
      `${head('my tool', 7)}PERF_RECORD_FORK(7:9):(7:7)`,
      mmap(8, LIBC, 'my tool'),
      `${head('my tool', 7)}PERF_RECORD_FORK(10:10):(7:7)`,
      `${head('true', 10)}PERF_RECORD_COMM exec: true:10/10`,
      mmap(10, '[0x55dabf6ca000(0x4000) @ 0x2000 fe:00 260958 0]: r-xp /usr/bin/true', 'true'),
      `${head('true', 10)}PERF_RECORD_EXIT(10:10):(7:7)`,
    ]);
    assert.deepEqual(
      maps.map((map) => `${map.title}: ${map.regions.map(({ path }) => path).join(', ')}`),
      ['PID 7 my tool: /usr/bin/cat', 'PID 8 my tool: /usr/bin/cat, /usr/lib/lib c.so.6', 'PID 10 true: /usr/bin/true'],
    );
    assert.deepEqual(maps[0]?.problems, []);
    assert.deepEqual(maps[0]?.range, { first: 1, last: 13 });
  });

  it('shows the map at any line', () => {
    const lines = [mmap(7, CODE), mmap(7, LIBC)];
    assert.equal(read(lines, 1)[0]?.regions.length, 1);
    assert.equal(read(lines, 2)[0]?.regions.length, 2);
  });

  it('tells a record that is cut short, and reads the others', () => {
    const map = one(mmap(7, CODE), `${head('cat', 7)}PERF_RECORD_MMAP2 7/7: [0x7feee8b6f000(0x15`, mmap(7, LIBC));
    assert.equal(map.regions.length, 2);
    assert.match(map.problems.map(({ line, reason }) => `${line} ${reason}`).join(), /^2 .*where the offset should be/);
  });
});
