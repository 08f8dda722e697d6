/** Core files of every machine, written by the kernel and by debuggers. */
import assert from 'node:assert/strict';
import { parseBinary, parseMaps, parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm } from '../../../src/core/export/normal-form.ts';
import {
  auxvNote,
  coreFile,
  fileNote,
  prstatusNote,
  psinfoNote,
  registers,
  siginfoNote,
  X86_64,
  type CoreForm,
  type CoreSpec,
} from './core-builder.ts';
import { markLines, regionLines } from './dump-lines.ts';

function read(form: CoreForm, spec: CoreSpec): NormalForm {
  const maps = parseMaps(coreFile(form, spec), { file: 'core' });
  assert.equal(maps.length, 1);
  return normalForm(maps[0]!);
}

function kinds({ regions }: NormalForm): Record<string, string> {
  return Object.fromEntries(regions.map(({ start, kind }) => [start ?? '', kind]));
}

/** A process with a program, a heap, a library, two threads' stacks, the vDSO and a main stack. */
const PROCESS: CoreSpec = {
  segments: [
    { start: 0x400000n, end: 0x402000n, perms: 'r-x', dumped: 4096 },
    { start: 0x402000n, end: 0x403000n, perms: 'rw-' },
    { start: 0x1000000n, end: 0x1021000n, perms: 'rw-' },
    { start: 0x7f0000000000n, end: 0x7f0000001000n, perms: '---', dumped: 0 },
    { start: 0x7f0000001000n, end: 0x7f0000801000n, perms: 'rw-', dumped: 0x2000 },
    { start: 0x7f0001000000n, end: 0x7f0001100000n, perms: 'r-x', dumped: 0 },
    { start: 0x7f0002000000n, end: 0x7f0002004000n, perms: 'r--' },
    { start: 0x7f0002004000n, end: 0x7f0002006000n, perms: 'r-x' },
    { start: 0x7ffc00000000n, end: 0x7ffc00021000n, perms: 'rw-' },
    { start: 0xffffffffff600000n, end: 0xffffffffff601000n, perms: '--x' },
  ],
  notes: [
    prstatusNote(X86_64, 4711, registers(27, { 16: 0x401234n, 19: 0x7ffc0001f000n })),
    psinfoNote(X86_64, 4711, 'sensord', '/opt/sensord/sensord --all'),
    siginfoNote(X86_64, 11, 1, 0x1234n),
    auxvNote(X86_64, {
      3: 0x400040n,
      6: 4096n,
      7: 0x7f0001000000n,
      9: 0x401000n,
      31: 0x7ffc00020ff0n,
      33: 0x7f0002004000n,
    }),
    fileNote(X86_64, [
      { start: 0x400000n, end: 0x402000n, page: 0n, path: '/opt/sensord/sensord' },
      { start: 0x402000n, end: 0x403000n, page: 2n, path: '/opt/sensord/sensord' },
      { start: 0x7f0001000000n, end: 0x7f0001100000n, page: 0x26n, path: '/usr/lib/libc.so.6 (deleted)' },
    ]),
    prstatusNote(X86_64, 4712, registers(27, { 16: 0x7f0001001000n, 19: 0x7f0000700000n })),
  ],
};

