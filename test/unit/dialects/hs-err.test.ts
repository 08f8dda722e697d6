/** Fatal error logs of the JVM: the map, and what the log says of addresses elsewhere. */
import assert from 'node:assert/strict';
import { found, marks, notes, only } from './report-texts.ts';

const ROWS = [
  '80000000-90000000 rw-p 00000000 00:00 0 ',
  '90000000-100000000 ---p 00000000 00:00 0 ',
  '100000000-100200000 rw-p 00000000 00:00 0 ',
  '55d0a0000000-55d0a0001000 r-xp 00000000 fe:00 26                         /usr/bin/java',
  '7f0000000000-7f0000270000 rwxp 00000000 00:00 0 ',
  '7f0000270000-7f0007000000 ---p 00000000 00:00 0 ',
  '7f0010000000-7f0010004000 ---p 00000000 00:00 0 ',
  '7f0010004000-7f0010100000 rw-p 00000000 00:00 0 ',
];

const HEAD = [
  '#',
  '# A fatal error has been detected by the Java Runtime Environment:',
  '#',
  '#  SIGSEGV (0xb) at pc=0x000055d0a0000010, pid=17, tid=18',
  '#',
  '# Java VM: OpenJDK 64-Bit Server VM (17.0.1+1, mixed mode, tiered, g1 gc, linux-amd64)',
];

function log(above: readonly string[], below: readonly string[] = []): string {
  return [
    ...HEAD,
    ...above,
    '',
    'Dynamic libraries:',
    ...ROWS,
    ...below,
    '',
    'VM Arguments:',
    'java_command: a.b.Main --x',
    '',
  ].join('\n');
}

