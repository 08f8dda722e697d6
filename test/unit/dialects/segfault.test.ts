/** What kernels tell of a program that faulted: one region, and addresses, in the words of each architecture. */
import assert from 'node:assert/strict';
import { brief, one, read } from './event-maps.ts';
import type { NormalForm } from '../../../src/core/export/normal-form.ts';

function marks(map: NormalForm): string[] {
  return (map.notes ?? []).map(({ start, label, line }) => `${line} ${start} ${label}`);
}

const SEGFAULT =
  '[ 1940.665135] worker 2[27822]: segfault at 0 ip 000055a3c518e132 sp 00007ffc547c4890 error 6 in my tool[1132,55a3c518e000+1000] likely on CPU 0 (core 0, socket 0)';

describe('segfault', () => {
  it('reads region, offset, addresses and the words of the error code', () => {
    const map = one(SEGFAULT, '[ 1940.665155] Code: 48 89 e5 b8 00 00 00 00');
    assert.equal(map.dialect, 'segfault');
    assert.equal(map.title, 'PID 27822 worker 2');
    assert.equal(map.source.pid, 27822);
    assert.equal(map.arch, 'x86-64');
    assert.deepEqual(brief(map), ['55a3c518e000-55a3c518f000 r-xp 0x1000 my tool @1']);
    assert.deepEqual(marks(map), [
      '1 0x00000000 fault address (user write, page not present)',
      '1 0x55a3c518e132 ip of thread 27822',
      '1 0x7ffc547c4890 sp of thread 27822',
    ]);
    assert.deepEqual(map.range, { first: 1, last: 2 });
    assert.deepEqual(map.problems, []);
    assert.match(map.assumptions?.join('\n') ?? '', /no more of the process[^]*taken for r-xp/);
  });

  it('decodes every bit of the error code', () => {
    const words: [error: string, words: string][] = [
      ['4', 'user read, page not present'],
      ['7', 'user write, protection'],
      ['14', 'user instruction fetch, page not present'],
      ['15', 'user instruction fetch, protection'],
      ['d', 'user read, protection, reserved bit set in a page table'],
      ['25', 'user read, protection, protection key'],
      ['47', 'user write, protection, shadow stack access'],
      ['8007', 'user write, protection, SGX'],
    ];
    for (const [error, text] of words) {
      const map = one(
        `x[1]: segfault at 7f00 ip 0000000000400546 sp 00007fff2fb08610 error ${error} in x[400000+1000]`,
      );
      assert.equal(marks(map)[0], `1 0x00007f00 fault address (${text})`);
    }
  });

  it('claims no permissions when the instruction could not be fetched', () => {
    const map = one('x[1]: segfault at 7ffe0000 ip 000000007ffe0000 sp 00007fff2fb08610 error 15 in x[7ffe0000+1000]');
    assert.equal(map.regions[0]?.perms, null);
  });

  const forms: [what: string, lines: string[], title: string, region: string, first: string][] = [
    [
      'a syslog of an older kernel, without an offset',
      [
        'Jul  6 04:01:43 box kernel: a.out[25311]: segfault at 10 ip 0000000000400546 sp 00007fff2fb08610 error 4 in a.out[400000+1000]',
      ],
      'PID 25311 a.out x86-64',
      '00400000-00401000 r-xp null a.out @1',
      '1 0x00000010 fault address (user read, page not present)',
    ],
    [
      '32-bit x86',
      ['a.out[5]: segfault at 0 ip 08048420 sp bffff4a0 error 4 in a.out[8048000+1000]'],
      'PID 5 a.out i386',
      '08048000-08049000 r-xp null a.out @1',
      '1 0x00000000 fault address (user read, page not present)',
    ],
    [
      'a general protection fault',
      [
        '[1.5] traps: node[99] general protection fault ip:7f0c8a1b2d40 sp:7ffd11223344 error:0 in lib x.so.1[7f0c8a000000+1bc000]',
      ],
      'PID 99 node x86-64',
      '7f0c8a000000-7f0c8a1bc000 r-xp null lib x.so.1 @1',
      '1 0x7f0c8a1b2d40 ip of thread 99 (general protection fault)',
    ],
    [
      'another trap',
      ['traps: ill[100] trap invalid opcode ip:401136 sp:7ffd11223344 error:0 in ill[401000+1000]'],
      'PID 100 ill null',
      '00401000-00402000 r-xp null ill @1',
      '1 0x00401136 ip of thread 100 (invalid opcode)',
    ],
    [
      'arm64 before 4.16',
      [
        'x[101]: unhandled level 3 translation fault (11) at 0x0000007f00000000, esr 0x92000007, in libc.so[7f8a000000+a1000]',
      ],
      'PID 101 x arm64',
      '7f8a000000-7f8a0a1000 r-xp null libc.so @1',
      '1 0x7f00000000 fault address (level 3 translation fault)',
    ],
    [
      'arm64 since, whose registers follow',
      [
        '[2.0] x[102]: unhandled exception: DABT (lower EL), ESR 0x0000000092000004, level 0 translation fault in x[79c,aaaac6c10000+1000]',
        '[2.0] CPU: 3 PID: 102 Comm: x Not tainted 6.12.0',
        '[2.0] pc : 0000aaaac6c1079c',
        '[2.0] sp : 0000ffffc0b5e0b0',
      ],
      'PID 102 x arm64',
      'aaaac6c10000-aaaac6c11000 r-xp null x @1',
      '3 0xaaaac6c1079c ip of thread 102 (level 0 translation fault)',
    ],
    [
      'powerpc',
      ['x[103]: segfault (11) at 0 nip 0000000010000650 lr 000000001000064c code 1 in x[10000000+10000]'],
      'PID 103 x ppc64',
      '10000000-10010000 r-xp null x @1',
      '1 0x00000000 fault address (SIGSEGV, address not mapped)',
    ],
    [
      'riscv',
      [
        'x[104]: unhandled signal 11 code 0x2 at 0x0000002aaaaaa000 in x[2aaaaaa000+1000]',
        ' epc : 0000002aaaaaa5f0 ra : 0000002aaaaaa5e0 sp : 0000003ffffffb50',
      ],
      'PID 104 x null',
      '2aaaaaa000-2aaaaab000 r-xp null x @1',
      '1 0x2aaaaaa000 fault address (SIGSEGV, access not permitted)',
    ],
    [
      's390',
      [
        'User process fault: interruption code 003b ilc:2 in x[1000000+1000]',
        'Failing address: 0000000000001000 TEID: 0000000000000800',
      ],
      'undefined s390x',
      '01000000-01001000 r-xp null x @1',
      '2 0x00001000 fault address (region third translation exception)',
    ],
  ];
  for (const [what, lines, title, region, first] of forms) {
    it(`reads ${what}`, () => {
      const map = one(...lines);
      assert.equal(`${map.title} ${map.arch}`, title);
      assert.deepEqual(brief(map), [region]);
      assert.equal(marks(map)[0], first);
      assert.deepEqual(map.range, { first: 1, last: lines.length });
    });
  }

  for (const stamp of [
    '2024-11-26T14:59:44.123456+01:00 host kernel: ',
    '2024-11-26T14:59:44.123456+01:00 host kernel: [  123.456789] ',
    '2024-11-26T14:59:44,123456+01:00 ',
    '2024-11-26T14:59:44.123456789Z ',
    '6,1234,123456789,-;',
  ]) {
    it(`finds the command behind ${stamp}`, () => {
      const map = one(`${stamp}worker 2[5]: segfault at 0 ip 08048420 sp bffff4a0 error 4 in a.out[8048000+1000]`);
      assert.equal(map.title, 'PID 5 worker 2');
    });
  }

  it('reads mips, where the fault stands above and each register has a region', () => {
    const map = one(
      'do_page_fault(): sending SIGSEGV to foo for invalid write access to 00000010',
      'epc = 77a4b6dc in libc.so.6[77a00000+170000]',
      'ra  = 00400abc in foo[400000+1000]',
    );
    assert.equal(`${map.title} ${map.arch}`, 'foo mips');
    assert.deepEqual(brief(map), ['00400000-00401000 r-xp null foo @3', '77a00000-77b70000 r-xp null libc.so.6 @2']);
    assert.deepEqual(marks(map), ['2 0x00000010 fault address (write access)', '2 0x77a4b6dc ip']);
    assert.deepEqual(map.range, { first: 1, last: 3 });
  });

  it('gives each process a map, and tells a repeated message once', () => {
    const other = SEGFAULT.replace('27822', '27823');
    const maps = read([SEGFAULT, SEGFAULT, other, 'unrelated', SEGFAULT]);
    assert.deepEqual(
      maps.map(({ source, range, notes }) => `${source.pid} ${range?.first}-${range?.last} ${notes?.length}`),
      ['27822 1-2 3', '27823 3-3 3', '27822 5-5 3'],
    );
  });

  it('is not fooled by sums in other texts', () => {
    assert.deepEqual(
      read([
        'RIP: my_facade+0x10 [400000+1000]',
        'x in y[400000+1000]',
        'epc = 77a4b6dc in libc.so.6[77a00000+170000]',
      ]),
      [],
    );
  });
});