describe('core files of the kernel', () => {
  it('have a region for each segment, with its file and what of it was dumped', () => {
    const map = read(X86_64, PROCESS);
    assert.deepEqual(regionLines(map).slice(0, 6), [
      '0x00400000 0x00402000 r-xp 0x0 /opt/sensord/sensord 4',
      '0x00402000 0x00403000 rw-p 0x2000 /opt/sensord/sensord 4',
      '0x01000000 0x01021000 rw-p   132',
      '0x7f0000000000 0x7f0000001000 ---p   0',
      '0x7f0000001000 0x7f0000801000 rw-p   8',
      '0x7f0001000000 0x7f0001100000 r-xp 0x26000 /usr/lib/libc.so.6 0',
    ]);
    assert.equal(map.regions[5]?.deleted, true);
    assert.equal(map.regions[0]?.dev, null);
    assert.equal(map.dialect, 'elf-core');
    assert.equal(map.arch, 'x86-64');
    assert.equal(map.pageSize, 4096);
    assert.deepEqual(map.problems, []);
  });

  it('are named by their process and its arguments', () => {
    const map = read(X86_64, PROCESS);
    assert.equal(map.title, 'PID 4711 sensord --all');
    assert.equal(map.source.pid, 4711);
  });

  it('complete a name that the kernel cut, keep one that the thread gave itself, and cut what is long', () => {
    const title = (name: string, args: string): string | undefined =>
      read(X86_64, { segments: [], notes: [psinfoNote(X86_64, 7, name, args)] }).title;
    assert.equal(
      title('a-very-long-nam', '/usr/bin/a-very-long-name-of-a-program'),
      'PID 7 a-very-long-name-of-a-program',
    );
    assert.equal(title('MainThread', 'python3 x.py'), 'PID 7 MainThread (python3 x.py)');
    assert.equal(title('a\x1b[31m', ''), 'PID 7 a\\x1b[31m');
    assert.equal(title('', ''), 'PID 7');
  });

  it('tell stacks, heap and vDSO by the auxiliary vector and the registers', () => {
    const map = read(X86_64, PROCESS);
    assert.deepEqual(kinds(map), {
      '0x00400000': 'file-text',
      '0x00402000': 'file-data',
      '0x01000000': 'heap',
      '0x7f0000000000': 'guard',
      '0x7f0000001000': 'thread-stack',
      '0x7f0001000000': 'file-text',
      '0x7f0002000000': 'vvar',
      '0x7f0002004000': 'vdso',
      '0x7ffc00000000': 'stack',
      '0xffffffffff600000': 'vsyscall',
    });
    assert.equal(map.regions[0]?.role, 'program');
    const stack = map.regions.find(({ kind }) => kind === 'stack');
    assert.match(stack?.evidence.join() ?? '', /AT_EXECFN 0x7ffc00020ff0/);
  });

  it('mark the fault, the registers of each thread and where the program starts', () => {
    assert.deepEqual(markLines(read(X86_64, PROCESS)), [
      '0x00001234 fault address (SIGSEGV)',
      '0x00401234 pc of thread 4711, which crashed',
      '0x7ffc0001f000 sp of thread 4711, which crashed',
      '0x7f0001001000 pc of thread 4712',
      '0x7f0000700000 sp of thread 4712',
      '0x00400040 program headers of the program (AT_PHDR)',
      '0x00401000 entry point of the program (AT_ENTRY)',
      '0x7f0001000000 start of the dynamic linker (AT_BASE)',
    ]);
  });

  it('mark no fault where a process sent the signal, or the kernel knows no address', () => {
    for (const [signal, code] of [
      [6, -6],
      [11, 0],
      [11, 0x80],
      [15, 1],
    ] as const) {
      const map = read(X86_64, { segments: [], notes: [siginfoNote(X86_64, signal, code, 0x1000n)] });
      assert.deepEqual(markLines(map), []);
    }
  });

  it('take no region for a stack that several threads are in, or that Go keeps its heap in', () => {
    const map = read(X86_64, {
      segments: [
        { start: 0xc000000000n, end: 0xc004000000n, perms: 'rw-', dumped: 0 },
        { start: 0x7f0000000000n, end: 0x7f0000100000n, perms: 'rw-', dumped: 0 },
      ],
      notes: [
        psinfoNote(X86_64, 1, 'go', ''),
        ...[0xc000001000n, 0x7f0000001000n, 0x7f0000002000n].map((sp, i) =>
          prstatusNote(X86_64, 100 + i, registers(27, { 19: sp })),
        ),
      ],
    });
    assert.ok(map.regions.every(({ kind }) => kind !== 'thread-stack'));
  });

  it('say that they do not tell what is shared', () => {
    assert.match(read(X86_64, PROCESS).assumptions?.join() ?? '', /not whether a region is shared/);
  });

  it('are read when they have more segments than their header can count, whole and cut short', () => {
    const spec = { ...PROCESS, manySegments: true };
    assert.equal(read(X86_64, spec).regions.length, PROCESS.segments.length);
    const cut = read(X86_64, { ...spec, cut: 4096 });
    assert.equal(cut.regions.length, PROCESS.segments.length);
    assert.match(cut.problems[0]?.reason ?? '', /cut short: .* of the memory/);
  });

  it('say how much is missing of a file that is cut short, and count what is there', () => {
    const map = read(X86_64, { ...PROCESS, cut: 4096 + 1024 });
    assert.match(map.problems[0]?.reason ?? '', /cut short: 5 KiB/);
    assert.deepEqual(
      map.regions.slice(-2).map(({ other }) => other?.['Dumped']),
      [131, 0],
    );
  });

  it('say so when they end before their notes, or have none', () => {
    const whole = coreFile(X86_64, PROCESS);
    const cut = normalForm(parseMemoryMap(whole.subarray(0, 64 + 11 * 56 + 100)));
    assert.equal(cut.regions.length, PROCESS.segments.length);
    assert.match(cut.problems.map(({ reason }) => reason).join(), /ends before its notes do/);
    // Whether the file had one nobody knows.
    assert.match(cut.assumptions?.join() ?? '', /What is left of the core file has no NT_FILE note/);
    const bare = read(X86_64, { segments: PROCESS.segments });
    assert.match(bare.assumptions?.join() ?? '', /The core file has no NT_FILE note/);
  });

  it('say so when they are of a kernel', () => {
    const map = read(X86_64, {
      segments: [{ start: 0xffff888000000000n, end: 0xffff888000100000n, perms: 'rwx', dumped: 0 }],
      notes: [{ type: 0, name: 'VMCOREINFO', desc: Buffer.from('OSRELEASE=6.1.0\n') }],
    });
    assert.match(map.problems[0]?.reason ?? '', /dump of a kernel/);
  });

  it('show segments that overlap up to where they meet, and say so', () => {
    const map = read(X86_64, {
      segments: [
        { start: 0x1000n, end: 0x4000n, perms: 'r--', dumped: 0 },
        { start: 0x2000n, end: 0x5000n, perms: 'rw-', dumped: 0 },
      ],
    });
    assert.deepEqual(regionLines(map), ['0x00001000 0x00004000 r--p   0', '0x00004000 0x00005000 rw-p   0']);
    assert.match(map.problems[0]?.reason ?? '', /1 of its segments and files overlap/);
  });

  it('keep names as the bytes that they are', () => {
    const path = '/tmp/line\nbreak "ünïcode" \x1b[31m';
    const map = read(X86_64, {
      segments: [{ start: 0x1000n, end: 0x2000n, perms: 'r--' }],
      notes: [fileNote(X86_64, [{ start: 0x1000n, end: 0x2000n, page: 0n, path }])],
    });
    assert.equal(map.regions[0]?.path, path);
  });
});