describe('a fatal error log of the JVM', () => {
  it('tells whose map it is, its architecture, and where it stands', () => {
    const map = only(log([]));
    assert.equal(map.dialect, 'hs-err');
    assert.equal(map.title, 'PID 17 java a.b.Main');
    assert.equal(map.source.pid, 17);
    assert.equal(map.arch, 'x86-64');
    assert.deepEqual(map.range, { first: 8, last: 16 });
    assert.deepEqual(map.problems, []);
  });

  it('ends in the number of mappings, which is checked', () => {
    assert.deepEqual(only(log([], ['Total number of mappings: 8'])).range, { first: 8, last: 17 });
    const short = only(log([], ['Total number of mappings: 9']));
    assert.deepEqual(short.problems, [
      { line: 17, column: 1, reason: 'the log says that there are 9 mappings; 8 were read' },
    ]);
  });

  const wordings: [what: string, lines: string[], expected: string][] = [
    [
      'the heap',
      ['Heap address: 0x0000000080000000, size: 2048 MB, Compressed Oops mode: 32-bit'],
      '80000000-100000000 Java heap',
    ],
    [
      'the heap, as JDK 8 writes it',
      ['heap address: 0x0000000080000000, size: 16 MB, Compressed Oops mode: 32-bit'],
      '80000000-81000000 Java heap',
    ],
    [
      'the heap of G1',
      [' garbage-first heap   total 262144K, used 1K [0x0000000080000000, 0x0000000100000000)'],
      '80000000-100000000 Java heap',
    ],
    [
      'the heap of G1 in JDK 8',
      [' garbage-first heap   total 262144K, used 1K [0x80000000, 0x80100000, 0x100000000)'],
      '80000000-100000000 Java heap',
    ],
    [
      'the heap of G1 since JDK 23',
      [
        ' garbage-first heap   total reserved 65536K, committed 65536K, used 2180K [0x0000000080000000, 0x0000000100000000)',
      ],
      '80000000-100000000 Java heap',
    ],
    [
      'the heap of Shenandoah',
      ['Reserved region:', ' - [0x0000000080000000, 0x0000000100000000) '],
      '80000000-100000000 Java heap',
    ],
    [
      'generations of Parallel',
      [' PSYoungGen      total 1K, used 1K [0x80000000, 0x88000000, 0x90000000)'],
      '80000000-90000000 Java heap: young generation (PSYoungGen)',
    ],
    [
      'generations of Serial',
      [' tenured generation   total 1K, used 1K [0x80000000, 0x88000000, 0x90000000)'],
      '80000000-90000000 Java heap: old generation (tenured generation)',
    ],
    [
      'spaces',
      ['  eden space 1K,  88% used [0x80000000,0x81000000,0x82000000)'],
      '80000000-82000000 Java heap: eden space',
    ],
    [
      'CDS archives',
      ['CDS archive(s) mapped at: [0x7f10-0x7f20-0x7f30), size 1, SharedBaseAddress: 0x7f10'],
      '7f10-7f30 CDS archives',
    ],
    [
      'the class space',
      ['Compressed class space mapped at: 0x0000000100000000-0x0000000140000000, reserved size: 1073741824'],
      '100000000-140000000 Compressed class space',
    ],
    [
      'the class space of JDK 11',
      ['Compressed class space size: 1073741824 Address: 0x0000000100000000'],
      '100000000-140000000 Compressed class space',
    ],
    ['the card table', ['Card table byte_map: [0x7f10,0x7f20] _byte_map_base: 0x7f00'], '7f10-7f20 Card table'],
    [
      'marking bits',
      ['Marking Bits (Prev, Next): (CMBitMap*) 0x1, (CMBitMap*) 0x2', ' Prev Bits: [0x7f10, 0x7f20)'],
      '7f10-7f20 Marking bits (Prev)',
    ],
    [
      'the mod union table',
      ['Mod Union Table: (CMSBitMap*) 0x1', ' Bits: [0x7f10, 0x7f20)'],
      '7f10-7f20 Mod union table',
    ],
    [
      'segments of the code cache',
      ["CodeHeap 'non-nmethods': size=5692Kb used=1Kb", ' bounds [0x7f0000000000, 0x7f0000270000, 0x7f0007000000]'],
      '7f0000000000-7f0007000000 Code cache: non-nmethods',
    ],
    [
      'the code cache of JDK 7',
      ['Code Cache  [0x7f0000000000, 0x7f0000270000, 0x7f0007000000)'],
      '7f0000000000-7f0007000000 Code cache',
    ],
    [
      'stacks of Java threads',
      [
        '  0x00007f0020000000 JavaThread "ma(in" daemon [_thread_blocked, id=21, stack(0x00007f0010000000,0x00007f0010100000)]',
      ],
      '7f0010000000-7f0010100000 Stack of thread "ma(in" (TID 21)',
    ],
    [
      'stacks of threads in JDK 21',
      [
        '=>0x00007f0020000000 JavaThread "x"  [_thread_in_vm, id=9, stack(0x00007f0010000000,0x00007f0010100000) (1024K)]',
      ],
      '7f0010000000-7f0010100000 Stack of thread "x" (TID 9)',
    ],
    [
      'stacks of other threads',
      ['  0x00007f0020000000 VMThread [stack: 0x00007f0010000000,0x00007f0010100000] [id=7]'],
      '7f0010000000-7f0010100000 Stack of VMThread (TID 7)',
    ],
    [
      'stacks of threads whose names were taken out',
      [
        '  0x00007f0020000000 JavaThread REDACTED daemon [_thread_blocked, id=21, stack(0x00007f0010000000,0x00007f0010100000)]',
      ],
      '7f0010000000-7f0010100000 Stack of JavaThread (TID 21)',
    ],
    [
      'the stack of a native thread',
      ['Stack: [0x00007f0010000000,0x00007f0010100000],  sp=0x00007f00100ff000,  free space=8166k'],
      '7f0010000000-7f0010100000 Stack of the crashed thread',
    ],
  ];
  for (const [what, lines, expected] of wordings) {
    it(`names ${what}`, () => {
      assert.deepEqual(notes(only(log(lines))), [expected]);
    });
  }

  it('gives regions their kinds by these names', () => {
    const { regions } = only(
      log([
        'Heap address: 0x0000000080000000, size: 2048 MB, Compressed Oops mode: 32-bit',
        "CodeHeap 'profiled nmethods': size=1Kb",
        ' bounds [0x7f0000000000, 0x7f0000270000, 0x7f0007000000]',
        'Current thread (0x00007f0020000000):  JavaThread "main" [_thread_in_vm, id=18, stack(0x00007f0010000000,0x00007f0010100000)]',
      ]),
    );
    assert.deepEqual(
      regions.map(({ kind, label }) => [kind, label]),
      [
        ['arena', 'Java heap'],
        ['reserved', 'Java heap'],
        ['anonymous', undefined],
        ['file-text', undefined],
        ['executable-anonymous', 'Code cache: profiled nmethods'],
        ['reserved', 'Code cache: profiled nmethods'],
        ['guard', 'Stack of thread "main" (TID 18)'],
        ['thread-stack', 'Stack of thread "main" (TID 18)'],
      ],
    );
    assert.match(regions[0]?.evidence[0] ?? '', /^the log says "Heap address: 0x0000000080000000, size: 2048 MB/);
  });

  it('points at the fault, at pc and sp, and at registers that point into the map', () => {
    const map = only(
      log([
        'Stack: [0x00007f0010000000,0x00007f0010100000],  sp=0x00007f00100ff000,  free space=8166k',
        'siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000008',
        'Registers:',
        'RAX=0x0000000080000100, RBX=0x0000000000000000, RCX=0x00007f0010005000, RDX=0x1234567812345678',
        'RSP=0x00007f00100ff000, R8 =0x0000000080000100, R9 =0x0000000100000010, XMM[0]=0x0000000080000200',
        'Polling page: 0x00007f0030000000',
      ]),
    );
    assert.deepEqual(marks(map), [
      '55d0a0000010 pc of the crashed thread',
      '7f00100ff000 sp of the crashed thread',
      '8 fault address',
      '7f0030000000 polling page',
      '80000100 RAX of the crashed thread',
      '7f0010005000 RCX of the crashed thread',
      '100000010 R9 of the crashed thread',
    ]);
  });

  it('tells the fault of JDK 7 too', () => {
    const line = 'siginfo:si_signo=SIGSEGV: si_errno=0, si_code=1 (SEGV_MAPERR), si_addr=0x00000005d85ad688';
    assert.ok(marks(only(log([line]))).includes('5d85ad688 fault address'));
  });

  it('takes the heap of now, not those of its history', () => {
    const map = only(
      log([
        ' PSYoungGen      total 1K, used 1K [0x80000000, 0x88000000, 0x90000000)',
        'GC Heap History (1 events):',
        ' PSYoungGen      total 1K, used 1K [0x70000000, 0x88000000, 0x98000000)',
      ]),
    );
    assert.deepEqual(notes(map), ['80000000-90000000 Java heap: young generation (PSYoungGen)']);
  });

  it('says nothing of another log in the same text', () => {
    const one = log(['Heap address: 0x0000000080000000, size: 16 MB, Compressed Oops mode: 32-bit']);
    const two = log(['Heap address: 0x0000000080000000, size: 32 MB, Compressed Oops mode: 32-bit']).replaceAll(
      'pid=17',
      'pid=99',
    );
    const broken = [...HEAD, 'Heap address: 0x0000000080000000, size: 48 MB, Compressed Oops mode: 32-bit', ''].join(
      '\n',
    );
    assert.deepEqual(
      found([one, broken, two].join('\n')).map((map) => [map.source.pid, notes(map)]),
      [
        [17, ['80000000-81000000 Java heap']],
        [99, ['80000000-82000000 Java heap']],
      ],
    );
  });

  it('may have something before each line', () => {
    const text = log(['Heap address: 0x0000000080000000, size: 16 MB, Compressed Oops mode: 32-bit']);
    const map = only(text.replaceAll(/^/gm, '2024-05-03T10:00:00.000000001Z stdout F '));
    assert.deepEqual(notes(map), ['80000000-81000000 Java heap']);
    assert.equal(map.title, 'PID 17 java a.b.Main');
  });
});

describe('a fatal error log in a document', () => {
  it('may be indented as a whole', () => {
    const text = log([' garbage-first heap   total 262144K, used 1K [0x0000000080000000, 0x0000000100000000)']);
    const map = only(`Here it is:\n\n${text.replaceAll(/^(?=.)/gm, '    ')}`);
    assert.deepEqual(notes(map), ['80000000-100000000 Java heap']);
    assert.equal(map.title, 'PID 17 java a.b.Main');
  });
});
