/** Crash reports that have the kernel's rows, or something like them, under a heading of their own. */
import assert from 'node:assert/strict';
import { found, marks, only, rows, ROWS, seen } from './report-texts.ts';

describe('a glibc abort message', () => {
  const messages: [what: string, message: string][] = [
    ['of glibc 2.18 and later', "*** Error in `./a.out': double free or corruption (out): 0x000055d0a0000010 ***"],
    ['of older ones', '*** glibc detected *** /home/me/a.out: double free or corruption (out): 0x55d0a0000010 ***'],
  ];
  for (const [what, message] of messages) {
    it(`has its map under a rule, and names the program and the pointer: ${what}`, () => {
      const map = only(`${message}\n======= Memory map: ========\n${ROWS.join('\n')}\nAborted\n`);
      assert.equal(map.dialect, 'glibc-abort');
      assert.equal(map.title, 'a.out');
      assert.deepEqual(map.range, { first: 2, last: 5 });
      assert.deepEqual(marks(map), ['55d0a0000010 double free or corruption (out)']);
    });
  }
});

describe('a bug report of Ruby', () => {
  const head = [
    '-e:1: [BUG] Segmentation fault at 0x0000000000006c34',
    'ruby 3.1.7p261 (2025-03-26 revision 0a3704f218) [x86_64-linux-gnu]',
    '',
    '-- Machine register context ------------------------------------------------',
    ' RIP: 0x000055d0a0000267 RBP: 0x0000000000000001 RSP: 0x00007ffc00000958',
    '',
    '-- C level backtrace information -------------------------------------------',
    '0x55d0a0000267',
    '* Process memory map:',
    '',
  ];

  it('tells the fault, the registers and the version', () => {
    const map = only([...head, ...ROWS, '', '', '[NOTE]'].join('\n'));
    assert.equal(map.dialect, 'ruby');
    assert.equal(map.title, 'ruby 3.1.7p261');
    assert.deepEqual(map.range, { first: 9, last: 13 });
    assert.deepEqual(marks(map), [
      '6c34 fault address',
      '55d0a0000267 RIP of the crashed thread',
      '7ffc00000958 RSP of the crashed thread',
    ]);
  });

  it('is one behind the heads of a container’s log, too', () => {
    const lines = [...head, ...ROWS, '', '', '[NOTE]'];
    const map = only(lines.map((line, i) => `2024-11-26T14:59:${10 + i}.1234567Z ${line}`).join('\n'));
    assert.equal(map.dialect, 'ruby');
    assert.equal(map.title, 'ruby 3.1.7p261');
    assert.equal(marks(map).length, 3);
  });

  it('has three letters and no more on macOS', () => {
    const map = only([...head, '10168c000-101690000 ---', '101690000-1016a0000 r-x', '', '[IMPORTANT]'].join('\n'));
    assert.equal(map.dialect, 'ruby');
    assert.deepEqual(rows(map), ['11 10168c000-101690000 ---p', '12 101690000-1016a0000 r-xp']);
    assert.equal(map.regions[0]?.offset, null);
    assert.match(map.assumptions?.[0] ?? '', /macOS/);
    assert.deepEqual(found('10168c000-101690000 ---\n101690000-1016a0000 r-x\n'), []);
  });
});

describe('the maps of runtimes', () => {
  it('are Mono’s under its crash report', () => {
    const head = [
      '\tNative Crash Reporting',
      '====',
      'Got a SIGSEGV while executing native code.',
      '',
      '/proc/self/maps:',
    ];
    const map = only([...head, ...ROWS, ''].join('\n'));
    assert.equal(map.dialect, 'mono');
    assert.deepEqual(map.range, { first: 5, last: 8 });
  });

  it('are ART’s between its rules, with the process', () => {
    const head = [
      '----- pid 1234 at 2024-05-03 10:00:00 -----',
      'Cmd line: com.example.app',
      "ABI: 'arm64'",
      '/proc/self/maps:',
    ];
    const map = only([...head, ...ROWS, '----- end 1234 -----', ''].join('\n'));
    assert.equal(map.dialect, 'art');
    assert.equal(map.arch, 'arm64');
    assert.equal(map.title, 'PID 1234 com.example.app');
    assert.equal(map.source.pid, 1234);
    assert.deepEqual(map.range, { first: 4, last: 8 });
  });

  it('are nobody’s where nothing tells', () => {
    assert.equal(only(['/proc/self/maps:', ...ROWS, ''].join('\n')).dialect, 'maps');
  });
});

describe('a report of apport', () => {
  const fields = (maps: readonly string[]): string =>
    [
      'ProblemType: Crash',
      'ExecutablePath: /usr/bin/sleep',
      'ProcMaps:',
      ...maps,
      'ProcStatus:',
      ' Name:\tsleep',
      ' Pid:\t27790',
    ].join('\n');

  it('tells the process in other fields', () => {
    const map = only(fields(ROWS.map((row) => ` ${row}`)));
    assert.equal(map.dialect, 'apport');
    assert.equal(map.title, 'PID 27790 sleep');
    assert.equal(map.source.pid, 27790);
    assert.deepEqual(rows(map), seen(4));
    assert.deepEqual(map.range, { first: 3, last: 6 });
    assert.deepEqual(map.problems, []);
  });

  it('may have an error for a map', () => {
    assert.deepEqual(found(fields([" Error: [Errno 13] Permission denied: 'maps'"])), []);
  });
});

describe('a crash report of Tizen', () => {
  const text = [
    'Crash Information',
    'Process Name: watchdog',
    'PID: 24578',
    'Register Information',
    'r0   = 0x00000000, r1   = 0xbe82caa4',
    'lr   = 0xb6db7d1f, pc   = 0xb6db7c44',
    '',
    'Maps Information',
    'b6d72000 b6e40000 r-xp /usr/lib/libglib-2.0.so.0',
    'b8d97000 b8dc1000 rw-p [heap]',
    'be80d000 be82e000 rw-p [stack]',
    'End of Maps Information',
    '',
    'Callstack Information (PID:24578)',
  ].join('\n');

  it('has start, end, permissions and path', () => {
    const map = only(text);
    assert.equal(map.dialect, 'tizen');
    assert.equal(map.title, 'PID 24578 watchdog');
    assert.deepEqual(map.range, { first: 8, last: 12 });
    assert.deepEqual(rows(map), [
      '9 b6d72000-b6e40000 r-xp /usr/lib/libglib-2.0.so.0',
      '10 b8d97000-b8dc1000 rw-p [heap]',
      '11 be80d000-be82e000 rw-p [stack]',
    ]);
    assert.deepEqual([map.regions[0]?.offset, map.regions[0]?.dev], [null, null]);
  });

  it('tells the registers', () => {
    assert.deepEqual(marks(only(text)), [
      'be82caa4 r1 of the crashed thread',
      'b6db7d1f lr of the crashed thread',
      'b6db7c44 pc of the crashed thread',
    ]);
  });

  it('needs its heading', () => {
    assert.deepEqual(found('b6d72000 b6e40000 r-xp /usr/lib/x.so\nb8d97000 b8dc1000 rw-p [heap]\n'), []);
  });
});