describe('core files of a debugger', () => {
  const map = read(X86_64, {
    segments: [
      { start: 0x400000n, end: 0x401000n, perms: 'r--' },
      { start: 0x7f0000000000n, end: 0x7f0000003000n, perms: 'rw-' },
      { start: 0x7f0000003000n, end: 0x7f0000004000n, perms: 'r--' },
    ],
    notes: [
      psinfoNote(X86_64, 9, 'x', 'x'),
      prstatusNote(X86_64, 9, registers(27, { 16: 0x401800n })),
      fileNote(
        X86_64,
        [
          { start: 0x400000n, end: 0x401000n, page: 0n, path: '/bin/x' },
          { start: 0x401000n, end: 0x403000n, page: 0x1000n, path: '/bin/x' },
          { start: 0x403000n, end: 0x404000n, page: 0x3000n, path: '/bin/x' },
          { start: 0x7f0000001000n, end: 0x7f0000002000n, page: 0x5000n, path: '/tmp/data' },
        ],
        1n,
      ),
    ],
  });

  it('have no rights where those are not known: of files without a segment, and of what gdb calls readable, as it does guards', () => {
    assert.deepEqual(regionLines(map), [
      '0x00400000 0x00401000 r--p 0x0 /bin/x 4',
      '0x00401000 0x00403000 r-xp 0x1000 /bin/x 0',
      '0x00403000 0x00404000  0x3000 /bin/x 0',
      '0x7f0000000000 0x7f0000001000 rw-p   4',
      '0x7f0000001000 0x7f0000002000 rw-p 0x5000 /tmp/data 4',
      '0x7f0000002000 0x7f0000003000 rw-p   4',
      '0x7f0000003000 0x7f0000004000    4',
    ]);
  });

  it('say what a debugger leaves out, and what was taken for granted', () => {
    assert.ok(map.assumptions?.some((sentence) => sentence.startsWith('A debugger wrote this core file')));
    assert.ok(map.assumptions?.some((sentence) => /pc of a thread .* r-x/.test(sentence)));
  });
});

describe('core files of any size', () => {
  it('are read by their headers and notes only', () => {
    const head = coreFile(X86_64, PROCESS).subarray(0, 8192);
    let asked = 0;
    const map = parseBinary({
      size: 20 * 2 ** 30,
      read: (offset, length) => {
        const bytes = head.subarray(offset, offset + length);
        asked += bytes.length;
        return bytes;
      },
    });
    assert.equal(map?.regions.count, PROCESS.segments.length);
    assert.ok(asked < 16384, `${asked} bytes were read`);
  });
});
